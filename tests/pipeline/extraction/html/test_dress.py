"""How elements are set, by their attributes."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.extraction.html.dress import alignment_of, weight_and_slant


@pytest.mark.parametrize(
    ("attributes", "alignment"),
    [
        ((("style", "text-align: center"),), "center"),
        ((("style", "text-align:end"),), "right"),
        ((("class", "ql-align-right"),), "right"),
        ((("class", "has-text-align-center"),), "center"),
        ((("align", "CENTER"),), "center"),
        ((("style", "text-align: justify"),), ""),
        ((("class", "text-alignment-center"),), None),
        ((), None),
    ],
)
def test_alignment(attributes: tuple[tuple[str, str], ...], alignment: str | None) -> None:
    """By style, class or attribute; "" where it is justified, None where it is the parent's."""
    assert alignment_of(attributes) == alignment


@pytest.mark.parametrize(
    ("style", "dress"),
    [
        ("font-weight: bold", (1, 0)),
        ("font-weight:600;font-style:italic", (1, 1)),
        ("font-weight:400", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_weight_and_slant(style: str, dress: tuple[int, int]) -> None:
    """Bold from 600 on."""
    assert weight_and_slant(etree.fromstring(f"<span style='{style}'/>")) == dress
