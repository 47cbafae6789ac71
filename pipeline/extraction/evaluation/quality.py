"""How good a reading looks, without anybody's labels: a rough number that tells which pages to look at first.

0.4 of it is fields: the share of title, text, sapo, publication (half without its minute), authors or agency, section
that are there. 0.3 is prose: the share of the text's letters that stand in sentences. 0.3 is clean: the share of its
lines that do not look left over (a label, a date, a credit, an address, the title or another line again, mojibake).
A page that has no sapo or byline is not worse read for it: compare pages of one site, not sites.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.extraction.body import credit_of
from pipeline.extraction.lines import is_date_line, is_label
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.article import Article
    from pipeline.queries import Revision

_WEIGHTS = {"fields": 0.4, "prose": 0.3, "clean": 0.3}
_SENTENCE = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+$")
_BROKEN = re.compile("\ufffd|á»|áº|Ã[\u00a0-\u00bf]")
_LONG = 80  # letters from which a line without a stop is taken for a sentence


@attrs.frozen
class Quality:
    """The score and its three parts, 0 to 1; the fields that are missing; the lines that look left over."""

    score: float
    fields: float
    prose: float
    clean: float
    missing: tuple[str, ...]
    suspicious: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as `khobao explain --json` prints it."""
        return {**attrs.asdict(self), "missing": list(self.missing), "suspicious": list(self.suspicious)}


def quality_of(article: Article | Revision) -> Quality:
    """Judge a reading."""
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
    missing = tuple(name for name, there in fields.items() if not there)
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
    said = [len(line) for line in paragraphs if len(line) >= _LONG or _SENTENCE.search(line)]
    return sum(said) / max(1, sum(letters))


def _left_over(paragraphs: Sequence[str], title: str) -> Iterator[str]:
    """Yield the lines that look as if they were no text of the article."""
    folded = [fold(line) for line in paragraphs]
    counts = Counter(folded)
    for line, bare in zip(paragraphs, folded, strict=True):
        credited = len(line) < _LONG and bool(credit_of(line))
        again = bare == title or (counts[bare] > 1 and len(bare) > 20)
        if is_label(bare) or is_date_line(line) or credited or again or _ADDRESS.match(line) or _BROKEN.search(line):
            yield line
