"""Which URLs are articles, by their shape and by the text that links to them."""

from __future__ import annotations

import csv
from pathlib import Path

import attrs
import pytest

from crawlers.sources.article_url import is_article_url
from pipeline.config import Site
from pipeline.shapes import induce_shapes

SITE = Site("baotinh.vn", "Báo Tỉnh")

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
    "/le-hoi-chim-nam-2023-17028.html",
    "/xa-hoi/le-hoi/a293004.html",
    "/vi/w/hop-bao",
    "/w/hop-bao-1",
    "/news/505/137419/hop-bao",
    "/82/317248/hop-bao.html",
    "/viewer.aspx?macm=2&macmp=5&mabb=4512",
    "/chi-tiet?pageid=275&p_steering=4512",
    "/?pageid=275&p_steering=4512",
    "/Default.aspx?tabid=62&NewsID=4512",
    "/index.php?option=com_content&view=article&id=45:hop-bao&catid=2",
    "/?p=4512",
    "/node/123",
    "/tin-chi-tiet/newsid/0f8fad5b-d9cb-469f-a165-70867728950e/cid/7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "/portal/Pages/2026-5-9/hop-baoab12cd.aspx",
    "/chi-tiet-tin?/hop-bao/12207173",
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
    "/chuyen-muc-tin-moi-c217-1.html",
    "/tin-tuc-su-kien-73053",
    "/thu-tuc-hanh-chinh-76761",
    "/index.php?option=com_content&view=category&id=8",
    "/index.php?option=com_users&view=login",
    "/?p=2",
    "/?page_id=12",
    "/?cat=5",
    "/node",
    "/lich-20-11-2026.html",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_by_its_url(path: str) -> None:
    """An article of each family of systems is told by its URL alone, as a sitemap gives it."""
    assert is_article_url("https://baotinh.vn" + path, SITE)


@pytest.mark.parametrize("path", OTHERS)
def test_other_pages_by_their_url(path: str) -> None:
    """Sections, tags, authors, searches, logins, feeds, prints, indexes and files are no articles."""
    assert not is_article_url("https://baotinh.vn" + path, SITE)
    assert not is_article_url("https://baotinh.vn" + path, SITE, "Thời sự", place="menu")


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
        ("/le-ky-niem-ngay-thanh-lap-tinh-230.html", "Lễ kỷ niệm", True, False),
        ("/le-ky-niem-ngay-thanh-lap-tinh-2305412.html", "Lễ kỷ niệm", True, True),
        ("/tin-tuc-su-kien-73053", "Tin tức - Sự kiện", True, False),
        ("/tin/2", "2", False, False),
        ("/thoi-su-12", "»", False, False),
    ],
)
def test_the_text_of_the_link_decides(path: str, anchor: str, in_menu: bool, wanted: bool) -> None:  # noqa: FBT001
    """Where sections have such names too, the link's text and place tell an article."""
    assert is_article_url("https://baotinh.vn" + path, SITE, anchor, place="menu" if in_menu else "text") is wanted


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("/thong-bao", True), ("/vi/tin-tuc/hop-bao.html", True), ("/tags/hop-bao", False), ("/anh.jpg", False)],
)
def test_an_item_of_a_list_needs_no_long_name(path: str, wanted: bool) -> None:  # noqa: FBT001
    """Where a link is the headline of a list's item only what no article's address can be is refused."""
    assert is_article_url("https://baotinh.vn" + path, SITE, "Họp báo", place="item") is wanted


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


def test_each_article_of_the_catalogue() -> None:
    """An article's address that a catalogue of outlets shows is one, with its site's pattern and without."""
    catalogue = Path(__file__).resolve().parents[4] / "shared/data/catalogue.tsv"
    if not catalogue.exists():
        pytest.skip("no folder shared/ beside the checkout")
    with catalogue.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["seen_article_url"]]
    refused = [
        row["seen_article_url"]
        for row in rows
        for pattern in {None, row["article_pattern"] or None}
        if not is_article_url(row["seen_article_url"], Site(row["domain"], "x", article=pattern))
    ]
    assert refused == []


def test_a_menus_entry_is_not_believed_by_its_lack_of_a_number() -> None:
    """Articles at `/any-name/` teach that such an address is an article's, but for the names in a menu."""
    names = [
        f"thay-va-tro-trong-{word}-cay-ven-suoi"
        for word in ["ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "hai", "mot", "vai", "may"]
    ]
    shapes = induce_shapes([f"https://bao.example/{name}/" for name in names], [])
    site = Site("bao.example", "Báo")
    url = "https://bao.example/gioi-thieu-truong/"
    assert not is_article_url(url, site, "Giới thiệu", place="menu", shapes=shapes)
    assert is_article_url("https://bao.example/niem-vui/", site, place="text", shapes=shapes)
