from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs
import pytest

from crawlers.frontier.frontier import Frontier
from crawlers.frontier.state import SourceState
from crawlers.setup.status import site_statuses
from crawlers.sources.discovered import DiscoveredUrl
from pipeline.archive.database import prepare_archive
from pipeline.config import Home

if TYPE_CHECKING:
    from pathlib import Path

SITE_FILE = 'name = "Báo"\n[[sources]]\nkind = "feed"\nurl = "https://bao.example/rss"\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make a home that watches a site with a source and one without."""
    made = Home(tmp_path)
    made.prepare()
    made.site_path("bao.example").write_text(SITE_FILE, encoding="utf-8")
    made.site_path("trong.example").write_text('name = "Trống"', encoding="utf-8")
    return made


def test_before_the_first_crawl(home: Home) -> None:
    """Sites are listed without a database, and none is made."""
    statuses = {status.domain: status for status in site_statuses(home)}
    assert statuses["bao.example"].as_json() == {
        "domain": "bao.example",
        "name": "Báo",
        "kind": "newspaper",
        "sources": 1,
        "articles": 0,
        "waiting": 0,
        "found": (),
        "state": "never crawled",
        "crawled_at": None,
        "error": None,
    }
    assert statuses["trong.example"].state == "no sources"
    assert not list(home.folder.glob("*.db*"))


def test_after_crawls(home: Home) -> None:
    """How it went, what waits, and whether it wants to be left alone."""
    prepare_archive(home.archive)
    frontier = Frontier(home.frontier, lambda *_: set())
    source = SourceState("https://bao.example/rss", "bao.example")
    frontier.discover("bao.example", [DiscoveredUrl(f"https://bao.example/{n}") for n in range(3)], source)
    frontier.ack(frontier.lease("bao.example"))
    frontier.save_site(attrs.evolve(frontier.site_state("bao.example"), crawled_at=1_784_188_800.0))

    def state() -> tuple[str, int]:
        (status,) = [status for status in site_statuses(home) if status.domain == "bao.example"]
        return status.state, status.waiting

    assert state() == ("well, last crawled 2026-07-16T15:00:00+07:00", 2)
    frontier.save_site(attrs.evolve(frontier.site_state("bao.example"), failures=3, error="đứt cáp"))
    assert state()[0] == "failing (3 crawls in a row): đứt cáp"
    frontier.block_until("bao.example", time.time() + 500)
    assert "; wants to be left alone until 20" in state()[0]
    frontier.close()


def test_a_frontier_without_tables_yet(home: Home) -> None:
    """A process that was killed as it made the file is in nobody's way."""
    home.frontier.touch()
    home.archive.touch()
    assert [status.state for status in site_statuses(home)] == ["never crawled", "no sources"]
