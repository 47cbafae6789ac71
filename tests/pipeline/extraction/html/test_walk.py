"""A page's tree as blocks: where lines begin and end, what stands in them, who said what they are."""

from __future__ import annotations

import pytest

from pipeline.extraction.html import PROFILE, Hints, read_blocks
from tests.support.laid_out import PROSE, page_of, tree_of


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>một</p><p>hai</p>", ["một", "hai"]),
        ("<div>một<br>hai</div>", ["một", "hai"]),
        ("<p>một<br>hai</p>", ["một hai"]),
        ("<p>một<br> <br>hai</p>", ["một", "hai"]),
        (f"<p>{PROSE}<br>hai</p>", [PROSE, "hai"]),
        ("một<p>hai</p>ba", ["một", "hai", "ba"]),
        ("<ul><li>một<li>hai</ul>", ["một", "hai"]),
        ("<p>mộ<b>t</b> <i>hai</i></p>", ["một hai"]),
        ("<p>một<script>x</script><style>y</style></p><noscript>z</noscript>", ["một"]),
        ("<p>một</p><p> </p><p>&nbsp;</p>", ["một"]),
    ],
)
def test_where_lines_end(html: str, lines: list[str]) -> None:
    """At block elements, at breaks that part paragraphs; scripts are silent, what is empty is none."""
    assert [block.text for block in tree_of(html).blocks] == lines


def test_lines_of_one_paragraph() -> None:
    """A paragraph wrapped by hand keeps its parts."""
    assert tree_of("<p>Tin:<br>Lê Na</p>").blocks[0].lines == ("Tin:", "Lê Na")


def test_shares_of_a_line() -> None:
    """Links, bold and italic are shares of its letters; an anchor without an address is no link."""
    (block,) = tree_of("<div>mười chữ <a href='/x'>liênkết</a> <b>đậm</b><i>ngả</i> <a>neo</a></div>").blocks
    letters = len("mười chữ liênkết đậm ngả neo".replace(" ", "")) + 1  # the blank within the first two words
    assert (round(block.linked * letters), round(block.bold * letters), round(block.italic * letters)) == (7, 3, 3)
    (styled,) = tree_of("<p><span style='font-weight:700;font-style:italic'>một</span></p>").blocks
    assert (styled.bold, styled.italic) == (1.0, 1.0)


def test_a_picture_ends_a_line() -> None:
    """It is a block of its own; a small one is an icon in a line."""
    before, picture, after = tree_of("<div>một<img src='/a.jpg'>hai</div>").blocks
    assert (before.text, picture.media.get("src"), after.text) == ("một", "/a.jpg", "hai")
    assert len(tree_of("<div>một<img src='/a.gif' width='16'>hai</div>").blocks) == 1


def test_spans() -> None:
    """Each block element has the slice of the blocks it holds."""
    page = page_of("<div id=a><p>một</p><p>hai</p></div><p>ba</p>")
    tree = read_blocks(page.root.find("body"))
    first, last = tree.spans[page.root.find(".//div")]
    assert [block.text for block in tree.blocks[first:last]] == ["một", "hai"]
    assert tree.spans[tree.root] == (0, 3)


def test_what_is_known_before_the_walk() -> None:
    """Roles that are given win over names, and say who gave them; what is skipped is not read."""
    page = page_of("<p class='author'>một</p><div class='x'>hai</div><p>ba</p>")
    author, aside, _ = page.root.find("body")
    hints = Hints({author: ("sapo", PROFILE)}, frozenset((aside,)), outlets=("Báo Ví Dụ",))
    first, second = read_blocks(page.root.find("body"), hints).blocks
    assert (first.text, first.role, first.marked, first.outlets) == ("một", "sapo", PROFILE, ("Báo Ví Dụ",))
    assert (second.text, second.role, second.marked) == ("ba", None, "")


def test_depth_is_no_limit() -> None:
    """Pages nest thousands deep; the walk does not recurse."""
    assert tree_of("<div>" * 2000 + "sâu" + "</div>" * 2000).blocks[0].text == "sâu"
