"""Blocks of pages written in a test."""

from __future__ import annotations

from lxml import html

from pipeline.extraction.html import Block, Hints, read_blocks


def blocks_of(markup: str, *outlets: str) -> list[Block]:
    """Blocks of a page's body, in order; `outlets` are the site's own names."""
    return read_blocks(html.document_fromstring(f"<body>{markup}</body>").body, Hints(outlets=outlets)).blocks
