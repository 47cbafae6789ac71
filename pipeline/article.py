"""Article: what extraction found on one page. A frozen value; nothing here reads or writes anything."""

from __future__ import annotations

from typing import Any, Literal

import attrs

Precision = Literal["minute", "day"]


@attrs.frozen
class Image:
    """One picture of an article. `caption` holds no credit line that the page keeps apart."""

    url: str
    caption: str | None = None
    credit: str | None = None


@attrs.frozen
class Removed:
    """One piece of text that extraction left out, and why: nothing is dropped silently."""

    text: str
    reason: str


@attrs.frozen
class Article:
    """What one page says. The same page read by the same extractor with the same profile gives the same article."""

    url: str
    title: str | None
    sapo: str | None = None
    """The lead. Where the page has one, `paragraphs` begin with it."""
    paragraphs: tuple[str, ...] = ()
    """In order, NFC, without markup or line breaks; subheadings at their place."""
    authors: tuple[str, ...] = ()
    agency: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    published_at: str | None = None
    """ISO 8601: `2026-07-16T17:17:00+07:00` where the minute is known, `2026-07-16` where only the day is."""
    published_precision: Precision | None = None
    published_method: str | None = None
    """The place on the page that `published_at` was read from."""
    published_raw: str | None = None
    """The string that stood there."""
    modified_at: str | None = None
    """As `published_at`."""
    canonical_url: str | None = None
    language: str | None = None
    removed: tuple[Removed, ...] = ()
    extractor: str = ""
    """The version of the code that read the page."""
    profile: str | None = None
    """What was known of the site, as a reading version: `v3+1f0c`."""
    sources: tuple[tuple[str, str], ...] = ()
    """Where each field that has a value was read: (field, place), as `khobao explain` prints it."""

    @property
    def text(self) -> str:
        """The paragraphs, parted by blank lines."""
        return "\n\n".join(self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """The article as `khobao extract` prints it."""
        return {
            "url": self.url,
            "title": self.title,
            "sapo": self.sapo,
            "paragraphs": list(self.paragraphs),
            "text": self.text,
            "authors": list(self.authors),
            "agency": self.agency,
            "section": self.section,
            "tags": list(self.tags),
            "images": [attrs.asdict(image) for image in self.images],
            "published_at": self.published_at,
            "published_precision": self.published_precision,
            "modified_at": self.modified_at,
            "removed": [attrs.asdict(piece) for piece in self.removed],
            "language": self.language,
        }
