"""What two readings of a text share."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.article import Article


def fingerprint(article: Article) -> str:
    """A digest of title and text, blind to white space: equal where two readings say the same.

    Not of the sapo (the text begins with it), byline, dates or pictures: they are no text of the article.
    """
    text = "\n".join(" ".join(part.split()) for part in (article.title or "", *article.paragraphs))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def overlap(lines: Iterable[str], others: Iterable[str]) -> float:
    """How much two texts share, as F1 over their words: 1 where they are alike, also where both are empty."""
    words, other_words = (Counter(word for line in text for word in line.split()) for text in (lines, others))
    total = words.total() + other_words.total()
    return 2 * (words & other_words).total() / total if total else 1.0


def runs_shared(text: str, other: str) -> float:
    """How many of the shorter text's runs of three words the other has, 0 to 1.

    Articles of newspapers had up to .15 in common (13 real ones), an article and what becomes of it has most.
    """
    runs, other_runs = (set(zip(words, words[1:], words[2:], strict=False)) for words in (text.split(), other.split()))
    least = min(len(runs), len(other_runs))
    return len(runs & other_runs) / least if least else float(text.split() == other.split())
