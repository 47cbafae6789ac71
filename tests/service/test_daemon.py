"""`khobao run`: the real daemon in a subprocess."""

from __future__ import annotations

import json
import signal
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.support.harness import end_with_sigterm, family_of, is_crawl, wait_for, what_is_said
from tests.support.ports import free_port

if TYPE_CHECKING:
    from demo.press import Press
    from tests.support.harness import Command

pytestmark = pytest.mark.service


def test_crawl_edit_look_again_stop_and_start(khobao: Command, press: Press) -> None:
    """The daemon archives what is there and what appears, passes `crawl --again` on, stops clean, and goes on."""
    site = press.sites["epi"]
    khobao.watch("epi", site.address)
    port = free_port()
    with khobao.running("run", "--port", str(port)) as daemon:
        wait_for(lambda: khobao.archived() == 20)
        press.publish("epi")
        wait_for(lambda: khobao.archived() == 21)
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/").read().decode()
        assert press.expected("epi")[0].title in page
        edited = press.edit("epi", 3, "sentence")
        summary = json.loads(khobao("crawl", "--again", "--json"))
        assert summary["sites"][0]["stored"] == {"unchanged": 20, "revised": 1}
        end_with_sigterm(daemon)
        assert daemon.returncode == 0
    row = next(row for row in khobao.export().values() if row["revisions"] == 2)
    assert row["title"] == edited.title
    assert not (khobao.home / "khobao.sock").exists()

    before = what_is_said(khobao.export())
    with khobao.running("run", "--no-serve") as daemon:
        press.publish("epi")
        wait_for(lambda: khobao.archived() == 22)
        end_with_sigterm(daemon)
    after = what_is_said(khobao.export())
    assert before.items() <= after.items()


def test_a_site_that_fails_backs_off_and_the_others_go_on(khobao: Command, press: Press) -> None:
    """A site that is down is left alone for longer and longer, with an event; the others are crawled as ever."""
    press.sites["onecms"].fail = 500
    for key in ("onecms", "aspnet"):
        khobao.watch(key, press.sites[key].address)
    with khobao.running("run", "--no-serve", "--log-json") as daemon:
        wait_for(lambda: khobao.archived() == 20)
        press.publish("aspnet")
        wait_for(lambda: khobao.archived() == 21)
        log = [json.loads(line) for line in khobao.log.splitlines()]
        assert [line["site"] for line in log if line["event"] == "site fails"] == [
            press.sites["onecms"].address.removeprefix("http://")
        ]
        asked = len(press.sites["onecms"].log)
        assert asked < 10, "a failing site is not hammered"
        end_with_sigterm(daemon)
    events = [json.loads(line) for line in khobao("events", "--json").splitlines()]
    assert [event["kind"] for event in events if event["kind"].startswith("site.")] == ["site.failed"]

    press.sites["onecms"].fail = None
    khobao("crawl", "onecms")
    events = [json.loads(line) for line in khobao("events", "--json").splitlines()]
    assert [event["kind"] for event in events if event["kind"].startswith("site.")] == ["site.failed", "site.recovered"]


def test_sites_added_while_it_runs_are_taken_up(khobao: Command, press: Press) -> None:
    """A daemon without any site says so and waits; one that is added is crawled; a faulty file changes nothing."""
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: "no site is watched yet" in khobao.log)
        khobao.watch("aspnet", press.sites["aspnet"].address)
        wait_for(lambda: khobao.archived() == 20)
        (khobao.home / "sites" / "broken.vn.toml").write_text("name = 1")
        wait_for(lambda: "sites not taken up" in khobao.log)
        press.publish("aspnet")
        wait_for(lambda: khobao.archived() == 21)
        end_with_sigterm(daemon)


def test_it_stops_within_20_seconds_while_a_site_is_slow(khobao: Command, press: Press) -> None:
    """Pages in flight that take too long are given back, and fetched by the next crawl."""
    press.sites["epi"].latency = 30.0
    khobao.watch("epi", press.sites["epi"].address)
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: any(is_crawl(child) for child in family_of(daemon.pid)))
        wait_for(lambda: "running" in khobao.log)
        end_with_sigterm(daemon)
        assert daemon.returncode == 0


def test_two_daemons_do_not_share_a_home(khobao: Command, press: Press) -> None:
    """The second says who is there and exits with 1; after kill -9 of the first, its place is free at once."""
    khobao.watch("aspnet", press.sites["aspnet"].address)
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: khobao.archived() == 20)
        khobao("run", "--no-serve", status=1)
        children = family_of(daemon.pid)
        daemon.send_signal(signal.SIGKILL)
        daemon.wait()
        wait_for(lambda: not any(child.is_running() and child.status() != "zombie" for child in children), 3)
    assert json.loads(khobao("crawl", "--json"))["failed"] == 0
