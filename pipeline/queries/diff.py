"""What a publisher changed between two revisions of an article: title, sapo, and the text sentence by sentence.

Sentences are told by their end marks and what follows them; Vietnamese ends them as English does. A sentence that is
mostly another one's words, at its place, is that one altered; else one was dropped and one added.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Protocol

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ENDS = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]?[^\W_])")
_INITIAL = re.compile(r"(?:^|[\s(\"“])(?:[A-ZĐ]|TS|PGS|GS|Th\.?S|BS|KS|TP|Tp|Mr|Mrs|Dr|St|v\.v|tr|Q|P)\.$")
_ALIKE = 0.5  # share of words by which a sentence is another one altered
_COMPARED = 2500  # pairs of sentences; a text of hundreds that was written anew has none that was altered


class Version(Protocol):
    """What is compared of a revision."""

    @property
    def title(self) -> str:
        """Headline."""

    @property
    def sapo(self) -> str | None:
        """Lead."""

    @property
    def paragraphs(self) -> Sequence[str]:
        """Text, the sapo first where the page has one."""


@attrs.frozen
class Changes:
    """What one version changed in another; false where that is nothing. A pair is what was, and what is."""

    title: tuple[str, str] | None = None
    """None where it is as it was."""
    sapo: tuple[str, str] | None = None
    """As `title`; '' for none."""
    added: tuple[str, ...] = ()
    """Sentences, as are those dropped and altered."""
    dropped: tuple[str, ...] = ()
    altered: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self != Changes()


@attrs.frozen
class Piece:
    """A run of sentences, or of words of one: as they were, as they are. Equal where nothing changed."""

    before: str
    after: str


def compare(before: Version, after: Version) -> Changes:
    """What changed from one version of an article to another."""
    added, dropped, altered = [], [], []
    for old, new in _sentence_pairs(_text(before), _text(after)):
        if old and new:
            altered.append((old, new))
        elif new:
            added.append(new)
        else:
            dropped.append(old)
    return Changes(
        title=_pair(before.title, after.title),
        sapo=_pair(before.sapo or "", after.sapo or ""),
        added=tuple(added),
        dropped=tuple(dropped),
        altered=tuple(altered),
    )


def diff_words(before: str, after: str) -> list[Piece]:
    """Two sentences as runs of words that are alike or not, for marking."""
    old, new = before.split(), after.split()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Piece(" ".join(old[a:b]), " ".join(new[c:d])) for _, a, b, c, d in blocks]


def sentences(paragraphs: Iterable[str]) -> list[str]:
    """The sentences of a text. An initial or a title (`TS.`) ends none."""
    complete: list[str] = []
    for paragraph in paragraphs:
        open_ended = ""
        for piece in _pieces(paragraph):
            open_ended = f"{open_ended} {piece}".strip()
            if open_ended and not _INITIAL.search(open_ended):
                complete.append(open_ended)
                open_ended = ""
        if open_ended.strip():
            complete.append(open_ended)
    return complete


def _pieces(paragraph: str) -> Iterator[str]:
    start = 0
    for end in _ENDS.finditer(paragraph):
        cut = end.end() - len(end[0]) + len(end[0].rstrip())
        yield paragraph[start:cut].strip()
        start = end.end()
    yield paragraph[start:].strip()


def _text(version: Version) -> list[str]:
    """The sentences behind the sapo, which is compared by itself."""
    paragraphs = version.paragraphs
    begins_with_sapo = version.sapo and paragraphs and paragraphs[0] == version.sapo
    return sentences(paragraphs[1:] if begins_with_sapo else paragraphs)


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return None if before == after else (before, after)


def _sentence_pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence that is not as it was: with what it was, or '' for none."""
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _match(before[a:b], list(after[c:d]))


def _match(before: Sequence[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a stretch that is not as it was, those altered in pairs; one written anew has none."""
    compared = len(before) * len(after) <= _COMPARED
    for old in before:
        rest = after if compared else []
        alike = max(((_likeness(old, new), new) for new in rest), default=(0.0, ""))
        if alike[0] >= _ALIKE:
            after.remove(alike[1])
            yield old, alike[1]
        else:
            yield old, ""
    yield from (("", new) for new in after)


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
