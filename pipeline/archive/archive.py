"""The rows that ingest reads and writes, step by step.

One process writes, many read. Writes go through `transaction`, which takes the write lock at once: a deferred
BEGIN that reads first fails with 'database is locked' whatever the timeout, when another commits in between.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.archive import outbox
from pipeline.archive.database import open_database
from pipeline.archive.sqlite import immediate_transaction
from pipeline.capture import RecordLocation
from pipeline.clock import from_stamp, in_vietnam, to_stamp
from pipeline.event import ArticleEvent, ArticleGone, ArticleMoved, ArticleReturned
from pipeline.revision import Standing
from pipeline.search import index
from pipeline.urls import article_key, canonical, identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from pipeline.article import Article
    from pipeline.capture import Capture
    from pipeline.config import Site
    from pipeline.revision import Reading

# What is announced when an article's availability changes.
_TURNS: dict[str, type[ArticleEvent]] = {"gone": ArticleGone, "moved": ArticleMoved, "returned": ArticleReturned}


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open the database for writing. Raises Unopenable."""
    with open_database(path) as db:
        yield Archive(db)


def stored_urls(db: Database, site: str, url: str | None = None) -> list[str]:
    """Return the addresses of a site's articles, the newest article first; or just the one that `url` leads to."""
    narrowed, values = (" AND addresses.key = ?", [site, article_key(site, url)]) if url else ("", [site])
    rows = db.execute(
        "SELECT DISTINCT articles.url FROM articles JOIN sites ON sites.id = articles.site_id"  # noqa: S608  ours
        f" JOIN addresses ON addresses.article_id = articles.id WHERE domain = ?{narrowed} ORDER BY shown_at DESC",
        values,
    )
    return [row[0] for row in rows]


@attrs.define
class Archive:
    """The write side. Its methods are single steps of ingest and mean something only inside `transaction`."""

    db: Database
    _changed: set[int] = attrs.field(factory=set)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. What changed is put into the search index in one go, just before the commit."""
        with immediate_transaction(self.db):
            self._changed.clear()
            yield
            index.index(self.db, sorted(self._changed))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo one page's part of a transaction, and nothing else, when it fails."""
        changed = set(self._changed)
        self.db.execute("SAVEPOINT page")
        try:
            yield
        except Exception:
            if self.db.conn.in_transaction:
                self.db.execute("ROLLBACK TO page")
                self.db.execute("RELEASE page")
            self._changed = changed
            raise
        self.db.execute("RELEASE page")

    # sites and captures

    def site_id(self, site: Site) -> int:
        """Return a site's row, made or brought up to date."""
        row = self.db.execute(
            "INSERT INTO sites (domain, name, kind, provinces) VALUES (?, ?, ?, ?) ON CONFLICT (domain) DO UPDATE"
            " SET name = excluded.name, kind = excluded.kind, provinces = excluded.provinces RETURNING id",
            [site.domain, site.name, site.kind, json.dumps(site.provinces)],
        ).fetchone()
        return int(row[0])

    def has_captured(self, site: str, urls: Iterable[str]) -> set[str]:
        """Return those of the URLs that led to a capture (no empty one) or are an address, also a hidden article's."""
        wanted = {url: article_key(site, url) for url in urls}
        rows = self.db.execute(
            "SELECT wanted.key FROM json_each(?) AS wanted JOIN sites ON sites.domain = ?"
            " WHERE EXISTS (SELECT 1 FROM captures"
            "   WHERE site_id = sites.id AND asked_url = wanted.key AND outcome != 'empty')"
            " OR EXISTS (SELECT 1 FROM captures"  # two, each with its index; one with OR would read all captures
            "   WHERE site_id = sites.id AND url = wanted.key AND outcome != 'empty')"
            " OR EXISTS (SELECT 1 FROM addresses WHERE addresses.key = wanted.value)"
            " OR EXISTS (SELECT 1 FROM hidden_marks WHERE mark = wanted.value)",
            [json.dumps(wanted), site],
        )
        return {row[0] for row in rows}

    def add_capture(self, site_id: int, capture: Capture, place: RecordLocation) -> int | None:
        """Record a capture and how far its WARC file is ingested. None if it already stands."""
        file = self.db.execute(
            "INSERT INTO warc_files (name, ingested_to) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
            " SET ingested_to = max(ingested_to, excluded.ingested_to) RETURNING id",
            [place.name, place.end],
        ).fetchone()[0]
        row = self.db.execute(
            "INSERT INTO captures (site_id, asked_url, url, status, captured_at, via, digest, warc_file_id,"
            " warc_offset, warc_length, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')"
            " ON CONFLICT (warc_file_id, warc_offset) DO NOTHING RETURNING id",
            [
                *(site_id, capture.asked_url, capture.url, capture.status, to_stamp(capture.captured_at)),
                *(capture.via, place.digest, file, place.offset, place.length),
            ],
        ).fetchone()
        return int(row[0]) if row else None

    def judge_capture(
        self, capture_id: int, outcome: str, *, article_id: int | None = None, error: str | None = None
    ) -> None:
        """Say what became of a capture."""
        self.db.execute(
            "UPDATE captures SET outcome = ?, article_id = ?, error = ? WHERE id = ?",
            [outcome, article_id, error, capture_id],
        )

    def hide_captures(self, capture_ids: Iterable[int]) -> None:
        """Let captures tell that they are hidden and no more of what: an address alone may say it all."""
        self.db.execute(
            "UPDATE captures SET outcome = 'hidden', article_id = NULL, asked_url = '', url = '', via = NULL"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(capture_ids))],
        )

    def hidden_captures(self, site: Site) -> dict[int, RecordLocation]:
        """Return the rows of a site's captures that are hidden, in order of time, and where they lie."""
        rows = self.db.execute(
            "SELECT captures.id, warc_files.name, warc_offset, warc_offset + warc_length, digest FROM captures"
            " JOIN warc_files ON warc_files.id = warc_file_id JOIN sites ON sites.id = site_id"
            " WHERE outcome = 'hidden' AND domain = ? ORDER BY captured_at, captures.id",
            [site.domain],
        )
        return {row[0]: RecordLocation(*row[1:]) for row in rows}

    def forget_capture(self, capture_id: int) -> None:
        """Delete a capture's row, so that it can be taken in once more."""
        self.db.execute("DELETE FROM captures WHERE id = ?", [capture_id])

    def count_attempt(self, name: str, offset: int) -> int:
        """Note that what lies there is being taken in, for good, and return how many times that was begun."""
        with self.transaction():
            row = self.db.execute(
                "INSERT INTO attempts (name, warc_offset, tries) VALUES (?, ?, 1)"
                " ON CONFLICT (name, warc_offset) DO UPDATE SET tries = tries + 1 RETURNING tries",
                [name, offset],
            ).fetchone()
        return int(row[0])

    def forget_attempts(self, name: str) -> None:
        """Forget the attempts at a file: it is taken in."""
        with self.transaction():
            self.db.execute("DELETE FROM attempts WHERE name = ?", [name])

    def ingested_to(self, name: str) -> int:
        """Return the byte up to which a WARC file's captures have rows."""
        row = self.db.execute("SELECT ingested_to FROM warc_files WHERE name = ?", [name]).fetchone()
        return int(row[0]) if row else 0

    def place_of(self, capture_id: int) -> RecordLocation:
        """Return where a capture lies."""
        row = self.db.execute(
            "SELECT name, warc_offset, warc_offset + warc_length, digest FROM captures JOIN warc_files"
            " ON warc_files.id = warc_file_id WHERE captures.id = ?",
            [capture_id],
        ).fetchone()
        return RecordLocation(*row)

    # articles and their addresses

    def article_at(self, site: Site, urls: Iterable[str]) -> int | None:
        """Return the article that one of the addresses leads to, the first that does."""
        for url in urls:
            row = self.db.execute(
                "SELECT article_id FROM addresses WHERE key = ?", [article_key(site.domain, url)]
            ).fetchone()
            if row:
                return int(row[0])
        return None

    def article_with_text(self, site_id: int, fingerprint: str) -> int | None:
        """Return the site's article whose text is or was this one."""
        row = self.db.execute(
            "SELECT articles.id FROM revisions JOIN articles ON articles.id = revisions.article_id"
            " WHERE fingerprint = ? AND site_id = ? ORDER BY articles.id LIMIT 1",
            [fingerprint, site_id],
        ).fetchone()
        return int(row[0]) if row else None

    def url_of(self, article_id: int) -> str:
        """Return the best of an article's URLs."""
        return str(self.db.execute("SELECT url FROM articles WHERE id = ?", [article_id]).fetchone()[0])

    def captured(self, capture_id: int) -> tuple[str, str]:
        """Return the address of a capture, and when it was made."""
        row = self.db.execute("SELECT url, captured_at FROM captures WHERE id = ?", [capture_id]).fetchone()
        return row[0], row[1]

    def first_capture(self, article_id: int, url: str, *, after: str, before: str | None) -> tuple[int, str] | None:
        """Return the first capture of an article at one address between two moments: its row, and when it was made."""
        rows = self.db.execute(
            "SELECT id, captured_at, url FROM captures WHERE article_id = ? AND captured_at > ? AND captured_at < ?"
            " ORDER BY captured_at, id",
            [article_id, after, before or "9"],
        )
        return next((row[:2] for row in rows if identity(canonical(row[2]) or row[2]) == identity(url)), None)

    def add_article(self, site_id: int, site: Site, url: str, article: Article, seen: datetime) -> int:
        """Make an article, without a revision yet."""
        row = self.db.execute(
            "INSERT INTO articles (key, site_id, url, title, shown_at, first_seen_at, last_seen_at)"
            " VALUES (?, ?, ?, ?, '', ?, ?) RETURNING id",
            [article_key(site.domain, url), site_id, url, article.title, to_stamp(seen), to_stamp(seen)],
        ).fetchone()
        return int(row[0])

    def add_address(self, article_id: int, site_id: int, site: Site, url: str, *, declared: bool, seen: str) -> None:
        """Let a URL lead to an article, and the best of its URLs be its own.

        The best is one that the pages name as canonical, then the shortest, then the first in the alphabet: the same
        whichever was fetched first.
        """
        self.db.execute(
            "INSERT INTO addresses (site_id, url, key, article_id, declared, first_seen_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET declared = max(declared, excluded.declared),"
            " first_seen_at = min(first_seen_at, excluded.first_seen_at)",
            [site_id, url, article_key(site.domain, url), article_id, int(declared), seen],
        )
        self._choose_address(article_id)

    def take_address(self, article_id: int, site: Site, url: str) -> None:
        """Let a URL lead to an article no more: the best of its others is its own, also in what was told of it."""
        key = article_key(site.domain, url)
        self.db.execute("DELETE FROM addresses WHERE key = ? AND article_id = ?", [key, article_id])
        self._choose_address(article_id)
        self.db.execute(
            "UPDATE events SET article = (SELECT key FROM articles WHERE id = ?) WHERE article = ?", [article_id, key]
        )

    def _choose_address(self, article_id: int) -> None:
        self.db.execute(
            "UPDATE articles SET (url, key) = (SELECT url, key FROM addresses WHERE article_id = articles.id"
            " ORDER BY declared DESC, length(url), url LIMIT 1) WHERE id = ?",
            [article_id],
        )

    def seen(self, article_id: int, moment: str) -> None:
        """Remember that an article was online at a moment, in whatever order moments are told."""
        self.db.execute(
            "UPDATE articles SET last_seen_at = max(last_seen_at, ?), first_seen_at = min(first_seen_at, ?)"
            " WHERE id = ?",
            [moment, moment, article_id],
        )
        stood, at = self._last_turn(article_id)
        if stood == "gone" and at < moment:
            self.turn(article_id, from_stamp(moment), "returned")

    def turn(self, article_id: int, moment: datetime, availability: str, moved_to: str | None = None) -> None:
        """Remember that an article turned out to be gone, moved or returned, and announce it; once."""
        row = self.db.execute(
            "INSERT INTO turns (article_id, at, availability, moved_to) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING id",
            [article_id, to_stamp(moment), availability, moved_to],
        ).fetchone()
        if row:
            stands, _ = self._last_turn(article_id)
            self.stand_aside(article_id)
            self.db.execute("UPDATE articles SET availability = ? WHERE id = ?", [stands, article_id])
            event = outbox.about_article(self.db, _TURNS[availability], article_id, moment)
            if isinstance(event, ArticleMoved):
                event = attrs.evolve(event, moved_to=moved_to)
            outbox.append(self.db, event)

    def _last_turn(self, article_id: int) -> tuple[str, str]:
        row = self.db.execute(
            "SELECT availability, at FROM turns WHERE article_id = ? ORDER BY at DESC, id DESC LIMIT 1", [article_id]
        ).fetchone()
        return (row[0], row[1]) if row else ("online", "")

    def add_look(self, article_id: int, moment: datetime, status: int, outcome: str) -> None:
        """Record a look that brought no new text."""
        self.db.execute(
            "INSERT INTO looks (article_id, looked_at, status, outcome) VALUES (?, ?, ?, ?)",
            [article_id, to_stamp(moment), status, outcome],
        )

    # revisions

    def texts(self, article_id: int) -> list[tuple[str, str]]:
        """Return title and text of an article's revisions, oldest first."""
        rows = self.db.execute("SELECT title, text FROM revisions WHERE article_id = ? ORDER BY number", [article_id])
        return [(row[0], row[1]) for row in rows]

    def revisions(self, article_id: int) -> list[Standing]:
        """Return an article's revisions, oldest first."""
        rows = self.db.execute(
            "SELECT id, article_id, number, capture_id, fingerprint, extractor, profile, seen_at FROM revisions"
            " WHERE article_id = ? ORDER BY number",
            [article_id],
        )
        return [Standing(*row) for row in rows]

    def add_revision(self, article_id: int, after: int, capture_id: int, reading: Reading) -> int:
        """Put a revision behind number `after` (0: first of all) and return its number. Later ones move up by one."""
        later = "UPDATE revisions SET number = {} WHERE article_id = ? AND {}"
        self.db.execute(later.format("-number - 1", "number > ?"), [article_id, after])  # by way of negative numbers:
        self.db.execute(later.format("-number", "number < 0"), [article_id])  # they must never be alike in between
        columns = {
            "article_id": article_id,
            "number": after + 1,
            "capture_id": capture_id,
            "seen_at": reading.seen_at,
            **reading.columns(),
        }
        self.stand_aside(article_id)
        self.db.execute(
            f"INSERT INTO revisions ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608  names of our own
            list(columns.values()),
        )
        self._stand(article_id)
        return after + 1

    def adopt(self, revision: Standing, capture_id: int, reading: Reading) -> None:
        """Let a revision be read from another capture of the same text: an earlier one, or one at a better address."""
        self.stand_aside(revision.article_id)
        self._write_reading(revision.id, {**reading.columns(), "capture_id": capture_id})
        self._stand(revision.article_id)

    def seen_first(self, revision: Standing, moment: str) -> None:
        """Remember that a revision's text stood there at a moment, if that is earlier than what is known."""
        if moment < revision.seen_at:
            self.stand_aside(revision.article_id)
            self.db.execute("UPDATE revisions SET seen_at = ? WHERE id = ?", [moment, revision.id])
            self._stand(revision.article_id)

    def replace_reading(self, revision: Standing, reading: Reading, moment: str) -> None:
        """Put a better reading of the same capture in a revision's place; the old one stays on record."""
        found = self.db.execute("SELECT * FROM revisions WHERE id = ?", [revision.id])
        old = dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))
        self.db.execute(
            "INSERT INTO readings (revision_id, replaced_at, extractor, profile, reading) VALUES (?, ?, ?, ?, ?)",
            [revision.id, moment, old["extractor"], old["profile"], json.dumps(old, ensure_ascii=False)],
        )
        self.stand_aside(revision.article_id)
        self._write_reading(revision.id, reading.columns())
        self._stand(revision.article_id)

    def _write_reading(self, revision_id: int, columns: dict[str, Any]) -> None:
        self.db.execute(
            f"UPDATE revisions SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?",  # noqa: S608  names of our own
            [*columns.values(), revision_id],
        )

    def stand_aside(self, article_id: int) -> None:
        """Take an article out of the index before anything the index knows of it changes; the commit puts it back."""
        if article_id not in self._changed:
            index.unindex(self.db, [article_id])
            self._changed.add(article_id)

    def _stand(self, article_id: int) -> None:
        """Let an article show its last revision."""
        self.db.execute(
            "UPDATE articles SET (revision_id, title, section, agency, published_at, published_precision)"
            " = (SELECT id, title, section, agency, published_at, published_precision FROM revisions"
            "    WHERE article_id = articles.id ORDER BY number DESC LIMIT 1),"
            " revisions = (SELECT count(*) FROM revisions WHERE article_id = articles.id) WHERE id = ?",
            [article_id],
        )
        row = self.db.execute("SELECT published_at, first_seen_at FROM articles WHERE id = ?", [article_id]).fetchone()
        self.db.execute(
            "UPDATE articles SET edited = revisions > 1, shown_at = ? WHERE id = ?",
            [row[0] or in_vietnam(row[1]), article_id],
        )
