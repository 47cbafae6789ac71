from __future__ import annotations

import pytest

from pipeline.extraction.lines.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sáng 12/3, bà con xã Tân Lập ra đồng gặt lúa sớm.", "vi"),
        ("The people of the commune went to the fields for the harvest.", "en"),
        ("Les habitants du village sont partis aux champs.", None),
        ("1.204 - 2026", None),
        ("", None),
    ],
)
def test_languages_by_their_letters(text: str, language: str | None) -> None:
    """Vietnamese by its marks, English by its small words; else nothing is said."""
    assert language_of(text) == language
