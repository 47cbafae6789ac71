"""Names of elements are believed as far as it costs an article little."""

from __future__ import annotations

import pytest

from pipeline.extraction.html import Hints
from tests.support.laid_out import PROSE, tree_of

TEXT = f"<p>{PROSE}</p>" * 8


def roles(html: str, hints: Hints | None = None) -> list[str | None]:
    """Return the roles of a page's blocks."""
    return [block.role for block in tree_of(html, hints).blocks]


def test_a_name_is_believed_of_little() -> None:
    """An element that holds half of the page's prose is not "related", whatever it is called."""
    assert set(roles(f"<div class='related'>{TEXT}</div>")) == {None}
    assert roles(f"<div class='related'><p>Tin khác</p></div>{TEXT}")[0] == "related"


@pytest.mark.parametrize(
    ("name", "size", "role"), [("author", 30, "byline"), ("author", 400, None), ("sapo", 400, "sapo")]
)
def test_a_role_has_a_size(name: str, size: int, role: str | None) -> None:
    """A byline of 400 letters is none."""
    assert roles(f"<div class='{name}'>{'chữ ' * (size // 4)}</div>") == [role]


def test_within_boilerplate() -> None:
    """Boilerplate stays boilerplate; a nav may hold the breadcrumb, a footer the byline."""
    assert roles("<div class='comment'><p class='author'>Lê Na</p></div>") == ["comment"]
    assert roles("<nav><ol class='breadcrumb'><li>Xã hội</li></ol><p>khác</p></nav>") == ["breadcrumb", "navigation"]


def test_a_keyword_link_in_a_sentence() -> None:
    """Its words are the sentence's, whatever the link is called; an advertisement in it is not."""
    sentence = "Người dân <a class='{}' href='/x'>xã Tân Lập</a> mừng."
    assert [block.text for block in tree_of(f"<p>{sentence.format('related')}</p>").blocks] == [
        "Người dân xã Tân Lập mừng."
    ]
    assert "ad" in roles(f"<p>{sentence.format('adsbygoogle')}</p>")


def test_names_may_be_disbelieved() -> None:
    """Where they hid all of a page, only what is hidden is."""
    html = "<p class='related'>một</p><p style='display:none'>hai</p>"
    assert roles(html) == ["related", "hidden"]
    assert roles(html, Hints(named=False)) == [None, "hidden"]


def test_captions_of_a_site() -> None:
    """An element that the site's profile knows as a caption is one."""
    assert roles("<div class='chu'>một</div>", Hints(captions=frozenset(("div.chu",)))) == ["caption"]
