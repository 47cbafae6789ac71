"""The daemon's and the commands' end of the protocol: start a crawl process, or reach a running daemon; order jobs."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from typing import TYPE_CHECKING

from crawlers.worker.protocol import (
    LINE_LIMIT,
    AnnotateJob,
    Beat,
    CrawlJob,
    Done,
    Failed,
    PollNowJob,
    Progress,
    Ready,
    Request,
    Stop,
    StopSite,
    encode,
    read_message,
)
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crawlers.report import CrawlReport
    from crawlers.worker.protocol import Job, Message, Order
    from pipeline.annotation import Annotation
    from pipeline.config import Home

    ShowProgress = Callable[[CrawlReport], None]

STOP_WITHIN = 18.0  # seconds; then it is killed, which loses nothing


class CrawlEnded(KhobaoError):
    """The crawl process is gone, and with it the crawl. What it had fetched is kept; the rest waits."""


class CrawlBroke(KhobaoError):
    """A crawl could not be done at all; the message says why."""


class CrawlClient:
    """Orders jobs over a pair of streams, of a child or of a socket."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        child: asyncio.subprocess.Process | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._child = child
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Queue[Message | None]] = {}  # None: there will be no more
        self.ready = asyncio.Event()
        self.has_room = asyncio.Event()
        self.messages = 0
        """How many have come; some come every few seconds while the other end lives."""
        self.memory = 0
        """Bytes, the most the process has had at a time."""
        self.listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int | None:
        """The process id of a child of ours."""
        return self._child.pid if self._child else None

    async def _listen(self) -> None:
        try:
            while line := await self._reader.readline():
                self._receive(read_message(line))
        except (ValueError, OSError):  # half a line of a process that was killed, a reset connection
            pass
        finally:
            for answers in self._answers.values():
                answers.put_nowait(None)

    def _receive(self, message: Message) -> None:
        self.messages += 1
        match message:
            case Ready():
                self.ready.set()
            case Beat():
                self.memory = message.memory
                if message.has_room:
                    self.has_room.set()
                else:
                    self.has_room.clear()
            case Progress() | Done() | Failed():
                if answers := self._answers.get(message.id):
                    answers.put_nowait(message)

    async def crawl(self, job: CrawlJob, show: ShowProgress = lambda _: None) -> CrawlReport:
        """Order a crawl and wait for it; `show` is given its progress. Raises CrawlEnded, CrawlBroke."""
        report = await self.request(job, show)
        assert report is not None
        return report

    async def annotate(self, annotation: Annotation) -> None:
        """Have an annotation kept, in WARC and archive. Raises CrawlEnded, CrawlBroke."""
        await self.request(AnnotateJob(annotation))

    async def poll_now(self, site: str) -> None:
        """Have a running daemon poll a site's sources at once, and not wait for it. Raises CrawlEnded, CrawlBroke."""
        await self.request(PollNowJob(site))

    async def stop(self, site: str) -> None:
        """Let a crawl of a site that is under way finish what is in flight, and end."""
        await self._send(StopSite(site))

    async def request(self, job: Job, show: ShowProgress = lambda _: None) -> CrawlReport | None:
        """Order a job and wait until it is done; a crawl has a report. Raises CrawlEnded, CrawlBroke."""
        number = next(self._ids)
        answers = self._answers[number] = asyncio.Queue()
        try:
            await self._send(Request(number, job))
            while not (self.listening.done() and answers.empty()):
                match await answers.get():
                    case Progress(report=report):
                        show(report)
                    case Failed(error=error):
                        raise CrawlBroke(error)
                    case Done(report=final):
                        return final
                    case _:
                        break
        finally:
            del self._answers[number]
        fault = f"{job.site}: the crawl process ended; what it fetched is kept, the rest waits for the next crawl"
        raise CrawlEnded(fault)

    async def _send(self, order: Order) -> None:
        try:
            self._writer.write(encode(order))
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
            await self._send(Stop())
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
        start_new_session=True,  # Ctrl-C is the parent's to pass on, as an order over the pipe
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
