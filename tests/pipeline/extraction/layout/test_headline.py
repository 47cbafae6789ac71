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


@pytest.mark.parametrize(
    "title",
    [
        "Trang chủ - Website Sở Thủy sản tỉnh Tân Lập",
        "TTTĐT thị xã Tân Lập",
        "Cổng Thông Tin Điện Tử huyện Tân Lập - tỉnh Đồi Cao",
        "Trường Chính trị tỉnh Tân Lập",
    ],
)
@pytest.mark.parametrize("header", ["", "<h1>{}</h1>", "<h1><a href='/'>{}</a></h1>"], ids=["alone", "h1", "logo"])
def test_the_name_of_an_office_is_no_headline(title: str, header: str) -> None:
    """However it is worded, and though a header's h1 repeats it: the line above the prose is."""
    body = f"{header.format(title)}<p>Menu</p><div><strong>{TITLE}</strong></div><p>{PROSE}</p>"
    assert headline(body, title)[0] == TITLE


def test_a_headline_about_an_office_is_one() -> None:
    """Also where each of its words is written with a capital."""
    for title in ("Trường Tiểu học Tân Lập tổ chức ngày hội đọc sách", "Trường THCS Tân Lập Tổ Chức Hội Khỏe"):
        assert headline(f"<div>{title}</div><p>{PROSE}</p>", title) == (title, 0)


def test_a_slogan_that_leads_home_is_none() -> None:
    """A logo's h1 says what the site is, whatever the head states."""
    logo = "<h1><a href='/' rel='home'>Trang dành cho bà con vùng cao</a></h1>"
    assert headline(f"{logo}<h3>{TITLE}</h3><p>{PROSE}</p>", "")[0] != "Trang dành cho bà con vùng cao"


def test_a_list_of_news_names_this_page_too() -> None:
    """The line that is no link is the headline, though the link comes first."""
    body = f"<ul><li class='title'><a href='/bai-1'>{TITLE}</a></li></ul><div>{TITLE}</div><p>{PROSE}</p>"
    assert headline(body)[1] == 1


def test_a_section_s_name_above_the_headline_is_none() -> None:
    """Of two dressed lines in front of the prose the longer one is the headline."""
    body = f"<div><b>Tin hoạt động của ngành</b></div><p><b>{TITLE} xa</b></p><p>08/05/2019</p><p>{PROSE}</p>"
    assert headline(body, "Website Sở Giao thông vận tải tỉnh Tân Lập")[0] == f"{TITLE} xa"
