"""Extractor pool: worker processes that turn captures into extractions. Pure functions run there, nothing is written.

One thread a worker, one pipe between the two, nothing shared: a worker may be killed at any moment and takes only its
own page along, which is read again. (A concurrent.futures pool breaks as a whole then, and pebble 5.2 now and then
loses the page: its workers share a queue, and the lock on it dies with whoever holds it.)
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from pipeline.clock import VIETNAM
from pipeline.errors import Unreadable
from pipeline.extraction import reading_rules
from pipeline.runtime import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from pipeline.capture import Capture
    from pipeline.config import Site
    from pipeline.extraction import Extraction, Profile, ReadingRules


PendingExtraction: TypeAlias = "Future[Extraction | Unreadable]"
DEADLINE = 60.0  # seconds a page; the slowest real page seen took 0.4
TRIES = 3  # a worker may also be killed by something that is not the page's fault


class ExtractorPool:
    """A set of workers. A page that ends one, or takes longer than DEADLINE, is tried again: TRIES times in all."""

    def __init__(self, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="extractor")
        self._local = threading.local()
        self._workers: list[_Worker] = []
        self._closed = False

    def submit(self, capture: Capture, site: Site, profile: Profile | None = None) -> PendingExtraction:
        """Start reading a capture by the rules that its site had on the day it was captured, and a profile.

        The future's result is the extraction, or why there is none; it never raises for what a page holds.
        """
        rules = reading_rules(site, capture.captured_at.astimezone(VIETNAM).date(), profile)
        return self._threads.submit(self._extract, capture, rules)

    def _extract(self, capture: Capture, rules: ReadingRules) -> Extraction | Unreadable:
        fault = ""
        for _ in range(TRIES):
            try:
                return self._worker().extract(capture, rules)
            except TimeoutError:
                fault = f"took longer than {DEADLINE:.0f} s to read"
            except (EOFError, OSError) as error:
                fault = f"its reader died ({type(error).__name__})"
            if self._closed:
                break
        return Unreadable(f"{capture.url}: {fault}, {TRIES} times", "failed")

    def _worker(self) -> _Worker:
        """This thread's worker, a new one where the last is gone. Raises EOFError once closed."""
        if self._closed:
            raise EOFError
        worker: _Worker | None = getattr(self._local, "worker", None)
        if worker is None or not worker.is_alive:
            worker = self._local.worker = _Worker()
            self._workers = [*(earlier for earlier in self._workers if earlier.is_alive), worker]
        return worker

    def close(self) -> None:
        """End the workers, whatever they are at."""
        self._closed = True
        for worker in self._workers:
            worker.kill()  # its thread hears of it through the pipe, which is the thread's alone to close
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.end()


class _Worker:
    """One process and the pipe to it. One thread at a time asks it."""

    def __init__(self) -> None:
        # spawn: a fork would take the crawler's threads' locks and open databases along.
        context = multiprocessing.get_context("spawn")
        self._pipe, child_end = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(child_end, os.getpid()), daemon=True)
        self._process.start()
        child_end.close()
        self._has_ended = False

    @property
    def is_alive(self) -> bool:
        # Once ended, whatever the process says: while another thread reaps it, multiprocessing takes it for alive.
        return not self._has_ended and self._process.is_alive()

    def extract(self, capture: Capture, rules: ReadingRules) -> Extraction | Unreadable:
        """Have a page extracted. Raises TimeoutError past the deadline, EOFError or OSError where the process died."""
        try:
            self._pipe.send((capture, rules))
            if not self._pipe.poll(DEADLINE):
                raise TimeoutError
            extraction: Extraction | Unreadable = self._pipe.recv()
        except (OSError, EOFError):  # TimeoutError is one of them
            self.end()
            raise
        return extraction

    def kill(self) -> None:
        """Kill the process, which holds nothing that could be lost."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process and close the pipe to it."""
        self._has_ended = True
        self._process.kill()
        self._process.join()
        self._pipe.close()


@contextmanager
def open_extractor_pool(workers: int) -> Iterator[ExtractorPool]:
    """A pool whose workers end with the block."""
    pool = ExtractorPool(workers)
    try:
        yield pool
    finally:
        pool.close()


def extract_capture(capture: Capture, rules: ReadingRules) -> Extraction | Unreadable:
    """What a worker does. A fault of ours becomes an Unreadable, recorded with its page: one edge of three."""
    from pipeline.extraction import extract  # noqa: PLC0415  trafilatura is for the workers alone

    try:
        return extract(
            capture.content, capture.url, content_type=capture.content_type, rules=rules, now=capture.captured_at
        )
    except Unreadable as error:
        return error
    except Exception as error:  # noqa: BLE001  the page's edge: recorded with its capture
        return Unreadable(f"{capture.url}: {type(error).__name__}: {error}", "failed")


def _serve(pipe: Connection, parent: int) -> None:
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; whoever started us ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()  # what is imported stays: not to be walked through again and again
    while True:
        try:
            capture, rules = pipe.recv()
        except EOFError:
            return
        pipe.send(extract_capture(capture, rules))
