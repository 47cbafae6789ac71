"""Reading events: the outbox that ingest fills, in the order it was filled."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

KINDS = {
    "article.new": "an article was archived for the first time; data: url, title, revision (1)",
    "article.revised": "its publisher changed an article's text; data: url, title, revision (the new one's number)",
    "article.gone": "an article was not there on three looks over some days; data: url, title, revision",
    "article.moved": "an article's address leads to another article's; data: url, title, revision, moved_to",
    "article.returned": "an article that was gone or moved stands there again; data: url, title, revision",
    "article.hidden": "a person hid an article; data: reason",
    "article.unhidden": "a person gave a hidden article back",
    "profile.learned": "a site's pages taught where its articles stand; data: version, pages",
    "profile.changed": "a site's pages no longer stood where they used to, and were learned anew; data: version, pages",
    "source.retired": "a source has been dead for long, and is asked once a day from now on; data: source, reason",
    "source.revived": "a source that was retired brings something again; data: source",
    "disk.low": "less is free on the disk than khobao.toml asks for: crawling pauses; data: free, wanted",
    "disk.freed": "there is room on the disk again, and crawling goes on; data: free, wanted",
    "site.alarmed": "a site does not do as it has been doing, or does worse (khobao health); data: colour, reasons",
    "site.calm": "a site does as it has been doing again",
    "site.failed": "a crawl of a site failed after one that did not; data: errors",
    "site.recovered": "a crawl of a site went well after one that failed; data: errors (of single pages)",
}
BATCH = 500
LOOK_EVERY = 0.5  # seconds between two looks for new events


def read_events(db: Database, since: int = 0, *, follow: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the events after number `since`, oldest first; with `follow` go on waiting for more.

    At least once: whoever remembers the last `id` it has dealt with, and starts there, misses none.
    """
    while True:
        rows = db.execute(
            "SELECT id, at, kind, site, article, data FROM events WHERE id > ? ORDER BY id LIMIT ?", [since, BATCH]
        ).fetchall()
        for number, at, kind, site, article, data in rows:
            since = number
            yield {"id": number, "at": at, "kind": kind, "site": site, "article": article, **json.loads(data)}
        if not rows:
            if not follow:
                return
            time.sleep(LOOK_EVERY)
