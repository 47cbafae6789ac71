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
    """What one page says.

    `paragraphs` are in order, NFC, without markup or line breaks, the sapo first where the page has one and subheadings
    at their place. `published_at` and `modified_at` are ISO 8601: `2026-07-16T17:17:00+07:00` where the minute is
    known, `2026-07-16` where only the day is, None where the page does not say. `published_method` names the place
    it was read from, `published_raw` is the string that stood there. `extractor` names the code, `profile` what was
    known of the site: the same page read by the same two gives the same article. `sources` names
    where each field that has a value was read.
    """

    url: str
    title: str | None
    sapo: str | None = None
    paragraphs: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    agency: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    published_at: str | None = None
    published_precision: Precision | None = None
    published_method: str | None = None
    published_raw: str | None = None
    modified_at: str | None = None
    canonical_url: str | None = None
    language: str | None = None
    removed: tuple[Removed, ...] = ()
    extractor: str = ""
    profile: str | None = None
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, parted by blank lines."""
        return "\n\n".join(self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """Return the article as `khobao extract` prints it."""
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
