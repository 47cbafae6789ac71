"""What the pages ask of the archive: pure questions to a read-only connection, frozen values as answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from pipeline.article import Image, Removed
from pipeline.extraction import Quality, quality_of
from pipeline.queries.diff import Changes, compare

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database


Row = TypeVar("Row")


def _strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@attrs.frozen
class SiteLine:
    """One site in a list: how many articles it has, and the newest's time (None where it has none)."""

    domain: str
    name: str
    kind: str
    provinces: tuple[str, ...] = attrs.field(converter=_strings)
    articles: int
    newest_at: str | None


@attrs.frozen
class ArticleLine:
    """One article in a list. `shown_at` is when it was published, or first seen where the page does not say."""

    key: str
    title: str
    sapo: str | None
    site: str
    site_name: str
    shown_at: str
    published_at: str | None
    availability: str
    edited: bool = attrs.field(converter=bool)


@attrs.frozen
class Address:
    """A URL under which an article was found."""

    url: str
    key: str


@attrs.frozen
class RevisionLine:
    """One revision in an article's list."""

    number: int
    seen_at: str
    title: str


@attrs.frozen
class Capture:
    """Where the page that a revision was read from lies: file, byte offset, length in bytes, digest."""

    captured_at: str
    url: str
    status: int
    digest: str
    warc_file: str
    warc_offset: int
    warc_length: int
    via: str | None


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n\n")) if text else ()


def _images(text: str) -> tuple[Image, ...]:
    return tuple(Image(image["url"], image.get("caption"), image.get("credit")) for image in json.loads(text))


def _removed(text: str) -> tuple[Removed, ...]:
    return tuple(Removed(piece["text"], piece["reason"]) for piece in json.loads(text))


@attrs.frozen
class Revision:
    """One distinct text of an article. `paragraphs` begin with the sapo where the page has one."""

    number: int
    seen_at: str
    title: str
    sapo: str | None
    paragraphs: tuple[str, ...] = attrs.field(converter=_paragraphs)
    authors: tuple[str, ...] = attrs.field(converter=_strings)
    agency: str | None
    section: str | None
    tags: tuple[str, ...] = attrs.field(converter=_strings)
    images: tuple[Image, ...] = attrs.field(converter=_images)
    published_at: str | None
    modified_at: str | None
    language: str | None
    extractor: str
    profile: str | None
    published_raw: str | None
    removed: tuple[Removed, ...] = attrs.field(converter=_removed)
    sources: dict[str, str] = attrs.field(converter=json.loads)

    @property
    def quality(self) -> Quality:
        """How good the reading looks."""
        return quality_of(self)


@attrs.frozen
class Turn:
    """When an article turned out to stand otherwise than before, and where one that moved leads."""

    at: str
    moved_to: str | None


@attrs.frozen
class ArticlePage:
    """All that one article's page shows. `key` is the main one; others lead to it.

    `changes` are what the shown revision changed in the one before, `turn` when the article last turned out to be gone,
    moved or returned; None where there is no such thing.
    """

    key: str
    url: str
    site: str
    site_name: str
    availability: str
    first_seen_at: str
    last_seen_at: str
    revision: Revision
    capture: Capture
    revisions: tuple[RevisionLine, ...]
    others: tuple[Address, ...]
    changes: Changes | None = None
    turn: Turn | None = None

    @property
    def is_current(self) -> bool:
        """Tell whether the revision shown is the newest."""
        return self.revision.number == self.revisions[-1].number


def sites(db: Database) -> list[SiteLine]:
    """Return all sites, the one with the most articles first."""
    return _rows(
        db,
        SiteLine,
        """
        SELECT domain, name, kind, provinces, count(articles.id) AS articles, max(shown_at) AS newest_at
        FROM sites LEFT JOIN articles ON articles.site_id = sites.id
        GROUP BY sites.id ORDER BY articles DESC, domain
        """,
    )


def site_names(db: Database) -> dict[str, str]:
    """Return all sites' names by domain, in the alphabet's order of names."""
    return dict(db.execute("SELECT domain, name FROM sites ORDER BY name, domain").fetchall())


def site(db: Database, domain: str) -> SiteLine | None:
    """Return one site, None where the archive knows no such domain."""
    return next((line for line in sites(db) if line.domain == domain), None)


def newest(db: Database, *, site: str | None = None, limit: int = 30, offset: int = 0) -> list[ArticleLine]:
    """Return articles, of one site or of all, the newest first."""
    of_site = "WHERE site_id = (SELECT id FROM sites WHERE domain = ?)" if site else ""
    return _rows(
        db,
        ArticleLine,
        f"""
        SELECT key, articles.title, sapo, domain AS site, name AS site_name, shown_at, articles.published_at,
            availability, edited
        FROM (SELECT id FROM articles {of_site} ORDER BY shown_at DESC, id DESC LIMIT ? OFFSET ?) AS chosen
        JOIN articles ON articles.id = chosen.id
        JOIN sites ON sites.id = articles.site_id
        LEFT JOIN revisions ON revisions.id = articles.revision_id
        ORDER BY shown_at DESC, articles.id DESC
        """,  # noqa: S608  our own words; the domain is bound
        [*([site] if site else []), limit, offset],
    )


def articles_a_day(db: Database, since: date, until: date, *, site: str | None = None) -> dict[tuple[str, str], int]:
    """Return how many articles each (day, domain) has, or one site's; both days inclusive, as `2026-11-23`."""
    of_site = "AND site_id = (SELECT id FROM sites WHERE domain = ?)" if site else ""
    rows = db.execute(
        f"""
        SELECT substr(shown_at, 1, 10) AS day, domain, count(*)
        FROM articles JOIN sites ON sites.id = site_id
        WHERE shown_at >= ? AND shown_at < ? {of_site} GROUP BY day, domain
        """,  # noqa: S608  our own words; the domain is bound
        [str(since), f"{until}U", *([site] if site else [])],  # a moment of the last day goes on with T
    )
    return {(day, domain): articles for day, domain, articles in rows}


def article(db: Database, key: str, number: int | None = None) -> ArticlePage | None:
    """Return what an article's page shows, of its newest revision or of another; None where there is none such.

    `key` is the article's own or that of another of its addresses.
    """
    article_id = _article_at(db, key)
    if article_id is None:
        return None
    revisions = _rows(
        db,
        RevisionLine,
        "SELECT number, seen_at, title FROM revisions WHERE article_id = ? ORDER BY number",
        [article_id],
    )
    chosen = number if number is not None else max((line.number for line in revisions), default=0)
    if chosen not in {line.number for line in revisions}:
        return None
    return ArticlePage(
        **_about(db, article_id),
        revision=_revision(db, article_id, chosen),
        capture=_capture(db, article_id, chosen),
        revisions=tuple(revisions),
        others=tuple(_other_addresses(db, article_id)),
        changes=_changes(db, article_id, chosen),
        turn=next(iter(_turns(db, article_id)), None),
    )


def _changes(db: Database, article_id: int, number: int) -> Changes | None:
    """Return what a revision changed in the one before it, None for the first."""
    if number < 2:
        return None
    before, after = (_revision(db, article_id, one) for one in (number - 1, number))
    return compare(*((one.title, one.sapo, one.paragraphs) for one in (before, after)))


def _turns(db: Database, article_id: int) -> list[Turn]:
    newest_first = "SELECT at, moved_to FROM turns WHERE article_id = ? ORDER BY at DESC, id DESC"
    return _rows(db, Turn, newest_first, [article_id])


def _article_at(db: Database, key: str) -> int | None:
    found = db.execute(
        "SELECT id FROM articles WHERE key = ?1 UNION ALL SELECT article_id FROM addresses WHERE key = ?1 LIMIT 1",
        [key],
    ).fetchone()
    return int(found[0]) if found else None


def _about(db: Database, article_id: int) -> dict[str, Any]:
    return _rows(
        db,
        dict,
        """
        SELECT key, url, domain AS site, name AS site_name, availability, first_seen_at, last_seen_at
        FROM articles JOIN sites ON sites.id = site_id WHERE articles.id = ?
        """,
        [article_id],
    )[0]


def _revision(db: Database, article_id: int, number: int) -> Revision:
    return _rows(
        db,
        Revision,
        """
        SELECT number, seen_at, title, sapo, text AS paragraphs, authors, agency, section, tags, images, published_at,
            modified_at, language, extractor, profile, published_raw, removed, sources
        FROM revisions WHERE article_id = ? AND number = ?
        """,
        [article_id, number],
    )[0]


def _capture(db: Database, article_id: int, number: int) -> Capture:
    return _rows(
        db,
        Capture,
        """
        SELECT captured_at, url, status, digest, warc_files.name AS warc_file, warc_offset, warc_length, via
        FROM revisions JOIN captures ON captures.id = capture_id JOIN warc_files ON warc_files.id = warc_file_id
        WHERE revisions.article_id = ? AND number = ?
        """,
        [article_id, number],
    )[0]


def _other_addresses(db: Database, article_id: int) -> list[Address]:
    return _rows(
        db,
        Address,
        """
        SELECT addresses.url, addresses.key FROM addresses JOIN articles ON articles.id = article_id
        WHERE article_id = ? AND addresses.key <> articles.key ORDER BY addresses.id
        """,
        [article_id],
    )


def _rows(db: Database, kind: type[Row], sql: str, values: list[Any] | None = None) -> list[Row]:
    """Return the answer's rows as values whose fields are named as its columns."""
    cursor = db.execute(sql, values or [])
    names = [column[0] for column in cursor.description]
    return [kind(**dict(zip(names, row, strict=True))) for row in cursor]
