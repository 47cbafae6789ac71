"""kill -9 at random moments: the next run ends with what an undisturbed one has."""

from __future__ import annotations

import contextlib
import gzip
import random
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from demo.press import Press
from demo.server import serve
from tests.support.harness import Command, family_of, is_crawl, is_reader, still_running, wait_for, what_is_said

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [pytest.mark.service, pytest.mark.timeout(400)]

MOMENTS = 20
SITES = ("aspnet", "epi", "liferay")


@pytest.fixture(scope="module")
def slow_press() -> Iterator[Press]:
    """Serve a press that takes its time, so that there is always something in flight."""
    press = Press(SITES, articles=60, seed=11)
    with serve(press):
        for site in press.sites.values():
            site.latency = 0.4
        yield press


@pytest.fixture(scope="module")
def undisturbed(slow_press: Press, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Return what a crawl that nobody disturbs exports."""
    khobao = watching(tmp_path_factory.mktemp("undisturbed"), slow_press)
    khobao("crawl")
    return what_is_said(khobao.export())


def watching(home: Path, press: Press) -> Command:
    """Return the command on a home that watches the whole press."""
    khobao = Command(home)
    for key, site in press.sites.items():
        khobao.watch(key, site.address)
    return khobao


def victims(daemon: subprocess.Popen[str], is_victim: Callable[[psutil.Process], bool] | None) -> list[psutil.Process]:
    """Return the processes to choose a victim from: the daemon itself, or children of one kind."""
    if is_victim is None:
        return [psutil.Process(daemon.pid)]
    return [child for child in family_of(daemon.pid) if is_victim(child)]


@pytest.mark.parametrize(
    ("is_victim", "apart"),
    [
        pytest.param(None, 1.5, id="parent"),
        pytest.param(is_crawl, 1.5, id="crawl"),
        pytest.param(is_reader, 0.6, id="worker"),
    ],
)
def test_nothing_is_lost_or_doubled(
    is_victim: Callable[[psutil.Process], bool] | None,
    apart: float,
    tmp_path: Path,
    slow_press: Press,
    undisturbed: dict[str, dict[str, object]],
) -> None:
    """Killed 20 times, each of the daemon's processes leaves the same articles, sound WARC files and no orphan."""
    khobao = watching(tmp_path, slow_press)
    chance = random.Random(5)
    killed = 0
    while killed < MOMENTS:
        with khobao.running("run", "--no-serve") as daemon:
            for _ in range(
                3
            ):  # then a new daemon: it waits longer and longer before it starts a child that keeps dying
                if killed == MOMENTS or daemon.poll() is not None:
                    break
                found = wait_for(lambda: victims(daemon, is_victim))
                time.sleep(chance.uniform(0.0, apart))
                children = family_of(daemon.pid)
                with contextlib.suppress(psutil.NoSuchProcess):
                    chance.choice(found).kill()
                    killed += 1
                if is_victim is None:
                    daemon.wait()
                    assert not still_running(children), "orphans"
            daemon.kill()
            daemon.wait()
            assert not still_running(family_of(daemon.pid) + children), "orphans"
    khobao("crawl")
    khobao("retry")  # a page whose reader was by chance killed three times is set aside, and read again when told to
    assert what_is_said(khobao.export()) == undisturbed
    for file in (tmp_path / "warc").glob("*.warc.gz*"):
        with gzip.open(file) as stream:
            stream.read()
