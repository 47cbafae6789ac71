"""Serve a press on loopback: one port for each site."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any

import attrs
import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from demo.press import Press

START_SECONDS = 10


@attrs.frozen
class App:
    """An ASGI application that tells the sites of a press apart by the port they are asked on."""

    press: Press
    keys: Mapping[int, str]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG002  ASGI's signature
        """Answer one request."""
        key = self.keys[scope["server"][1]]
        target = scope["raw_path"].decode("latin-1")
        if scope["query_string"]:
            target += "?" + scope["query_string"].decode("latin-1")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if latency := self.press.sites[key].latency:
            await asyncio.sleep(latency)
        reply = self.press.answer(key, scope["method"], target, headers)
        fields = [("Content-Type", reply.content_type), *reply.headers]
        if reply.status != 304:
            fields.append(("Content-Length", str(len(reply.body))))
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in fields]
        await send({"type": "http.response.start", "status": reply.status, "headers": raw})
        await send({"type": "http.response.body", "body": reply.body})


def bind(press: Press, ports: Mapping[str, int]) -> dict[str, socket.socket]:
    """Open a socket on 127.0.0.1 for each site (port 0, or none given: any) and tell the site its address.

    Raises OSError where a port is taken.
    """
    bound = {}
    for key in press.sites:
        # asyncio turns Nagle off (40 ms an answer) only where the protocol is named
        opened = bound[key] = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind(("127.0.0.1", ports.get(key, 0)))
        except OSError:
            for other in bound.values():
                other.close()
            raise
        press.move(key, f"http://127.0.0.1:{opened.getsockname()[1]}")
    return bound


def make_server(press: Press, sockets: Mapping[str, socket.socket]) -> uvicorn.Server:
    """Return a uvicorn server for the bound sockets; it is run by its `run(sockets=...)`."""
    app = App(press, {opened.getsockname()[1]: key for key, opened in sockets.items()})
    return uvicorn.Server(
        uvicorn.Config(
            app, ws="none", lifespan="off", log_level="warning", access_log=False, timeout_graceful_shutdown=1
        )
    )


@contextlib.contextmanager
def serve(press: Press, ports: Mapping[str, int] | None = None) -> Iterator[dict[str, str]]:
    """Serve a press from a thread while the block runs; the block gets the addresses, `{site: address}`."""
    sockets = bind(press, ports or {})
    server = make_server(press, sockets)
    thread = threading.Thread(target=server.run, kwargs={"sockets": list(sockets.values())}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield {key: site.address for key, site in press.sites.items()}
    finally:
        server.should_exit = True
        thread.join()
        for opened in sockets.values():
            opened.close()


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    waiting = threading.Event()
    for _ in range(START_SECONDS * 100):
        if server.started:
            return
        if not thread.is_alive():
            break
        waiting.wait(0.01)
    raise RuntimeError("the press did not start")
