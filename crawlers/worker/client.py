"""The other end of a crawl process: start one, or reach the one a running daemon has, and order crawls."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from typing import TYPE_CHECKING, Any, Literal

from crawlers.worker.process import LINE_LIMIT
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.annotation import Annotation
    from pipeline.config import Home

STOP_WITHIN = 18.0  # seconds; then it is killed, which loses nothing


class CrawlEnded(KhobaoError):
    """The crawl process is gone, and with it the crawl. What it had fetched is kept; the rest waits."""


class CrawlBroke(KhobaoError):
    """A crawl could not be done at all; the message says why."""


class CrawlClient:
    """Orders crawls over a pair of streams that speak the protocol of `crawlers.worker.process`."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        child: asyncio.subprocess.Process | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._child = child
        self._numbers = itertools.count(1)
        self._reports: dict[int, asyncio.Queue[dict[str, Any]]] = {}
        self.ready = asyncio.Event()
        self.room = asyncio.Event()
        self.heard = 0  # messages; they come every few seconds
        self.rss = 0  # bytes, the most there was at a time
        self.listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int | None:
        """The process id of a child of ours."""
        return self._child.pid if self._child else None

    async def _listen(self) -> None:
        try:
            while line := await self._reader.readline():
                message = json.loads(line)
                self.heard += 1
                if "ready" in message:
                    self.ready.set()
                if "beat" in message:
                    self._feel(message["beat"])
                if "id" in message and message["id"] in self._reports:
                    self._reports[message["id"]].put_nowait(message)
        except (ValueError, OSError):  # half a line of a process that was killed, a reset connection
            pass
        finally:
            for queue in self._reports.values():
                queue.put_nowait({"ended": True})

    def _feel(self, beat: dict[str, Any]) -> None:
        self.rss = beat["rss"]
        if beat["room"]:
            self.room.set()
        else:
            self.room.clear()

    async def crawl(
        self,
        site: str,
        *,
        sources: Sequence[str] | Literal["due"] | None = None,
        again: Sequence[str] | None = None,
        budget: float | None = None,
        progress: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> dict[str, Any]:
        """Order one crawl, wait for it and return its report. Raises CrawlEnded, CrawlBroke."""
        order = {"site": site, "sources": sources, "again": again, "budget": budget}
        return await self._order(order, site, progress)

    async def annotate(self, note: Annotation) -> None:
        """Have a note kept, in WARC and archive. Raises CrawlEnded, CrawlBroke."""
        await self._order({"site": note.site, "note": note.as_json()}, note.site)

    async def stop(self, site: str) -> None:
        """Let a crawl of a site that is under way finish what is in flight, and end."""
        await self._send({"stop_site": site})

    async def poll_now(self, site: str) -> None:
        """Have a running daemon poll a site's sources at once, and not wait for it. Raises CrawlEnded, CrawlBroke."""
        await self._order({"site": site, "now": True}, site)

    async def _order(
        self, order: dict[str, Any], site: str, progress: Callable[[dict[str, Any]], None] = lambda _: None
    ) -> dict[str, Any]:
        number = next(self._numbers)
        queue = self._reports[number] = asyncio.Queue[dict[str, Any]]()
        try:
            await self._send({"id": number, **order})
            while True:
                if self.listening.done() and queue.empty():
                    break
                message = await queue.get()
                if "progress" in message:
                    progress(message["progress"])
                elif "error" in message:
                    raise CrawlBroke(message["error"])
                elif "done" in message:
                    done: dict[str, Any] = message["done"]
                    return done
                else:
                    break
        finally:
            del self._reports[number]
        fault = f"{site}: the crawl process ended; what it fetched is kept, the rest waits for the next crawl"
        raise CrawlEnded(fault)

    async def _send(self, order: dict[str, Any]) -> None:
        try:
            self._writer.write(json.dumps(order).encode() + b"\n")
            await self._writer.drain()
        except (ConnectionError, OSError):
            pass  # it is gone; whoever waits is told by `_listen`

    def kill(self) -> None:
        """End a child at once, which loses nothing."""
        if self._child and self._child.returncode is None:
            self._child.kill()

    async def wait(self) -> int:
        """Wait for our child to end, and return its exit status."""
        return await self._child.wait() if self._child else 0

    async def close(self) -> None:
        """Let a child finish what is in flight and end; a daemon's process is only let go of."""
        if self._child and self._child.returncode is None:
            await self._send({"stop": True})
            try:
                await asyncio.wait_for(self._child.wait(), STOP_WITHIN)
            except TimeoutError:
                self.kill()
                await self._child.wait()
        self._writer.close()
        await asyncio.wait({self.listening}, timeout=1)
        self.listening.cancel()


async def start(home: Home, *, log_json: bool = False) -> CrawlClient:
    """Start a crawl process. The caller holds the home's lock and has the archive prepared."""
    flags = ["--log-json"] if log_json else []
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "crawlers", str(home.folder), *flags),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE_LIMIT,
        start_new_session=True,  # Ctrl-C is the parent's to pass on, as a word over the pipe
    )
    assert child.stdin is not None
    assert child.stdout is not None
    return CrawlClient(child.stdout, child.stdin, child)


async def connect(home: Home) -> CrawlClient | None:
    """Reach the daemon that runs in a home. None if none does."""
    try:
        with open_socket_folder(home.socket) as path:
            reader, writer = await asyncio.open_unix_connection(path, limit=LINE_LIMIT)
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    return CrawlClient(reader, writer)


class open_socket_folder:  # noqa: N801  a context manager, used like open()
    """Give a short path to a socket: its name may have 107 bytes, a home's path may be longer."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> str:
        """Open the folder."""
        self._folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{self._folder}/{self._path.name}" if sys.platform == "linux" else str(self._path)

    def __exit__(self, *_: object) -> None:
        """Close the folder."""
        os.close(self._folder)
