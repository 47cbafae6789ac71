"""The write side of archive.db: transactions, and the search index that follows what they change.

One process writes, many read. A function of this room that takes an `Archive` writes, and is to be called inside its
`transaction`; one that takes a `Database` reads, or says that it writes.

What each capture goes through is plain SQL but for its inserts: sqlite-utils' `update` and `get` ask for a table's
columns and keys each time (60 to 110 us instead of 2), by which ingest took twice as long.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from pipeline.archive.database import open_database
from pipeline.archive.sqlite import immediate_transaction
from pipeline.search import index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from pipeline.ids import ArticleId


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open the database for writing, and close it with the block. Raises Unopenable."""
    with open_database(path) as db:
        yield Archive(db)


@attrs.define
class Archive:
    """The database that is written, and which articles the search index lacks until the commit."""

    db: Database
    _unindexed: set[ArticleId] = attrs.field(factory=set)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. What was unindexed is put into the search index in one go, just before the commit."""
        with immediate_transaction(self.db):
            self._unindexed.clear()
            yield
            index.index(self.db, sorted(self._unindexed))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo one page's part of a transaction, and nothing else, when it fails."""
        unindexed = set(self._unindexed)
        self.db.execute("SAVEPOINT page")
        try:
            yield
        except Exception:
            if self.db.conn.in_transaction:  # a full disk has rolled all of it back already
                self.db.execute("ROLLBACK TO page")
                self.db.execute("RELEASE page")
            self._unindexed = unindexed
            raise
        self.db.execute("RELEASE page")

    def unindex(self, article_id: ArticleId) -> None:
        """Take an article out of the search index until the commit.

        Call it before anything changes that the index knows of the article: FTS5 has to be told the old text.
        """
        if article_id not in self._unindexed:
            index.unindex(self.db, [article_id])
            self._unindexed.add(article_id)
