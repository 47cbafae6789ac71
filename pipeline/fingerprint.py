"""What two readings of a text share."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.article import Article


def fingerprint(article: Article) -> str:
    """Return what two readings share that say the same: a digest of title and text, blind to white space.

    Not of the sapo (the text begins with it), byline, dates or pictures: they are no text of the article.
    """
    said = "\n".join(" ".join(part.split()) for part in (article.title or "", *article.paragraphs))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def overlap(lines: Iterable[str], others: Iterable[str]) -> float:
    """Return how much two texts share, as F1 over their words: 1 where they are alike, also where both are empty."""
    ours, theirs = (Counter(word for line in text for word in line.split()) for text in (lines, others))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0
