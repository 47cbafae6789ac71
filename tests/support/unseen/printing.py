"""Print: what the unseen templates have in common - pieces filled into forms, menus, boxes, the ballast of inline scripts."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from demo.story import Story
    from tests.support.unseen.stories import Manuscript, Piece

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def body(manuscript: Manuscript, forms: Mapping[str, str]) -> str:
    """Print a text: a form for each kind of piece, `{0}` its first line; `item`, `row`, `cell` and `credit` are parts."""
    return "\n".join(printed(piece, forms) for piece in manuscript.pieces)


def printed(piece: Piece, forms: Mapping[str, str]) -> str:
    """Print one piece."""
    form, lines = forms[piece.kind], [escape(line) for line in piece.lines]
    if piece.kind == "items":
        return form.format("".join(forms["item"].format(line) for line in lines))
    if piece.kind == "rows":
        rows = ("".join(forms["cell"].format(cell) for cell in line.split("\t")) for line in lines)
        return form.format("".join(forms["row"].format(row) for row in rows))
    if piece.kind == "photo":
        lines[2] = forms["credit"].format(lines[2]) if lines[2] else ""
    return form.format(*lines)


def boxes(stories: Iterable[Story], form: str) -> str:
    """Print a list of stories: `{slug}`, `{title}`, `{sapo}`, `{number}`, `{day}`, `{clock}`."""
    return "\n".join(
        form.format(
            slug=story.slug,
            title=escape(story.title),
            sapo=escape(story.sapo),
            number=story.number,
            day=f"{story.published:%d/%m/%Y}",
            clock=f"{story.published:%H:%M}",
        )
        for story in stories
    )


def menu(names: str, form: str, group: str) -> str:
    """Print a menu of two levels, written `Thời sự: Chính trị, Quốc phòng | ...`; both forms take a slug and a name, a group its links."""
    printed_groups = []
    for line in names.split("|"):
        top, _, rest = line.partition(":")
        links = "".join(form.format(_key(name), name.strip()) for name in rest.split(","))
        printed_groups.append(group.format(_key(top), top.strip(), links))
    return "".join(printed_groups)


def window(manuscript: Manuscript, start: int, size: int) -> Sequence[Story]:
    """Return stories for a box; those of neighbouring pages overlap, as on a site they do."""
    first = (start + manuscript.number // 4 * 3) % (len(manuscript.others) - size)
    return manuscript.others[first : first + size]


def ballast(manuscript: Manuscript, size: int) -> str:
    """Return so many letters of base64 that differ from page to page, for a view state or a bundle."""
    key = f"{manuscript.house.outlet.key} {manuscript.story.slug}"
    blocks = (hashlib.sha512(f"{key} {number}".encode()).digest() for number in range(size // 84))
    return b64encode(b"".join(blocks)).decode()


def data(manuscript: Manuscript, count: int) -> str:
    """Return the JSON an application leaves in its page: the story with its markup, and others with their sapos."""
    state = {
        "article": {
            "id": manuscript.number,
            "title": manuscript.story.title,
            "html": "".join(f"<p>{line}</p>" for line in manuscript.paragraphs),
        },
        "feeds": [
            {
                "title": other.title,
                "sapo": other.sapo,
                "thumb": f"/t/{other.number}.webp",
                "at": other.published.isoformat(),
            }
            for other in manuscript.others[:count]
        ],
    }
    return json.dumps(state, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def weekday(story: Story) -> str:
    """Return `Thứ năm`."""
    return WEEKDAYS[story.published.weekday()]


def _key(name: str) -> str:
    return hashlib.sha1(name.strip().encode()).hexdigest()[:6]
