"""How good an extraction looks, without anybody's labels: a rough number that tells which pages to look at first.

0.4 of it is fields: the share of title, text, sapo, publication (half without its minute), authors or agency, section
that are there. 0.3 is prose: the share of the text's letters that stand in sentences. 0.3 is clean: the share of its
lines that do not look left over (a label, a date, a credit, an address, the title or another line again, mojibake).
A page that has no sapo or byline is not worse read for it: compare pages of one site, not sites.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import attrs

from pipeline.extraction.body import credit_of
from pipeline.extraction.lines import ends_clause, is_date_line, is_label
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WEIGHTS = {"fields": 0.4, "prose": 0.3, "clean": 0.3}
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+$")
_BROKEN = re.compile("\ufffd|á»|áº|Ã[\u00a0-\u00bf]")
_LONG = 80  # letters from which a line without a stop is taken for a sentence


class ExtractedFields(Protocol):
    """What is judged of an article, or of a revision of one."""

    @property
    def title(self) -> str | None:
        """Headline."""

    @property
    def sapo(self) -> str | None:
        """Lead, apart from the text."""

    @property
    def paragraphs(self) -> Sequence[str]:
        """Text, the sapo apart or as its first."""

    @property
    def authors(self) -> Sequence[str]:
        """People and pen names."""

    @property
    def agency(self) -> str | None:
        """Agency that is credited."""

    @property
    def section(self) -> str | None:
        """Section of the site."""

    @property
    def published_at(self) -> str | None:
        """ISO 8601, to the minute or a day."""


@attrs.frozen
class Quality:
    """How good an extraction looks. Numbers are from 0 to 1, to two places."""

    score: float
    """Of all three parts, by their weight."""
    fields: float
    prose: float
    clean: float
    missing: tuple[str, ...]
    """The fields that are not there, as a person reads them."""
    suspicious: tuple[str, ...]
    """The lines that look left over."""

    def as_json(self) -> dict[str, float | list[str]]:
        """JSON in `khobao explain --json`."""
        return {**attrs.asdict(self), "missing": list(self.missing), "suspicious": list(self.suspicious)}


def quality_of(article: ExtractedFields) -> Quality:
    """Judge an extraction by itself, without labels."""
    fields = {
        "title": float(bool(article.title)),
        "text": float(bool(article.paragraphs)),
        "sapo": float(bool(article.sapo)),
        "published_at": (0.5 + 0.5 * (len(article.published_at) > 10)) if article.published_at else 0.0,
        "authors or agency": float(bool(article.authors or article.agency)),
        "section": float(bool(article.section)),
    }
    suspicious = tuple(_left_over(article.paragraphs, fold(article.title or "")))
    parts = {
        "fields": sum(fields.values()) / len(fields),
        "prose": _prose(article.paragraphs),
        "clean": 1 - len(suspicious) / max(1, len(article.paragraphs)),
    }
    score = sum(_WEIGHTS[name] * part for name, part in parts.items())
    missing = tuple(name for name, share in fields.items() if not share)
    return Quality(
        score=round(score, 2),
        fields=round(parts["fields"], 2),
        prose=round(parts["prose"], 2),
        clean=round(parts["clean"], 2),
        missing=missing,
        suspicious=suspicious,
    )


def _prose(paragraphs: Sequence[str]) -> float:
    letters = [len(line) for line in paragraphs]
    sentences = [len(line) for line in paragraphs if len(line) >= _LONG or ends_clause(line)]
    return sum(sentences) / max(1, sum(letters))


def _left_over(paragraphs: Sequence[str], title: str) -> Iterator[str]:
    """Lines that look as if they were no text of the article."""
    folded = [fold(line) for line in paragraphs]
    counts = Counter(folded)
    for line, bare in zip(paragraphs, folded, strict=True):
        credited = len(line) < _LONG and bool(credit_of(line))
        again = bare == title or (counts[bare] > 1 and len(bare) > 20)
        if is_label(bare) or is_date_line(line) or credited or again or _ADDRESS.match(line) or _BROKEN.search(line):
            yield line
