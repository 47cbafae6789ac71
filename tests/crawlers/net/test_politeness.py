from __future__ import annotations

from crawlers.net.politeness import (
    FAILED_CRAWL,
    FIRST_BLOCK,
    LONGEST_BLOCK,
    LONGEST_FAILED,
    PATIENCE,
    back_off,
    block_for,
    concurrency_of,
    delay_of,
    scrapy_settings,
    user_agent,
)
from pipeline.config import Politeness, Settings, Site


def test_a_site_that_says_stop_is_left_alone() -> None:
    """As long as it asks, to a day; else half a minute, doubling to an hour."""
    assert block_for(90, 0) == 90
    assert block_for(10**9, 0) == 86400
    assert [block_for(None, strikes) for strikes in range(9)] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert block_for(None, 10**6) == LONGEST_BLOCK
    assert FIRST_BLOCK < PATIENCE < block_for(None, 2)


def test_a_site_that_asks_for_no_wait_again_and_again() -> None:
    """Its word is believed alone once. It went wrong: `Retry-After: 0`, or a past date, was asked without end."""
    waits = [block_for(0, strikes) for strikes in range(9)]
    assert waits == [0, 30, 60, 120, 240, 480, 960, 1800, 1800]
    assert block_for(600, 1) == 600
    assert max(waits[:4]) > PATIENCE


def test_a_site_whose_crawls_fail_is_asked_ever_less() -> None:
    """A minute, doubling to six hours."""
    assert [back_off(failures) for failures in (1, 2, 3)] == [FAILED_CRAWL, 2 * FAILED_CRAWL, 4 * FAILED_CRAWL]
    assert back_off(0) == FAILED_CRAWL
    assert back_off(10**6) == LONGEST_FAILED


def site(delay: float | None = None) -> Site:
    """Return a site with its own delay."""
    return Site("bao.example", "x", politeness=Politeness(delay))


def test_the_delay_is_the_sites_or_the_general_one() -> None:
    """A site's own counts, 0 too; the general one is slower without a contact."""
    named = Settings(contact="toi@vidu.example", delay=3)
    assert (delay_of(site(), named), delay_of(site(0), named), delay_of(site(9), named)) == (3, 0, 9)
    assert delay_of(site(), Settings(delay=3)) == 5
    assert delay_of(site(0.5), Settings()) == 0.5


def test_one_request_at_a_time() -> None:
    """But for a site that needs no delay at all: there nothing slows us down."""
    assert (concurrency_of(site(0.1), Settings()), concurrency_of(site(0), Settings())) == (1, 4)
    polite, own = scrapy_settings(site(), Settings()), scrapy_settings(site(0), Settings())
    assert (polite["DOWNLOAD_DELAY"], polite["AUTOTHROTTLE_ENABLED"], polite["CONCURRENT_REQUESTS_PER_DOMAIN"]) == (
        5,
        True,
        1,
    )
    assert (own["DOWNLOAD_DELAY"], own["AUTOTHROTTLE_ENABLED"]) == (0, False)


def test_who_we_say_we_are() -> None:
    """Name, version, and whom to write to."""
    assert user_agent(Settings(contact="toi@vidu.example")).startswith("khobao/")
    assert "+toi@vidu.example" in user_agent(Settings(contact="toi@vidu.example"))
    assert "no contact given" in user_agent(Settings())
