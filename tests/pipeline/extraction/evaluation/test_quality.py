"""The score of a reading, by examples."""

from __future__ import annotations

import attrs
import pytest

from pipeline.article import Article
from pipeline.extraction.evaluation.quality import quality_of

GOOD = Article(
    "https://vidu.vn/1.html",
    "Khám bệnh cho người cao tuổi",
    sapo="Hơn hai trăm người được khám.",
    paragraphs=("Hơn hai trăm người được khám.", "Sáng 12/3, đoàn đến xã Tân Lập.", "Chiều cùng ngày, đoàn ra về."),
    authors=("Kim Oanh",),
    section="Xã hội",
    published_at="2026-11-22T08:15:00+07:00",
)


def test_nothing_to_complain_of() -> None:
    """All fields, all sentences, nothing left over: 1."""
    quality = quality_of(GOOD)
    assert (quality.score, quality.fields, quality.prose, quality.clean) == (1.0, 1.0, 1.0, 1.0)
    assert (quality.missing, quality.suspicious) == ((), ())


def test_nothing_read() -> None:
    """No field, no prose: only that nothing is left over counts."""
    quality = quality_of(Article("https://vidu.vn/1.html", None))
    assert (quality.score, quality.fields, quality.prose, quality.clean) == (0.3, 0.0, 0.0, 1.0)
    assert quality.missing == ("title", "text", "sapo", "published_at", "authors or agency", "section")


@pytest.mark.parametrize(
    "line",
    [
        *("Tin liên quan", "Chia sẻ", "Thứ năm, 2/11/2023, 19:20 (GMT+7)", "Ảnh: Thành Duy", "https://vidu.vn/x"),
        *("Khám bệnh cho người cao tuổi", "Sáng 12/3, đoàn đến xã Tân Lập.", "Há»™i nghá»‹ má»Ÿ rá»™ng."),
    ],
)
def test_what_looks_left_over(line: str) -> None:
    """Labels, dates, credits, addresses, the headline, a line twice, mojibake."""
    quality = quality_of(attrs.evolve(GOOD, paragraphs=(*GOOD.paragraphs, line)))
    assert line in quality.suspicious
    assert quality.clean < 1
    assert quality.score < 1


def test_parts_by_their_weight() -> None:
    """A day without its minute is half a field; words that are no sentence are no prose."""
    assert quality_of(attrs.evolve(GOOD, published_at="2026-11-22")).fields == round(5.5 / 6, 2)
    fragment = quality_of(attrs.evolve(GOOD, paragraphs=("x" * 50 + ".", "y" * 51)))
    assert (fragment.prose, fragment.score) == (0.5, 0.85)
