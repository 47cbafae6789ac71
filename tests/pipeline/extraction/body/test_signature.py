"""Which of the last lines sign an article, and which are what its text lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.extraction.body.signature import is_data, last_bylines
from tests.support.laid_out import PROSE, tree_of

if TYPE_CHECKING:
    from pipeline.extraction.html import Block


def signed(html: str, *, is_pictured: bool = False) -> list[str]:
    """Return the lines that sign a text that ends so."""
    blocks: list[Block] = tree_of(f"<p>{PROSE}</p><p>{PROSE}</p>{html}").blocks
    return [block.text for block, _ in last_bylines(blocks, is_pictured=is_pictured)]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p><b>Lê Na</b></p>", ["Lê Na"]),
        ("<p>Nguyễn Thị Lê Na</p>", ["Nguyễn Thị Lê Na"]),
        ("<p style='text-align:right'>Tin, ảnh: PV</p>", ["Tin, ảnh: PV"]),
        ("<p>Theo TTXVN</p>", ["Theo TTXVN"]),
        ("<p><b>Lê Na</b></p><p><i>Ảnh: Kim Oanh</i></p>", ["Ảnh: Kim Oanh", "Lê Na"]),
        (f"<p><b>{PROSE}</b></p>", []),
        ("<h3>Lê Na</h3>", []),
        ("<p>Nguyễn Thị An</p><p>Trần Văn Bình</p><p>Phạm Thị Cúc</p>", []),
        ("<p>Các em được khen:</p><p>Nguyễn Thị An</p>", []),
        ("<ul><li>Nguyễn Thị An</li><li>Trần Văn Bình</li></ul>", []),
    ],
)
def test_who_signs(html: str, lines: list[str]) -> None:
    """Short lines that name a writer, apart by their dress or sure to be names; no list, no heading, no sentence."""
    assert signed(html) == lines


def test_one_line_is_left() -> None:
    """A text does not sign itself away, unless the article has pictures."""
    (only,) = tree_of("<p><b>Lê Na</b></p>").blocks
    assert last_bylines([only], is_pictured=False) == []
    assert len(last_bylines([only], is_pictured=True)) == 1


@pytest.mark.parametrize(
    ("html", "data"),
    [
        ("<table><tr><td>Lê Na</td><td>5</td></tr></table>", True),
        ("<table><tr><td>Lê Na</td><td></td></tr></table>", False),
        ("<dl><dt>Lê Na</dt><dd>5</dd></dl>", True),
        ("<p>Lê Na</p>", False),
    ],
)
def test_a_row_of_data(html: str, data: bool) -> None:  # noqa: FBT001
    """It has two cells with a text."""
    assert is_data(tree_of(html).blocks[0]) is data
