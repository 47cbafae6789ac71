from __future__ import annotations

import contextlib
import gzip
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

import attrs
import psutil
import pytest

from pipeline.article import Article
from pipeline.config import Rules, Site
from pipeline.errors import Unreadable
from pipeline.extraction import article_of
from pipeline.ingest import extractor_pool as readers
from pipeline.ingest.extractor_pool import ExtractorPool, open_extractor_pool
from tests.support.captures import SITE, html, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.capture import Capture


@pytest.fixture
def pool() -> Iterator[ExtractorPool]:
    """Give one worker."""
    with open_extractor_pool(1) as made:
        yield made


def read_in(pool: ExtractorPool, capture: Capture, site: Site) -> Article | Unreadable:
    """Have a page read and wait for it."""
    return article_of(pool.submit(capture, site).result())


def workers() -> list[psutil.Process]:
    """Return our workers' processes, not multiprocessing's resource tracker."""
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if child.status() != psutil.STATUS_ZOMBIE and any("spawn_main" in word for word in child.cmdline())
    ]


def wait_for(what: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something is true, or fail."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def slow_page(kilobytes: int) -> Capture:
    """Return a page whose reading takes a while: this many kilobytes of paragraphs."""
    paragraphs = [f"Đoạn thứ {n} của một bài rất dài về con đường vào bản." for n in range(kilobytes * 12)]
    return attrs.evolve(page("/dài.html", 0), body=html("Bài rất dài về một con đường", *paragraphs))


def test_a_page_is_read_in_a_worker(pool: ExtractorPool) -> None:
    """A capture comes back as its article, or as why there is none."""
    article = read_in(pool, page("/a.html", 0), SITE)
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("Sửa đường vào bản", "https://bao.example/a.html")
    nothing = read_in(pool, attrs.evolve(page("/a.html", 0), body=b"<p>x"), SITE)
    assert isinstance(nothing, Unreadable)
    assert nothing.kind in {"empty", "listing"}


def test_what_a_page_breaks_in_us_is_recorded_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of our own fails one page with its reason, and is never raised."""

    def broken(*_: object, **__: object) -> None:
        raise RecursionError("sâu quá")

    monkeypatch.setattr("pipeline.extraction.extract", broken)
    failed = readers.extract_capture(page("/a.html", 0), ())
    assert isinstance(failed, Unreadable)
    assert (failed.kind, str(failed)) == ("failed", "https://bao.example/a.html: RecursionError: sâu quá")


def test_a_coding_that_we_lack_fails_one_page(pool: ExtractorPool) -> None:
    """It says which, and the worker goes on with the next one."""
    failed = read_in(pool, attrs.evolve(page("/a.html", 0), headers=(("Content-Encoding", "compress"),)), SITE)
    assert isinstance(failed, Unreadable)
    assert (failed.kind, "compress" in str(failed)) == ("failed", True)
    assert isinstance(read_in(pool, page("/b.html", 0), SITE), Article)


def test_a_gzip_bomb_is_unreadable(pool: ExtractorPool) -> None:
    """A page that grows past the limit is not read to its end."""
    bomb = attrs.evolve(
        page("/a.html", 0), body=gzip.compress(bytes(200 * 2**20), 1), headers=(("Content-Encoding", "gzip"),)
    )
    read = read_in(pool, bomb, SITE)
    assert isinstance(read, Unreadable)
    assert "larger than 10 MB" in str(read)


def test_a_page_is_read_by_the_rules_of_its_day(pool: ExtractorPool) -> None:
    """A site's rules that ended are used for captures from before, by Vietnam's calendar."""
    body = html("Tiêu đề chung", "Chữ thường.", head="").replace(
        b"<article>", b"<h2 class=cu>T\xc3\xaan c\xc5\xa9</h2><article>"
    )
    site = attrs.evolve(SITE, extraction=(Rules(until=date(2026, 7, 17), title="h2.cu", body="article"),))
    titles = []
    for minute in (15 * 60 + 59, 16 * 60):  # 01:00 UTC + 15:59 is 23:59 in Vietnam
        read = read_in(pool, attrs.evolve(page("/a.html", minute), body=body), site)
        titles.append(read.title if isinstance(read, Article) else str(read))
    assert titles[0] == "Tên cũ"
    assert titles[1] != "Tên cũ"


def test_a_worker_that_is_killed_loses_no_page() -> None:
    """Whatever it was at is read again by a new one, and comes out the same."""
    captures = [slow_page(60), *(page(f"/{n}.html", n) for n in range(6))]
    with open_extractor_pool(2) as pool:
        expected = [read_in(pool, one, SITE) for one in captures]
        for _ in range(3):
            futures = [pool.submit(one, SITE) for one in captures]
            time.sleep(0.05)
            for worker in workers():
                worker.kill()
            assert [article_of(future.result(timeout=30)) for future in futures] == expected
    assert all(isinstance(one, Article) for one in expected)


def test_a_page_that_always_kills_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried three times and set aside as failed; the pages beside it are read."""
    monkeypatch.setattr(readers, "DEADLINE", 20.0)
    killed: set[int] = set()
    with open_extractor_pool(1) as pool:
        assert isinstance(read_in(pool, page("/a.html", 0), SITE), Article)
        stop = threading.Event()

        def kill_all() -> None:
            while not stop.is_set():
                with contextlib.suppress(psutil.NoSuchProcess):
                    for worker in workers():
                        killed.add(worker.pid)
                        worker.kill()
                time.sleep(0.005)

        killer = threading.Thread(target=kill_all)
        killer.start()
        try:
            wait_for(lambda: killed)
            failed = read_in(pool, page("/b.html", 0), SITE)
        finally:
            stop.set()
            killer.join()
        assert isinstance(failed, Unreadable)
        assert failed.kind == "failed"
        assert "3 times" in str(failed)
        assert len(killed) >= readers.TRIES
        assert isinstance(read_in(pool, page("/c.html", 0), SITE), Article)


def test_a_page_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the deadline its worker is killed; after the last try the page is failed, and the next one is read."""
    with open_extractor_pool(1) as pool:
        assert isinstance(read_in(pool, page("/a.html", 0), SITE), Article)
        monkeypatch.setattr(readers, "DEADLINE", 0.001)
        hung = read_in(pool, slow_page(200), SITE)
        monkeypatch.setattr(readers, "DEADLINE", 30.0)
        assert isinstance(hung, Unreadable)
        assert (hung.kind, "took longer" in str(hung)) == ("failed", True)
        assert isinstance(read_in(pool, page("/b.html", 0), SITE), Article)


def test_nobody_is_left_when_the_pool_is_closed() -> None:
    """Closing ends the workers at once, though one is at a long page."""
    with open_extractor_pool(2) as pool:
        read_in(pool, page("/a.html", 0), SITE)
        pool.submit(slow_page(500), SITE)
        begun = time.monotonic()
    assert workers() == []
    assert time.monotonic() - begun < 5


def test_workers_end_with_their_parent() -> None:
    """After kill -9 of whoever started them no worker is left, idle or busy."""
    code = (
        "import sys, time; from pipeline.ingest.extractor_pool import ExtractorPool\n"
        "from tests.support.captures import SITE, page\n"
        "if __name__ == '__main__':\n"
        "    pool = ExtractorPool(2)\n"
        "    [future.result() for future in [pool.submit(page('/a', n), SITE) for n in range(8)]]\n"
        "    print('ready', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        children = psutil.Process(parent.pid).children(recursive=True)
        assert len([child for child in children if "spawn_main" in " ".join(child.cmdline())]) >= 1
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        wait_for(lambda: not any(c.is_running() and c.status() != psutil.STATUS_ZOMBIE for c in children), 5)


def test_a_worker_that_was_ended_is_not_asked_again() -> None:
    """Though its process may be taken for alive for a moment, while another thread reaps it."""
    worker = readers._Worker()
    worker.end()
    worker._process = SimpleNamespace(is_alive=lambda: True)
    assert not worker.is_alive
