"""The pages asked in this process, for tests that change the application or read its log."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from browse import serve

if TYPE_CHECKING:
    from pathlib import Path


def ask(home: Path, path: str) -> httpx.Response:
    """Ask the application over a home's archive for one page."""

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(serve.application(home / "archive.db"), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://kho") as client:
            return await client.get(path)

    return asyncio.run(answer())
