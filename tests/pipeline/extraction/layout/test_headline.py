"""The headline: the printed line that the head confirms, else the title that it states."""

from __future__ import annotations

import pytest

from pipeline.extraction.html import read_blocks, read_stated
from pipeline.extraction.layout.headline import find_headline
from tests.support.laid_out import PROSE, page_of

TITLE = "Sửa đường vào bản vùng cao"
HOST = "vidu.vn"


def headline(body: str, title: str = f"{TITLE} - Báo Ví Dụ") -> tuple[str | None, int | None]:
    """Find the headline of a page with this in its body, and this as its stated title."""
    page = page_of(body, f"<title>{title}</title>" if title else "")
    return find_headline(read_blocks(page.root.find("body")), read_stated(page), HOST)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<h1>{TITLE}</h1><p>{PROSE}</p>", (TITLE, 0)),
        (f"<p>Xã hội</p><div>{TITLE}</div><p>{PROSE}</p>", (TITLE, 1)),
        (f"<h1>Một tít khác hẳn trang này</h1><h2>{TITLE}</h2>", (TITLE, 1)),
        (f"<h1>Báo Ví Dụ</h1><p>{PROSE}</p>", (TITLE, None)),
        (f"<h1>Một tít khác hẳn trang này</h1><p>{PROSE}</p>", ("Một tít khác hẳn trang này", 0)),
        (f"<p class='sidebar'>{TITLE}</p><p>{PROSE}</p>", (TITLE, None)),
        (f"<h3>{TITLE} cao</h3><p>{PROSE}</p>", (TITLE, None)),
    ],
    ids=["h1", "a plain line", "two headings", "the site's name", "another h1", "boilerplate", "no heading"],
)
def test_a_stated_title(body: str, expected: tuple[str, int | None]) -> None:
    """The line that says the same is the headline; then an h1 of four words; then the title as stated."""
    assert headline(body) == expected


def test_a_title_that_names_the_site_alone() -> None:
    """On a site with one title for all its pages, a line with a dress of its own right above the prose is it."""
    assert headline(f"<p>Menu</p><p><b>{TITLE}</b></p><p>{PROSE}</p>", "Xã Tân Lập")[1] == 1
    assert headline(f"<p>Menu</p><p>{TITLE}</p><p>{PROSE}</p>", "Xã Tân Lập") == ("Xã Tân Lập", None)


def test_nothing() -> None:
    """A page that states none and prints none has none."""
    assert headline(f"<p>{PROSE}</p>", "") == (None, None)
