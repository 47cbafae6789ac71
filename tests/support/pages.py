"""Pages as trees, for tests that look into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    import httpx


def tree(answer: httpx.Response) -> html.HtmlElement:
    """Return a page that came well, parsed."""
    assert answer.status_code == 200, answer.text[:500]
    return html.document_fromstring(answer.content)


def texts(page: html.HtmlElement, selector: str) -> list[str]:
    """Return the texts of what a selector finds, spaces collapsed."""
    return [" ".join(node.text_content().split()) for node in page.cssselect(selector)]
