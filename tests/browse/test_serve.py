from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest

from tests.support.example_archive import add_article, make
from tests.support.ports import free_port
from tests.support.served import ROOT, answers, command, serving, wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.service


def test_archive_that_comes_later_and_one_made_anew_are_served(tmp_path: Path) -> None:
    """Without an archive there is a kind 503; one that appears is served at once, so is its successor."""
    with serving(tmp_path) as (url, _):
        for path in ("/", "/tim?q=cau", "/bai/abc", "/trang/a.vn"):
            answer = httpx.get(url + path)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "5"
            assert "Kho đang được chuẩn bị" in answer.text
        (tmp_path / "archive.db").touch()
        assert httpx.get(url).status_code == 503
        (tmp_path / "archive.db").unlink()
        for title in ("Bài của kho trước", "Bài của kho sau"):
            for old in tmp_path.glob("archive.db*"):
                old.unlink()
            db = make(tmp_path / "archive.db")
            add_article(db, "a.vn", title)
            assert title in httpx.get(url).text
            add_article(db, "a.vn", f"{title}, bài hai")
            assert f"{title}, bài hai" in httpx.get(url).text
            db.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_it_with_status_0(tmp_path: Path, number: signal.Signals) -> None:
    """SIGTERM and Ctrl-C end the process in good order, also with a connection open."""
    with serving(tmp_path) as (url, process), httpx.Client(base_url=url) as reader:
        reader.get("/")
        process.send_signal(number)
        assert process.wait(timeout=20) == 0


def test_it_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    """Killed with kill -9, the parent takes the browse process with it."""
    port = free_port()
    starter = (
        f"import subprocess, time; print(subprocess.Popen({command(tmp_path, port)!r}).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", starter], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        wait_for(lambda: answers(f"http://127.0.0.1:{port}"))
        parent.kill()
        wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
