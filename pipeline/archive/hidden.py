"""Tables `hidden` and `hidden_marks`: articles that must not be served, searched or exported, though WARC keeps them.

An article's rows go. What stays are marks: the keys of its addresses and the fingerprints of its texts, by which
further captures of it are known and ingested as `hidden`. To hide and to unhide are annotations in the WARC, so that a
rebuilt archive hides the article, too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.annotation import Annotation
from pipeline.archive import articles, captures, outbox, sites
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
    from pipeline.ids import ArticleId

HIDE, UNHIDE = "hide", "unhide"  # kinds of annotations


class NoSuchArticle(KhobaoError):
    """There is no such article to hide, or none such is hidden."""


def hide_annotation(db: Database, site: Site, url: str, reason: str, at: datetime) -> Annotation:
    """The annotation that hides the article at an address. Raises NoSuchArticle where the archive has none."""
    article_id = articles.at_address(db, site, [url])
    if article_id is None:
        fault = "hidden already" if _hidden_url(db, site, url) else "not in the archive: nothing is hidden"
        message = f"{url} is {fault}"
        raise NoSuchArticle(message)
    keys = db.execute("SELECT key FROM addresses WHERE article_id = ? ORDER BY key", [article_id])
    fingerprints = db.execute(
        "SELECT DISTINCT fingerprint FROM revisions WHERE article_id = ? ORDER BY 1", [article_id]
    )
    marks = " ".join(row[0] for row in (*keys.fetchall(), *fingerprints.fetchall()))
    fields = {"reason": " ".join(reason.split()), "marks": marks}
    return Annotation(HIDE, site.domain, articles.url_of(db, article_id), at, fields)


def unhide_annotation(db: Database, site: Site, url: str, at: datetime) -> Annotation:
    """The annotation that gives back the article at an address. Raises NoSuchArticle where none is hidden."""
    hidden_url = _hidden_url(db, site, url)
    if hidden_url is None:
        message = f"{url} is not hidden"
        raise NoSuchArticle(message)
    return Annotation(UNHIDE, site.domain, hidden_url, at)


def _hidden_url(db: Database, site: Site, url: str) -> str | None:
    """The main address of the hidden article that an address leads to, None where there is none."""
    row = db.execute(
        "SELECT url FROM hidden JOIN hidden_marks ON hidden_id = hidden.id WHERE mark = ?",
        [article_key(site.domain, url)],
    ).fetchone()
    return row and str(row[0])


def hide(archive: Archive, site: Site, annotation: Annotation) -> None:
    """Take an article's rows away, and leave its marks. Call it in a transaction. Idempotent."""
    db, key = archive.db, article_key(site.domain, annotation.target_uri)
    reason = annotation.fields.get("reason", "")
    row = db.execute(
        "INSERT INTO hidden (site_id, article, url, reason, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (article, at) DO NOTHING RETURNING id",
        [sites.upsert(db, site), key, annotation.target_uri, reason, to_stamp(annotation.at)],
    ).fetchone()
    if row is None:
        return
    marks = annotation.fields.get("marks", "").split()
    db.table("hidden_marks").insert_all(({"mark": mark, "hidden_id": row[0]} for mark in marks), ignore=True)
    article_id = articles.at_address(db, site, [annotation.target_uri])
    if article_id is not None:
        _delete_rows(archive, article_id, key)
    outbox.append(db, ArticleHidden(at=annotation.at, site=site.domain, article=key, reason=reason))


def _delete_rows(archive: Archive, article_id: ArticleId, key: str) -> None:
    """Delete all that tells what an article says; its captures stay, and say no more than that they are hidden."""
    db = archive.db
    keys = [key, *(row[0] for row in db.execute("SELECT key FROM addresses WHERE article_id = ?", [article_id]))]
    capture_ids = captures.of_article(db, article_id)
    archive.unindex(article_id)
    db.table("articles").update(article_id, {"revision_id": None})
    db.execute("DELETE FROM lessons WHERE capture_id IN (SELECT value FROM json_each(?))", [json.dumps(capture_ids)])
    db.table("readings").delete_where("revision_id IN (SELECT id FROM revisions WHERE article_id = ?)", [article_id])
    for table in ("revisions", "addresses", "looks", "visits", "turns"):
        db.table(table).delete_where("article_id = ?", [article_id])
    captures.hide(db, capture_ids)
    db.table("articles").delete(article_id)
    db.execute(  # some were written when the article had another of its addresses
        "UPDATE events SET data = json_remove(data, '$.title', '$.url')"
        " WHERE article IN (SELECT value FROM json_each(?))",
        [json.dumps(keys)],
    )


def is_hidden(db: Database, marks: Iterable[str]) -> bool:
    """True where one of the marks, an address's key or a text's fingerprint, is that of a hidden article."""
    rows = db.execute(
        "SELECT 1 FROM hidden_marks WHERE mark IN (SELECT value FROM json_each(?)) LIMIT 1", [json.dumps(list(marks))]
    )
    return rows.fetchone() is not None


def unhide(archive: Archive, site: Site, annotation: Annotation) -> bool:
    """Take an article's marks away; the caller then ingests its captures once more, in the same transaction.

    False where it is not hidden, or no more: an annotation is met again when a process starts.
    """
    db, key = archive.db, article_key(site.domain, annotation.target_uri)
    row = next(iter(db.table("hidden").rows_where("article = ? AND unhidden_at IS NULL", [key])), None)
    if row is None:
        return False
    db.table("hidden_marks").delete_where("hidden_id = ?", [row["id"]])
    db.table("hidden").update(row["id"], {"unhidden_at": to_stamp(annotation.at)})
    outbox.append(db, ArticleUnhidden(at=annotation.at, site=site.domain, article=key))
    return True
