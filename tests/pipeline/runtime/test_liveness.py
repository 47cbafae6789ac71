"""The file by which others tell that crawling goes on."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.runtime.liveness import LIMIT, Liveness, read_liveness, write_liveness

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """The daemon is heard when it writes; the keys are those that monitors read."""
    path = tmp_path / "heart.json"
    before = time.time()
    write_liveness(path, 1000.5)
    liveness = read_liveness(path)
    assert liveness is not None
    assert before <= liveness.daemon <= time.time()
    assert liveness.crawl == 1000.5
    assert json.loads(path.read_text()) == {"daemon": liveness.daemon, "crawl": 1000.5}


def test_where_no_daemon_runs_nothing_is_known(tmp_path: Path) -> None:
    """Nor where the file is no JSON."""
    path = tmp_path / "heart.json"
    assert read_liveness(path) is None
    path.write_text("{")
    assert read_liveness(path) is None


def test_a_crawl_process_that_was_never_heard_counts_from_the_daemon(tmp_path: Path) -> None:
    """An older daemon wrote null."""
    path = tmp_path / "heart.json"
    path.write_text('{"daemon": 5.0, "crawl": null}')
    assert read_liveness(path) == Liveness(daemon=5.0, crawl=5.0)


@pytest.mark.parametrize(
    ("daemon", "crawl", "reason"),
    [
        (1000.0, 1000.0, None),
        (1000.0 - LIMIT, 1000.0 - LIMIT, None),
        (1000.0 - LIMIT - 10, 1000.0, "the daemon was last heard 100 seconds ago"),
        (1000.0, 1000.0 - LIMIT - 1, "the crawl process is not heard"),
    ],
)
def test_silence_for_too_long_is_being_stuck(daemon: float, crawl: float, reason: str | None) -> None:
    """Of the daemon first: it is what restarts the crawl process."""
    assert Liveness(daemon, crawl).why_stuck(1000.0) == reason
