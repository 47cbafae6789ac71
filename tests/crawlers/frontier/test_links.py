"""What the site's pages link to, and what of it is had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawlers.frontier.frontier import Frontier
from crawlers.frontier.state import SourceState
from crawlers.sources.discovered import DiscoveredUrl
from pipeline.health import LinkCoverage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE, BASE = "bao.example", "https://bao.example"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Open a new frontier before an empty archive."""
    opened = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    yield opened
    opened.close()


def urls(count: int, folder: str = "tin") -> list[str]:
    """Return addresses of one shape."""
    return [f"{BASE}/{folder}/{chr(97 + number)}" for number in range(count)]


def test_each_linked_article_is_counted_with_what_became_of_it(frontier: Frontier) -> None:
    """In the archive, not fetched yet, failed, or in no source; what was fetched and is no article does not count."""
    held, waiting, failed, _unlisted, listing = urls(5)
    frontier.links.note(SITE, urls(5), [])
    frontier.discover(SITE, map(DiscoveredUrl, [waiting, failed]), SourceState(f"{BASE}/tin", SITE))
    leases = {lease.url: lease for lease in frontier.lease(SITE, 2)}
    frontier.ack([leases[failed]], "gone")
    frontier.give_back([leases[waiting]])
    coverage = frontier.links.coverage(SITE, lambda _: ({held}, {listing}))
    assert coverage == LinkCoverage(held=1, waiting=1, failed=1, unlisted=1)
    assert coverage.linked == 4


@pytest.mark.parametrize(("articles", "refused"), [(0, 0), (1, 0), (2, 6), (3, 6)])
def test_a_shape_that_yields_articles_is_missing(frontier: Frontier, articles: int, refused: int) -> None:
    """Of refused addresses of a shape three are looked at; where most are articles, all of the shape are missing."""
    frontier.links.note(SITE, [], [*urls(6), *urls(4, "khac/nua")])
    samples = [url for _ in range(5) if (url := frontier.links.sample(SITE))]
    assert len(samples) == 3
    assert set(samples) <= set(urls(6))
    for url in samples[:articles]:
        frontier.links.confirm(SITE, url)
    assert frontier.links.coverage(SITE, lambda _: (set(), set())).refused == refused


def test_a_link_that_was_refused_may_be_an_articles_later(frontier: Frontier) -> None:
    """What is once taken for an article stays one."""
    frontier.links.note(SITE, [], urls(1))
    frontier.links.note(SITE, urls(1), [])
    frontier.links.note(SITE, [], urls(1))
    assert frontier.links.coverage(SITE, lambda _: (set(), set())).unlisted == 1
