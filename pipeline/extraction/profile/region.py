"""A page cut down to its head and the region of the article, by its bytes: two thirds of a page are never parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extraction.profile.profile import RegionMarks


_CODE = (b"<script", b"<style")
_CODE_ENDS = (b"</script", b"</style")


def cut_region(body: bytes, marks: RegionMarks) -> bytes | None:
    """Head of a page and the bytes from one marked start tag to the other; None where it may not be the region.

    Each mark has to stand in the page once, and the region has to close the element it begins with.
    """
    start = _tag_at(body, marks.start)
    head = body.find(b"</head>", 0, start) if start >= 0 else -1
    if head < 0:
        return None
    end = _tag_at(body, marks.end) if marks.end else len(body)
    piece = body[start:end] if end > start else b""
    tag = piece[1:32].split(None, 1)[0].split(b">", 1)[0] if piece else b""
    if not tag.isalnum() or piece.count(b"<" + tag) > piece.count(b"</" + tag):
        return None
    return _without_code(body[:head]) + b"</head><body>" + piece


def _without_code(head: bytes) -> bytes:
    """Head without its styles and scripts, but for those that hold data (`ld+json`)."""
    pieces: list[bytes] = []
    at = 0
    places = dict.fromkeys(_CODE, -1)
    while True:
        places = {mark: place if place >= at else _find(head, mark, at) for mark, place in places.items()}
        begin = min(places.values())
        opened = head.find(b">", begin)
        end = head.find(b"</", opened)
        while end >= 0 and not head.startswith(_CODE_ENDS, end):
            end = head.find(b"</", end + 2)
        if begin == len(head) or end < 0:
            break
        pieces.append(head[at : end if b"ld+json" in head[begin:opened] else begin])
        at = end
    return b"".join((*pieces, head[at:]))


def _find(head: bytes, mark: bytes, at: int) -> int:
    """Index of a mark from `at` on; the head's end where there is none."""
    place = head.find(mark, at)
    return place if place >= 0 else len(head)


def _tag_at(body: bytes, mark: str) -> int:
    """Index of the tag that has an attribute, -1 where that attribute is not written exactly once."""
    written = mark.encode()
    at = body.find(written)
    if at < 0 or body.find(written, at + 1) >= 0:
        return -1
    return body.rfind(b"<", 0, at)
