"""One message by one way, to a real receiver."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from standardwebhooks import WebhookVerificationError

from pipeline.event import ArticleRevised
from pipeline.watches import send as sending
from pipeline.watches.message import WatchMessage, message_of
from pipeline.watches.send import NotDelivered, masked, send
from pipeline.watches.watch import Watch, make_secret
from tests.support.receiver import Receiver, receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENT = ArticleRevised(
    at=datetime(2026, 11, 27, 8, tzinfo=UTC),
    site="bao.example",
    article="3kq5zbna7w2c",
    url="https://bao.example/1.html",
    title="Đất ven sông",
    revision=2,
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give one that answers well."""
    with receiving() as made:
        yield made


def hook(receiver: Receiver) -> Watch:
    """Return a watch that is delivered there."""
    return Watch("dat", webhook=receiver.url, secret=make_secret())


def complaint(watch: Watch, message: WatchMessage | None = None) -> NotDelivered:
    """Send what is not taken, and return why."""
    with pytest.raises(NotDelivered) as refused:
        asyncio.run(send(watch, "webhook", message or message_of(watch, EVENT)))
    return refused.value


def test_a_webhook_gets_what_happened_signed(receiver: Receiver) -> None:
    """Body and headers are those of the Standard Webhooks; their own library verifies them, for this secret alone."""
    watch = hook(receiver)
    asyncio.run(send(watch, "webhook", message_of(watch, EVENT)))
    (sent,) = receiver.sent
    assert watch.secret is not None
    sent.verify(watch.secret)
    with pytest.raises(WebhookVerificationError):
        sent.verify(make_secret())
    assert sent.headers["content-type"] == "application/json"
    assert abs(int(sent.headers["webhook-timestamp"]) - time.time()) < 60
    assert sent.message == {
        "type": "article.revised",
        "timestamp": "2026-11-27T08:00:00Z",
        "data": {
            "watch": "dat",
            "site": "bao.example",
            "article": "3kq5zbna7w2c",
            "url": "https://bao.example/1.html",
            "title": "Đất ven sông",
            "revision": 2,
        },
    }


@pytest.mark.parametrize(("status", "for_good"), [(500, False), (404, False), (429, False), (410, True)])
def test_anything_but_a_yes_is_a_failure(receiver: Receiver, status: int, for_good: bool) -> None:  # noqa: FBT001
    """It says what was answered; 410 that no more is wanted."""
    receiver.status = status
    refused = complaint(hook(receiver))
    assert str(refused).startswith(str(status))
    assert refused.for_good == for_good


@pytest.mark.parametrize(
    ("asked", "wait"), [("90", 90), (None, 0), ("soon", 0)], ids=["seconds", "nothing", "nonsense"]
)
def test_when_a_receiver_wants_it_again(receiver: Receiver, asked: str | None, wait: float) -> None:
    """What its Retry-After asks for goes with the complaint."""
    receiver.status, receiver.retry_after = 503, asked
    assert complaint(hook(receiver)).wait == wait


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    """Only where the person said is anything sent."""
    with receiving() as elsewhere:
        receiver.status, receiver.location = 307, elsewhere.url
        assert str(complaint(hook(receiver))).startswith("307")
        assert elsewhere.sent == []


def test_a_receiver_that_hangs_is_a_failure(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a time that holds for the whole of it."""
    monkeypatch.setattr(sending, "TIMEOUT", 1.0)
    receiver.awake.clear()
    assert str(complaint(hook(receiver))) == "no answer within 1 s"


def test_a_receiver_that_is_away_is_a_failure() -> None:
    """At once; what is secret in its address is not said."""
    watch = Watch("dat", webhook="http://127.0.0.1:1/secret", secret=make_secret())
    assert str(complaint(watch)).startswith("ConnectError")
    assert "secret" not in str(complaint(watch))


def test_a_person_is_told_through_apprise(receiver: Receiver) -> None:
    """Title, address, site and watch; what goes wrong is said in apprise's words."""
    watch = Watch("dat", notify=receiver.url.replace("http", "json", 1))
    asyncio.run(send(watch, "notify", message_of(watch, EVENT)))
    (sent,) = receiver.sent
    told = json.loads(sent.body)
    assert told["title"] == "Bài đã sửa: Đất ven sông"
    assert told["message"] == "https://bao.example/1.html\nbao.example · dat"
    receiver.status = 500
    with pytest.raises(NotDelivered, match="500"):
        asyncio.run(send(watch, "notify", message_of(watch, EVENT)))
    receiver.status = 204
    broken = Watch("dat", notify="mailto://127.0.0.1:1/?user=a&pass=b&from=c@x.example&to=d@x.example")

    async def tell_both() -> list[BaseException | None]:
        told = [send(one, "notify", message_of(one, EVENT)) for one in (watch, broken)]
        return await asyncio.gather(*told, return_exceptions=True)

    well, ill = asyncio.run(tell_both())
    assert well is None
    assert isinstance(ill, NotDelivered)
    with pytest.raises(NotDelivered, match="nonsense"):
        asyncio.run(send(Watch("dat", notify="nonsense://x"), "notify", message_of(watch, EVENT)))


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("https://me:pw@hooks.example:8443/T0/SECRET?x=y", "https://hooks.example:8443/…"),
        ("tgram://123:SECRET/456", "tgram://…"),
        ("mailto://me:pw@example.org", "mailto://…"),
    ],
)
def test_what_is_shown_holds_no_secret(target: str, shown: str) -> None:
    """The host of a webhook, the kind of a notice."""
    assert masked(target) == shown
