"""What one page teaches of its site."""

from __future__ import annotations

import attrs

from pipeline.extraction.compose import compose, read_parts
from pipeline.extraction.html import read_stated
from pipeline.extraction.observe import Evidence, observe, observe_lines
from pipeline.extraction.profile import RegionMarks
from tests.support.laid_out import PROSE, layout_of

TITLE = "Sửa đường vào bản vùng cao"
BODY = (
    f"<div class='menu'><p>Menu của báo</p></div><div class='page'><div class='ad-box'>x</div><h1>{TITLE}</h1>"
    f"<div class='who'><p class='author'>Lê Na</p></div>"
    f"<div id='text'><p>{PROSE}</p><figure><img src='/a.jpg'><figcaption class='chu'>Con đường</figcaption></figure>"
    f"<p>{PROSE} Hai.</p><p>Tin liên quan</p></div><div id='after'></div></div>"
)


def evidence() -> Evidence:
    """Read the page."""
    layout = layout_of(BODY, f"<title>{TITLE}</title>")
    return compose(read_parts(read_stated(layout.page), layout), None).evidence


def test_where_everything_stood() -> None:
    """Container, parts and captions by their paths and steps; what held nothing on the way to them."""
    lesson = observe("f", evidence(), BODY.encode(), 3)
    assert (lesson.fingerprint, lesson.version, lesson.fits) == ("f", 3, False)
    assert lesson.container == ("div.page", "div#text")
    assert lesson.parts == {"title": ("div.page", "h1:1"), "byline": ("div.page", "div.who", "p.author")}
    assert lesson.captions == {"figcaption.chu": (1, 0)}
    assert dict(lesson.unused)[("div.page",)] == ("div#after", "div.ad-box")


def test_the_lines() -> None:
    """Those of the text and those around it, with where they stood; a byline is nobody's boilerplate."""
    lines = {line.text: (line.in_text, line.at_edge) for line in observe_lines("f", evidence(), 1).lines}
    assert lines[PROSE] == (True, True)
    assert lines["Tin liên quan"] == (False, False)
    assert lines["Menu của báo"] == (False, False)
    assert "Lê Na" not in lines


def test_how_the_page_can_be_cut() -> None:
    """By start tags that stand once in its bytes: of the container and each element around it, and of what follows."""
    marks = observe("f", evidence(), BODY.encode(), None).marks
    assert marks == (RegionMarks("id='text'", "id='after'"), RegionMarks("class='page'", None))
    twice = BODY + "<div id='text'></div>"
    assert observe("f", evidence(), twice.encode(), None).marks[0] is None


def test_what_was_read_straight_teaches_lines_alone() -> None:
    """Its places are known: it says that it fits."""
    lesson = observe_lines("f", evidence(), 2)
    assert (lesson.fits, lesson.version) == (True, 2)
    assert lesson == attrs.evolve(lesson, container=None, parts={}, marks=())
