"""What machines do to an archive: files damaged or taken away, ports taken, folders read-only."""

from __future__ import annotations

import os
import re
import shutil
import socket
from typing import TYPE_CHECKING

import pytest

from tests.support.harness import end_with_sigterm, wait_for

if TYPE_CHECKING:
    from demo.press import Press
    from tests.support.harness import Command

pytestmark = pytest.mark.service


def test_a_damaged_frontier_is_moved_aside(khobao: Command, press: Press) -> None:
    """The daemon makes it anew, says so, fetches nothing again, and stops when told to."""
    khobao.watch("aspnet", press.sites["aspnet"].address)
    khobao("crawl")
    asked = len(press.sites["aspnet"].log)
    for path in khobao.home.glob("frontier.db*"):
        path.unlink()
    (khobao.home / "frontier.db").write_bytes(os.urandom(8192))
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: "frontier.db was damaged" in khobao.log)
        press.publish("aspnet")
        wait_for(lambda: khobao.archived() == 21)
        end_with_sigterm(daemon)
    assert (khobao.home / "frontier.db.damaged").exists()
    again = [one.path for one in press.sites["aspnet"].log[asked:] if re.search(r"-\d{17}\.htm$", one.path)]
    assert len(again) == 1  # of articles; sections are found anew


def test_what_is_deleted_underneath_is_missed_at_once(khobao: Command, press: Press) -> None:
    """No page is written to a file that nobody finds: the crawl process ends, and a new one begins a new file."""
    khobao.watch("aspnet", press.sites["aspnet"].address)
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: khobao.archived() == 20)
        shutil.rmtree(khobao.home / "warc")
        press.publish("aspnet")
        wait_for(lambda: khobao.archived() == 21)
        assert "was deleted" in khobao.log
        assert list((khobao.home / "warc").glob("articles-*"))
        for path in khobao.home.glob("archive.db*"):
            path.unlink()
        press.publish("aspnet")
        wait_for(lambda: khobao.archived() >= 2)
        end_with_sigterm(daemon)


def test_a_port_that_is_taken_is_said_at_once(khobao: Command, press: Press) -> None:
    """`run` and `serve` name the port and what to do, and exit with 1."""
    khobao.watch("aspnet", press.sites["aspnet"].address)
    khobao("crawl")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("run", "serve"):
            khobao(command, "--port", port, status=1)
