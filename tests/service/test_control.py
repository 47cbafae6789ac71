"""A running daemon does as it is told: pause, resume, now, hide, unhide."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.service.harness import wait_for

if TYPE_CHECKING:
    from demo.press import Press
    from tests.service.harness import Command

pytestmark = pytest.mark.service

SITE = "epi"


@pytest.mark.parametrize("press", [6], indirect=True)
def test_a_daemon_is_told(khobao: Command, press: Press) -> None:
    """A paused site is not asked; resumed it is; now polls at once; what is hidden is gone from the export and returns."""
    site = press.sites[SITE]
    domain = site.address.removeprefix("http://")
    khobao.watch(SITE, site.address)
    khobao("crawl")
    assert "no daemon runs" in khobao.complaint("now", domain)
    with khobao.running("run", "--no-serve"):
        wait_for(lambda: "running" in khobao.log)
        press.publish(SITE)
        wait_for(lambda: len(khobao.export()) == 7)
        site.latency = 1.5  # so that polls come due while a crawl is under way
        time.sleep(6)
        assert khobao("pause", domain) == f"{domain} is paused\n"
        wait_for(lambda: "paused" in khobao.complaint("now", domain))
        time.sleep(4)  # what is in flight comes to its end
        press.publish(SITE)
        asked = len(site.log)
        assert khobao("pause", domain) == f"{domain} is paused already\n"
        time.sleep(5)  # its sources are due every two seconds
        assert len(site.log) == asked
        site.latency = 0
        khobao("resume", domain)
        wait_for(lambda: len(khobao.export()) == 8)
        assert khobao("now", domain) == f"{domain} is being polled\n"
        url = next(row["url"] for row in khobao.export().values())
        before = khobao.export()
        khobao("hide", url, "--reason", "x")
        assert url not in {row["url"] for row in khobao.export().values()}
        assert len(khobao.export()) == 7
        khobao("unhide", url)
        assert khobao.export() == before
