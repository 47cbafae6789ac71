import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import clean, fold


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("  Thái\u00a0Nguyên \n\t ", "Thái Nguyên"),
        ("Ðại học", "Đại học"),
        ("kho\u200b báo\ufeff", "kho báo"),
        (unicodedata.normalize("NFD", "Nghị quyết"), "Nghị quyết"),
        ("a\u0000b\u001f", "ab"),
        ("một\u2003hai\u3000ba", "một hai ba"),
        ("lone \ud800 surrogate", "lone surrogate"),
    ],
)
def test_clean_gives_one_form(raw: str, wanted: str) -> None:
    """Text that reads the same is stored the same."""
    assert clean(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [("Đất Thái Nguyên", "dat thai nguyen"), ("ẤỜỆ", "aoe"), ("Ðà Nẵng", "da nang"), ("İ", "i")],
)
def test_fold_drops_every_accent(raw: str, wanted: str) -> None:
    """Folding lowers case and takes every accent off, the bar of đ too."""
    assert fold(raw) == wanted


@given(st.text())
def test_both_forms_are_stable(text: str) -> None:
    """Cleaning or folding what is clean or folded changes nothing, and clean text is NFC."""
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert unicodedata.is_normalized("NFC", clean(text))
