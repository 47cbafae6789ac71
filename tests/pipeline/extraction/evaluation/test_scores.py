"""The scores of one page, each column by an example."""

from __future__ import annotations

import attrs
import pytest

from pipeline.article import Article, Image
from pipeline.extraction.evaluation.case import Labels
from pipeline.extraction.evaluation.scores import differences, score

URL = "https://vidu.vn/bai-1.html"
LABELS = Labels(
    title="Nhan đề",
    paragraphs=("một hai ba bốn",),
    captions=("Người dân gặt lúa sớm",),
    boilerplate=("Tin mới",),
    authors=("An Bình", "Chi"),
    published_at="2026-11-22T08:15:00+07:00",
)
RIGHT = Article(
    URL,
    "nhan ĐỀ",
    paragraphs=("một hai", "ba\u200b bốn"),
    images=(Image("", "Người dân gặt lúa sớm. Ảnh: An"),),
    authors=("Chi", "AN BÌNH"),
    published_at="2026-11-22T08:15:00+07:00",
)


def test_what_is_right() -> None:
    """Letters drawn as nothing, case, the order of names and where paragraphs part make no difference."""
    scores = score(RIGHT, LABELS)
    assert (scores.precision, scores.recall, scores.f1, scores.captions_found) == (1.0,) * 4
    assert (scores.boilerplate, scores.captions_in_body) == (0, 0)
    fields = ("title", "sapo", "authors", "agency", "published_at", "section", "tags")
    assert all(getattr(scores, field) is True for field in fields)
    assert list(differences("a", RIGHT, LABELS)) == []


def test_what_is_wrong() -> None:
    """Words too many and too few, leaks, lost captions and each wrong field count, and are told."""
    article = Article(
        URL,
        "Khác",
        sapo="một",
        paragraphs=("một hai", "TIN  MỚI", "Người dân gặt lúa sớm"),
        authors=("An",),
        agency="TTXVN",
        section="Xã hội",
        tags=("lũ",),
        published_at="2026-11-22T08:16:00+07:00",
    )
    scores = score(article, LABELS)
    assert (scores.precision, scores.recall) == (2 / 9, 0.5)
    assert scores.f1 == pytest.approx(2 * (2 / 9) * 0.5 / (2 / 9 + 0.5))
    assert (scores.boilerplate, scores.captions_in_body, scores.captions_found) == (1, 1, 0.0)
    by_field = {difference.field: difference for difference in differences("a", article, LABELS)}
    assert list(by_field) == [
        *("paragraphs", "boilerplate", "captions_in_body", "captions_found"),
        *("title", "sapo", "authors", "agency", "published_at", "section", "tags"),
    ]
    assert (by_field["title"].labelled, by_field["title"].extracted) == ("Nhan đề", "Khác")
    assert by_field["paragraphs"].labelled == ("một hai ba bốn",)


@pytest.mark.parametrize(
    ("extracted", "labelled", "right"),
    [
        ("2026-11-22T08:15:30+07:00", "2026-11-22T08:15:00+07:00", True),
        ("2026-11-22T08:15:00+07:00", "2026-11-22", True),
        ("2026-11-22", "2026-11-22T08:15:00+07:00", False),
        ("2026-11-22", None, False),
        (None, None, True),
    ],
)
def test_times(extracted: str | None, labelled: str | None, right: bool) -> None:  # noqa: FBT001  a parameter of the test
    """To the minute where the label has one, else the day; where the label has none there must be none."""
    article = Article(URL, "Nhan đề", published_at=extracted)
    assert score(article, attrs.evolve(LABELS, published_at=labelled)).published_at is right
