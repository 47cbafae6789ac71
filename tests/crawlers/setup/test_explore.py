from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawlers.net.errors import PrivateAddress, Refused
from crawlers.net.fetcher import Fetcher
from crawlers.setup.explore import NoAddress, NothingToWatch, explore, host_of
from crawlers.sources.article_url import is_article_url
from crawlers.sources.feeds import read_feed
from crawlers.sources.listings import read_listing
from crawlers.sources.sitemaps import read_sitemap
from demo.press import Press
from pipeline.config import Politeness, Site, Source, file_name, load_site
from pipeline.urls import identity
from tests.support.exploring import AGENT, explore_here
from tests.support.small_server import Server

# How each site of the press is found, and at least how many of its sources there are.
WAYS = {
    "liferay": ({"listing"}, 6),
    "aspnet": ({"feed"}, 5),
    "epi": ({"sitemap"}, 1),
    "onecms": ({"feed", "sitemap"}, 6),
    "mediasoft": ({"listing"}, 5),
}


def save(folder: Path, site: Site, text: str) -> Path:
    """Write a site's file."""
    path = folder / file_name(site.domain)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("key", WAYS)
def test_each_site_of_the_press_in_its_way(key: str, press: Press, addresses: dict[str, str], tmp_path: Path) -> None:
    """Each family of systems is found by what it has, under its own name, and its file reads back as the same site."""
    exploration = explore_here(addresses[key])
    kinds, least = WAYS[key]
    assert {source.kind for source in exploration.site.sources} == kinds
    assert len(exploration.site.sources) >= least
    assert exploration.site.name == press.sites[key].family.outlet.name
    assert exploration.site.kind == ("portal" if key == "liferay" else "newspaper")
    assert exploration.site.politeness == Politeness(delay=0, allow_private=True)
    assert load_site(save(tmp_path, exploration.site, exploration.toml)) == exploration.site
    assert not any(
        asked.path.startswith(press.sites[key].family.disallowed or ("?",)) for asked in press.sites[key].log
    )


@pytest.mark.parametrize("key", WAYS)
def test_what_is_chosen_lists_all_there_is(key: str, press: Press, addresses: dict[str, str]) -> None:
    """The chosen sources, followed to their end, name every article of the site, and nothing that is none."""
    site = explore_here(addresses[key]).site
    with Fetcher(AGENT, delay=0, private=[site.domain]) as fetcher:
        named = {identity(url) for source in site.sources for url in follow(site, source, fetcher)}
    expected = [{identity(url) for url in article.urls} for article in press.expected(key)]
    assert [urls for urls in expected if not urls & named] == []
    assert len(named - set[str]().union(*expected)) <= 2  # links to articles that were taken down again


def follow(site: Site, source: Source, fetcher: Fetcher) -> Iterator[str]:
    """Yield the articles that a source names, with its further pages and files."""
    waiting, fetched = [source.url], set[str]()
    while waiting:
        url = waiting.pop()
        if url in fetched or len(fetched) > 100:
            continue
        fetched.add(url)
        try:
            page = fetcher.get(url)
        except Refused:
            continue
        if source.kind == "feed":
            yield from (entry.url for entry in read_feed(page.body, page.url, page.content_type))
        elif source.kind == "sitemap":
            sitemap = read_sitemap(page.body, page.url)
            waiting += [child.url for child in sitemap.files if site.owns(child.url)]
            yield from (entry.url for entry in sitemap.pages if is_article_url(entry.url, site))
        else:
            listing = read_listing(page.body, page.url, site)
            waiting += [listing.next_url] if listing.next_url else []
            yield from (article.url for article in listing.articles)


def test_a_recipe_is_taken_without_asking_the_site() -> None:
    """A site we ship a recipe for is not fetched; its file keeps the recipe's comments and takes the delay."""
    with Fetcher(AGENT) as fetcher:
        exploration = explore("https://www.hanoimoi.com.vn/", fetcher, delay=7)
    assert exploration.site.domain == "hanoimoi.vn"
    assert exploration.site.politeness.delay == 7
    assert "# Unverified: " in exploration.toml
    assert "delay = 7" in exploration.toml


def test_a_domain_without_a_scheme(addresses: dict[str, str]) -> None:
    """A host with a port is asked by http first."""
    assert explore_here(urlsplit(addresses["epi"]).netloc).site.sources


def test_private_addresses_need_leave(addresses: dict[str, str]) -> None:
    """Without leave a site on loopback is not looked at."""
    with Fetcher(AGENT, delay=0) as fetcher, pytest.raises(PrivateAddress):
        explore(addresses["epi"], fetcher)


@pytest.mark.parametrize("fault", [403, 503, "empty"])
def test_a_site_without_articles(press: Press, addresses: dict[str, str], fault: int | str) -> None:
    """A site that gives nothing to watch is an error that tells what was tried."""
    press.sites["epi"].fail = fault  # type: ignore[assignment]
    try:
        with pytest.raises(NothingToWatch, match="nothing there names articles of 127"):
            explore_here(addresses["epi"])
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


def test_the_name_is_what_the_site_calls_itself(server: Server) -> None:
    """The site's name is the part of the title that is no `Trang chủ`."""
    server.page("/", "<title>Trang chủ - Báo Nhỏ</title><a href='/tin-bai-so-1.html'>Tin bài số 1</a>".encode())
    assert explore_here(server.address).site.name == "Báo Nhỏ"
