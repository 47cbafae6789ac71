from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from crawlers.worker.jobs import NoDaemon, UnknownSite, find_site, jobs_for, poll_now
from crawlers.worker.protocol import CrawlJob, PollAll, Revisit
from pipeline.config import Domain, Home, Site
from pipeline.ingest.intake import open_intake
from pipeline.ingest.recovery import recover
from tests.support.captures import long_text, page, write_warc

if TYPE_CHECKING:
    from pathlib import Path

SITES = [Site("bao.example", "Báo Ví Dụ", domains=(Domain("cu.example"),)), Site("127.0.0.1:9101", "Thử")]


@pytest.mark.parametrize("name", ["bao.example", "www.bao.example", "BAO.EXAMPLE", "báo ví dụ", "cu.example"])
def test_a_site_by_any_of_its_names(name: str) -> None:
    """Domain, former domain or name, whatever the case."""
    assert find_site(SITES, name) is SITES[0]


def test_a_site_by_host_and_port() -> None:
    """As on a machine of one's own."""
    assert find_site(SITES, "127.0.0.1:9101") is SITES[1]


def test_an_unknown_site_is_refused_with_those_there_are() -> None:
    """The message names them."""
    with pytest.raises(UnknownSite, match=r"watched: bao\.example, 127\.0\.0\.1:9101"):
        find_site(SITES, "khac.example")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that watches a site with two articles, and one with none."""
    home = Home(tmp_path)
    home.prepare()
    home.site_path("bao.example").write_text('name = "Báo Ví Dụ"', encoding="utf-8")
    home.site_path("khac.example").write_text('name = "Khác"', encoding="utf-8")
    pages = [page(f"/{n}.html", n, f"Bài báo thứ {n} trong ngày", long_text(str(n))) for n in range(2)]
    write_warc(home.warc, *pages)
    with open_intake(home) as intake:
        recover(intake)
    return home


def test_each_named_site_is_crawled_once(home: Home) -> None:
    """All are, where none is named."""
    assert jobs_for(home, ["bao.example", "Báo Ví Dụ"], revisit=False) == [CrawlJob("bao.example", PollAll())]
    assert [job.site for job in jobs_for(home, [], revisit=False)] == ["bao.example", "khac.example"]


def test_a_revisit_names_the_stored_articles(home: Home) -> None:
    """Of a site all; of a URL its own; one job a site."""
    (job,) = jobs_for(home, ["bao.example"], revisit=True)
    assert isinstance(job.task, Revisit)
    assert set(job.task.urls) == {"https://bao.example/1.html", "https://bao.example/0.html"}
    (job,) = jobs_for(home, ["https://bao.example/0.html"], revisit=True)
    assert job.task == Revisit(("https://bao.example/0.html",))
    jobs = jobs_for(home, ["https://bao.example/0.html", "https://bao.example/1.html"], revisit=True)
    assert [job.task for job in jobs] == [Revisit(("https://bao.example/0.html", "https://bao.example/1.html"))]


@pytest.mark.parametrize(
    ("url", "message"),
    [("https://bao.example/9.html", "is not in the archive"), ("https://nope.example/", "on none of the watched")],
)
def test_a_url_that_can_t_be_revisited(home: Home, url: str, message: str) -> None:
    """It is not stored, or of no watched site."""
    with pytest.raises(UnknownSite, match=message):
        jobs_for(home, [url], revisit=True)


def test_nothing_is_polled_now_without_a_daemon(home: Home) -> None:
    """The message says what does it."""
    with pytest.raises(NoDaemon, match=r"`khobao crawl bao\.example`"):
        asyncio.run(poll_now(home, "bao.example"))
