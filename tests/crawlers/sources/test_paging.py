"""Where a listing goes on."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from crawlers.sources.links import read_links
from crawlers.sources.paging import next_page, page_number
from pipeline.config import Site

SITE = Site("baotinh.vn", "Báo Tỉnh")


def next_of(path: str, body: str) -> str | None:
    """Return where a page at a path, with this body, goes on."""
    html = f"<html><head><title>x</title></head><body>{body}</body></html>"
    return next_page(read_links(html.encode(), "https://baotinh.vn" + path), SITE)


LIFERAY = (
    "/web/guest/thoi-su?p_p_id=com_liferay_Publisher_INSTANCE_x&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
    "&_com_liferay_Publisher_INSTANCE_x_delta=5&p_r_p_resetCur=false&_com_liferay_Publisher_INSTANCE_x_cur="
)
NEXT = {
    "rel in the head": ("/thoi-su", '<link rel="next" href="/thoi-su/?trang=2">', "/thoi-su/?trang=2"),
    "rel on a link": ("/thoi-su", '<a rel="nofollow next" href="/cu/b.htm">cũ</a>', "/cu/b.htm"),
    "Liferay": (
        "/web/guest/thoi-su",
        f'<ul class="pager"><li class="disabled"><a href="javascript:;">Previous</a></li><li><a href="{LIFERAY}2">Next</a>',
        None,
    ),
    "Vietnamese words": ("/thoi-su", '<div class="paging"><a href="/kho/so-7">Trang sau »</a></div>', "/kho/so-7"),
    "a label": ("/thoi-su", '<ul class="pagination"><a aria-label="Tiếp theo" href="/b"><i></i></a></ul>', "/b"),
    "a class": ("/thoi-su", '<div class="phan-trang"><a class="btn next" href="/b"><img></a></div>', "/b"),
    "a sign": (
        "/thoi-su/trang-2/",
        """<div class="pagination"><a href="/thoi-su/trang-1/">‹</a><a href="/thoi-su/trang-3/">›</a>
        <a href="/thoi-su/trang-90/">»</a></div>""",
        "/thoi-su/trang-3/",
    ),
    "numbers, and » for the last": (
        "/thoi-su?page=2",
        '<div class="pages"><a href="?page=1">1</a><b>2</b><a href="?page=3">3</a><a href="?page=9">»</a></div>',
        "/thoi-su?page=3",
    ),
    "» alone": ("/thoi-su", '<div class="pages"><a href="/thoi-su/p2">»</a></div>', "/thoi-su/p2"),
    "numbers of page one": ("/thoi-su.html", '<a href="/thoi-su/trang-2.html">2</a>', "/thoi-su/trang-2.html"),
    "more": ("/thoi-su?page=4", '<a href="/thoi-su?page=5">Xem thêm</a>', "/thoi-su?page=5"),
    "counting from 0": (
        "/thoi-su",
        '<li class="pager-next"><a href="/thoi-su?page=1">next ›</a></li>',
        "/thoi-su?page=1",
    ),
    "elsewhere on the site": (
        "/thoi-su",
        '<a rel="next" href="https://kho.baotinh.vn/cu/2">x</a>',
        "https://kho.baotinh.vn/cu/2",
    ),
}


@pytest.mark.parametrize(("path", "body", "wanted"), NEXT.values(), ids=NEXT.keys())
def test_the_next_page(path: str, body: str, wanted: str | None) -> None:
    """A listing goes on where its pager says, in all the ways pagers say it."""
    next_url = next_of(path, body)
    if wanted is None:
        assert next_url is not None
        assert (urlsplit(next_url).path, page_number(next_url)) == ("/web/guest/thoi-su", 2)
    else:
        assert next_url is not None
        assert next_url.removeprefix("https://baotinh.vn") == wanted


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/thoi-su", '<div class="pages"><b>1</b></div>'),
        ("/thoi-su", '<div class="pages"><a href="/thoi-su">Next</a></div>'),
        ("/thoi-su", '<div class="carousel"><a class="next" href="/quang-cao">next</a></div>'),
        ("/thoi-su", '<li class="disabled"><a rel="next" href="/thoi-su?page=2">Next</a></li>'),
        ("/thoi-su", '<div class="pages"><a href="https://khac.vn/?page=2">2</a></div>'),
        ("/thoi-su?page=3", '<div class="pages"><a href="/thoi-su?page=1">Next</a><a href="?page=2">2</a></div>'),
        ("/thoi-su", '<table class="lich"><a href="/lich?ngay=1">1</a><a href="/lich?ngay=2">2</a></table>'),
        ("/thoi-su", '<div class="pages"><a href="#">2</a><a href="javascript:loadMore()">Xem thêm</a></div>'),
        ("/thoi-su", '<a href="/tin-post2.html">2</a>'),
    ],
    ids=["one page", "itself", "a carousel", "disabled", "another site", "back", "a calendar", "scripts", "an article"],
)
def test_no_next_page(path: str, body: str) -> None:
    """The last page, a ring, a carousel or a calendar's days lead no further."""
    assert next_of(path, body) is None
