"""A page, parsed once: its tree, and what its head says in meta elements and JSON-LD."""

from __future__ import annotations

import html
import re
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

import attrs
from lxml import etree

from pipeline.errors import Unreadable
from pipeline.extraction.html.charset import decode
from pipeline.extraction.html.json_ld import LinkedNode, read_linked
from pipeline.text import clean

Element = Any  # lxml ships no types; an element of a parsed page

_NOT_HTML = re.compile(
    r"^\s*(?:application/(?!xhtml)|image/|audio/|video/|font/|text/(?!html|plain|xml))", re.IGNORECASE
)
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"RIFF")
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>)?\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.DOTALL
)
_TAG = re.compile(r"<[a-zA-Z!/]")
_LONGEST_TAG = 20_000  # letters
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONGEST_TAG},}}")
_TAGS = 6000  # on a page of any length
_LETTERS_A_TAG = 20  # real pages have 30 to 70
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


@attrs.frozen(eq=False)
class Page:
    """One parsed page. `metas`: lower-case names (name, property and itemprop alike) with their contents, in order."""

    url: str
    root: Element
    metas: dict[str, tuple[str, ...]]
    linked: tuple[LinkedNode, ...]
    """Nodes of the page's JSON-LD."""

    def meta(self, *names: str) -> str:
        """First content that is not empty, of the first of these names that has one, else ''."""
        return next((content for name in names for content in self.metas.get(name, ()) if content), "")

    def absolute(self, href: str | None) -> str | None:
        """Link as an absolute http(s) URL, None where it is none."""
        if not href or not href.strip():
            return None
        try:
            url = urljoin(self.url, href.strip())
            parts = urlsplit(url)
        except ValueError:
            return None
        return url if parts.scheme in {"http", "https"} and parts.netloc else None

    @cached_property
    def canonical(self) -> str | None:
        """The page's own rel=canonical as an absolute URL; a bare host is the home page's, so none."""
        for link in self.root.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split():
                url = self.absolute(link.get("href"))
                return url if url and urlsplit(url).path.strip("/") + urlsplit(url).query else None
        return None


def parse(body: bytes, url: str, content_type: str = "") -> Page:
    """Parse a page. Raises Unreadable (`empty` or `not-html`)."""
    if _NOT_HTML.match(content_type) or body.lstrip()[:8].startswith(_MAGIC):
        raise Unreadable(f"this is no HTML page ({content_type or 'by its first bytes'})", "not-html")
    text = decode(body, content_type)
    if not text.strip():
        raise Unreadable("the page is empty", "empty")
    if _FEED.match(text[:2000]) or not _TAG.search(text):
        raise Unreadable("this is no HTML page: a feed, a sitemap or plain text", "not-html")
    root = _tree(text)
    if root is None or root.find("body") is None:
        raise Unreadable("the page has no body", "empty")
    return Page(url, root, _metas(root), tuple(read_linked(root)))


def _tree(text: str) -> Element:
    """Parse text; a str with an encoding declaration is refused by lxml, its UTF-8 bytes are not.

    Comments go: some hold full dates and old paragraphs. libxml2 is quadratic in the attributes of one element, so a
    tag that is thousands of attributes is cut. So is a page of little but tags: an element costs a thousand bytes.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    text = _without_excess(text)
    if _may_have_long_tag(text):
        text = _LONG_TAG.sub(_shorten, text)
    try:
        return etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError:
        return None


def _without_excess(text: str) -> str:
    """Page up to where it has more tags than a page of its length can need, the rest left out."""
    most = max(_TAGS, len(text) // _LETTERS_A_TAG)
    if text.count("<") <= most:
        return text
    return text[: next(islice(re.finditer("<", text), most, None)).start()]


def _may_have_long_tag(text: str) -> bool:
    """Whether so much stands between two `<` that it may be a tag of that length; much cheaper than to search."""
    at = text.find("<")
    while 0 <= at < len(text) - _LONGEST_TAG:
        at = text.rfind("<", at + 1, at + 1 + _LONGEST_TAG)
        if at < 0:
            return True
    return False


def _shorten(found: re.Match[str]) -> str:
    bare = _QUOTED.sub('""', found[0])
    return found[0] if len(bare) < _LONGEST_TAG else bare[:2000]


def _metas(root: Element) -> dict[str, tuple[str, ...]]:
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = clean(html.unescape(element.get("content") or ""))
        for key in {element.get("property"), element.get("name"), element.get("itemprop")} - {None}:
            metas.setdefault(key.strip().lower(), []).append(content)
    return {name: tuple(contents) for name, contents in metas.items()}
