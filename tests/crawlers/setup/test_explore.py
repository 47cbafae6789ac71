from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import attrs
import pytest

from crawlers.net.errors import PrivateAddress, Refused
from crawlers.net.fetcher import Fetcher
from crawlers.setup.explore import Exploration, NoAddress, NothingToWatch, add, check, cover, explore, host_of
from crawlers.setup.survey import Seen
from crawlers.sources.article_url import is_article_url
from crawlers.sources.feeds import read_feed
from crawlers.sources.listings import read_listing
from crawlers.sources.sitemaps import read_sitemap
from demo.press import Press
from demo.server import serve
from pipeline.config import Home, Politeness, Settings, Site, Source, file_name, load_site
from pipeline.errors import BadFile
from pipeline.urls import identity
from tests.support.small_server import Server, serve_pages

AGENT = "khobao/0 (test)"
# How each site of the press is found, and at least how many of its sources there are.
WAYS = {
    "liferay": ({"listing"}, 6),
    "aspnet": ({"feed"}, 5),
    "epi": ({"sitemap"}, 1),
    "onecms": ({"feed", "sitemap"}, 6),
    "mediasoft": ({"listing"}, 5),
}


@pytest.fixture(scope="module")
def press() -> Press:
    """Print a press of five sites."""
    return Press(articles=40)


@pytest.fixture(scope="module")
def addresses(press: Press) -> Iterator[dict[str, str]]:
    """Serve the press while the module's tests run."""
    with serve(press) as served:
        yield served


def look(address: str) -> Exploration:
    """Explore a site of this machine."""
    with Fetcher(AGENT, delay=0, private=[host_of(address)]) as fetcher:
        return explore(address, fetcher, delay=0, allow_private=True)


def save(folder: Path, site: Site, text: str) -> Path:
    """Write a site's file."""
    path = folder / file_name(site.domain)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("key", WAYS)
def test_each_site_of_the_press_in_its_way(key: str, press: Press, addresses: dict[str, str], tmp_path: Path) -> None:
    """Each family of systems is found by what it has, under its own name, and its file reads back as the same site."""
    found = look(addresses[key])
    kinds, least = WAYS[key]
    assert {source.kind for source in found.site.sources} == kinds
    assert len(found.site.sources) >= least
    assert found.site.name == press.sites[key].family.outlet.name
    assert found.site.kind == ("portal" if key == "liferay" else "newspaper")
    assert found.site.politeness == Politeness(delay=0, allow_private=True)
    assert load_site(save(tmp_path, found.site, found.toml)) == found.site
    assert not any(
        asked.path.startswith(press.sites[key].family.disallowed or ("?",)) for asked in press.sites[key].log
    )


@pytest.mark.parametrize("key", WAYS)
def test_what_is_chosen_lists_all_there_is(key: str, press: Press, addresses: dict[str, str]) -> None:
    """The chosen sources, followed to their end, name every article of the site, and nothing that is none."""
    site = look(addresses[key]).site
    with Fetcher(AGENT, delay=0, private=[site.domain]) as fetcher:
        named = {identity(url) for source in site.sources for url in follow(site, source, fetcher)}
    expected = [{identity(url) for url in article.urls} for article in press.expected(key)]
    assert [urls for urls in expected if not urls & named] == []
    assert len(named - set[str]().union(*expected)) <= 2  # links to articles that were taken down again


def follow(site: Site, source: Source, fetcher: Fetcher) -> Iterator[str]:
    """Yield the articles that a source names, with its further pages and files."""
    waiting, seen = [source.url], set[str]()
    while waiting:
        url = waiting.pop()
        if url in seen or len(seen) > 100:
            continue
        seen.add(url)
        try:
            page = fetcher.get(url)
        except Refused:
            continue
        if source.kind == "feed":
            yield from (one.url for one in read_feed(page.body, page.url, page.content_type))
        elif source.kind == "sitemap":
            sitemap = read_sitemap(page.body, page.url)
            waiting += [child.url for child in sitemap.files if site.owns(child.url)]
            yield from (one.url for one in sitemap.pages if is_article_url(one.url, site))
        else:
            listing = read_listing(page.body, page.url, site)
            waiting += [listing.next_url] if listing.next_url else []
            yield from (one.url for one in listing.articles)


def test_a_recipe_is_taken_without_asking_the_site() -> None:
    """A site we ship a recipe for is not fetched; its file keeps the recipe's comments and takes the delay."""
    with Fetcher(AGENT) as fetcher:
        found = explore("https://www.hanoimoi.com.vn/", fetcher, delay=7)
    assert found.site.domain == "hanoimoi.vn"
    assert found.site.politeness.delay == 7
    assert "# Unverified: " in found.toml
    assert "delay = 7" in found.toml


def test_a_page_that_was_named_is_a_source(addresses: dict[str, str]) -> None:
    """The very page a person names is watched, if it names articles; an article's page is not needed for more."""
    url = addresses["epi"] + "/thoi-su/"
    assert url in [source.url for source in look(url).site.sources]


def test_a_domain_without_a_scheme(addresses: dict[str, str]) -> None:
    """A host with a port is asked by http first."""
    assert look(urlsplit(addresses["epi"]).netloc).site.sources


def test_private_addresses_need_leave(addresses: dict[str, str]) -> None:
    """Without leave a site on loopback is not looked at."""
    with Fetcher(AGENT, delay=0) as fetcher, pytest.raises(PrivateAddress):
        explore(addresses["epi"], fetcher)


def seen(name: str, *articles: int) -> Seen:
    """Return a feed that names these articles."""
    return Seen(name, "feed", frozenset(map(str, articles)))


FEEDS = [seen("small", 1), seen("all", 1, 2, 3), seen("old", 3, 8, 9), seen("again", 2, 3)]


@pytest.mark.parametrize(
    ("complete", "wanted"), [(True, ["all"]), (False, ["all", "old"])], ids=["beside a sitemap", "alone"]
)
def test_the_fewest_feeds_that_know_the_front_page(complete: bool, wanted: list[str]) -> None:  # noqa: FBT001
    """Beside a sitemap the feeds that cover the front page are enough; alone, each that adds something is wanted."""
    assert [feed.url for feed in cover(FEEDS, frozenset("123"), complete=complete)] == wanted


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


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve a small site on loopback while a test runs."""
    with serve_pages() as made:
        yield made


def chosen(server: Server) -> list[tuple[str, str]]:
    """Return the sources chosen for the small site."""
    return [(source.kind, urlsplit(source.url).path) for source in look(server.address).site.sources]


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
    found = look(server.address)
    assert [source.kind for source in found.site.sources] == ["listing"]
    assert any("sitemap.xml: names no article" in note for note in found.notes)


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


def test_the_name_is_what_the_site_calls_itself(server: Server) -> None:
    """The site's name is the part of the title that is no `Trang chủ`."""
    server.page("/", links(1))
    assert look(server.address).site.name == "Báo Nhỏ"


def test_a_front_page_that_fails_is_no_end(server: Server) -> None:
    """A site whose front page answers 403 may still have a feed."""
    server.page("/", status=403)
    server.page("/rss.xml", feed(1))
    assert chosen(server) == [("feed", "/rss.xml")]


@pytest.mark.parametrize("fault", [403, 503, "empty"])
def test_a_site_without_articles(press: Press, addresses: dict[str, str], fault: int | str) -> None:
    """A site that gives nothing to watch is an error that tells what was tried."""
    press.sites["epi"].fail = fault  # type: ignore[assignment]
    try:
        with pytest.raises(NothingToWatch, match="nothing there names articles of 127"):
            look(addresses["epi"])
    finally:
        press.sites["epi"].fail = None


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "http://", "tin tuc", "ftp://x.vn"])
def test_what_is_no_address(address: str) -> None:
    """What is neither a domain nor a web address is an error."""
    with Fetcher(AGENT, delay=0) as fetcher, pytest.raises(NoAddress, match="neither a domain nor"):
        explore(address, fetcher)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("baotinh.vn", "baotinh.vn"),
        ("WWW.BaoTinh.vn/thoi-su", "baotinh.vn"),
        ("https://baotinh.vn:443/", "baotinh.vn"),
        ("127.0.0.1:9101", "127.0.0.1:9101"),
        ("http://[::1]:9101/x", "[::1]:9101"),
    ],
)
def test_the_host_of_what_a_person_types(address: str, host: str) -> None:
    """A host is found in a domain or a URL as people type them."""
    assert host_of(address) == host


def test_add_writes_the_file_once(addresses: dict[str, str], tmp_path: Path) -> None:
    """`add` writes a file that loads, says each address it asks, and overwrites none that is there unless told to."""
    home, heard = Home(tmp_path), list[str]()
    path, notes = add(home, addresses["epi"], delay=0, allow_private=True, say=heard.append)
    assert path == tmp_path / "sites" / file_name(urlsplit(addresses["epi"]).netloc)
    assert load_site(path).sources
    assert any("sitemap" in note for note in notes)
    assert addresses["epi"] + "/robots.txt" in heard
    heard.clear()
    with pytest.raises(BadFile, match="--force"):
        add(home, addresses["epi"], delay=0, allow_private=True, say=heard.append)
    assert heard == []
    add(home, addresses["epi"], delay=0, allow_private=True, force=True)


def test_check_tries_each_source(addresses: dict[str, str]) -> None:
    """`check` tells how many articles each source names, and of one that fails, why."""
    base = addresses["onecms"]
    sources = [
        Source("feed", base + "/rss/thoi-su"),
        Source("feed", base + "/thoi-su"),
        Source("sitemap", base + "/khong-co"),
    ]
    site = Site(urlsplit(base).netloc, "x", sources=tuple(sources), politeness=Politeness(0, allow_private=True))
    good, other, missing = check(site, Settings())
    assert good["ok"]
    assert good["articles"] > 0
    assert other["error"] == "is a listing, not a feed"
    assert missing["error"].endswith("/khong-co: answered 404")
    refused = next(check(attrs.evolve(site, politeness=Politeness(0)), Settings()))
    assert "private address" in refused["error"]
