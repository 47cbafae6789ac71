"""Reply: one answer of a site, and what HTTP makes of it: validators, 304, gzip."""

from __future__ import annotations

import gzip
import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

HTML = "text/html; charset=utf-8"
XML = "text/xml; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@attrs.frozen
class Reply:
    """An answer. `modified` and `tagged` say which validators it bears: Last-Modified, ETag (the digest of the body)."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None
    tagged: bool = False
    compressible: bool = False


def redirect(location: str, status: int = 301) -> Reply:
    """Answer with another address, whole or relative."""
    return Reply(b"", status, headers=(("Location", location),))


def missing(status: int = 404) -> Reply:
    """Answer that there is nothing here (404), or nothing any more (410)."""
    return Reply("<!DOCTYPE html><title>Lỗi</title><h1>Không tìm thấy trang bạn yêu cầu</h1>".encode(), status)


def finish(reply: Reply, asked: Mapping[str, str]) -> Reply:
    """Return the answer with its validators and encoding, or 304 where the asker has it already.

    `asked` are the request's headers, names in lower case. If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2).
    """
    validators = _validators(reply)
    headers = (*reply.headers, *validators.items())
    if reply.status == 200 and _is_current(validators, asked):
        return attrs.evolve(reply, body=b"", status=304, headers=headers)
    if reply.compressible and "gzip" in asked.get("accept-encoding", ""):
        headers = (*headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
        return attrs.evolve(reply, body=gzip.compress(reply.body, compresslevel=1, mtime=0), headers=headers)
    return attrs.evolve(reply, headers=headers)


def _validators(reply: Reply) -> dict[str, str]:
    found = {}
    if reply.tagged:
        found["ETag"] = f'"{hashlib.sha256(reply.body).hexdigest()[:24]}"'
    if reply.modified:
        found["Last-Modified"] = format_datetime(reply.modified, usegmt=True)
    return found


def _is_current(validators: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    if "if-none-match" in asked:
        return "ETag" in validators and validators["ETag"] in asked["if-none-match"]
    if "if-modified-since" in asked and "Last-Modified" in validators:
        return parsedate_to_datetime(validators["Last-Modified"]) <= parsedate_to_datetime(asked["if-modified-since"])
    return False
