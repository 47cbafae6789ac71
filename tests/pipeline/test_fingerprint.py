from __future__ import annotations

import attrs
import pytest

from pipeline.article import Article, Image
from pipeline.fingerprint import fingerprint, overlap, runs_shared

ARTICLE = Article("https://bao.example/1", "Sửa đường", paragraphs=("Đoạn một.", "Đoạn hai."))


@pytest.mark.parametrize(
    "changes",
    [
        {"authors": ("Ai Đó",), "sapo": "Đoạn một.", "published_at": "2026-07-16"},
        {"images": (Image("https://bao.example/1.jpg", "Chú thích"),), "url": "https://bao.example/2"},
        {"title": " Sửa  đường\n", "paragraphs": ("Đoạn  một.", "Đoạn hai. ")},
    ],
)
def test_what_is_no_text_leaves_the_fingerprint(changes: dict[str, object]) -> None:
    """Byline, date, pictures, address and white space are no text of the article."""
    assert fingerprint(attrs.evolve(ARTICLE, **changes)) == fingerprint(ARTICLE)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Sửa Đường"},
        {"paragraphs": ("Đoạn một.",)},
        {"paragraphs": ("Đoạn hai.", "Đoạn một.")},
        {"title": None, "paragraphs": ("Sửa đường", "Đoạn một.", "Đoạn hai.", "x")},
    ],
)
def test_another_title_or_text_has_another_fingerprint(changes: dict[str, object]) -> None:
    """Capitals, order and each paragraph count."""
    assert fingerprint(attrs.evolve(ARTICLE, **changes)) != fingerprint(ARTICLE)


def test_a_fingerprint_is_the_same_for_ever() -> None:
    """Archives hold it: another digest would make a revision of every article."""
    assert fingerprint(ARTICLE) == "87a2f798622e70ff52e37f010462fec1"


@pytest.mark.parametrize(
    ("lines", "others", "share"),
    [
        (["a b", "c"], ["c", "b a"], 1.0),
        ([], [], 1.0),
        (["a"], [], 0.0),
        (["a b c d"], ["a b"], 2 * 2 / 6),
        (["a a"], ["a"], 2 * 1 / 3),
    ],
)
def test_overlap_is_f1_over_words(lines: list[str], others: list[str], share: float) -> None:
    """Whatever line a word stands in; one that is repeated counts as often as both have it."""
    assert overlap(lines, others) == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "other", "share"),
    [
        ("a b c d e", "x a b c d", 2 / 3),
        ("a b c", "x x a b c y y", 1.0),
        ("a b c d", "d c b a", 0.0),
        ("a b", "a b", 1.0),
        ("a b", "b a c d e", 0.0),
        ("", "", 1.0),
    ],
)
def test_runs_shared_is_of_the_shorter_text(text: str, other: str, share: float) -> None:
    """Runs of three words in order; texts without a run share all or nothing."""
    assert runs_shared(text, other) == pytest.approx(share)
