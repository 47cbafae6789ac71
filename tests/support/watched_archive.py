"""A home with an archive of articles whose events are announced as the real ones are, and watches over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.archive import outbox
from pipeline.clock import now
from pipeline.config import Home
from pipeline.watches.deliveries import open_deliveries
from pipeline.watches.watch import make_secret, parse_watch, save_watch
from tests.support.example_archive import add_article, make

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from pipeline.event import Event
    from pipeline.watches.watch import Watch

SITE = "bao.example"


class WatchedHome:
    """A home, its archive open to write into."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.db: Database = make(self.home.archive)
        self.db.conn.isolation_level = None

    def article(self, title: str, text: str = "", *, site: str = SITE, **more: Any) -> str:
        """Archive an article and announce it. Returns its key."""
        return add_article(self.db, site, title, text, **more)

    def announce(self, event: Event) -> None:
        """Write an event."""
        outbox.append(self.db, event)

    def watch(self, name: str, query: str = "", **said: Any) -> Watch:
        """Write a watch's file, as a person's editor does: the dispatcher has not seen it yet."""
        path = self.home.watches_folder / f"{name}.toml"
        secret = {"secret": make_secret()} if "webhook" in said else {}
        made = parse_watch({"query": query, **secret, **said}, path)
        save_watch(path, made)
        return made

    def add(self, name: str, query: str = "", **said: Any) -> Watch:
        """Add a watch as the command does: it begins here."""
        made = self.watch(name, query, **said)
        with open_deliveries(self.home) as deliveries:
            deliveries.register([made], outbox.last_position(self.db), now())
        return made
