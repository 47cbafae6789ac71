"""What leads from one address to the next beside a status: pages that leap at once, and cookies that are tested for.

Pure, and without Scrapy.
"""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy

from w3lib.html import get_base_url, get_meta_refresh

from pipeline.extraction import decode
from pipeline.urls import canonical

AT_ONCE = 1.0  # seconds; what waits longer is there to be read: nhandan.vn reloads itself each half hour
_HEAD = 16 << 10  # bytes in which the element has to stand; a page of nothing else has some hundreds


def leap_target(body: bytes, url: str, content_type: str) -> str | None:
    """Address that `<meta http-equiv="refresh" content="0; url=...">` leads to; it may be the page's own.

    None where the page is to be read, or is no HTML.
    """
    if "html" not in (content_type or "html").lower() or b"refresh" not in body[:_HEAD].lower():
        return None
    text = decode(body[:_HEAD], content_type)
    try:
        seconds, target = get_meta_refresh(text, get_base_url(text, url))
    except ValueError:  # of an address that is none
        return None
    return canonical(target) if target and seconds is not None and seconds < AT_ONCE else None


def leads_elsewhere(target: str, url: str, *, is_new_visitor: bool) -> bool:
    """Whether a leap is worth following. A page that leads to itself is another one only to who brings its cookie.

    `is_new_visitor`: the answer sets a cookie, and none was sent.
    """
    return is_new_visitor or target != canonical(url)


def chain_policy() -> DefaultCookiePolicy:
    """Which cookies a chain of redirects keeps: none for a whole `gov.vn`."""
    return DefaultCookiePolicy(strict_domain=True)
