from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from pipeline.archive import outbox as events
from pipeline.archive.archive import open_archive
from pipeline.archive.database import prepare_archive, read_archive
from pipeline.archive.outbox import KINDS, read_events
from pipeline.config.home import Home
from tests.support.captures import BEGUN, Store, capture, long_text, open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def announce(store: Store, count: int) -> None:
    """Announce so many failures."""
    with store.archive.transaction():
        for number in range(count):
            store.archive.announce(BEGUN, "site.failed", "bao.example", errors=[f"lỗi {number}"])


def test_events_come_in_order_and_whole() -> None:
    """Each with number, time, kind, site, article and its data; any number of them."""
    with open_store() as store:
        store.take(capture("/a.html", 0, long_text("Giáp")), capture("/a.html", 5, long_text("Ất")))
        announce(store, events.BATCH + 5)
        got = list(read_events(store.archive.db))
        key = store.rows("SELECT key FROM articles")[0][0]
    assert [one["id"] for one in got] == list(range(1, events.BATCH + 8))
    assert got[1] == {
        "id": 2,
        "at": "2026-07-16T01:05:00Z",
        "kind": "article.revised",
        "site": "bao.example",
        "article": key,
        "url": "https://bao.example/a.html",
        "title": "Sửa đường",
        "revision": 2,
    }
    assert got[-1]["errors"] == [f"lỗi {events.BATCH + 4}"]
    assert {one["kind"] for one in got} <= set(KINDS)


def test_who_starts_at_the_last_one_dealt_with_misses_none() -> None:
    """`since` is the last number already had; past the end there is nothing."""
    with open_store() as store:
        announce(store, 5)
        assert [one["id"] for one in read_events(store.archive.db, 3)] == [4, 5]
        assert list(read_events(store.archive.db, 5)) == list(read_events(store.archive.db, 99)) == []


def test_a_number_is_never_given_twice() -> None:
    """Also when the last events are deleted: a script's place stays right."""
    with open_store() as store:
        announce(store, 3)
        store.rows("DELETE FROM events WHERE id = 3")
        announce(store, 1)
        assert [one["id"] for one in read_events(store.archive.db, 2)] == [4]


def test_following_waits_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `follow` an event comes as soon as another process has committed it."""
    monkeypatch.setattr(events, "LOOK_EVERY", 0.01)
    home = Home(tmp_path)
    prepare_archive(home.archive)

    def write() -> None:
        with open_archive(home.archive) as archive:
            for number in range(3):
                time.sleep(0.03)
                with archive.transaction():
                    archive.announce(BEGUN, "site.failed", "bao.example", errors=[str(number)])

    writer = threading.Thread(target=write)
    with read_archive(home) as db:
        following = read_events(db, follow=True)
        writer.start()
        assert [next(following)["errors"] for _ in range(3)] == [["0"], ["1"], ["2"]]
    writer.join()
