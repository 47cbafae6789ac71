"""Where sentences end: at a mark, behind which quotes and brackets may close, in Vietnamese as in English."""

from __future__ import annotations

import re

_CLOSING = r"['\"”’»)\]]*$"
_SENTENCE = re.compile(rf"[.!?…]{_CLOSING}")
_CLAUSE = re.compile(rf"[.!?…:;]{_CLOSING}")


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does; headings, labels and names do not."""
    return bool(_SENTENCE.search(text))


def ends_clause(text: str) -> bool:
    """Whether a line ends as a sentence does, or as one that introduces or separates what follows: `:` and `;` too."""
    return bool(_CLAUSE.search(text))
