"""Tables of data are read a row a line, those that lay out a page are not."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.extraction.html.tables import lays_out, rows_of_data
from tests.support.laid_out import PROSE, tree_of

ROWS = [("Thôn", "Số hộ"), ("Bưng", "5"), ("Lập", "7")]


def table(*rows: tuple[str, ...]) -> str:
    """Write a table."""
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def test_a_row_of_data_is_a_line() -> None:
    """Three rows of as many cells, each a few words, make lines of a table's rows."""
    blocks = tree_of(table(*ROWS)).blocks
    assert [(block.tag, block.text) for block in blocks] == [("tr", "Thôn Số hộ"), ("tr", "Bưng 5"), ("tr", "Lập 7")]


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:2],
        [*ROWS, ("một",)],
        [*ROWS, ("một", PROSE + PROSE)],
        [*ROWS, ("một", "<a href='/x'>hai</a>")],
        [*ROWS, ("một", "<img src='/x.jpg'/>")],
        [("một",), ("hai",), ("ba",)],
    ],
    ids=["two rows", "ragged", "a long cell", "a link", "a picture", "one column"],
)
def test_what_is_no_data(rows: list[tuple[str, ...]]) -> None:
    """Too few rows or columns, ragged ones, long cells, links and pictures: a table that lays out."""
    assert rows_of_data(etree.fromstring(table(*rows))) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("<tr><td>một</td><td>hai</td></tr>", False),
        ("<tr><td>một</td><td><p>hai</p></td></tr>", True),
        ("<tr><td>một<br/>hai<br/>ba<br/>bốn</td></tr>", False),
        ("<tr><td>một<br/>hai<br/>ba<br/>bốn<br/>năm</td></tr>", True),
    ],
)
def test_a_row_that_lays_out(row: str, expected: bool) -> None:  # noqa: FBT001
    """It holds boxes, or more than three line breaks."""
    assert lays_out(etree.fromstring(row)) is expected


def test_cells_of_a_row_that_lays_out_are_parted() -> None:
    """No line goes on in the next cell; in a row of words it does."""
    boxes, words = "<table><tr><td>một</td><td><p>hai</p></td></tr></table>", "<table><tr><td>một</td><td>hai</table>"
    assert [[block.text for block in tree_of(html).blocks] for html in (boxes, words)] == [["một", "hai"], ["một hai"]]
