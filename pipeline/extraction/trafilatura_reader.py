"""The second opinion: trafilatura, asked where a page says it is an article and our own reading finds no text in it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from pipeline.extraction.html import decode
from pipeline.text import clean

if TYPE_CHECKING:
    from pipeline.extraction.html import Page

_LARGEST = 3_000_000  # bytes; it takes ten times as long as our own reading


def second_opinion(body: bytes, content_type: str, page: Page) -> tuple[str, ...]:
    """Paragraphs trafilatura finds, none where it finds none either.

    Its dates and its `deduplicate` are not used: the first are guessed from the text, the second depends on the pages
    that a process read before.
    """
    if len(body) > _LARGEST:
        return ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its downloader misses a proxy library; nothing is downloaded here
        from trafilatura import bare_extraction  # noqa: PLC0415  300 ms to import, and hardly ever needed

    document = bare_extraction(
        decode(body, content_type),
        url=page.url,
        fast=True,
        with_metadata=False,
        include_comments=False,
        include_tables=False,
        deduplicate=False,
    )
    text = getattr(document, "text", None) or ""
    return tuple(line for line in map(clean, text.splitlines()) if line)
