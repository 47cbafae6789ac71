"""Matching: which of the events that were written concern a watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.archive import outbox
from pipeline.clock import to_stamp
from pipeline.search import as_typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from pipeline.event import Event
    from pipeline.watches.watch import Watch


@attrs.frozen
class Position:
    """How far events have been dealt with: the number of the last one, and its time. 0 and "" before the first."""

    event: int = 0
    at: str = ""


def last_position(db: Database) -> Position:
    """Return where the events end."""
    row = db.execute("SELECT id, at FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return Position(*row) if row else Position()


def next_match(
    db: Database, watch: Watch, position: Position, begun_at: str, stop: Callable[[], bool] = lambda: False
) -> tuple[Event | None, Position]:
    """Return the first event behind a position that concerns a watch, and the position it has; or None and the end.

    What was captured before the watch began is no news to it: an import may bring years of it.
    """
    position = _found_again(db, position)
    for numbered in outbox.read(db, position.event):
        position = Position(numbered.id, to_stamp(numbered.event.at))
        if position.at >= begun_at and concerns(db, watch, numbered.event):
            return numbered.event, position
        if stop():
            break
    return None, position


def concerns(db: Database, watch: Watch, event: Event) -> bool:
    """Tell whether a watch is about an event. An article's text is what it is now; a hidden one concerns nobody."""
    if type(event) not in watch.kinds or watch.site not in {None, event.site}:
        return False
    if event.article is None:
        return True
    typed = as_typed(db, watch.query)
    found = db.execute(
        f"SELECT 1 FROM ({typed.sql}) AS asked WHERE asked.id = (SELECT article_id FROM addresses WHERE key = ?)",  # noqa: S608  search's own words
        [*typed.values, event.article],
    )
    return found.fetchone() is not None


def _found_again(db: Database, position: Position) -> Position:
    """Return a position as the events are numbered now: a rebuild numbers them anew.

    Then the first event that is not older than the position's own tells it: some may come twice, none is left out.
    """
    row = db.execute("SELECT at FROM events WHERE id = ?", [position.event]).fetchone()
    if position.event == 0 or (row and row[0] == position.at):
        return position
    later = db.execute("SELECT min(id) FROM events WHERE at >= ?", [position.at]).fetchone()[0]
    return Position(int(later) - 1, position.at) if later else last_position(db)
