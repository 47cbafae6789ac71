import gzip
import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sources import links
from crawlers.sources.article_url import is_article_url
from crawlers.sources.discovered import BadSource, DiscoveredUrl
from crawlers.sources.listings import ListingPage, read_listing
from pipeline.clock import VIETNAM
from pipeline.config import Site
from tests.support.real_pages import PAGES, expect_miss

SITE = Site("baotinh.vn", "Báo Tỉnh")
URL = "https://baotinh.vn/thoi-su/"


def read(body: str, url: str = URL, site: Site = SITE) -> ListingPage:
    """Read a page with this body."""
    return read_listing(f"<html><head><title>x</title></head><body>{body}</body></html>".encode(), url, site)


def found(body: str) -> list[str]:
    """Return the paths of the articles in a page with this body."""
    return [one.url.removeprefix("https://baotinh.vn") for one in read(body).articles]


def test_articles_in_order_once_with_title_and_date() -> None:
    """A listing names each article once, in order, with the title and the date of its own item."""
    page = read(
        """<nav><a href="/">Trang chủ</a><a href="/thoi-su/">Thời sự</a></nav>
        <article class="story"><figure><a href="/lu-quet-post2.html#anh"><img alt="Ảnh: một ngôi nhà" src="a.jpg"></a></figure>
          <h2><a href="/lu-quet-post2.html?utm_source=home">Lũ quét
             ở vùng cao</a></h2><time datetime="2026-07-16T17:17:00+07:00">16/07/2026</time></article>
        <article class="story"><h2><a href="/gia-xang-post1.html">Giá xăng lại tăng</a></h2>
          <small>Thứ hai, 24/05/2021, 20:22</small><p>Tóm tắt</p></article>
        <article class="story"><h2><a href="/le-hoi-post3.html">Lễ hội mùa xuân</a></h2></article>
        <div class="doc-nhieu"><a href="/gia-xang-post1.html">Giá xăng</a><a href="https://khac.vn/tin-post9.html">Báo khác</a></div>"""
    )
    assert page.articles == [
        DiscoveredUrl(
            "https://baotinh.vn/lu-quet-post2.html", datetime(2026, 7, 16, 17, 17, tzinfo=VIETNAM), "Lũ quét ở vùng cao"
        ),
        DiscoveredUrl(
            "https://baotinh.vn/gia-xang-post1.html", datetime(2021, 5, 24, 20, 22, tzinfo=VIETNAM), "Giá xăng lại tăng"
        ),
        DiscoveredUrl("https://baotinh.vn/le-hoi-post3.html", None, "Lễ hội mùa xuân"),
    ]


def test_what_leads_nowhere_is_left_out() -> None:
    """Links to nothing, to scripts, mail, anchors, templates and the page itself yield nothing."""
    hrefs = ["#", "", "javascript:void(0)", "mailto:a@b.vn", "tel:1", "http://[", "{link_detail}", "/thoi-su/#a"]
    assert found("".join(f'<a href="{href}">Lũ quét ở vùng cao</a>' for href in hrefs) + "<a>Không</a>") == []


def test_a_base_element() -> None:
    """Relative links are resolved against the page's base."""
    assert found('<base href="/tin/"><a href="lu-quet-post2.html">Lũ quét</a>') == ["/tin/lu-quet-post2.html"]


def test_a_section_that_headings_link_to_again_stays_one() -> None:
    """A numbered name that the menu links to is a section everywhere on the page."""
    body = '<nav><a href="/ban-doc-45.html">Bạn đọc</a></nav><h2><a href="/ban-doc-45.html">Bạn đọc</a></h2>'
    assert found(body + '<a href="/mua-lon-46.html">Mưa lớn</a>') == ["/mua-lon-46.html"]


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"just text", b"<p>" + b"a" * links.MAX_BYTES],
    ids=["nothing", "blanks", "a picture", "a PDF", "text", "too long"],
)
def test_what_is_no_page_is_said(body: bytes) -> None:
    """Bytes that are no page raise BadSource with the address."""
    with pytest.raises(BadSource, match=r"^https://baotinh\.vn/thoi-su/: "):
        read_listing(body, URL, SITE)


def test_links_beyond_the_limit_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of endlessly many links is read up to a limit."""
    monkeypatch.setattr(links, "MAX_LINKS", 20)
    assert len(found("".join(f'<a href="/tin-post{n}.html">Tin số {n}</a>' for n in range(10, 50)))) == 20


@pytest.mark.parametrize(
    "folder", sorted(PAGES.glob("*")) or [None], ids=lambda folder: getattr(folder, "name", "none")
)
def test_real_pages(folder: Path | None, request: pytest.FixtureRequest) -> None:
    """On a real page the page's own URL is an article's, and no link found there is a section's."""
    if folder is None:
        pytest.skip("no folder shared/ beside the checkout")
    expect_miss(request, folder.name, "links")
    url = json.loads((folder / "page.json").read_text(encoding="utf-8"))["url"]
    site = Site(urlsplit(url).netloc, "x")
    page = read_listing(gzip.decompress((folder / "page.html.gz").read_bytes()), url, site)
    assert is_article_url(url, site)
    if re.search(r"\d", urlsplit(url).path):  # then those of sections are told by having none
        assert [one.url for one in page.articles if not re.search(r"\d", one.url)] == []


pieces = st.one_of(
    st.sampled_from(
        ["<a href='/x-post1.html'>", "</a>", "<a rel=next href='?page=2'>", "<base href='//['>", "<nav>", "<time"]
    ),
    st.sampled_from(
        [" datetime='", "'>", "31/02/2026", "<li class='pager next'>", "<a href='http://[::1'>", "2", "»", "<a "]
    ),
    st.text(max_size=10),
)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.lists(pieces, max_size=20).map(lambda p: "".join(p).encode("utf-8", "replace"))
    )
)
def test_any_bytes_give_a_page_or_bad_source(body: bytes) -> None:
    """No bytes lead to anything but a page or BadSource."""
    try:
        page = read_listing(body, URL, SITE)
    except BadSource:
        return
    assert all(SITE.owns(one.url) for one in page.articles)
