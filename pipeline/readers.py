"""Readers: the worker processes that turn captures into articles. Pure functions run there, nothing is written."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs
from pebble import ProcessExpired, ProcessPool

from pipeline.clock import VIETNAM
from pipeline.errors import Unreadable
from pipeline.orphan import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.article import Article
    from pipeline.capture import Capture
    from pipeline.site import Rules, Site

DEADLINE = 60.0  # seconds a page; the slowest real page seen took 0.4
TRIES = 3  # a worker may also be killed by something that is not the page's fault


@attrs.frozen
class Task:
    """A page on its way through a worker. The result is had from `Readers.settle`."""

    capture: Capture
    rules: tuple[Rules, ...]
    future: Future[Article | Unreadable]


class Readers:
    """A pool of workers. A page that crashes one or takes longer than DEADLINE is tried again, TRIES times in all."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = self._make_pool()
        self._replacing = threading.Lock()

    def _make_pool(self) -> ProcessPool:
        # spawn: a fork would take the crawler's threads' locks and open databases along.
        context = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=self._workers, context=context, initializer=_prepare_worker)

    def submit(self, capture: Capture, site: Site) -> Task:
        """Start reading a capture by the rules that its site had on the day it was captured."""
        rules = site.rules_at(capture.captured_at.astimezone(VIETNAM).date())
        return Task(capture, rules, self._schedule(capture, rules))

    def _schedule(self, capture: Capture, rules: tuple[Rules, ...]) -> Future[Article | Unreadable]:
        pool = self._pool
        try:
            future: Future[Article | Unreadable] = pool.schedule(read, args=[capture, rules], timeout=DEADLINE)
        except RuntimeError:  # the pool as a whole has died: a worker was killed with the queue in its hand
            with self._replacing:
                if self._pool is pool:
                    pool.stop()
                    self._pool = self._make_pool()
            future = self._pool.schedule(read, args=[capture, rules], timeout=DEADLINE)
        return future

    def settle(self, task: Task) -> Article | Unreadable:
        """Wait for a page's article, or for why there is none."""
        future, fault = task.future, ""
        for tries_left in reversed(range(TRIES)):
            try:
                return future.result()
            except TimeoutError:
                fault = f"took longer than {DEADLINE:.0f} s to read"
            except (ProcessExpired, BrokenExecutor, CancelledError, RuntimeError, OSError, EOFError) as error:
                fault = f"its reader died: {error or type(error).__name__}"
            if tries_left:
                future = self._schedule(task.capture, task.rules)
        return Unreadable(f"{task.capture.url}: {fault}, {TRIES} times", "failed")

    def read(self, capture: Capture, site: Site) -> Article | Unreadable:
        """Read one capture and wait for it."""
        return self.settle(self.submit(capture, site))

    def close(self) -> None:
        """End the workers, whatever they are at."""
        self._pool.stop()
        self._pool.join()


@contextmanager
def open_readers(workers: int) -> Iterator[Readers]:
    """Give a pool that ends with the block."""
    readers = Readers(workers)
    try:
        yield readers
    finally:
        readers.close()


def read(capture: Capture, rules: tuple[Rules, ...]) -> Article | Unreadable:
    """Read one capture: what a worker does. Faults of ours are recorded with the page: one edge of three."""
    from pipeline.extract import extract  # noqa: PLC0415  trafilatura is for the workers alone

    try:
        return extract(
            capture.content, capture.url, content_type=capture.content_type, rules=rules, now=capture.captured_at
        )
    except Unreadable as error:
        return error
    except Exception as error:  # noqa: BLE001  the page's edge: recorded with its capture
        return Unreadable(f"{capture.url}: {type(error).__name__}: {error}", "failed")


def _prepare_worker() -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; whoever started us ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
