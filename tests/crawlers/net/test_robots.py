"""What robots.txt lets us ask for, by its answer alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from crawlers.net import robots as robots_module
from crawlers.net.errors import ForbiddenByRobots, RobotsUnavailable
from crawlers.net.robots import KEEP, MAX_ROBOTS, RobotsCache, read_robots

if TYPE_CHECKING:
    from crawlers.net.robots import Robots

AGENT = "khobao/1 (archive)"
PAGE = "https://bao.example/a"


def test_what_it_forbids() -> None:
    """The group with our name counts before everyone's, a byte order mark or not."""
    robots = read_robots(200, b"\xef\xbb\xbfUser-agent: khobao\nDisallow: /cam/\n\nUser-agent: *\nDisallow: /\n")
    robots.check(PAGE, AGENT)
    with pytest.raises(ForbiddenByRobots, match=r"/cam/a: is forbidden by robots\.txt"):
        robots.check("https://bao.example/cam/a", AGENT)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_no_answer_forbids_all(status: int) -> None:
    """A server that can't say what it forbids is asked for nothing; the reason is one to count by."""
    with pytest.raises(RobotsUnavailable, match=f"it answered {status}") as caught:
        read_robots(status, b"User-agent: *\nDisallow:\n").check(PAGE, AGENT)
    assert caught.value.reason == "no robots.txt"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_rules_allow_all(status: int) -> None:
    """Whatever is written on the page that says so."""
    read_robots(status, b"User-agent: *\nDisallow: /\n").check(PAGE, AGENT)


def test_only_the_first_500_kb_are_read() -> None:
    """A rule behind them binds nobody."""
    body = b"User-agent: *\n" + b"#" * MAX_ROBOTS + b"\nDisallow: /\n"
    read_robots(200, body).check(PAGE, AGENT)


def test_delay_and_sitemaps() -> None:
    """Both are as written; a host that could not answer names none."""
    robots = read_robots(200, b"User-agent: *\nCrawl-delay: 0.5\nSitemap: /a.xml\n")
    assert (robots.crawl_delay(AGENT), robots.sitemaps) == (0.5, ("/a.xml",))
    silent = read_robots(503, b"")
    assert (silent.crawl_delay(AGENT), silent.sitemaps) == (0.0, ())


def test_rules_are_kept_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """That a host could not answer is not: the next crawl asks again."""
    cache = RobotsCache()
    rules: Robots = read_robots(200, b"")
    cache.put("bao.example", rules)
    cache.put("im.example", read_robots(503, b""))
    assert cache.get("bao.example") is rules
    assert cache.get("im.example") is None
    later = time.monotonic() + KEEP + 1
    monkeypatch.setattr(robots_module.time, "monotonic", lambda: later)
    assert cache.get("bao.example") is None
