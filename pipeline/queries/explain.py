"""Why an article is as it stands: who named its address, what read it, where each field stood, what was left out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pipeline.errors import KhobaoError
from pipeline.extraction import describe_version, quality_of
from pipeline.queries.articles import article
from pipeline.urls import article_key, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from pipeline.queries.articles import ArticlePage

_KEY = re.compile(r"[a-z2-7]{12}")
_FIELDS = (
    *("title", "sapo", "paragraphs", "authors", "agency", "section", "tags", "images"),
    *("published_at", "modified_at", "language"),
)


class NotCaptured(KhobaoError):
    """The archive has never seen this address."""


def explain(db: Database, what: str) -> dict[str, Any]:
    """Return what is known of an article (its id or one of its URLs), or of a URL that holds none.

    `article` is None where the captures of the URL came to no article. Raises NotCaptured.
    """
    shown = _find(db, what)
    captures = list(_captures(db, what, shown))
    if shown is None and not captures:
        message = f"{what}: neither the id of an article nor an address that was captured"
        raise NotCaptured(message)
    return {"asked": what, "captures": captures, "article": _about(shown) if shown else None}


def _find(db: Database, what: str) -> ArticlePage | None:
    if _KEY.fullmatch(what):
        return article(db, what)
    if canonical(what) is None:
        return None
    domains = [row[0] for row in db.execute("SELECT domain FROM sites ORDER BY domain")]
    found = (article(db, article_key(domain, what)) for domain in domains)
    return next(filter(None, found), None)


def _captures(db: Database, what: str, shown: ArticlePage | None) -> Iterator[dict[str, Any]]:
    """Yield the captures of an article, or of a URL, oldest first."""
    url = canonical(what) or what
    cursor = db.execute(
        """
        SELECT captured_at, asked_url, captures.url AS url, status, via, outcome, error, warc_files.name AS warc_file,
            warc_offset
        FROM captures JOIN warc_files ON warc_files.id = warc_file_id
        WHERE captures.url IN (?1, ?2) OR asked_url IN (?1, ?2)
            OR article_id = (SELECT article_id FROM addresses WHERE key = ?3)
        ORDER BY captured_at, captures.id
        """,
        [what, url, shown.key if shown else None],
    )
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _about(shown: ArticlePage) -> dict[str, Any]:
    revision = shown.revision
    return {
        "id": shown.key,
        "url": shown.url,
        "site": shown.site,
        "revision": revision.number,
        "revisions": len(shown.revisions),
        "extractor": revision.extractor,
        "profile": revision.profile,
        "fields": [
            {"field": name, "value": _value(getattr(revision, name)), "source": revision.sources.get(name)}
            for name in _FIELDS
        ],
        "published_raw": revision.published_raw,
        "removed": [{"text": piece.text, "reason": piece.reason} for piece in revision.removed],
        "quality": quality_of(revision).as_json(),
    }


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one if isinstance(one, str) else {"url": one.url, "caption": one.caption} for one in value]
    return value


def as_lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield an explanation as a person reads it."""
    for capture in found["captures"]:
        yield f"{capture['captured_at']}  {capture['outcome']}  {capture['url']}"
        yield f"    named by {capture['via'] or 'nobody we know (imported, or asked for)'}"
        yield f"    {capture['warc_file']} at {capture['warc_offset']}"
        if capture["error"]:
            yield f"    {capture['error']}"
    if about := found["article"]:
        yield f"\n{about['id']}  {about['url']}  revision {about['revision']} of {about['revisions']}"
        yield ", ".join(filter(None, (f"read by {about['extractor']}", describe_version(about["profile"]))))
        yield from _reading(about)


def _reading(about: dict[str, Any]) -> Iterator[str]:
    for field in about["fields"]:
        if field["value"]:
            yield f"  {field['field']:<13} {_short(field['value'])}"
            yield f"{'':16}{field['source'] or 'not recorded'}"
    if about["removed"]:
        yield "removed"
    for piece in about["removed"]:
        yield f"  {piece['reason']:<15} {_short(piece['text'])}"
    quality = about["quality"]
    yield "quality {score}: fields {fields}, prose {prose}, clean {clean}".format_map(quality)
    yield from (f"  missing: {name}" for name in quality["missing"])
    yield from (f"  looks left over: {_short(line)}" for line in quality["suspicious"])


def _short(value: Any) -> str:
    """Return a value on one line: a text's beginning, a list's first and its length."""
    if not isinstance(value, str):
        return f"{len(value)}: {_short(value[0] if isinstance(value[0], str) else json.dumps(value[0]))}"
    return value if len(value) <= 80 else f"{value[:79]}…"
