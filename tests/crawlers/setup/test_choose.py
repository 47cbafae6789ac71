from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from crawlers.setup.choose import cover
from crawlers.setup.survey import Candidate
from tests.support.exploring import explore_here

if TYPE_CHECKING:
    from tests.support.small_server import Server


def feed_of(name: str, *articles: int) -> Candidate:
    """Return a feed that names these articles."""
    return Candidate(name, "feed", frozenset(map(str, articles)))


FEEDS = [feed_of("small", 1), feed_of("all", 1, 2, 3), feed_of("old", 3, 8, 9), feed_of("again", 2, 3)]


@pytest.mark.parametrize(
    ("complete", "expected"), [(True, ["all"]), (False, ["all", "old"])], ids=["beside a sitemap", "alone"]
)
def test_the_fewest_feeds_that_know_the_front_page(complete: bool, expected: list[str]) -> None:  # noqa: FBT001
    """Beside a sitemap the feeds that cover the front page are enough; alone, each that adds something is wanted."""
    assert [feed.url for feed in cover(FEEDS, frozenset("123"), complete=complete)] == expected


def test_a_feed_is_wanted_though_it_knows_nothing_of_the_front_page() -> None:
    """Where no feed covers the front page, the one with most articles is still watched for what is new."""
    assert [feed.url for feed in cover(FEEDS, frozenset("77"), complete=True)] == ["all"]


def links(*numbers: int) -> bytes:
    """Return a page of links to these articles."""
    found = (f'<li><a href="/tin-bai-so-{number}.html">Tin bài số {number}</a></li>' for number in numbers)
    return f"<html><title>Trang chủ - Báo Nhỏ</title><body><ul>{''.join(found)}</ul></body></html>".encode()


def feed(*numbers: int) -> bytes:
    """Return a feed of these articles."""
    items = "".join(f"<item><link>/tin-bai-so-{number}.html</link></item>" for number in numbers)
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


def urlset(*numbers: int, host: str = "") -> bytes:
    """Return a sitemap of these articles."""
    found = "".join(f"<url><loc>{host}/tin-bai-so-{number}.html</loc></url>" for number in numbers)
    return f"<urlset>{found}</urlset>".encode()


def chosen(server: Server) -> list[tuple[str, str]]:
    """Return the sources chosen for the small site."""
    return [(source.kind, urlsplit(source.url).path) for source in explore_here(server.address).site.sources]


def test_a_sitemap_that_knows_the_front_page_is_enough(server: Server) -> None:
    """A sitemap that robots.txt names, and that is up to date, makes listings needless."""
    server.page("/", links(1, 2))
    server.page("/robots.txt", f"Sitemap: {server.address}/kho/s.xml".encode())
    server.page("/kho/s.xml", urlset(1, 2, 3))
    assert chosen(server) == [("sitemap", "/kho/s.xml")]


def test_a_sitemap_that_fell_behind_gets_listings_beside_it(server: Server) -> None:
    """A sitemap without what the front page shows is kept for what is old, and the front page is watched too."""
    server.page("/", links(1, 2))
    server.page("/sitemap.xml", urlset(2, 3))
    assert chosen(server) == [("sitemap", "/sitemap.xml"), ("listing", "/")]


def test_sitemaps_of_another_host_are_refused(server: Server) -> None:
    """A sitemap that names another host's pages is none of this site's, and a note says so."""
    server.page("/", links(1))
    server.page("/sitemap.xml", urlset(1, host="https://cu.vidu.vn"))
    exploration = explore_here(server.address)
    assert [source.kind for source in exploration.site.sources] == ["listing"]
    assert any("sitemap.xml: names no article" in note for note in exploration.notes)


def test_an_index_that_names_itself_is_watched(server: Server) -> None:
    """It went wrong: it was taken for a part of another; robots.txt may name it without the host."""
    server.page("/", links(1))
    server.page("/robots.txt", b"Sitemap: /a.xml")
    entries = (f"<sitemap><loc>{place}</loc></sitemap>" for place in ("/a.xml", "/b.xml"))
    server.page("/a.xml", f"<sitemapindex>{''.join(entries)}</sitemapindex>".encode())
    server.page("/b.xml", urlset(1))
    assert chosen(server) == [("sitemap", "/a.xml")]


def test_part_of_an_index_is_not_watched_twice(server: Server) -> None:
    """A sitemap that an index names is watched through the index alone."""
    server.page("/", links(1))
    server.page("/robots.txt", f"Sitemap: {server.address}/a.xml\nSitemap: {server.address}/b.xml".encode())
    server.page("/a.xml", b"<sitemapindex><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>")
    server.page("/b.xml", urlset(1))
    assert chosen(server) == [("sitemap", "/a.xml")]


@pytest.mark.parametrize("place", ["/rss", "/rss.xml", "/feed", "/rss/home.rss"])
def test_a_feed_in_a_usual_place(server: Server, place: str) -> None:
    """A feed that nothing names is found where feeds usually are."""
    server.page("/", links(1))
    server.page(place, feed(1, 2))
    assert chosen(server) == [("feed", place)]


@pytest.mark.parametrize("name", ["robots.txt", "an index"])
def test_a_feed_in_place_of_a_sitemap(server: Server, name: str) -> None:
    """robots.txt may name a feed as a sitemap, which then is watched as what it is; so may an index of sitemaps."""
    server.page("/", b"<html><body><p>x</p></body></html>")
    server.page("/dong-tin", feed(1, 2))
    server.page("/a.xml", b"<sitemapindex><sitemap><loc>/dong-tin</loc></sitemap></sitemapindex>")
    server.page("/robots.txt", b"Sitemap: /dong-tin" if name == "robots.txt" else b"Sitemap: /a.xml")
    assert chosen(server) == [("feed", "/dong-tin") if name == "robots.txt" else ("sitemap", "/a.xml")]


@pytest.mark.parametrize(
    "place", ["/rss/kinh-te", "/kinh-te/rss", "/rss/cate/kinh-te/", "/rss/kinh-te.xml", "/?feed=rss2"]
)
@pytest.mark.parametrize("index", ["/rss", "/nguon-tin-rss.html", "/"])
def test_a_feed_without_an_ending(server: Server, place: str, index: str) -> None:
    """A feed is found by the links of the front page or of an index of feeds, whatever its address ends with."""
    names = f'<a href="{place}">Kinh tế</a>'.encode()
    icon = f'<a href="{index}"><img src="/rss.png"></a>'.encode()
    server.page("/", (names if index == "/" else icon) + links(1))
    if index != "/":
        server.page(index, names)
    server.page(place, feed(1, 2))
    assert chosen(server) == [("feed", place.partition("?")[0])]


def test_a_dead_feed_is_not_the_only_one(server: Server) -> None:
    """Where what the head names is of no use, the usual places are tried."""
    server.page("/", b'<link rel="alternate" type="application/rss+xml" href="/cu.rss">' + links(1))
    server.page("/rss.xml", feed(1, 2))
    assert chosen(server) == [("feed", "/rss.xml")]


def test_a_json_feed(server: Server) -> None:
    """A JSON Feed that the head names is a feed."""
    server.page("/", b'<link rel="alternate" type="application/feed+json" href="/tin.json">' + links(1))
    items = [{"id": str(n), "url": f"/tin-bai-so-{n}.html"} for n in (1, 2)]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    server.page("/tin.json", body, Content_Type="application/feed+json")
    assert chosen(server) == [("feed", "/tin.json")]


def test_a_feed_alone_gets_the_sections_it_does_not_know(server: Server) -> None:
    """Beside feeds, sections with articles of their own are watched; a page of contacts with a sidebar is not."""
    menu = "".join(f'<a href="{path}">{path}</a>' for path in ("/thoi-su", "/kinh-te", "/xa-hoi", "/ban-do"))
    nav = f"<nav>{menu}</nav>".encode()
    server.page("/", b'<link rel="alternate" type="application/rss+xml" href="/x.rss">' + nav + links(1, 2))
    server.page("/x.rss", feed(1, 2))
    for number, path in enumerate(("/thoi-su", "/kinh-te", "/xa-hoi"), 10):
        server.page(path, nav + links(1, 2, number))
    server.page("/ban-do", nav + links(1, 2))
    listings = [("listing", "/thoi-su"), ("listing", "/kinh-te"), ("listing", "/xa-hoi")]
    assert chosen(server) == [("feed", "/x.rss"), *listings]


def test_a_front_page_that_fails_is_no_end(server: Server) -> None:
    """A site whose front page answers 403 may still have a feed."""
    server.page("/", status=403)
    server.page("/rss.xml", feed(1))
    assert chosen(server) == [("feed", "/rss.xml")]


def test_a_page_that_was_named_is_a_source(addresses: dict[str, str]) -> None:
    """The very page a person names is watched, if it names articles; an article's page is not needed for more."""
    url = addresses["epi"] + "/thoi-su/"
    assert url in [source.url for source in explore_here(url).site.sources]


def test_a_menu_of_pages_without_articles_costs_no_section_its_place(server: Server) -> None:
    """Sections are found behind any number of menu entries that lead to none, and below other sections."""
    words = [f"muc-{number}" for number in range(30)]
    menu = "".join(f'<a href="/{word}/">Mục {word}</a>' for word in [*words, "khu-rung"])
    nav = f"<nav>{menu}</nav>".encode()
    server.page("/", nav + links(1))
    for word in words:
        server.page(f"/{word}/", nav + b"<p>x</p>")
    server.page("/khu-rung/", nav + b'<a href="/khu-rung/ven-suoi/">Ven su&#7889;i</a>')
    server.page("/khu-rung/ven-suoi/", nav + links(5, 6))
    assert chosen(server) == [("listing", "/"), ("listing", "/khu-rung/ven-suoi/")]


def test_the_heading_of_a_box_leads_to_a_section(server: Server) -> None:
    """A box's heading is followed beside a menu, and the feed that the section's head names is tried."""
    nav = "".join(f'<a href="/{word}/">{word}</a>' for word in ("thu-vien", "lien-he", "to-toan", "to-van"))
    server.page("/", f"<nav>{nav}</nav><h2><a href='/goc-lang/'>Góc làng</a></h2>".encode() + links(1))
    head = b'<link rel="alternate" type="application/rss+xml" href="/goc-lang/dong-tin">'
    comments = b'<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    server.page("/goc-lang/", head + comments + links(3, 4))
    server.page("/goc-lang/dong-tin", feed(3, 4, 5))
    server.page("/comments/feed/", feed(9))
    assert chosen(server) == [("feed", "/goc-lang/dong-tin"), ("listing", "/")]


def test_a_site_below_a_path_is_explored_there(server: Server) -> None:
    """Neither the host's front page nor its other sites are looked at, and none of their articles counts."""
    words = ["tin-tuc", "goc-truong", "san-choi", "lop-hoc", "nha-da-nang"]
    menu = "".join(f'<a href="/truong-x/{word}">{word}</a>' for word in words)
    other = '<a href="/truong-y/">Trường Y</a><a href="/truong-y/tin-bai-so-8.html">Tin bài số 8</a>'
    below = '<a href="/truong-x/tin-bai-so-{}.html">Tin bài số {}</a>'
    server.page("/", links(1))
    server.page("/truong-x/", f"<title>Trường X</title><nav>{menu}</nav>{below.format(2, 2)}{other}".encode())
    server.page("/truong-x/tin-tuc", (below.format(3, 3) + other).encode())
    server.page("/truong-y/", links(8))
    exploration = explore_here(f"{server.address}/truong-x/")
    assert [urlsplit(source.url).path for source in exploration.site.sources] == ["/truong-x/", "/truong-x/tin-tuc"]
    assert exploration.site.name == "Trường X"
    assert not {"/", "/truong-y/", "/sitemap.xml"} & set(server.paths)


def test_the_budget_of_requests_is_kept(server: Server) -> None:
    """No more pages than that are fetched, and what was not looked at is noted."""
    menu = "".join(f'<a href="/muc-{number}/">Mục {number}</a>' for number in range(50))
    server.page("/", f"<nav>{menu}</nav>".encode() + links(1))
    exploration = explore_here(server.address, max_requests=30)
    assert len(server.paths) <= 31  # and robots.txt
    assert any(note.startswith("not looked at: ") for note in exploration.notes)


def test_an_article_with_others_beside_it_is_no_section(server: Server) -> None:
    """A page that reads as an article is not watched as a listing, though it links to articles of its own."""
    server.page(
        "/", b'<nav><a href="/khai-truong/">Khai tr&#432;&#7901;ng</a><a href="/goc/">G&#243;c</a></nav>' + links(1)
    )
    lines = "".join(f"<p>Sáng hôm ấy cả xóm ra đồng từ sớm, người gánh người gồng, câu thứ {n}.</p>" for n in range(9))
    title = "<h1>Khai trường trong sương sớm bên con suối đầu làng</h1>"
    article = f"<html><body><article>{title}{lines}</article></body></html>".encode()
    server.page("/khai-truong/", article.replace(b"</body>", links(7, 8) + b"</body>"))
    server.page("/goc/", links(5, 6))
    assert chosen(server) == [("listing", "/"), ("listing", "/goc/")]


@pytest.mark.parametrize(
    ("more", "is_said"),
    [
        ('<button class="btn-more">Xem th&#234;m</button>', True),
        ('<div class="pager"><a href="#" onclick="p(1)">1</a><a href="#" onclick="p(2)">2</a></div>', True),
        ('<div class="carousel"><a href="#tin" class="next">Next</a></div>', False),
        ('<a href="/tin/?page=2">Xem th&#234;m</a>', False),
    ],
)
def test_further_pages_that_come_by_script_are_said(server: Server, more: str, is_said: bool) -> None:  # noqa: FBT001
    """What can't be had stands in the site's file as a comment; a slide show's arrows are no pager."""
    server.page("/", links(1, 2).replace(b"</body>", more.encode() + b"</body>"))
    exploration = explore_here(server.address)
    remark = f"# {server.address}/: its further pages come by script"
    assert (remark in exploration.toml) is is_said
