"""How well pages are read: each field of labelled pages against what a person says it is.

Text is compared as bags of words between white space, after NFC and without what is drawn as nothing; fields without
regard to case. A page that can't be read counts as one of which nothing was read.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.article import Article
from pipeline.errors import Unreadable
from pipeline.extraction.extract import extract
from pipeline.extraction.profile import ReadingRules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.extraction.evaluation.case import Case

Score = float | int | bool

_NOTHING = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad"))
_FIELDS = ("title", "sapo", "authors", "agency", "published", "section", "tags")
_NAME = 44  # letters of a case's name in the table
_CELL = 9


@attrs.frozen
class Difference:
    """A field of a case that did not come out as labelled. Of paragraphs: what was lost, and what is too much."""

    case: str
    field: str
    wanted: Any
    got: Any


@attrs.frozen
class Result:
    """The scores of one case by column, its differences, and why it could not be read if so."""

    case: str
    scores: dict[str, Score]
    differences: tuple[Difference, ...]
    error: str | None = None


def run(cases: Iterable[Case], known: Callable[[Case], ReadingRules] = lambda _: ReadingRules()) -> Iterator[Result]:
    """Read and score cases, one after the other, each with what is known of its site."""
    for case in cases:
        article, fault = Article(case.url, None), None
        try:
            article = extract(
                case.body, case.url, content_type=case.content_type, rules=known(case), now=case.captured_at
            ).article
        except Unreadable as error:
            fault = str(error)
        yield Result(case.name, score(article, case.wanted), tuple(differences(case.name, article, case.wanted)), fault)


def score(article: Article, wanted: dict[str, Any]) -> dict[str, Score]:
    """Return an article's scores, by column: shares (P, R, F1, captions_found), counts, right or not."""
    precision, recall, f1 = _overlap(_words(article.paragraphs), _words(wanted["paragraphs"]))
    captions = [caption for caption in wanted.get("captions", ()) if caption]
    return {
        "P": precision,
        "R": recall,
        "F1": f1,
        "boilerplate": len(_leaked(article, wanted.get("boilerplate", ()))),
        "captions_in_body": len(_leaked(article, captions, least=4)),
        "captions_found": 1 - len(_unfound(article, captions)) / len(captions) if captions else 1.0,
        **{name: is_right(name, article, wanted) for name in _FIELDS},
    }


def _leaked(article: Article, lines: Iterable[str], least: int = 1) -> list[str]:
    """Return those lines, of so many words at least, that stand in the text and should not."""
    body = _fold(" ".join(article.paragraphs))
    return [line for line in lines if len(line.split()) >= least and _fold(line) in body]


def _unfound(article: Article, captions: Iterable[str]) -> list[str]:
    """Return those captions whose beginning no picture of the article has."""
    told = _fold(" ".join(f"{image.caption or ''} {image.credit or ''}" for image in article.images))
    return [caption for caption in captions if _fold(caption)[:40] not in told]


def is_right(field: str, article: Article, wanted: dict[str, Any]) -> bool:
    """Tell whether a field says what it should; authors and tags in any order, a time to the minute."""
    if field in {"authors", "tags"}:
        return set(map(_fold, getattr(article, field))) == set(map(_fold, wanted.get(field) or ()))
    if field == "published":
        return _is_same_time(article.published_at, wanted.get("published_at"))
    return _fold(getattr(article, field)) == _fold(wanted.get(field))


def _is_same_time(got: str | None, wanted: str | None) -> bool:
    if not wanted:
        return not got
    length = 16 if len(wanted) > 10 else 10
    return (got or "")[:length] == wanted[:length]


def _words(lines: Iterable[str]) -> Counter[str]:
    return Counter(word for line in lines for word in _norm(line).split())


def _overlap(got: Counter[str], wanted: Counter[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of one bag of words against another."""
    both = (got & wanted).total()
    precision, recall = both / max(1, got.total()), both / max(1, wanted.total())
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def _norm(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").translate(_NOTHING).split())


def _fold(text: str | None) -> str:
    return _norm(text).casefold()


def differences(case: str, article: Article, wanted: dict[str, Any]) -> Iterator[Difference]:
    """Yield each field that is not as labelled, with what it should be."""
    ours, theirs = list(map(_norm, article.paragraphs)), list(map(_norm, wanted["paragraphs"]))
    if " ".join(ours) != " ".join(theirs):
        yield Difference(case, "paragraphs", [p for p in theirs if p not in ours], [p for p in ours if p not in theirs])
    if leaked := _leaked(article, wanted.get("boilerplate", ())):
        yield Difference(case, "boilerplate", [], leaked)
    captions = [caption for caption in wanted.get("captions", ()) if caption]
    if leaked := _leaked(article, captions, least=4):
        yield Difference(case, "captions_in_body", [], leaked)
    if lost := _unfound(article, captions):
        yield Difference(case, "captions_found", lost, [image.caption for image in article.images if image.caption])
    for name in _FIELDS:
        if not is_right(name, article, wanted):
            field = "published_at" if name == "published" else name
            yield Difference(case, field, wanted.get(field), getattr(article, field))


def means(results: Sequence[Result]) -> dict[str, float]:
    """Return the mean of each column over some results, of which there is one at least."""
    return {
        column: sum(float(result.scores[column]) for result in results) / len(results) for column in results[0].scores
    }


def table(results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines of the table: its head, a row a case, the means."""
    rows = [(result.case, result.scores) for result in results]
    yield _row("case", [column[:_CELL] for column in results[0].scores])
    for name, scores in [*rows, (f"mean of {len(results)}", means(results))]:
        yield _row(name, list(map(_cell, scores.values())))


def _row(name: str, cells: Sequence[str]) -> str:
    return " ".join([name[:_NAME].ljust(_NAME), *(cell.rjust(_CELL) for cell in cells)])


def _cell(value: Score) -> str:
    if isinstance(value, bool):
        return "ok" if value else "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Return what `khobao benchmark --json` prints."""
    return {
        "cases": {result.case: {**result.scores, "error": result.error} for result in results},
        "means": means(results),
        "differences": [attrs.asdict(difference) for result in results for difference in result.differences],
    }


def complaints(results: Sequence[Result], *, verbose: bool) -> Iterator[str]:
    """Yield a line for each case that could not be read, and for each field of another that is not as labelled."""
    for result in results:
        if result.error:
            yield f"{result.case}: not read: {result.error}"
        for difference in result.differences if not result.error else ():
            yield f"{result.case}: {difference.field}"
            if verbose:
                yield from (f"    {said}: {_shown(getattr(difference, said))}" for said in ("wanted", "got"))


def _shown(value: Any) -> str:
    return (
        "\n            ".join(value)
        if isinstance(value, list | tuple) and value
        else json.dumps(value, ensure_ascii=False)
    )
