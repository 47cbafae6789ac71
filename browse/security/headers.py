"""What a browser may do with our answers: security headers on every one, the strict ones on our own pages."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import datasette

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from browse.security.asgi import Application, AsgiMessage, Receive, Scope, Send

    Header = tuple[bytes, bytes]

# Our pages carry no script and load nothing from another host.
STRICT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer"}
MAX_FACETS = 5
_CLOSED_ARGUMENTS = {"_fts_table", "_fts_pk", "_searchmode"}
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@cache
def datasette_policy() -> str:
    """Content security policy of Datasette's own pages: its own scripts by hash, so that no other one runs.

    Styles are let through: its tables bring an inline one that differs with their columns.
    """
    hashes = " ".join(sorted(_hash(script) for script in _inline_scripts()))
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def with_security_headers(application: Application, *, indexable: bool = False) -> Application:
    """Put the headers on whatever the application answers, and refuse what is no GET or HEAD.

    A page that brings its own policy keeps it. Unless `indexable`, search engines are told to list nothing.
    """
    always = _ALWAYS if indexable else {**_ALWAYS, b"x-robots-tag": b"noindex"}

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: AsgiMessage) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(message.get("headers", ()), always)}
            await send(message)

        status, reason = _refusal(scope)
        if status:
            headers = [(b"content-type", b"text/plain"), *([(b"allow", b"GET, HEAD")] if status == 405 else [])]
            await send_with_headers({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": reason.encode()})
            return
        await application(scope, receive, send_with_headers)

    return guarded


def _completed(headers: Iterable[Header], always: Mapping[bytes, bytes]) -> list[Header]:
    """Add the headers that an answer does not have itself."""
    present = list(headers)
    names = {bytes(name).lower() for name, _ in present}
    defaults = {b"content-security-policy": datasette_policy().encode(), **always}
    return [*present, *((name, value) for name, value in defaults.items() if name not in names)]


def _refusal(scope: Scope) -> tuple[int, str]:
    """Status that a request is refused with, 0 where it is let in, and the reason.

    Of Datasette's own questions: a facet takes a fifth of a second, and is taken as often as it is asked for; the
    search indexes have no page.
    """
    if scope["type"] != "http":
        return 0, ""
    if scope["method"] not in {"GET", "HEAD"}:
        return 405, "What is kept here can only be read.\n"
    names = [name for name, _ in parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)]
    if sum(name.startswith("_facet") for name in names) > MAX_FACETS:
        return 400, f"No more than {MAX_FACETS} facets at a time.\n"
    if closed := _CLOSED_ARGUMENTS.intersection(names):
        return 400, f"{min(closed)} is not taken here; /tim searches.\n"
    return 0, ""


def without_illegible_headers(scope: Scope) -> Scope:
    """Drop cookies and hosts that Python can't read: another program of this host may set some."""
    return {**scope, "headers": [header for header in scope.get("headers", ()) if _is_legible(*header)]}


def _is_legible(name: bytes, value: bytes) -> bool:
    try:
        if name == b"cookie":
            SimpleCookie(value.decode())
        elif name == b"host":
            urlsplit(f"//{value.decode()}").port  # noqa: B018  it raises
    except (CookieError, ValueError):
        return False
    return True


def web_url(url: str | None) -> str | None:
    """URL that may be a link, else None: `javascript:` and its like are text."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _inline_scripts() -> set[str]:
    """Inline scripts of Datasette's templates as they are sent."""
    scripts: set[str] = set()
    for template in (Path(datasette.__file__).parent / "templates").glob("*.html"):
        for script in _INLINE_SCRIPT.findall(template.read_text(encoding="utf-8")):
            # The one value a script of the pages that we leave open is filled with: whether facets are allowed.
            filled = {script.replace("{{ datasette_allow_facet }}", value) for value in ("true", "false")}
            scripts |= {text for text in filled if not _JINJA.search(text)}
    return scripts


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
