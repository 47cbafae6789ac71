"""Hide: an article that must not be served, searched or exported any more, though it stays in the WARC; and unhide.

Its rows go. What stays are marks: the keys of its addresses and the fingerprints of its texts, by which further
captures of it are known and judged `hidden`. Both acts are notes in the WARC, so that a rebuilt archive hides it too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.annotation import Annotation
from pipeline.archive import outbox
from pipeline.clock import to_stamp
from pipeline.errors import KhobaoError
from pipeline.event import ArticleHidden, ArticleUnhidden
from pipeline.urls import article_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.archive.archive import Archive
    from pipeline.config import Site

HIDE, UNHIDE = "hide", "unhide"


class NotHeld(KhobaoError):
    """There is no such article to hide, or none such is hidden."""


def hide_annotation(db: Database, site: Site, url: str, reason: str, at: datetime) -> Annotation:
    """Return the note that hides the article at an address. Raises NotHeld where the archive has none."""
    row = db.execute(
        "SELECT article_id, articles.url FROM addresses JOIN articles ON articles.id = article_id"
        " WHERE addresses.key = ?",
        [article_key(site.domain, url)],
    ).fetchone()
    if row is None:
        message = f"{url} is {'hidden already' if _hidden(db, site, url) else 'not in the archive: nothing is hidden'}"
        raise NotHeld(message)
    keys = db.execute("SELECT key FROM addresses WHERE article_id = ? ORDER BY key", [row[0]])
    texts = db.execute("SELECT DISTINCT fingerprint FROM revisions WHERE article_id = ? ORDER BY 1", [row[0]])
    marks = [mark for rows in (keys.fetchall(), texts.fetchall()) for (mark, *_) in rows]
    return Annotation(HIDE, site.domain, row[1], at, {"reason": " ".join(reason.split()), "marks": " ".join(marks)})


def unhide_annotation(db: Database, site: Site, url: str, at: datetime) -> Annotation:
    """Return the note that gives back the article at an address. Raises NotHeld where none is hidden."""
    hidden = _hidden(db, site, url)
    if hidden is None:
        message = f"{url} is not hidden"
        raise NotHeld(message)
    return Annotation(UNHIDE, site.domain, hidden, at)


def _hidden(db: Database, site: Site, url: str) -> str | None:
    """Return the main address of the hidden article that an address leads to, None where there is none."""
    row = db.execute(
        "SELECT url FROM hidden JOIN hidden_marks ON hidden_id = hidden.id WHERE mark = ?",
        [article_key(site.domain, url)],
    ).fetchone()
    return row and str(row[0])


def hide(archive: Archive, site: Site, note: Annotation) -> None:
    """Take an article's rows away, and leave its marks. Call it in a transaction. Idempotent."""
    key = article_key(site.domain, note.target_uri)
    site_id = archive.site_id(site)
    added = archive.db.execute(
        "INSERT INTO hidden (site_id, article, url, reason, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (article, at) DO NOTHING RETURNING id",
        [site_id, key, note.target_uri, note.fields.get("reason", ""), to_stamp(note.at)],
    ).fetchone()
    if added is None:
        return
    marks = [(mark, added[0]) for mark in note.fields.get("marks", "").split()]
    archive.db.conn.executemany(
        "INSERT INTO hidden_marks (mark, hidden_id) VALUES (?, ?) ON CONFLICT DO NOTHING", marks
    )
    article_id = archive.article_at(site, [note.target_uri])
    if article_id is not None:
        _forget(archive, article_id, key)
    reason = note.fields.get("reason", "")
    outbox.append(archive.db, ArticleHidden(at=note.at, site=site.domain, article=key, reason=reason))


def _forget(archive: Archive, article_id: int, key: str) -> None:
    """Delete all that tells what an article says; its captures stay, and say no more than that they are hidden."""
    db, of_article = archive.db, [article_id]
    keys = [key, *(row[0] for row in db.execute("SELECT key FROM addresses WHERE article_id = ?", of_article))]
    archive.stand_aside(article_id)
    db.execute("UPDATE articles SET revision_id = NULL WHERE id = ?", of_article)
    captured = [row[0] for row in db.execute("SELECT id FROM captures WHERE article_id = ?", of_article)]
    db.execute("DELETE FROM lessons WHERE capture_id IN (SELECT value FROM json_each(?))", [json.dumps(captured)])
    db.execute("DELETE FROM readings WHERE revision_id IN (SELECT id FROM revisions WHERE article_id = ?)", of_article)
    for table in ("revisions", "addresses", "looks", "visits", "turns"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", of_article)  # noqa: S608  ours
    archive.hide_captures(captured)
    db.execute("DELETE FROM articles WHERE id = ?", of_article)
    db.execute(  # some were told when the article had another of its addresses
        "UPDATE events SET data = json_remove(data, '$.title', '$.url')"
        " WHERE article IN (SELECT value FROM json_each(?))",
        [json.dumps(keys)],
    )


def is_hidden(db: Database, marks: Iterable[str]) -> bool:
    """Tell whether an address's key, or a text's fingerprint, is that of an article that is hidden."""
    found = db.execute(
        "SELECT 1 FROM hidden_marks WHERE mark IN (SELECT value FROM json_each(?)) LIMIT 1", [json.dumps(list(marks))]
    )
    return found.fetchone() is not None


def unhide(archive: Archive, site: Site, note: Annotation) -> bool:
    """Take an article's marks away; whoever calls takes its captures in once more, in the same transaction.

    False where it is not hidden, or no more: a note is met again when a process starts.
    """
    key = article_key(site.domain, note.target_uri)
    row = archive.db.execute("SELECT id FROM hidden WHERE article = ? AND unhidden_at IS NULL", [key]).fetchone()
    if row is None:
        return False
    archive.db.execute("DELETE FROM hidden_marks WHERE hidden_id = ?", [row[0]])
    archive.db.execute("UPDATE hidden SET unhidden_at = ? WHERE id = ?", [to_stamp(note.at), row[0]])
    outbox.append(archive.db, ArticleUnhidden(at=note.at, site=site.domain, article=key))
    return True
