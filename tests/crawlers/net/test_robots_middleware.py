from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.loopback import Paper, crawl, open_paper, watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def paper() -> Iterator[Paper]:
    """Serve a paper on loopback."""
    with open_paper() as made:
        yield made


def test_what_is_forbidden_is_not_asked_for(tmp_path: Path, paper: Paper) -> None:
    """By our own group before everyone's; the rest is fetched, and the site has not failed."""
    paper.robots("User-agent: khobao\nDisallow: /cam/\n\nUser-agent: *\nDisallow: /\n")
    paper.publish("/bai-1.html", "/cam/bai-2.html", "/bai-3.html")
    watch(tmp_path, paper)
    tally = crawl(tmp_path)
    assert (tally["status"], tally["stored"], tally["failures"]) == (0, {"new": 2}, {"robots.txt": 1})
    assert sorted(paper.paths) == ["/bai-1.html", "/bai-3.html", "/robots.txt", "/rss"]


@pytest.mark.parametrize("status", [503, 429])
def test_without_an_answer_nothing_is_asked(tmp_path: Path, paper: Paper, status: int) -> None:
    """A server that can't say what is forbidden forbids everything for now (RFC 9309): the crawl failed."""
    paper.robots("", status)
    paper.publish("/bai-1.html")
    watch(tmp_path, paper)
    tally = crawl(tmp_path)
    assert (tally["status"], tally["stored"], tally["sources_failed"]) == (1, {}, 1)
    assert set(paper.paths) == {"/robots.txt"}
    assert "robots.txt" in tally["errors"][0]


def test_without_rules_everything_is_asked(tmp_path: Path, paper: Paper) -> None:
    """An answer of 4xx means that there are no rules, whatever stands in it."""
    paper.robots("User-agent: *\nDisallow: /\n", 403)
    paper.publish("/bai-1.html")
    watch(tmp_path, paper)
    assert crawl(tmp_path)["stored"] == {"new": 1}


def test_a_crawl_delay_is_kept(tmp_path: Path, paper: Paper) -> None:
    """Though the site's file says that no delay is needed, and when an earlier crawl knows the rules."""
    paper.robots("User-agent: *\nCrawl-delay: 0.4\n")
    paper.publish(*(f"/bai-{number}.html" for number in range(6)))
    watch(tmp_path, paper)
    assert crawl(tmp_path)["stored"] == {"new": 6}
    times = [moment for path, moment in paper.asked if path.startswith("/bai")]
    # Five gaps of 0.4 s take two seconds. When each arrived depends on a busy machine; the sum hardly does.
    assert times[-1] - times[0] > 1.6


def test_several_requests_that_wait_for_the_rules(tmp_path: Path, paper: Paper) -> None:
    """All are let through once they came. It went wrong: only the first was handed the rules."""
    paths = [f"/bai-{number}.html" for number in range(6)]
    paper.publish(*paths)
    watch(tmp_path, paper)
    assert crawl(tmp_path)["stored"] == {"new": 6}
    paper.latency["/robots.txt"] = 0.4
    asked = len(paper.asked)
    tally = crawl(tmp_path, "--again")
    assert (tally["stored"], tally["failures"]) == ({"unchanged": 6}, {})
    assert paper.paths[asked:].count("/robots.txt") == 1
    assert sorted(paper.paths[asked + 1 :]) == sorted(paths)
