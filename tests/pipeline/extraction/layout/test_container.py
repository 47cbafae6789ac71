"""Which element holds the article: where its prose stands and little else does."""

from __future__ import annotations

import pytest

from pipeline.extraction.html import read_blocks
from pipeline.extraction.layout.container import find_container, headlines_near, teasers
from tests.support.laid_out import PROSE, page_of, tree_of

TEXT = f"<p>{PROSE}</p><p>{PROSE} Hai.</p><p>{PROSE} Ba.</p>"
TEASER = "<div><a href='/b{0}'>Xã bên mở thêm một con đường {0}</a><p>Con đường {0} vừa được mở hôm qua ở xã bên, dài hai cây số.</p></div>"


def container(body: str) -> str | None:
    """Return the id of the element that is found."""
    tree = read_blocks(page_of(body).root.find("body"))
    element = find_container(tree, teasers(tree, None))
    return None if element is None else element.get("id")


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=a>{TEXT}</div><div>khác</div>",
        f"<div id=a>{TEXT}<div><video src=x></video></div>{TEXT}</div>",
        f"<form><div><a href='/'>Trang chủ</a></div><div id=a>{TEXT}</div></form>",
        f"<div id=a>{PROSE}<br>{PROSE} Hai.<br>{PROSE} Ba.</div>",
        f"<table><tr id=a><td>{TEXT}</td><td><a href='/x'>Xem</a></td></tr></table>",
        f"<div id=a>{TEXT}</div><div>{''.join(TEASER.format(n) for n in range(12))}</div>",
        f"<div id=a><div><p>{PROSE}</p></div><div><p>Kính mời</p></div><div><p>Trân trọng</p></div></div>",
        f"<div id=a class='article-content'><p>Ngắn</p><div>{TEXT}</div></div>",
    ],
    ids=[
        "plain",
        "a player within",
        "a form",
        "line breaks",
        "cells",
        "more teasers",
        "lines in boxes",
        "a named body",
    ],
)
def test_where_the_prose_stands(body: str) -> None:
    """The best sum of prose against links wins; teasers count for nothing, kin of its boxes belong to it."""
    assert container(body) == "a"


def test_no_prose() -> None:
    """A page of links has no container."""
    assert container("<div id=a><a href='/x'>Xem tiếp</a></div>") is None


def test_a_teaser_shares_a_small_box_with_a_headline() -> None:
    """The prose beside a linked headline is that article's, unless the page's own headline is in the box."""
    tree = tree_of(f"<h1>Tít</h1>{TEASER.format(1)}{TEXT}")
    assert [block.text[:12] for block in teasers(tree, 0)] == ["Con đường 1 "]
    assert teasers(tree_of(f"<div>{TEXT}</div>"), None) == frozenset()


def test_headlines_near_a_block() -> None:
    """Up to three blocks before it, the nearest first, and two after."""
    link = "<p><a href='/x'>Xã bên mở thêm một con đường</a></p>"
    blocks = tree_of(f"{link}<p>a</p><p>b</p>{link}<p>c</p>{link}<p>d</p>{link}").blocks
    assert list(headlines_near(blocks, 4)) == [3, 5]
    assert list(headlines_near(blocks, 2)) == [0, 3]
