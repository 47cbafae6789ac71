"""How well one page is read: each field of its article against what a person says it is.

Text is compared as bags of words between white space, after NFC and without what is drawn as nothing; fields without
regard to case.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.article import Article
    from pipeline.extraction.evaluation.case import Labels

Score = float | int | bool
FieldValue = str | tuple[str, ...] | None

_NOTHING = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad"))
_FIELDS = ("title", "sapo", "authors", "agency", "published_at", "section", "tags")
_COLUMNS = {"precision": "P", "recall": "R", "f1": "F1", "published_at": "published"}  # where the name is another
_WORDS_OF_CAPTION = 4  # from which on one can't stand in a text by chance
_CAPTION_START = 40  # letters by which a caption is known


@attrs.frozen(kw_only=True)
class Scores:
    """Scores of one article: shares from 0 to 1, counts, and for each other field whether it is right."""

    precision: float
    """Of the text's words."""
    recall: float
    f1: float
    boilerplate: int
    """Lines of the label's boilerplate that stand in the text."""
    captions_in_body: int
    captions_found: float
    """Share of the captions that a picture of the article has."""
    title: bool
    sapo: bool
    authors: bool
    agency: bool
    published_at: bool
    section: bool
    tags: bool

    def columns(self) -> dict[str, Score]:
        """Scores by the columns of the table and the keys of `khobao benchmark --json`, in their order."""
        return {_COLUMNS.get(name, name): value for name, value in attrs.asdict(self).items()}


@attrs.frozen
class Difference:
    """A field of a case that did not come out as labelled."""

    case: str
    field: str
    labelled: FieldValue
    """Of paragraphs and captions: those that were lost."""
    extracted: FieldValue
    """Of paragraphs, boilerplate and captions: what is too much."""


def score(article: Article, labels: Labels) -> Scores:
    """Score an article against its labels."""
    precision, recall, f1 = _overlap(_words(article.paragraphs), _words(labels.paragraphs))
    captions = _captions(labels)
    return Scores(
        precision=precision,
        recall=recall,
        f1=f1,
        boilerplate=len(_leaked(article, labels.boilerplate)),
        captions_in_body=len(_leaked(article, captions, least=_WORDS_OF_CAPTION)),
        captions_found=1 - len(_unfound(article, captions)) / len(captions) if captions else 1.0,
        title=is_right("title", article, labels),
        sapo=is_right("sapo", article, labels),
        authors=is_right("authors", article, labels),
        agency=is_right("agency", article, labels),
        published_at=is_right("published_at", article, labels),
        section=is_right("section", article, labels),
        tags=is_right("tags", article, labels),
    )


def _captions(labels: Labels) -> list[str]:
    return [caption for caption in labels.captions if caption]


def _leaked(article: Article, lines: Iterable[str], least: int = 1) -> tuple[str, ...]:
    """Those lines, of `least` words or more, that stand in the text and should not."""
    body = _fold(" ".join(article.paragraphs))
    return tuple(line for line in lines if len(line.split()) >= least and _fold(line) in body)


def _unfound(article: Article, captions: Iterable[str]) -> tuple[str, ...]:
    """Those captions whose beginning no picture of the article has."""
    printed = _fold(" ".join(f"{image.caption or ''} {image.credit or ''}" for image in article.images))
    return tuple(caption for caption in captions if _fold(caption)[:_CAPTION_START] not in printed)


def is_right(field: str, article: Article, labels: Labels) -> bool:
    """Whether a field says what it should; authors and tags in any order, a time to the minute."""
    extracted, labelled = getattr(article, field), getattr(labels, field)
    if field in {"authors", "tags"}:
        return set(map(_fold, extracted)) == set(map(_fold, labelled or ()))
    if field == "published_at":
        return _is_same_time(extracted, labelled)
    return _fold(extracted) == _fold(labelled)


def _is_same_time(extracted: str | None, labelled: str | None) -> bool:
    if not labelled:
        return not extracted
    length = 16 if len(labelled) > 10 else 10
    return (extracted or "")[:length] == labelled[:length]


def _words(lines: Iterable[str]) -> Counter[str]:
    return Counter(word for line in lines for word in _norm(line).split())


def _overlap(extracted: Counter[str], labelled: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one bag of words against another."""
    both = (extracted & labelled).total()
    precision, recall = both / max(1, extracted.total()), both / max(1, labelled.total())
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def _norm(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").translate(_NOTHING).split())


def _fold(text: str | None) -> str:
    return _norm(text).casefold()


def differences(case: str, article: Article, labels: Labels) -> Iterator[Difference]:
    """Each field that is not as labelled, in the order of the table's columns."""
    extracted, labelled = list(map(_norm, article.paragraphs)), list(map(_norm, labels.paragraphs))
    if " ".join(extracted) != " ".join(labelled):
        yield Difference(case, "paragraphs", _missing(labelled, extracted), _missing(extracted, labelled))
    if leaked := _leaked(article, labels.boilerplate):
        yield Difference(case, "boilerplate", (), leaked)
    captions = _captions(labels)
    if leaked := _leaked(article, captions, least=_WORDS_OF_CAPTION):
        yield Difference(case, "captions_in_body", (), leaked)
    if lost := _unfound(article, captions):
        printed = tuple(image.caption for image in article.images if image.caption)
        yield Difference(case, "captions_found", lost, printed)
    for name in _FIELDS:
        if not is_right(name, article, labels):
            yield Difference(case, name, getattr(labels, name), getattr(article, name))


def _missing(lines: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line not in others)
