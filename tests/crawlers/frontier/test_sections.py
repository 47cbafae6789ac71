"""Pages that may be sections, and those that became sources."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs
import pytest

from crawlers.frontier.frontier import Frontier
from crawlers.frontier.sections import MAX_SOURCES, TRIES_A_DAY
from crawlers.frontier.status import read_found_sources
from crawlers.sources import SectionLink
from pipeline.config import Site, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "https://bao.example"
SITE = Site("bao.example", "Báo", sources=(Source("listing", f"{BASE}/tin/"),))


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Open a new frontier before an empty archive."""
    opened = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    yield opened
    opened.close()


def links(*paths: str, rank: int = 1) -> list[SectionLink]:
    """Return links to pages of the site."""
    return [SectionLink(f"{BASE}{path}", rank) for path in paths]


def test_the_likeliest_is_tried_first_and_each_once(frontier: Frontier) -> None:
    """Sources of the file and the site's own affairs are not tried, nor is a page again that was of no use."""
    sections = frontier.sections
    sections.note(SITE.domain, [*links("/goc/", "/tin/"), *links("/to-toan/", rank=3)], BASE)
    sections.note(SITE.domain, links("/thoi-su/", rank=0), BASE)
    sections.note(SITE.domain, links("/goc/", rank=0), f"{BASE}/khac")
    assert [sections.take(SITE) for _ in range(3)] == [f"{BASE}/thoi-su/", f"{BASE}/goc/", None]


def test_no_more_than_some_are_tried_a_day(frontier: Frontier) -> None:
    """The rest waits for another day; a file that says `discover = false` tries none."""
    frontier.sections.note(SITE.domain, links(*(f"/muc-{number}/" for number in range(TRIES_A_DAY + 5))), BASE)
    assert frontier.sections.take(attrs.evolve(SITE, discover=False)) is None
    assert all(frontier.sections.take(SITE) for _ in range(TRIES_A_DAY))
    assert frontier.sections.take(SITE) is None


def test_a_section_is_watched_beside_the_files_sources(frontier: Frontier, tmp_path: Path) -> None:
    """It is a listing that goes as far back as the file's sources do; a source of the file is not watched twice."""
    for path in ("/goc/", "/tin/"):
        frontier.sections.become_source(SITE.domain, f"{BASE}{path}", BASE)
    (_, section) = frontier.sections.with_sources(SITE).sources
    assert (section.kind, section.url, section.since) == ("listing", f"{BASE}/goc/", None)
    day = date(2026, 1, 1)
    limited = attrs.evolve(SITE, sources=(attrs.evolve(SITE.sources[0], since=day),))
    assert frontier.sections.with_sources(limited).sources[1].since == day
    assert frontier.sections.with_sources(attrs.evolve(SITE, discover=False)).sources == SITE.sources
    assert read_found_sources(tmp_path / "frontier.db") == {SITE.domain: [f"{BASE}/goc/", f"{BASE}/tin/"]}


def test_a_site_of_many_sources_gets_no_more(frontier: Frontier) -> None:
    """What is polled of a site a day is shared among its sources."""
    sources = tuple(Source("listing", f"{BASE}/muc-{number}/") for number in range(MAX_SOURCES))
    frontier.sections.note(SITE.domain, links("/goc/"), BASE)
    assert frontier.sections.take(attrs.evolve(SITE, sources=sources)) is None
