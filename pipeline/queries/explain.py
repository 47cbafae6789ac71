"""Why an article is as it stands: who named its address, what read it, where each field stood, what was left out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.errors import KhobaoError
from pipeline.extraction import describe_version, quality_of
from pipeline.queries.articles import article
from pipeline.queries.rows import rows
from pipeline.urls import article_key, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from pipeline.queries.articles import ArticlePage, Revision

_KEY = re.compile(r"[a-z2-7]{12}")
_FIELDS = (
    *("title", "sapo", "paragraphs", "authors", "agency", "section", "tags", "images"),
    *("published_at", "modified_at", "language"),
)


class NeverCaptured(KhobaoError):
    """The archive has never seen this address."""


@attrs.frozen
class CaptureLine:
    """One capture of an article, or of an address that holds none."""

    captured_at: str
    asked_url: str
    url: str
    status: int
    via: str | None
    outcome: str
    error: str | None
    warc_file: str
    warc_offset: int


@attrs.frozen
class Explanation:
    """What the archive knows of an article, or of an address; `page` is None where its captures gave no article."""

    address: str
    """What was asked for: an article's id, or a URL."""
    captures: tuple[CaptureLine, ...]
    page: ArticlePage | None

    def as_json(self) -> dict[str, Any]:
        """An explanation as `khobao explain --json` prints it."""
        return {
            "asked": self.address,
            "captures": [attrs.asdict(capture) for capture in self.captures],
            "article": _article_as_json(self.page) if self.page else None,
        }

    def as_lines(self) -> Iterator[str]:
        """An explanation as a person reads it, line by line."""
        for capture in self.captures:
            yield f"{capture.captured_at}  {capture.outcome}  {capture.url}"
            yield f"    named by {capture.via or 'nobody we know (imported, or asked for)'}"
            yield f"    {capture.warc_file} at {capture.warc_offset}"
            if capture.error:
                yield f"    {capture.error}"
        if page := self.page:
            yield f"\n{page.key}  {page.url}  revision {page.revision.number} of {len(page.revisions)}"
            yield from _revision_lines(page.revision)


def explain(db: Database, what: str) -> Explanation:
    """Explain an article (its id or one of its URLs), or a URL that holds none. Raises NeverCaptured."""
    page = _find(db, what)
    captures = _captures(db, what, page)
    if page is None and not captures:
        message = f"{what}: neither the id of an article nor an address that was captured"
        raise NeverCaptured(message)
    return Explanation(what, tuple(captures), page)


def _find(db: Database, what: str) -> ArticlePage | None:
    if _KEY.fullmatch(what):
        return article(db, what)
    if canonical(what) is None:
        return None
    domains = [row[0] for row in db.execute("SELECT domain FROM sites ORDER BY domain")]
    pages = (article(db, article_key(domain, what)) for domain in domains)
    return next(filter(None, pages), None)


def _captures(db: Database, what: str, page: ArticlePage | None) -> list[CaptureLine]:
    """The captures of an article, or of a URL, oldest first."""
    url = canonical(what) or what
    return rows(
        db,
        CaptureLine,
        """
        SELECT captured_at, asked_url, captures.url AS url, status, via, outcome, error, warc_files.name AS warc_file,
            warc_offset
        FROM captures JOIN warc_files ON warc_files.id = warc_file_id
        WHERE captures.url IN (?1, ?2) OR asked_url IN (?1, ?2)
            OR article_id = (SELECT article_id FROM addresses WHERE key = ?3)
        ORDER BY captured_at, captures.id
        """,
        [what, url, page.key if page else None],
    )


def _article_as_json(page: ArticlePage) -> dict[str, Any]:
    revision = page.revision
    return {
        "id": page.key,
        "url": page.url,
        "site": page.site,
        "revision": revision.number,
        "revisions": len(page.revisions),
        "extractor": revision.extractor,
        "profile": revision.profile,
        "fields": [
            {"field": name, "value": _field_as_json(getattr(revision, name)), "source": revision.sources.get(name)}
            for name in _FIELDS
        ],
        "published_raw": revision.published_raw,
        "removed": [{"text": piece.text, "reason": piece.reason} for piece in revision.removed],
        "quality": quality_of(revision).as_json(),
    }


def _field_as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [part if isinstance(part, str) else {"url": part.url, "caption": part.caption} for part in value]
    return value


def _revision_lines(revision: Revision) -> Iterator[str]:
    yield ", ".join(filter(None, (f"read by {revision.extractor}", describe_version(revision.profile))))
    for name in _FIELDS:
        if value := _field_as_json(getattr(revision, name)):
            yield f"  {name:<13} {_short(value)}"
            yield f"{'':16}{revision.sources.get(name) or 'not recorded'}"
    if revision.removed:
        yield "removed"
    yield from (f"  {piece.reason:<15} {_short(piece.text)}" for piece in revision.removed)
    quality = quality_of(revision)
    yield f"quality {quality.score}: fields {quality.fields}, prose {quality.prose}, clean {quality.clean}"
    yield from (f"  missing: {name}" for name in quality.missing)
    yield from (f"  looks left over: {_short(line)}" for line in quality.suspicious)


def _short(value: Any) -> str:
    """A value on one line: a text's beginning, a list's first and its length."""
    if not isinstance(value, str):
        return f"{len(value)}: {_short(value[0] if isinstance(value[0], str) else json.dumps(value[0]))}"
    return value if len(value) <= 80 else f"{value[:79]}…"
