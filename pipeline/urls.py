"""The one form of a URL, so that a page is fetched once and keeps one address for ever.

`canonical` is what is fetched, `identity` is what is compared: http and https, with and without `www.` and a closing
slash are one page, but which of them a server answers is the publisher's matter. Pure functions.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit, urlunsplit

from courlan import normalize_url
from w3lib.url import canonicalize_url

from pipeline.hosts import bare_host

# Longer ones are traps (a calendar that appends to itself) or data. Liferay's paging links have some 700.
MAX_LENGTH = 2000

_HOST = re.compile(r"[0-9a-f:.]*:[0-9a-f:.]*|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE | re.ASCII)
# Already in the one form, as nine of ten are: a tenth of the time.
_PLAIN = re.compile(r"https?://(?:[a-z0-9]+[.-])+[a-z]+/(?:[\w~-][\w.~-]*/)*(?:[\w~-][\w.~-]*)?", re.ASCII)
_LINE_BREAKS = re.compile(r"[\t\r\n]")

# Whole names, unlike courlan's, whose pattern also takes cid=5 or keyword= away, which name the page on some sites.
# redirect, p_auth and their kin are Liferay's: where the reader came from, and a token of the reader's.
_TRACKER = re.compile(
    r"(?:utm|mtm|itm|pk|mc|hsa|vero|oly)_\w+|_hs\w+|_g[al]|_gac|(?:fb|g|dc|y|ysc|tw|msclk|ttc|li_fat_|b)?clid"
    r"|gclsrc|gad_\w+|[gw]braid|msclkid|igsh(?:id)?|fb_\w+|mibextid|zarsrc|zalo\w*|zsrc|ref|referr?er|share_?from"
    r"|inheritredirect|redirect|p_auth|p_l_back_url|(?:_\w+)?_(?:redirect|backurl|refererplid)"
    r"|jsessionid|phpsessid",
    re.IGNORECASE | re.ASCII,
)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)


def with_scheme(link: str, base: str) -> str:
    """A link that lost its scheme (`www.bao.vn/bai-1.html`, on a page of bao.vn) as one, any other as it is."""
    text = link.strip()
    host, slash, _ = text.partition("/")
    is_own = slash and host and bare_host(host) == bare_host(urlsplit(base).netloc)
    return f"//{text}" if is_own else link


def canonical(url: str, base: str | None = None) -> str | None:
    """The one form of a URL, resolved against `base`, or None for what is no http(s) URL or no other page.

    None: empty, `#...`, javascript:, mailto:, a host or port that can't be, more than MAX_LENGTH characters. Dropped:
    fragment, user name, default port, tracking and session parameters. Idempotent.
    """
    if len(url) <= MAX_LENGTH and _PLAIN.fullmatch(url):
        return url
    text = _LINE_BREAKS.sub("", url).strip(_BLANKS)
    if not text or text.startswith("#") or len(text) > MAX_LENGTH:
        return None
    match = _SCHEME.match(text)
    if match and match[1].lower() not in {"http", "https"}:
        return None
    try:
        parts = urlsplit(urljoin(base or "", _forward_slashes(text)))
        url_form = _normal(parts) if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:  # a bracket or a port that can't be, a lone surrogate
        return None
    return (
        url_form
        if url_form and len(url_form) <= MAX_LENGTH and _HOST.fullmatch(urlsplit(url_form).hostname or "")
        else None
    )


def identity(url: str) -> str:
    """What two addresses of one page share: a canonical URL without scheme, `www.` and closing slash."""
    parts = urlsplit(url)
    return urlunsplit(("", bare_host(parts.netloc), parts.path.rstrip("/"), parts.query, "")).removeprefix("//")


def article_key(site_domain: str, url: str) -> str:
    """The permanent address of an article: 12 lower-case letters and digits out of its site and its URL.

    60 bits of SHA-256: among ten million articles the chance of any two alike is 4 in 100,000.
    """
    digest = hashlib.sha256(f"{site_domain}\n{identity(canonical(url) or url)}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()


_BLANKS = "".join(map(chr, range(0x21))) + "\u00a0\ufeff\u200b"


def _forward_slashes(url: str) -> str:
    r"""Write `\` before the query as `/`, as browsers do: `//a\@b/` is host a, not b."""
    address, mark, rest = re.split(r"([?#]|$)", url, maxsplit=1)
    return address.replace("\\", "/") + mark + rest


@lru_cache(maxsize=4096)  # of a pure function: the menu of a site stands on each of its pages
def _normal(parts: SplitResult) -> str:
    """Normalise host, port and slashes with courlan, then escapes, dots and the order of parameters with w3lib.

    The query goes past courlan, which would drop parameters without a value and mangle what is not UTF-8.
    """
    host = _host_and_port(parts)
    path = _SESSION.sub("", parts.path)
    url_form = canonicalize_url(normalize_url(SplitResult(parts.scheme, host, path, "", "")))
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracker(pair))
    return canonicalize_url(f"{url_form}?{query}")


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme]
    return host if parts.port in {None, default} else f"{host}:{parts.port}"


def _is_tracker(pair: str) -> bool:
    return bool(_TRACKER.fullmatch(unquote_plus(pair.partition("=")[0])))
