"""Articles as pages show them: in lists, or one whole, with its revisions and where each was captured."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from pipeline.article import Image, Removed
from pipeline.extraction import Quality, quality_of
from pipeline.queries.diff import Changes, compare
from pipeline.queries.rows import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def _strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


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
class OtherAddress:
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
class CapturedPage:
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
class AvailabilityChange:
    """When an article turned out to stand otherwise than before, and where one that moved leads."""

    at: str
    moved_to: str | None


@attrs.frozen
class ArticlePage:
    """All that one article's page shows."""

    key: str
    """The main one; the `others` lead to it."""
    url: str
    site: str
    site_name: str
    availability: str
    first_seen_at: str
    last_seen_at: str
    revision: Revision
    capture: CapturedPage
    revisions: tuple[RevisionLine, ...]
    others: tuple[OtherAddress, ...]
    changes: Changes | None = None
    """What the shown revision changed in the one before it."""
    turn: AvailabilityChange | None = None
    """When the article last turned out to be gone, moved or returned."""

    @property
    def is_current(self) -> bool:
        """Whether the revision shown is the newest."""
        return self.revision.number == self.revisions[-1].number


def newest(db: Database, *, site: str | None = None, limit: int = 30, offset: int = 0) -> list[ArticleLine]:
    """Articles of one site or of all, the newest first."""
    of_site = "WHERE site_id = (SELECT id FROM sites WHERE domain = ?)" if site else ""
    return rows(
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


def article(db: Database, key: str, number: int | None = None) -> ArticlePage | None:
    """What an article's page shows, of its newest revision or of another; None where there is none such.

    `key` is the article's own or that of another of its addresses.
    """
    article_id = _article_at(db, key)
    if article_id is None:
        return None
    revisions = rows(
        db,
        RevisionLine,
        "SELECT number, seen_at, title FROM revisions WHERE article_id = ? ORDER BY number",
        [article_id],
    )
    chosen = number if number is not None else max((line.number for line in revisions), default=0)
    if chosen not in {line.number for line in revisions}:
        return None
    key, url, domain, name, availability, first_seen_at, last_seen_at = _outline(db, article_id)
    return ArticlePage(
        key=key,
        url=url,
        site=domain,
        site_name=name,
        availability=availability,
        first_seen_at=first_seen_at,
        last_seen_at=last_seen_at,
        revision=_revision(db, article_id, chosen),
        capture=_capture(db, article_id, chosen),
        revisions=tuple(revisions),
        others=tuple(_other_addresses(db, article_id)),
        changes=_changes(db, article_id, chosen),
        turn=next(iter(_turns(db, article_id)), None),
    )


def _changes(db: Database, article_id: int, number: int) -> Changes | None:
    """What a revision changed in the one before it, None for the first."""
    if number < 2:
        return None
    return compare(_revision(db, article_id, number - 1), _revision(db, article_id, number))


def _turns(db: Database, article_id: int) -> list[AvailabilityChange]:
    newest_first = "SELECT at, moved_to FROM turns WHERE article_id = ? ORDER BY at DESC, id DESC"
    return rows(db, AvailabilityChange, newest_first, [article_id])


def _article_at(db: Database, key: str) -> int | None:
    row = db.execute(
        "SELECT id FROM articles WHERE key = ?1 UNION ALL SELECT article_id FROM addresses WHERE key = ?1 LIMIT 1",
        [key],
    ).fetchone()
    return int(row[0]) if row else None


def _outline(db: Database, article_id: int) -> tuple[str, ...]:
    """The columns of an article itself: key, url, domain and name of its site, availability, first and last seen."""
    row: tuple[str, ...] = db.execute(
        "SELECT key, url, domain, name, availability, first_seen_at, last_seen_at"
        " FROM articles JOIN sites ON sites.id = site_id WHERE articles.id = ?",
        [article_id],
    ).fetchone()
    return row


def _revision(db: Database, article_id: int, number: int) -> Revision:
    return rows(
        db,
        Revision,
        """
        SELECT number, seen_at, title, sapo, text AS paragraphs, authors, agency, section, tags, images, published_at,
            modified_at, language, extractor, profile, published_raw, removed, sources
        FROM revisions WHERE article_id = ? AND number = ?
        """,
        [article_id, number],
    )[0]


def _capture(db: Database, article_id: int, number: int) -> CapturedPage:
    return rows(
        db,
        CapturedPage,
        """
        SELECT captured_at, url, status, digest, warc_files.name AS warc_file, warc_offset, warc_length, via
        FROM revisions JOIN captures ON captures.id = capture_id JOIN warc_files ON warc_files.id = warc_file_id
        WHERE revisions.article_id = ? AND number = ?
        """,
        [article_id, number],
    )[0]


def _other_addresses(db: Database, article_id: int) -> list[OtherAddress]:
    return rows(
        db,
        OtherAddress,
        """
        SELECT addresses.url, addresses.key FROM addresses JOIN articles ON articles.id = article_id
        WHERE article_id = ? AND addresses.key <> articles.key ORDER BY addresses.id
        """,
        [article_id],
    )
