"""The outbox: the table `events`. Events are appended in the transaction of what they announce, and read in order."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, TypeVar

import attrs

from pipeline.clock import from_stamp, to_stamp
from pipeline.event import EVENTS, NumberedEvent, data_of, event_from_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.event import ArticleEvent, Event

    SomeArticleEvent = TypeVar("SomeArticleEvent", bound=ArticleEvent)

BATCH = 500  # rows that are read at a time
LOOK_EVERY = 0.5  # seconds between two looks for new events


@attrs.frozen
class Position:
    """How far a reader has got: the last event it has dealt with. The time finds the event again after a rebuild."""

    event: int = 0
    """Its number, 0 before the first."""
    at: str = ""
    """Its stamp, "" before the first."""


def append(db: Database, event: Event) -> None:
    """Write an event. Call it in the transaction of what it announces."""
    db.execute(
        "INSERT INTO events (at, kind, site, article, data) VALUES (?, ?, ?, ?, ?)",
        [to_stamp(event.at), event.kind, event.site, event.article, json.dumps(data_of(event), ensure_ascii=False)],
    )


def about_article(db: Database, kind: type[SomeArticleEvent], article_id: int, at: datetime) -> SomeArticleEvent:
    """Make an event about an article, with the address, title and number of revisions that its row has now."""
    domain, key, url, title, number = db.execute(
        "SELECT domain, key, url, title, revisions FROM articles JOIN sites ON sites.id = site_id"
        " WHERE articles.id = ?",
        [article_id],
    ).fetchone()
    return kind(at=at, site=domain, article=key, url=url, title=title, revision=number)


def last_of(db: Database, *kinds: type[Event]) -> type[Event] | None:
    """Kind of the last event that has one of these kinds; None where there was none."""
    row = db.execute(
        "SELECT kind FROM events WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1",
        [json.dumps([kind.kind for kind in kinds])],
    ).fetchone()
    return EVENTS[row[0]] if row else None


def last_position(db: Database) -> Position:
    """Position of a reader that has dealt with all events so far."""
    row = db.execute("SELECT id, at FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return Position(*row) if row else Position()


def relocate(db: Database, position: Position) -> Position:
    """Position by the numbers that events have now: a rebuild numbers them anew.

    Then it is just before the first event that is not older: some events may come twice, none is left out.
    """
    row = db.execute("SELECT at FROM events WHERE id = ?", [position.event]).fetchone()
    if position.event == 0 or (row and row[0] == position.at):
        return position
    later = db.execute("SELECT min(id) FROM events WHERE at >= ?", [position.at]).fetchone()[0]
    return Position(int(later) - 1, position.at) if later else last_position(db)


def read(db: Database, since: int = 0, *, follow: bool = False) -> Iterator[NumberedEvent]:
    """Yield the events after number `since`, oldest first; with `follow` go on waiting for more.

    At least once: whoever remembers the last `id` it has dealt with, and starts there, misses none. Kinds that a later
    version wrote are passed over.
    """
    while True:
        rows = db.execute(
            "SELECT id, at, kind, site, article, data FROM events WHERE id > ? ORDER BY id LIMIT ?", [since, BATCH]
        ).fetchall()
        for number, at, kind, site, article, data in rows:
            since = number
            if kind in EVENTS:
                event = event_from_data(EVENTS[kind], from_stamp(at), site, article, json.loads(data))
                yield NumberedEvent(number, event)
        if not rows:
            if not follow:
                return
            time.sleep(LOOK_EVERY)
