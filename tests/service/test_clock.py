"""The clock is set under a running daemon: nothing is fetched twice, and nothing waits for a time that is far now."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.support.clocks import set_clock
from tests.support.harness import end_with_sigterm, wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from demo.press import Press
    from tests.support.harness import Command

pytestmark = [pytest.mark.service, pytest.mark.clock]

DAY = 86_400


def articles(press: Press, key: str) -> Counter[str]:
    """Return how often each of a site's articles was asked for."""
    site = press.sites[key]
    paths = {path for story in site.stories.values() for path in site.family.paths(story)}
    return Counter(asked.path for asked in site.log if asked.path in paths)


@pytest.mark.parametrize("jumps", [(30 * DAY,), (-30 * DAY,), (DAY, -2 * DAY, 3 * DAY)], ids=["ahead", "back", "about"])
def test_the_clock_is_set(khobao: Command, press: Press, tmp_path: Path, jumps: tuple[int, ...]) -> None:
    """Ahead, back, or both: what comes out is archived within seconds, what is archived is left alone."""
    clock = set_clock(tmp_path / "clock")
    khobao.watch("epi", press.sites["epi"].address)
    (path,) = (khobao.home / "sites").iterdir()
    path.write_text(
        "revisit = []\n" + path.read_text(encoding="utf-8").replace('"2s"', '["2s", "1h"]'), encoding="utf-8"
    )
    with clock.on(khobao).running("run", "--no-serve") as daemon:
        wait_for(lambda: khobao.archived() == 20)
        for number, jump in enumerate(jumps, 1):
            press.publish("epi")
            clock.set(clock.offset + jump)
            wait_for(lambda wanted=20 + number: khobao.archived() == wanted, 20)
            wait_for(lambda wanted=number: khobao.log.count("the clock was set") == wanted)
        time.sleep(2)
        end_with_sigterm(daemon)
    assert set(articles(press, "epi").values()) == {1}
