"""Disks that are nearly full, full, or broken: nothing that was counted as archived is lost, and all goes on after."""

from __future__ import annotations

import errno
import json
import random
import time
from typing import TYPE_CHECKING

import attrs
import psutil
import pytest

from tests.support.disks import breakable, breaking, small_disk
from tests.support.harness import end_with_sigterm, family_of, is_crawl, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demo.press import Press
    from tests.support.harness import Command

pytestmark = [pytest.mark.service, pytest.mark.disk]

MEGABYTE = 10**6


@pytest.fixture
def small(khobao: Command) -> Iterator[Command]:
    """Give the command on a home with a disk of its own, of 100 MB."""
    with small_disk(khobao.home, 100):
        yield khobao


def settings(khobao: Command, text: str) -> None:
    """Write khobao.toml."""
    (khobao.home / "khobao.toml").write_text(text, encoding="utf-8")


def ballast(home: Path, free: int) -> Path:
    """Fill a disk until so many bytes are free. Returns the file that does."""
    path = home / "ballast"
    with path.open("wb") as file:
        while (left := psutil.disk_usage(str(home)).free - free) > 0:
            file.write(bytes(min(left, MEGABYTE)))
            file.flush()
    return path


def published(press: Press, key: str) -> set[str]:
    """Return the addresses that a site's stories stand at."""
    return {article.url for article in press.expected(key)}


def kinds(khobao: Command) -> list[str]:
    """Return the kinds of the events about the disk."""
    told = map(json.loads, khobao("events", "--json").splitlines())
    return [event["kind"] for event in told if event["kind"].startswith("disk.")]


def test_a_disk_that_is_nearly_full(small: Command, press: Press) -> None:
    """Crawling pauses, with an event; the crawl command says why; with room it goes on by itself, with another."""
    small.watch("epi", press.sites["epi"].address)
    settings(small, "min_free = 0.05\n")
    full = ballast(small.home, 20 * MEGABYTE)
    with small.running("run", "--no-serve") as daemon:
        wait_for(lambda: "the disk is nearly full" in small.log)
        time.sleep(3)
        assert "min_free" in small.complaint("crawl")
        assert not any(one.path != "/robots.txt" for one in press.sites["epi"].log)
        full.unlink()
        wait_for(lambda: small.addresses() == published(press, "epi"))
        assert kinds(small) == ["disk.low", "disk.freed"]
        site = press.sites["epi"]
        site.latency = 1.5
        for _ in range(40):
            press.publish("epi")
        wait_for(lambda: len(small.addresses()) > 20)  # a crawl is under way, and would be for a while
        ballast(small.home, 20 * MEGABYTE)
        wait_for(lambda: kinds(small) == ["disk.low", "disk.freed", "disk.low"])
        time.sleep(6)  # what is in flight comes to its end
        asked = len(site.log)
        time.sleep(4)
        assert len(site.log) == asked
        assert small.addresses() < published(press, "epi")
        site.latency = 0
        full.unlink()
        wait_for(lambda: small.addresses() == published(press, "epi"))
        end_with_sigterm(daemon)


@pytest.mark.parametrize("press", [60], indirect=True)
def test_a_disk_that_is_full(small: Command, press: Press) -> None:
    """Whatever was being written: what is counted stands, what could not be written is asked for once there is room."""
    settings(small, "min_free = 0\n")
    for key in ("epi", "onecms"):
        small.watch(key, press.sites[key].address)
    wanted = published(press, "epi") | published(press, "onecms")
    small("stats", status=2)  # no archive yet
    full = ballast(small.home, 700_000)
    with small.running("run", "--no-serve") as daemon:
        wait_for(lambda: psutil.disk_usage(str(small.home)).free < 20_000, 60)  # its log is on the same disk
        before = small.addresses()
        assert before < wanted
        time.sleep(3)
        full.unlink()
        wait_for(lambda: small.addresses() == wanted, 60)
        assert before <= small.addresses()
        end_with_sigterm(daemon)
    small("verify")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("write", errno.ENOSPC),  # a WARC file's
        ("write", errno.EROFS),
        ("fsync", errno.EIO),
        ("pwrite", errno.EIO),  # a database's
        ("fdatasync", errno.EIO),
    ],
    ids=lambda one: errno.errorcode[one] if isinstance(one, int) else one,
)
@pytest.mark.parametrize("press", [40], indirect=True)
def test_a_disk_that_breaks_in_the_middle(khobao: Command, press: Press, call: str, error: int) -> None:
    """Under WARC files and databases alike, of which one call in ten fails: all is archived in the end, and once."""
    breaking_home = attrs.evolve(khobao, wrapped=tuple(breakable([])))
    khobao.watch("epi", press.sites["epi"].address)
    press.sites["epi"].latency = 0.02
    seen: set[str] = set()
    with breaking_home.running("run", "--no-serve") as daemon:
        for _ in range(3):
            child = wait_for(lambda: next((one for one in family_of(daemon.pid) if is_crawl(one)), None))
            with breaking(child.pid, call, error, 0.1):
                time.sleep(random.uniform(0.5, 1.5))
            assert seen <= khobao.addresses()
            seen = khobao.addresses()
        wait_for(lambda: khobao.addresses() == published(press, "epi"), 120)
        end_with_sigterm(daemon)
    khobao("verify")
