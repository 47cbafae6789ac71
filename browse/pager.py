"""Lists in pages: the number of the page asked for, and the addresses of its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from browse.links import with_arguments

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

PAGE_SIZE = 30
# Further than anyone pages, and SQLite's offset is a 64-bit number.
LAST_PAGE = 100_000


@attrs.frozen
class Pager:
    """One page of a list that has several."""

    page: int
    """Its number, from 1 on."""
    pages: int | None
    """How many there are; None where nobody knows."""
    previous: str | None
    """Query string of the page before it."""
    next: str | None
    """Query string of the page behind it."""


def page_number(request: Request) -> int:
    """Read `?page=`: 1 where it is no number."""
    text = request.args.get("page") or ""
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def pager_of(
    request: Request, page: int, items: int, page_size: int = PAGE_SIZE, *, at_least: bool = False
) -> Pager | None:
    """Lead through a list of so many items, or of `at_least` so many; None where they fit on one page."""
    pages = -(-items // page_size)
    if pages <= 1:
        return None
    return Pager(
        page,
        None if at_least else pages,
        with_arguments(request.query_string, page=str(min(page, pages + 1) - 1)) if page > 1 else None,
        with_arguments(request.query_string, page=str(page + 1)) if page < pages else None,
    )
