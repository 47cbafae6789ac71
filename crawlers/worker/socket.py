"""The control socket: where a running daemon takes requests from commands (crawlers.worker.protocol)."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import attrs

from crawlers.worker.client import CrawlBroke, CrawlEnded, open_socket_folder
from crawlers.worker.protocol import LINE_LIMIT, Done, Failed, Progress, Request, UnknownOrder, encode, read_order

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from crawlers.report import CrawlReport
    from crawlers.worker.protocol import Job

    CarryOut = Callable[[Job, Callable[[CrawlReport], None]], Awaitable[CrawlReport | None]]


async def listen(socket: Path, carry_out: CarryOut) -> asyncio.AbstractServer:
    """Listen on a socket that only its owner may use.

    `carry_out` is given a job and what sends a report of its progress; it returns the report of a crawl, None for
    other jobs. Its CrawlEnded and CrawlBroke are passed on. The jobs of a command that goes away are cancelled.
    """
    socket.unlink(missing_ok=True)  # noqa: ASYNC240  at once
    with open_socket_folder(socket) as path:
        server = await asyncio.start_unix_server(
            lambda reader, writer: _Connection(writer, carry_out).serve(reader), path, limit=LINE_LIMIT
        )
    socket.chmod(0o600)  # noqa: ASYNC240
    return server


@attrs.define(eq=False)
class _Connection:
    """One command at the other end."""

    _writer: asyncio.StreamWriter
    _carry_out: CarryOut
    _jobs: set[asyncio.Task[None]] = attrs.field(factory=set, init=False)

    async def serve(self, reader: asyncio.StreamReader) -> None:
        """Carry out what comes, side by side, until the command goes away."""
        with contextlib.suppress(ConnectionError, ValueError):  # a line without end
            while line := await reader.readline():
                self._receive(line)
        for job in self._jobs:
            job.cancel()
        self._writer.close()

    def _receive(self, line: bytes) -> None:
        try:
            order = read_order(line)
        except UnknownOrder as error:
            self._writer.write(encode(Failed(error.id, str(error))))
            return
        if isinstance(order, Request):  # the others are a parent's
            self._jobs.add(asyncio.create_task(self._answer(order)))

    async def _answer(self, request: Request) -> None:
        def show(report: CrawlReport) -> None:
            self._writer.write(encode(Progress(request.id, report)))

        try:
            report = await self._carry_out(request.job, show)
        except (CrawlEnded, CrawlBroke) as error:
            self._writer.write(encode(Failed(request.id, str(error))))
        else:
            self._writer.write(encode(Done(request.id, report)))
