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
_NOTHING = (
    "Trang bạn tìm có thể đã bị xóa, đổi tên hoặc tạm thời không truy cập được. Mời bạn về trang chủ để đọc tin khác."
)
_UPKEEP = (
    "Để phục vụ bạn đọc tốt hơn, chúng tôi đang nâng cấp hệ thống. Trong thời gian này việc truy cập có thể bị gián đoạn."
    " Hệ thống sẽ hoạt động trở lại trong ít giờ nữa. Rất mong quý bạn đọc thông cảm và quay lại sau."
)


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
    """Answer that there is nothing here (404), or nothing any more (410); or say so with status 200, as many do."""
    return _said("Lỗi", "Bài viết không tồn tại", _NOTHING, status)


def upkeep() -> Reply:
    """Answer that the site is under maintenance, whatever was asked for, with status 200."""
    return _said("Bảo trì", "Hệ thống đang được bảo trì", _UPKEEP, 200)


def _said(title: str, headline: str, text: str, status: int) -> Reply:
    page = f"<!DOCTYPE html><html><title>{title}</title><body><h1>{headline}</h1><p>{text}</p></body></html>"
    return Reply(page.encode(), status)


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
