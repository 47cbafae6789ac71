"""Pages of a few elements, as blocks and laid out: for tests of one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.html import BlockTree, Hints, parse, read_blocks, read_stated
from pipeline.extraction.layout import Layout, lay_out
from pipeline.extraction.profile import ReadingRules

if TYPE_CHECKING:
    from pipeline.extraction.html.page import Page

URL = "https://vidu.vn/xa-hoi/bai-123.html"
PROSE = "Sáng 12/3, tại xã Tân Lập, huyện đoàn phối hợp với trạm y tế khám bệnh cho hơn hai trăm người cao tuổi."


def page_of(body: str, head: str = "", url: str = URL) -> Page:
    """Parse a page with this in its body."""
    return parse(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url)


def tree_of(body: str, hints: Hints | None = None) -> BlockTree:
    """Read the blocks of a page with this in its body."""
    return read_blocks(page_of(body).root.find("body"), hints)


def layout_of(body: str, head: str = "", url: str = URL, rules: ReadingRules | None = None) -> Layout:
    """Lay out a page with this in its body."""
    page = page_of(body, head, url)
    return lay_out(page, read_stated(page), rules or ReadingRules())
