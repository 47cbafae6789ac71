"""The daemon looks at articles again: edits, removals, moves and returns are found, and nothing that is none."""

from __future__ import annotations

import json
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.ingest.warc_import import article_files
from pipeline.warc.reader import read_captures
from tests.support.captures import html
from tests.support.harness import wait_for
from tests.support.small_server import serve_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from demo.press import Press
    from demo.story import Story
    from tests.support.harness import Command

pytestmark = pytest.mark.service

SITE = "epi"
EVERY_SECOND = ", ".join(f'"{n}s"' for n in range(1, 240))


@pytest.fixture
def looking(khobao: Command, press: Press) -> Command:
    """Give a home whose one site is archived, and then looked at every second."""
    address = press.sites[SITE].address
    khobao.watch(SITE, address)
    khobao("crawl")
    (path,) = (khobao.home / "sites").iterdir()
    said = f'revisit = [{EVERY_SECOND}]\ngone_after = "2s"\n{path.read_text(encoding="utf-8")}'
    path.write_text(said, encoding="utf-8")
    return khobao


def rows(khobao: Command) -> dict[str, dict[str, Any]]:
    """Return the export by each URL."""
    return {url: row for row in khobao.export().values() for url in row["urls"]}


def events(khobao: Command) -> list[tuple[str, str]]:
    """Return kind and URL of the events that are no news."""
    told = map(json.loads, khobao("events", "--json").splitlines())
    return [(event["kind"], event["url"]) for event in told if event["kind"] in KINDS]


KINDS = {"article.revised", "article.gone", "article.moved", "article.returned"}


def url_of(press: Press, story: Story) -> str:
    """Return a story's main address."""
    site = press.sites[SITE]
    return site.address + site.family.paths(story)[0]


def stories(press: Press) -> list[Story]:
    """Return the site's stories, newest first."""
    return list(press.sites[SITE].edition.stories)


def stands(khobao: Command, url: str, availability: str) -> Callable[[], bool]:
    """Return what asks whether an article stands so."""
    return lambda: rows(khobao)[url]["availability"] == availability


@pytest.mark.parametrize("press", [6], indirect=True)
def test_what_a_publisher_does_afterwards(looking: Command, press: Press) -> None:
    """An edit is a revision; what is taken down is gone, put back it has returned; a rebuild says so too."""
    edited, removed, moved, *others = stories(press)
    press.edit(SITE, edited.number, "number")
    press.remove(SITE, removed.number)
    press.lead(SITE, moved.number, others[0].number)
    with looking.running("run", "--no-serve"):
        wait_for(stands(looking, url_of(press, removed), "gone"))
        press.restore(SITE, removed.number)
        wait_for(stands(looking, url_of(press, removed), "returned"))
    wanted = [
        ("article.gone", url_of(press, removed)),
        ("article.moved", url_of(press, moved)),
        ("article.returned", url_of(press, removed)),
        ("article.revised", url_of(press, edited)),
    ]
    assert sorted(events(looking)) == wanted
    kept = [capture.url for path in article_files(looking.home / "warc") for capture, _ in read_captures(path)]
    assert kept.count(url_of(press, others[0])) == 1, "a page it leads to is kept once, not at each look"
    there = rows(looking)
    assert there[url_of(press, edited)]["edited"]
    assert {there[url_of(press, one)]["availability"] for one in (edited, *others)} == {"online"}
    looking("rebuild")
    assert sorted(events(looking)) == wanted
    assert {url: row["availability"] for url, row in rows(looking).items()} == {
        url: row["availability"] for url, row in there.items()
    }


@pytest.mark.parametrize("press", [6], indirect=True)
@pytest.mark.parametrize("absent", ["soft", "home"])
def test_a_site_that_never_says_404(looking: Command, press: Press, absent: Any) -> None:
    """What it answers where nothing is, is learned: such a page is no edit, and no article."""
    press.sites[SITE].absent = absent
    removed = stories(press)[0]
    press.remove(SITE, removed.number)
    with looking.running("run", "--no-serve"):
        wait_for(stands(looking, url_of(press, removed), "gone"))
    assert events(looking) == [("article.gone", url_of(press, removed))]


def look_at_all(khobao: Command, times: int) -> None:
    """Look at every article, some times, over more than `gone_after`."""
    for _ in range(times):
        subprocess.run(khobao.argv("crawl", "--again"), capture_output=True, check=False, timeout=60)
        time.sleep(0.5)


@pytest.mark.parametrize("press", [6], indirect=True)
@pytest.mark.parametrize("fault", ["upkeep", 404])
def test_a_site_that_is_away_as_a_whole(looking: Command, press: Press, fault: Any) -> None:
    """Under maintenance, broken, or blocking us: nothing is gone, nothing edited, nothing kept; later all goes on."""
    size = sum(path.stat().st_size for path in article_files(looking.home / "warc"))
    site = press.sites[SITE]
    site.fail = fault
    look_at_all(looking, 3)
    assert events(looking) == []
    assert {row["availability"] for row in rows(looking).values()} == {"online"}
    site.fail = None
    removed = stories(press)[0]
    press.remove(SITE, removed.number)
    look_at_all(looking, 3)
    assert events(looking) == [("article.gone", url_of(press, removed))]
    grown = sum(path.stat().st_size for path in article_files(looking.home / "warc")) - size
    assert grown < 2000  # a note, and no page


def test_an_address_that_a_page_names_in_error(khobao: Command) -> None:
    """The article that is there gets it at the next look; where nothing is, the page itself is looked at."""
    road, market, bridge, nothing = "/duong-101.html", "/cho-102.html", "/cau-103.html", "/khong-co-104.html"
    with serve_pages() as server:
        for path, named, text in zip((road, market, bridge), (market, market, nothing), LONG, strict=True):
            server.page(path, html(path, text, head=f'<link rel="canonical" href="{server.address}{named}">'))
        entries = "".join(f"<url><loc>{server.address}{path}</loc></url>" for path in (road, bridge))
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
        server.page("/sitemap.xml", sitemap.encode(), Content_Type="application/xml")
        khobao.watch("odd", server.address)
        khobao("crawl")
        assert khobao.archived() == 2
        khobao("crawl", "--again", server.host)
        rows = [(row["title"], row["url"], row["revisions"], row["availability"]) for row in khobao.export().values()]
        kinds = [json.loads(line)["kind"] for line in khobao("events", "--json").splitlines()]
    assert [kind for kind in kinds if kind in KINDS] == []
    assert server.paths.count(road) == 2, "it is looked at where it stands"
    assert sorted(rows) == [
        (bridge, f"{server.address}{nothing}", 1, "online"),
        (market, f"{server.address}{market}", 1, "online"),
        (road, f"{server.address}{road}", 1, "online"),
    ]


LONG = (
    "Con đường vào bản được trải nhựa sau ba tháng thi công, xe tải chở ngô và chè đã vào được tận sân kho hợp tác xã.",
    "Chợ phiên họp lại ở bến sông sau hai năm vắng; bà con mang gạo nếp, măng khô, vải thổ cẩm xuống bán từ tờ mờ sáng.",
    "Cầu treo qua suối Ngàn thay xong mặt ván, học trò hai thôn bên kia không còn phải lội nước khi mùa mưa về.",
)
