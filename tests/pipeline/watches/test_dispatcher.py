"""The dispatcher over a real archive, with real receivers."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.watches import deliveries, delivery
from pipeline.watches import dispatcher as dispatch
from pipeline.watches import send as sending
from pipeline.watches.deliveries import read_deliveries
from pipeline.watches.dispatcher import Dispatcher
from tests.support.receiver import Receiver, receiving
from tests.support.watched_archive import WatchedHome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from pipeline.watches.delivery import Delivery


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedHome]:
    """Give an empty archive, and a dispatcher's clock that runs fast."""
    monkeypatch.setattr(dispatch, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(dispatch, "PATIENCE", 0.1)
    monkeypatch.setattr(delivery, "RETRY_IN", (timedelta(0),) * 1000)
    home = WatchedHome(tmp_path)
    yield home
    home.db.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give one that answers well."""
    with receiving() as made:
        yield made


@asynccontextmanager
async def dispatching(made: WatchedHome) -> AsyncIterator[Dispatcher]:
    """Run a dispatcher while the block runs."""
    stopping = asyncio.Event()
    dispatcher = Dispatcher(made.home, stopping)
    task = asyncio.create_task(dispatcher.run())
    try:
        yield dispatcher
    finally:
        stopping.set()
        await task


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  what it waits for stands in files and another thread
            await asyncio.sleep(0.02)


def stands(made: WatchedHome, name: str = "dat", way: str = "webhook") -> Delivery:
    """Return how a watch is delivered."""
    return read_deliveries(made.home)[name, way]


def test_matches_are_delivered_in_order_and_once(made: WatchedHome, receiver: Receiver) -> None:
    """What came after the watch was added, also before the daemon ran; nothing that does not match; nothing twice."""
    made.article("Đất cũ")
    made.add("dat", "đất", webhook=receiver.url)
    made.article("Đất một")

    async def act() -> None:
        async with dispatching(made):
            await until(lambda: receiver.titles == ["Đất một"])
            for title in ("Đất hai", "Lúa", "Đất ba"):
                made.article(title)
            await until(lambda: len(receiver.taken) == 3)
        made.article("Đất bốn")
        async with dispatching(made):
            await until(lambda: len(receiver.taken) == 4)
            await until(lambda: stands(made).delivered == 4)

    asyncio.run(act())
    assert receiver.titles == ["Đất một", "Đất hai", "Đất ba", "Đất bốn"]
    assert stands(made).failures == 0
    assert stands(made).delivered_at is not None


def test_one_that_fails_and_hangs_gets_all_in_order_when_it_comes_back(
    made: WatchedHome, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first message is tried again under its own id, those behind it wait; another watch is not held up."""
    monkeypatch.setattr(sending, "TIMEOUT", 1.0)
    made.add("dat", "đất", webhook=receiver.url)
    receiver.status = 500

    async def act(other: Receiver) -> None:
        made.add("tat-ca", webhook=other.url)
        async with dispatching(made):
            made.article("Đất một")
            made.article("Đất hai")
            await until(lambda: len(other.taken) == 2 and len(receiver.sent) >= 2)
            failing = stands(made)
            assert (failing.delivered, failing.error) == (0, "500 Internal Server Error")
            assert failing.failing_since is not None
            receiver.status = 204
            receiver.awake.clear()
            await until(lambda: stands(made).error == "no answer within 1 s")
            receiver.awake.set()
            await until(lambda: stands(made).delivered == 2)

    with receiving() as other:
        asyncio.run(act(other))
    assert list(dict.fromkeys(receiver.titles)) == ["Đất một", "Đất hai"]
    assert len({sent.id for sent in receiver.sent}) == 2
    assert (stands(made).failures, stands(made).error) == (0, None)


def test_one_that_wants_no_more_is_switched_off_until_it_is_mended(made: WatchedHome, receiver: Receiver) -> None:
    """410: not asked again; a new address in the file gets what was missed."""
    made.add("dat", "đất", webhook=receiver.url)
    receiver.status = 410

    async def act(other: Receiver) -> None:
        async with dispatching(made):
            made.article("Đất một")
            await until(lambda: stands(made).off_at)
            made.article("Đất hai")
            await asyncio.sleep(0.2)
            assert len(receiver.sent) == 1
            made.watch("dat", "đất", webhook=other.url)
            await until(lambda: other.titles == ["Đất một", "Đất hai"])

    with receiving() as other:
        asyncio.run(act(other))


def test_watches_are_taken_up_and_given_up_while_it_runs(made: WatchedHome, receiver: Receiver) -> None:
    """A new file begins where the events are; a faulty one changes nothing; a deleted one ends."""

    async def act() -> None:
        async with dispatching(made) as dispatcher:
            made.article("Đất một")
            path = made.home.watches_folder / "dat.toml"
            made.watch("dat", "đất", webhook=receiver.url)
            await until(lambda: read_deliveries(made.home))
            made.article("Đất hai")
            await until(lambda: receiver.titles == ["Đất hai"])
            path.write_text("query = 1")
            await until(lambda: dispatcher._stamps == {path: path.stat().st_mtime_ns})
            made.article("Đất ba")
            await until(lambda: len(receiver.taken) == 2)
            path.unlink()
            await until(lambda: not read_deliveries(made.home))
            made.article("Đất bốn")
            await asyncio.sleep(0.2)
        made.add("dat", "đất", webhook=receiver.url)
        path.unlink()
        async with dispatching(made):
            await until(lambda: not read_deliveries(made.home))

    asyncio.run(act())
    assert receiver.titles == ["Đất hai", "Đất ba"]


def test_what_can_not_be_noted_is_not_sent_again_and_again(
    made: WatchedHome, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a full disk a message is sent once, and once more by the daemon after; others are delivered meanwhile."""
    made.add("dat", "đất", webhook=receiver.url)
    save = deliveries.Deliveries.save

    def fail(self: deliveries.Deliveries, one: Delivery) -> None:
        if one.watch == "dat":
            message = "database or disk is full"
            raise sqlite3.OperationalError(message)
        save(self, one)

    async def act(other: Receiver) -> None:
        made.add("tat-ca", webhook=other.url)
        monkeypatch.setattr(deliveries.Deliveries, "save", fail)
        async with dispatching(made):
            made.article("Đất một")
            await until(lambda: other.taken and receiver.taken)
            made.article("Đất hai")
            await until(lambda: len(other.taken) == 2)
        assert receiver.titles == ["Đất một"]
        monkeypatch.setattr(deliveries.Deliveries, "save", save)
        async with dispatching(made):
            await until(lambda: stands(made).delivered == 2)

    with receiving() as other:
        asyncio.run(act(other))
    assert receiver.titles == ["Đất một", "Đất một", "Đất hai"]


def test_a_stop_does_not_wait_for_a_receiver_that_hangs(made: WatchedHome, receiver: Receiver) -> None:
    """What was not taken is sent by the next one, under its id."""
    made.add("dat", "đất", webhook=receiver.url)
    receiver.awake.clear()

    async def act() -> None:
        async with dispatching(made):
            made.article("Đất một")
            await until(lambda: receiver.sent)
        assert stands(made).delivered == 0
        receiver.awake.set()
        async with dispatching(made):
            await until(lambda: stands(made).delivered == 1)

    asyncio.run(act())
    assert len({sent.id for sent in receiver.sent}) == 1
