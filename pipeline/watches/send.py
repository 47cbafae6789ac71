"""Sending: one message by one way. Webhooks as the Standard Webhooks say; notices to people through apprise.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from pipeline.retry_after import retry_after
from pipeline.watches.watch import secret_bytes

if TYPE_CHECKING:
    from apprise import Apprise

    from pipeline.watches.message import WatchMessage
    from pipeline.watches.watch import Watch, Way

TIMEOUT = 15.0  # seconds for all of one message


class NotDelivered(Exception):
    """A message was not taken. `for_good`: its receiver wants no more; `wait`: not before so many seconds."""

    def __init__(self, reason: str, *, for_good: bool = False, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.for_good = for_good
        self.wait = wait


async def send(watch: Watch, way: Way, message: WatchMessage) -> None:
    """Send one message by one way of a watch. Raises NotDelivered."""
    try:
        async with asyncio.timeout(TIMEOUT):
            await (_post if way == "webhook" else _notify)(watch, message)
    except TimeoutError:
        raise NotDelivered(f"no answer within {TIMEOUT:.0f} s") from None


def signed(secret: str, message_id: str, moment: int, body: str) -> dict[str, str]:
    """Headers that name and sign a body sent at a moment (seconds since 1970)."""
    mac = hmac.new(secret_bytes(secret), f"{message_id}.{moment}.{body}".encode(), hashlib.sha256)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(mac.digest()).decode()}",
    }


def masked(target: str) -> str:
    """Where a way leads without what is secret in it: the path, the query, a password, all of a notice's."""
    parts = urlsplit(target)
    host = parts.netloc.rpartition("@")[2] + "/" if parts.scheme in {"http", "https"} else ""
    return f"{parts.scheme}://{host}…"


async def _post(watch: Watch, message: WatchMessage) -> None:
    assert watch.webhook is not None
    assert watch.secret is not None
    headers = {"content-type": "application/json", "user-agent": "khobao"}
    headers |= signed(watch.secret, message.id, int(time.time()), message.body)
    try:
        async with (
            httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", watch.webhook, content=message.body.encode(), headers=headers) as answer,
        ):  # whatever it says beside its status is not read
            if not answer.is_success:
                wait = retry_after(answer.headers.get("retry-after", ""), time.time()) or 0.0
                for_good = answer.status_code == 410
                raise NotDelivered(f"{answer.status_code} {answer.reason_phrase}", for_good=for_good, wait=wait)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}") from error


async def _notify(watch: Watch, message: WatchMessage) -> None:
    """Notify a person. Raises NotDelivered in apprise's words."""
    assert watch.notify is not None
    receiver = await asyncio.to_thread(_receiver, watch.notify)
    text = {"title": message.title, "body": message.text, "body_format": "text"}
    with await receiver.async_notify(**text, timeout=TIMEOUT) as result:
        complaints = [str(entry.message) for entry in result.logs()]  # all of them: half read they keep a lock
        if not result:
            raise NotDelivered(complaints[0] if complaints else "not taken")


def _receiver(target: str) -> Apprise:
    """Apprise for one address. Call it in a thread: it reads all its plugins first."""
    import apprise  # noqa: PLC0415  37 MB, for those alone who use it

    receiver = apprise.Apprise()
    if not receiver.add(target):
        message = f"{masked(target)} is no address that apprise knows"
        raise NotDelivered(message)
    return receiver
