from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from pipeline.archive import outbox
from pipeline.archive.archive import open_archive
from pipeline.archive.database import prepare_archive, read_archive
from pipeline.config import Home
from pipeline.event import DiskFreed, DiskLow, SiteFailed, SiteRecovered
from tests.support.captures import BEGUN, Store, capture, long_text, open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def failure(error: str) -> SiteFailed:
    """Return an event with an error."""
    return SiteFailed(at=BEGUN, site="bao.example", errors=[error])


def announce(store: Store, count: int) -> None:
    """Announce so many failures."""
    with store.archive.transaction():
        for number in range(count):
            outbox.append(store.archive.db, failure(f"lỗi {number}"))


def test_events_come_in_order_and_whole() -> None:
    """Each with number, time, kind, site, article and its data; any number of them."""
    with open_store() as store:
        store.take(capture("/a.html", 0, long_text("Giáp")), capture("/a.html", 5, long_text("Ất")))
        announce(store, outbox.BATCH + 5)
        events = [numbered.as_json() for numbered in outbox.read(store.archive.db)]
        key = store.rows("SELECT key FROM articles")[0][0]
    assert [event["id"] for event in events] == list(range(1, outbox.BATCH + 8))
    assert events[1] == {
        "id": 2,
        "at": "2026-07-16T01:05:00Z",
        "kind": "article.revised",
        "site": "bao.example",
        "article": key,
        "url": "https://bao.example/a.html",
        "title": "Sửa đường",
        "revision": 2,
    }
    assert events[-1]["errors"] == (f"lỗi {outbox.BATCH + 4}",)


def test_who_starts_at_the_last_one_dealt_with_misses_none() -> None:
    """`since` is the last number already had; past the end there is nothing."""
    with open_store() as store:
        announce(store, 5)
        assert [numbered.id for numbered in outbox.read(store.archive.db, 3)] == [4, 5]
        assert list(outbox.read(store.archive.db, 5)) == list(outbox.read(store.archive.db, 99)) == []


def test_a_number_is_never_given_twice() -> None:
    """Also when the last events are deleted: a script's place stays right."""
    with open_store() as store:
        announce(store, 3)
        store.rows("DELETE FROM events WHERE id = 3")
        announce(store, 1)
        assert [numbered.id for numbered in outbox.read(store.archive.db, 2)] == [4]


def test_following_waits_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `follow` an event comes as soon as another process has committed it."""
    monkeypatch.setattr(outbox, "LOOK_EVERY", 0.01)
    home = Home(tmp_path)
    prepare_archive(home.archive)

    def write() -> None:
        with open_archive(home.archive) as archive:
            for number in range(3):
                time.sleep(0.03)
                with archive.transaction():
                    outbox.append(archive.db, failure(str(number)))

    writer = threading.Thread(target=write)
    with read_archive(home) as db:
        following = outbox.read(db, follow=True)
        writer.start()
        assert [next(following).event for _ in range(3)] == [failure(str(number)) for number in range(3)]
    writer.join()


def test_an_event_is_read_as_it_was_written() -> None:
    """The value that comes out equals the one that went in; what a later version wrote is passed over."""
    with open_store() as store:
        event = SiteRecovered(at=BEGUN, site="bao.example", errors=["lỗi"])
        store.rows("INSERT INTO events (at, kind, site, data) VALUES ('2026-01-01T00:00:00Z', 'moon.full', '', '{}')")
        outbox.append(store.archive.db, event)
        assert [(numbered.id, numbered.event) for numbered in outbox.read(store.archive.db)] == [(2, event)]


def test_the_last_event_of_some_kinds() -> None:
    """Other kinds in between do not count; None where there is none."""
    with open_store() as store:
        db = store.archive.db
        assert outbox.last_of(db, DiskLow, DiskFreed) is None
        for event in (DiskFreed(at=BEGUN, free=2.0, wanted=1.0), DiskLow(at=BEGUN, free=0.5, wanted=1.0)):
            outbox.append(db, event)
        announce(store, 2)
        assert outbox.last_of(db, DiskLow, DiskFreed) is DiskLow
        assert outbox.last_of(db, DiskFreed) is DiskFreed
