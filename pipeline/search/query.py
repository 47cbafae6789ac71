"""What a person types into the search box, compiled into FTS5 expressions. No text is an error.

    nông thôn        every word, in any order          "nông thôn mới"   these words side by side
    -covid           not this word                     lúa OR ngô        one of them
    chuy*            words that begin so; three letters or more

A word's own punctuation makes it a phrase: `01-NQ/TU`, `16.750`, `6,51%`. Everything that reaches FTS5 is quoted, so
nothing in it is syntax.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import attrs

from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# A person's question is shorter; a pasted page is searched by its beginning.
MAX_LETTERS = 2_000
MAX_TERMS = 32
MAX_WORDS = 64  # in all terms: a phrase has several
MAX_PREFIXES = 4  # each gathers the articles of all words that begin so
SHORTEST_PREFIX = 3
MARK = "\ue000"  # begins what articles are narrowed by; out of Unicode's private use, so not typed

_REPLACED = str.maketrans("“”„‟«»＂" + MARK, '"' * 7 + " ")
# A phrase whose last quote is missing ends with the text; without a minus it is just words, as a lone quote may be.
_PIECES = re.compile(
    r'(?P<minus>-+)?"(?P<phrase>[^"]*)(?:"(?P<star>\*)?|(?(minus)$|(?!)))|(?P<word>[^\s"]+)',
)

# hoà and hòa, tỷ and tỉ are one word in two spellings. `[^\W_]` is a letter or digit, as FTS5's unicode61 has them. The
# pattern begins with few letters, and what stands before is looked at afterwards: six times as fast.
_Y = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
_TONES = dict(
    zip(
        ("oà oá oả oã oạ", "oè oé oẻ oẽ oẹ", "uỳ uý uỷ uỹ uỵ"),
        ("òa óa ỏa õa ọa", "òe óe ỏe õe ọe", "ùy úy ủy ũy ụy"),
        strict=True,
    )
)
_OLD_STYLE = {new: old for news, olds in _TONES.items() for new, old in zip(news.split(), olds.split(), strict=True)}
_SPELLINGS = re.compile(r"(?:o[àáảãạèéẻẽẹ]|u?[yỳýỷỹỵ])(?![^\W_])")
_WORD = re.compile(r"[^\W_]+")
_BEGINS = re.compile(r"(?<![^\W_])(?:[hklmst]|qu)$")


@attrs.frozen
class Term:
    """One word or phrase as typed; `prefix` where it may go on."""

    text: str
    prefix: bool = False

    @property
    def accented(self) -> bool:
        """Whether it carries an accent or a đ."""
        return any(letter in "đĐ" or unicodedata.normalize("NFD", letter) != letter for letter in self.text)


@attrs.frozen
class Query:
    """All of `groups` have to be found (of each group one term), and none of `without`."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def accented(self) -> bool:
        """Whether the person types accents."""
        return any(term.accented for group in self.groups for term in group)

    @property
    def is_phrase(self) -> bool:
        """Whether the words might be meant as one phrase: several plain ones, no OR, no star."""
        return len(self.groups) > 1 and all(len(group) == 1 and not group[0].prefix for group in self.groups)


def parse_query(text: str) -> Query:
    """Read what a person typed; an empty query where nothing in it can be searched for."""
    groups: list[tuple[Term, ...]] = []
    without: list[Term] = []
    joins = False
    for minus, term in _terms(clean(text[:MAX_LETTERS]).translate(_REPLACED)):
        if term is None:
            joins = bool(groups)
        elif minus:
            without.append(term)
        elif joins:
            groups[-1] = (*groups[-1], term)
            joins = False
        else:
            groups.append((term,))
    return Query(tuple(groups), tuple(without))


def all_words(query: Query, form: Callable[[str], str]) -> str:
    """The FTS5 expression for all the words, spelled as `form` spells the index."""
    return " AND ".join(f"({any_of(group, form)})" for group in query.groups)


def any_of(terms: Iterable[Term], form: Callable[[str], str]) -> str:
    """The FTS5 expression for one of some terms."""
    return " OR ".join(quoted(term, form) for term in terms)


def whole_phrase(query: Query, form: Callable[[str], str]) -> str:
    """The FTS5 expression for all the words side by side."""
    return quoted(Term(" ".join(term.text for group in query.groups for term in group)), form)


def quoted(term: Term, form: Callable[[str], str]) -> str:
    """The FTS5 expression for one term. No quote is left inside: they part the pieces.

    What may go on is looked for as a word of its own and as the beginning of one: `quy*` is qui (as the index spells
    quy) and quyền.
    """
    if not term.prefix:
        return f'"{form(term.text)}"'
    beginnings = dict.fromkeys((form(term.text), form(term.text + "n")[:-1]))
    return "(" + " OR ".join(f'"{beginning}" *' for beginning in beginnings) + ")"


def exact_form(text: str) -> str:
    """Text as the index with accents is fed: lower case, one spelling for hòa/hoà and tỷ/tỉ.

    No character becomes or loses a word boundary, so the positions in the index hold in the original.
    """
    return _SPELLINGS.sub(_respell, unicodedata.normalize("NFC", text).lower())


def folded_form(text: str) -> str:
    """Text as the index without accents is fed: as `exact_form`, đ as d (no tokenizer of SQLite folds it)."""
    return exact_form(text).replace("đ", "d")


def bare_form(text: str) -> str:
    """Text as the index without accents keeps its words, their marks gone: `ki` for kỹ."""
    return fold(folded_form(text))


def _terms(text: str) -> Iterable[tuple[bool, Term | None]]:
    """Yield each term with its minus; None stands for OR. What holds no letter or digit is left out.

    So is what is beyond the bounds, and the stars are.
    """
    room, prefixes = MAX_WORDS, MAX_PREFIXES
    for piece in list(_PIECES.finditer(text))[:MAX_TERMS]:
        word = piece["word"]
        if word == "OR":
            yield False, None
            continue
        body = piece["phrase"] if word is None else word.lstrip("-").rstrip("*")
        minus = bool(piece["minus"]) if word is None else word.startswith("-")
        star = bool(piece["star"]) if word is None else word.endswith("*")
        words_in = list(_WORD.finditer(body))[:room]
        if words_in:
            room -= len(words_in)
            body = body[: words_in[-1].end()] if not room else body
            prefix = star and prefixes > 0 and _last_word_is_long(body)
            prefixes -= prefix
            yield minus, Term(body, prefix=prefix)


def _last_word_is_long(body: str) -> bool:
    last = re.split(r"[\W_]+", body)[-1]
    return len(last) >= SHORTEST_PREFIX


def _respell(match: re.Match[str]) -> str:
    vowel = match[0]
    before = match.string[max(match.start() - 2, 0) : match.start()] + vowel[:-1]
    if vowel[-1] in _Y and _BEGINS.search(before):
        return vowel[:-1] + _Y[vowel[-1]]
    return vowel if before.startswith("q", -2) else _OLD_STYLE.get(vowel, vowel)
