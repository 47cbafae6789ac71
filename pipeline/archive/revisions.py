"""Tables `revisions` and `readings`: the distinct texts of articles, and what earlier extractors made of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.archive import articles
from pipeline.revision import RevisionRow

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.archive.archive import Archive
    from pipeline.article import Image, Removed
    from pipeline.ids import ArticleId, CaptureId
    from pipeline.revision import ExtractedRevision

_COMPARED = ", ".join(field.name for field in attrs.fields(RevisionRow))
_PLAIN = (
    *("title", "sapo", "text", "agency", "section", "published_at", "published_precision", "published_method"),
    *("published_raw", "modified_at", "language", "extractor", "profile"),
)
_LISTS = ("authors", "tags", "images", "removed")


def texts(db: Database, article_id: ArticleId) -> list[tuple[str, str]]:
    """Title and text of an article's revisions, oldest first."""
    rows = db.table("revisions").rows_where("article_id = ?", [article_id], select="title, text", order_by="number")
    return [(row["title"], row["text"]) for row in rows]


def of_article(db: Database, article_id: ArticleId) -> list[RevisionRow]:
    """An article's revisions, oldest first."""
    rows = db.table("revisions").rows_where("article_id = ?", [article_id], select=_COMPARED, order_by="number")
    return [RevisionRow(**row) for row in rows]


def add(
    archive: Archive, article_id: ArticleId, *, after: int, capture_id: CaptureId, extracted: ExtractedRevision
) -> int:
    """Insert a revision behind number `after` (0: before all others); later ones move up by one. Returns its number."""
    archive.unindex(article_id)
    # Numbers are unique, and SQLite checks that row by row: so they move by way of negative ones.
    for move in (
        "UPDATE revisions SET number = -number - 1 WHERE article_id = ? AND number > ?",
        "UPDATE revisions SET number = -number WHERE article_id = ? AND number < 0 AND ? IS NOT NULL",
    ):
        archive.db.execute(move, [article_id, after])
    archive.db.table("revisions").insert(
        {
            "article_id": article_id,
            "number": after + 1,
            "capture_id": capture_id,
            "seen_at": extracted.seen_at,
            **_columns(extracted),
        }
    )
    articles.show_latest_revision(archive.db, article_id)
    return after + 1


def read_from_capture(
    archive: Archive, revision: RevisionRow, capture_id: CaptureId, extracted: ExtractedRevision
) -> None:
    """Let a revision be read from another capture of the same text: an earlier one, or one at a better address."""
    _update(archive, revision, {**_columns(extracted), "capture_id": capture_id})


def set_seen_at(archive: Archive, revision: RevisionRow, moment: str) -> None:
    """Record that a revision's text was online at a moment (a stamp), where that is earlier than known so far."""
    if moment < revision.seen_at:
        _update(archive, revision, {"seen_at": moment})


def replace_reading(archive: Archive, revision: RevisionRow, extracted: ExtractedRevision, *, replaced_at: str) -> None:
    """Put what another extractor read from the same capture in a revision's place; table `readings` keeps the old."""
    old = archive.db.table("revisions").get(revision.id)
    archive.db.table("readings").insert(
        {
            "revision_id": revision.id,
            "replaced_at": replaced_at,
            "extractor": old["extractor"],
            "profile": old["profile"],
            "reading": json.dumps(old, ensure_ascii=False),
        }
    )
    _update(archive, revision, _columns(extracted))


def _update(archive: Archive, revision: RevisionRow, columns: dict[str, Any]) -> None:
    archive.unindex(revision.article_id)
    archive.db.table("revisions").update(revision.id, columns)
    articles.show_latest_revision(archive.db, revision.article_id)


def _columns(extracted: ExtractedRevision) -> dict[str, Any]:
    """The columns that depend on who read a capture, not on which capture it is."""
    article = extracted.article
    return {
        "fingerprint": extracted.fingerprint,
        "sources": json.dumps(dict(article.sources), ensure_ascii=False),
        **{name: getattr(article, name) for name in _PLAIN},
        **{name: _as_json(getattr(article, name)) for name in _LISTS},
    }


def _as_json(values: tuple[str | Image | Removed, ...]) -> str:
    plain = [value if isinstance(value, str) else attrs.asdict(value) for value in values]
    return json.dumps(plain, ensure_ascii=False)
