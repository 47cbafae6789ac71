"""What real pages carry around an article, and the press' own templates leave out: the weight that speed is measured at.

Real article pages have a mean of 160 KB and 860 elements: inlined styles and scripts in the head, menus of all sections
in the header, boxes of linked titles with pictures, a footer. A page of the press has 9 KB and 120 elements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.outlet import SECTIONS

if TYPE_CHECKING:
    from demo.family import Edition

_STYLES = 1000  # rules
_SCRIPTS = 6
_MENU = 60  # links
_BOXES, _ITEMS = 5, 19  # after the article


def weigh(body: bytes, edition: Edition) -> bytes:
    """Return a page of an edition with what real pages carry: in the head, before and after all that it holds."""
    head, end = body.find(b"</head>"), body.rfind(b"</body>")
    start = body.find(b">", body.find(b"<body")) + 1
    if head < 0 or end < 0:
        return body
    return body[:head] + _head() + body[head:start] + _header() + body[start:end] + _boxes(edition) + body[end:]


def _head() -> bytes:
    rules = "".join(
        f".lt-{n} .box{n % 7}>li{{margin:{n % 9}px 0;color:#{n:06x};background:none}}" for n in range(_STYLES)
    )
    code = "".join(f"window.q{n}=window.q{n}||[];q{n}.push(['set','zone',{n}]);" for n in range(150))
    scripts = "".join(f"<script>(function(){{{code}}})();</script>" for _ in range(_SCRIPTS))
    return f"<style>{rules}</style>{scripts}".encode()


def _header() -> bytes:
    names = list(SECTIONS.items())
    links = (names[n % len(names)] for n in range(_MENU))
    items = "".join(f'<li class="lt-item"><a href="/{key}" title="{name}">{name}</a></li>' for key, name in links)
    return f'<div class="lt-top"><nav class="lt-menu"><ul>{items}</ul></nav></div>'.encode()


def _boxes(edition: Edition) -> bytes:
    stories = edition.stories
    boxes = []
    for number in range(_BOXES):
        shown = [stories[(number * _ITEMS + n) % len(stories)] for n in range(_ITEMS)]
        items = "".join(
            f'<li class="lt-li"><a class="lt-thumb" href="/x-{story.number}"><img class="lazy" alt="{story.title}"'
            f' data-src="/thumbs/{story.number}.jpg"></a><h3 class="lt-name"><a href="/x-{story.number}">{story.title}'
            f'</a></h3><span class="lt-when">{story.published:%d/%m/%Y}</span></li>'
            for story in shown
        )
        boxes.append(f'<div class="lt-box"><h2 class="lt-head">Chuyên đề {number + 1}</h2><ul>{items}</ul></div>')
    return f'<div class="lt-bottom">{"".join(boxes)}</div>'.encode()
