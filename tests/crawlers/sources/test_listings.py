import gzip
import json
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sources import links
from crawlers.sources.discovered import BadSource, DiscoveredUrl
from crawlers.sources.listings import ListingPage, is_article_url, read_listing
from crawlers.sources.paging import page_number
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


ARTICLES = [
    "/lu-quet-o-vung-cao-post404649.html",
    "/lu-quet-post404649.amp",
    "/lu-quet-post1742301.tpo",
    "/the-gioi/lu-quet-20260716171712345.htm",
    "/the-gioi/phong-su-v20260716171712345.htm",
    "/kinh-te/202605/lu-quet-o-vung-cao-a1b2c3d/",
    "/kinh-te/202605/gia-xang-e115070/",
    "/kinh-te/202605/gia-xang/",
    "/tin-tuc202606/gia-xang-0b1c2d3/",
    "/lu-quet-10264521.html",
    "/thoi-su/lu-quet-12.html",
    "/thanh-tra-kiem-tra-a196670.html",
    "/lu-quet-i745123/",
    "/tin-tuc/lu-quet---id20417",
    "/lu-quet-postid426071.bbg",
    "/lu-quet-d230145.html",
    "/tin/chinh-tri/20150323/chat-cay-xanh/724115.html",
    "/web/guest/thoi-su/-/asset_publisher/kB4vTrungDu1/content/hop-bao",
    "/tin-tuc/-/asset_publisher/Abc/content/hop-bao/20181?inheritRedirect=true",
    "/-/6847912-182",
    "/en/web/guest/-/hop-bao-ve-dich",
    "/2026/11/23/hop-bao/",
    "/2026/11/hop-bao.html",
    "/chitiet.aspx?id=4512",
    "/home/detail?newsId=12",
    "/tin/5",
    "/su-kien/le-hoi-post55.html",
    "/video/le-hoi-post55.html",
    "/hoi-nghi-tong-ket-cong-tac-cai-cach-hanh-chinh",
]
OTHERS = [
    "",
    "/",
    "/index.html",
    "/thoi-su/",
    "/thoi-su.html",
    "/kinh-te/thi-truong",
    "/khoa-hoc-va-cong-nghe",
    "/bao-hiem-2026.html",
    "/dau-tu-d2/p1",
    "/thoi-su-472ct0.htm",
    "/dong-su-kien/le-hoi-e512.htm",
    "/hop-bao-event512.html",
    "/tags/l%E1%BB%85+h%E1%BB%99i.htm",
    "/tag/giau-co-736667",
    "/tu-khoa/le-hoi-tag5512.html",
    "/tu-khoa.html?q=le+hoi",
    "/topic/ha-noi-26482",
    "/tac-gia/ha-van-1234.html",
    "/author/ha-van-1234/",
    "/tim-kiem/le-hoi-2026-12345.html",
    "/search?q=le-hoi&id=5",
    "/login",
    "/dang-nhap.html",
    "/c/portal/login?p_l_id=20181",
    "/rss/home.rss",
    "/rss/thoi-su",
    "/sitemap.xml",
    "/print-404649.html",
    "/share404649.html",
    "/in-bai/lu-quet-404649.html",
    "/lu-quet-n20260716171712345.htm",
    "/video/",
    "/video/trang-1.html",
    "/photo/trang-1.html",
    "/thoi-su/trang-2/",
    "/thoi-su/p2",
    "/thoi-su?page=2",
    "/tin-tuc?p_p_id=x&p_p_lifecycle=0&_x_delta=5&_x_cur=2",
    "/lien-he.html",
    "/gioi-thieu",
    "/doc-bao-in/so-4512.html",
    "/documents/20181/445566/ke-hoach-12345",
    "/uploads/2026/11/ke-hoach.pdf",
    "/anh/2026/11/anh-12345.jpg",
    "/-/asset_publisher",
    "/-/categories/12345",
    "/web/guest/lich-cong-tac?thang=2026-12",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_by_its_url(path: str) -> None:
    """An article of each family of systems is told by its URL alone, as a sitemap gives it."""
    assert is_article_url("https://baotinh.vn" + path, SITE)


@pytest.mark.parametrize("path", OTHERS)
def test_other_pages_by_their_url(path: str) -> None:
    """Sections, tags, authors, searches, logins, feeds, prints, indexes and files are no articles."""
    assert not is_article_url("https://baotinh.vn" + path, SITE)
    assert not is_article_url("https://baotinh.vn" + path, SITE, "Thời sự", in_menu=True)


@pytest.mark.parametrize(
    ("path", "anchor", "in_menu", "wanted"),
    [
        ("/ban-doc-45.html", "Bạn đọc", True, False),
        ("/ban-doc-45.html", "Bạn đọc", False, True),
        ("/bai-1.html", "Bài 1", False, True),
        ("/thoi-su/mo-duong-len-ban", "Mở đường lên bản: chuyện của những người đi trước", True, True),
        ("/thoi-su/mo-duong-len-ban-vung-cao", "Mở đường lên bản vùng cao", False, True),
        ("/thoi-su/mo-duong-len-ban-vung-cao", "Mở đường lên bản vùng cao", True, False),
        ("/bao-ve-nen-tang-tu-tuong-cua-dang", "Bảo vệ nền tảng tư tưởng của Đảng", True, False),
        ("/tin/2", "2", False, False),
        ("/thoi-su-12", "»", False, False),
    ],
)
def test_the_text_of_the_link_decides(path: str, anchor: str, in_menu: bool, wanted: bool) -> None:  # noqa: FBT001
    """Where sections have such names too, the link's text and place tell an article."""
    assert is_article_url("https://baotinh.vn" + path, SITE, anchor, in_menu=in_menu) is wanted


def test_the_sites_own_pattern_settles_it() -> None:
    """A site's `article` pattern is searched for in path and query, or in the whole URL, and nothing else counts."""
    site = attrs.evolve(SITE, article=r"^/doc/\w+\?so=\d+$")
    assert is_article_url("https://baotinh.vn/doc/tin?so=5", site)
    assert not is_article_url("https://baotinh.vn/lu-quet-post404649.html", site)
    whole = attrs.evolve(SITE, article=r"^https://baotinh\.vn/thoi-su")
    assert is_article_url("https://baotinh.vn/thoi-su", whole)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://www.baotinh.vn/lu-quet-post404649.html", True),
        ("https://thanhpho.baotinh.vn/lu-quet-post404649.html", True),
        ("https://bao-tinh.vn/lu-quet-post404649.html", False),
        ("https://cdn.example/lu-quet-post404649.html", False),
    ],
)
def test_only_the_sites_own_articles(url: str, wanted: bool) -> None:  # noqa: FBT001
    """An article of another site is none of this one's."""
    assert is_article_url(url, SITE) is wanted


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
    next_url = read(body, "https://baotinh.vn" + path).next_url
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
    assert read(body, "https://baotinh.vn" + path).next_url is None


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
    assert [one.url for one in page.articles if not any(letter.isdigit() for letter in one.url)] == []


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
