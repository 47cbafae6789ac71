"""Repeated items: which lists of a page are lists of articles."""

from __future__ import annotations

import pytest

from crawlers.sources.items import item_urls
from crawlers.sources.links import read_links

SUMMARY = "Sáng nay nhà trường mời phụ huynh đến dự buổi lễ tại sân trường, mong mọi người đến đông đủ."
NAMES = ["Niềm vui đầu xuân", "Thông báo", "Họp báo"]


def items(body: str) -> list[str]:
    """Return the paths that stand as items in a page with this body."""
    page = read_links(
        f"<html><head><title>x</title></head><body>{body}</body></html>".encode(), "https://baotinh.vn/tin"
    )
    return sorted(url.removeprefix("https://baotinh.vn") for url in item_urls(page.links))


def repeat(entry: str, names: list[str] = NAMES) -> str:
    """Return a list whose entries are built alike."""
    return f"<ul>{''.join(entry.format(n=n, name=name) for n, name in enumerate(names))}</ul>"


@pytest.mark.parametrize(
    "entry",
    [
        '<li class="item item-{n}"><a href="/{n}">{name}</a> <span>12/5/2026</span></li>',
        f'<li><a href="/{{n}}"><img src="{{n}}.jpg"></a><h3><a href="/{{n}}">{{name}}</a></h3><p>{SUMMARY}</p></li>',
        '<li><a href="/{n}"><h5>{name}</h5><div>3 Tháng 9, 2026 · 12 Th9</div></a></li>',
        '<li><a class="label" href="/tin-truong">Tin</a><h3><a href="/{n}">{name}</a></h3><time>hôm qua</time></li>',
        '<article><header class="entry-header"><h2><a href="/{n}">{name}</a></h2></header><time>hôm qua</time></article>',
    ],
)
def test_items_with_a_date_or_a_summary(entry: str) -> None:
    """Entries built alike with a date or a summary are articles, however short their headlines; labels are none."""
    assert items(repeat(entry)) == ["/0", "/1", "/2"]


def test_items_with_a_picture_need_headlines() -> None:
    """A picture makes an article of a headline, and none of a quick link under an icon."""
    entry = '<li><img src="{n}.png"><a href="/{n}">{name}</a></li>'
    assert items(repeat(entry)) == []
    assert items(repeat(entry, [f"{name} của nhà trường trong ngày khai giảng" for name in NAMES])) == [
        "/0",
        "/1",
        "/2",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<nav>" + repeat('<li><a href="/{n}">{name}</a> 12/5/2026</li>') + "</nav>",
        repeat('<li><a href="/{n}">{name}</a></li>'),
        '<div class="pagination">' + repeat('<li><a href="/{n}">{n}</a> 12/5/2026</li>') + "</div>",
        '<div class="tags">' + repeat('<a href="/{n}">{name}</a> 12/5/2026') + "</div>",
        repeat(f'<p>{SUMMARY} Theo <a href="/{{n}}">{{name}}</a> ngày 12/5/2026.</p>'),
        repeat('<li><a href="/{n}">{name}</a> 12/5/2026</li>', NAMES[:2]),
    ],
)
def test_what_is_no_list_of_articles(body: str) -> None:
    """Menus, plain lists, pagers, tags, links in running text, and what stands there only twice."""
    assert items(body) == []
