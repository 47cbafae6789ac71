"""Tables: which hold data, a row a line, and which lay out a page.

Sites of the 2000s set whole pages in tables; articles hold tables of prices and names, pasted from a word processor.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pipeline.extraction.html.letters import letters_in

if TYPE_CHECKING:
    from pipeline.extraction.html.page import Element

CELLS = frozenset(("td", "th"))
_LAYING_OUT = ("p", "div", "ul", "h1", "h2", "h3", "h4")
_NOT_DATA = ("a", "table", "img", "video", "audio", "iframe")
_DATA_BREAKS = 3  # line breaks that the cells of a row of data may hold
_LEAST_ROWS = 3
_LONGEST_CELL = 120  # letters


def lays_out(row: Element) -> bool:
    """Whether a row holds boxes, or more lines than one of data does."""
    if next(row.iterdescendants(*_LAYING_OUT), None) is not None:
        return True
    return sum(1 for _ in islice(row.iterdescendants("br"), _DATA_BREAKS + 1)) > _DATA_BREAKS


def rows_of_data(table: Element) -> list[Element]:
    """Rows of a table whose cells hold a paragraph at most; none where it lays a page out, or frames a picture.

    Data has three rows at least, of the same number of cells, and neither links nor pictures.
    """
    rows = [row for part in (table, *table.iterchildren("thead", "tbody", "tfoot")) for row in part.iterchildren("tr")]
    cells = [[cell for cell in row if cell.tag in CELLS] for row in rows]
    if len(rows) < _LEAST_ROWS or len(cells[0]) < 2 or any(len(row) != len(cells[0]) for row in cells):
        return []
    if next(table.iterdescendants(*_NOT_DATA), None) is not None:
        return []
    plain = all(len(cell) <= 1 and letters_in(cell, _LONGEST_CELL) < _LONGEST_CELL for row in cells for cell in row)
    return rows if plain else []
