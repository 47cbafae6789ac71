"""Matching: which of the events in the outbox concern a watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.archive import Position, outbox
from pipeline.clock import to_stamp
from pipeline.queries import article_matches

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from pipeline.event import Event
    from pipeline.watches.watch import Watch


def next_match(
    db: Database, watch: Watch, position: Position, begun_at: str, stop: Callable[[], bool] = lambda: False
) -> tuple[Event | None, Position]:
    """First event behind a position that concerns a watch, and the position it has; or None and the end.

    What was captured before the watch began (a stamp) is no news to it: an import may bring years of it. `stop` is
    asked after each event whether to end early.
    """
    position = outbox.relocate(db, position)
    for numbered in outbox.read(db, position.event):
        position = Position(numbered.id, to_stamp(numbered.event.at))
        if position.at >= begun_at and concerns(db, watch, numbered.event):
            return numbered.event, position
        if stop():
            break
    return None, position


def concerns(db: Database, watch: Watch, event: Event) -> bool:
    """Whether a watch is about an event. An article's text is what it is now; a hidden one concerns nobody."""
    if type(event) not in watch.kinds or watch.site not in {None, event.site}:
        return False
    return event.article is None or article_matches(db, watch.query, event.article)
