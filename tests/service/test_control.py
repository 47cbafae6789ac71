"""A running daemon does as it is told: pause, resume, now, hide, unhide."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.support.harness import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.press import Press
    from tests.support.harness import Command

pytestmark = pytest.mark.service

SITE = "epi"


@pytest.fixture
def told(khobao: Command, press: Press) -> Iterator[tuple[Command, str]]:
    """Give a daemon that has archived its one site, and that site's domain."""
    address = press.sites[SITE].address
    khobao.watch(SITE, address)
    khobao("crawl")
    with khobao.running("run", "--no-serve"):
        press.publish(SITE)
        wait_for(lambda: khobao.archived() == 7)
        yield khobao, address.removeprefix("http://")


@pytest.mark.parametrize("press", [6], indirect=True)
def test_a_paused_site_is_left_alone(told: tuple[Command, str], press: Press) -> None:
    """Also by polls that came due while a crawl was under way; resumed it is crawled, and `now` polls it at once."""
    khobao, domain = told
    site = press.sites[SITE]
    site.latency = 1.5  # so that polls come due while a crawl is under way
    time.sleep(6)
    assert khobao("pause", domain) == f"{domain} is paused\n"
    assert "paused" in khobao.complaint("now", domain)
    time.sleep(4)  # what is in flight comes to its end
    press.publish(SITE)
    asked = len(site.log)
    assert khobao("pause", domain) == f"{domain} is paused already\n"
    time.sleep(5)  # its sources are due every two seconds
    assert len(site.log) == asked
    site.latency = 0
    khobao("resume", domain)
    wait_for(lambda: khobao.archived() == 8)
    assert khobao("now", domain) == f"{domain} is being polled\n"


@pytest.mark.parametrize("press", [6], indirect=True)
def test_an_article_is_hidden_under_a_running_daemon(told: tuple[Command, str]) -> None:
    """It is gone from the export, and comes back as it was."""
    khobao, _ = told
    before = khobao.export()
    url = next(row["url"] for row in before.values())
    khobao("hide", url, "--reason", "x")
    assert url not in {row["url"] for row in khobao.export().values()}
    assert len(khobao.export()) == 6
    khobao("unhide", url)
    assert khobao.export() == before


def test_without_a_daemon_now_says_what_to_do(khobao: Command, press: Press) -> None:
    """`khobao crawl` does it."""
    address = press.sites[SITE].address
    khobao.watch(SITE, address)
    assert "`khobao crawl" in khobao.complaint("now", address.removeprefix("http://"))
