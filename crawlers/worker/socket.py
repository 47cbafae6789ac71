"""Orders: where a running daemon takes them from commands; a JSON object a line, as in `crawlers.worker.process`."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

from crawlers.worker.client import CrawlBroke, CrawlEnded, open_socket_folder
from crawlers.worker.process import LINE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    Send = Callable[[dict[str, Any]], None]
    CarryOut = Callable[[dict[str, Any], Send], Awaitable[dict[str, Any]]]


async def listen(socket: Path, carry_out: CarryOut) -> asyncio.AbstractServer:
    """Listen on a socket that only its owner may use.

    `carry_out` is given an order and what sends a report of progress, and returns what it came to. Raises CrawlEnded,
    CrawlBroke, which is passed on. Whoever goes away takes its orders with it.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def carry(order: dict[str, Any]) -> None:
            number = order.pop("id")

            def send(message: dict[str, Any]) -> None:
                writer.write(json.dumps({"id": number, **message}).encode() + b"\n")

            try:
                send({"done": await carry_out(order, lambda progress: send({"progress": progress}))})
            except (CrawlEnded, CrawlBroke) as error:
                send({"error": str(error)})

        orders: set[asyncio.Task[None]] = set()
        with contextlib.suppress(ConnectionError, ValueError):
            while line := await reader.readline():
                orders.add(asyncio.create_task(carry(json.loads(line))))
        for order in orders:
            order.cancel()
        writer.close()

    socket.unlink(missing_ok=True)  # noqa: ASYNC240  at once
    with open_socket_folder(socket) as path:
        server = await asyncio.start_unix_server(answer, path, limit=LINE_LIMIT)
    socket.chmod(0o600)  # noqa: ASYNC240
    return server
