from __future__ import annotations

import pytest

from pipeline.extraction.fields.section_and_tags import (
    printed_section,
    section_above,
    section_labelled,
    tag_box,
    tags_by_rel,
    tags_in,
)
from tests.support.blocks import blocks_of


@pytest.mark.parametrize(
    ("markup", "section"),
    [
        ("<p><a href=/>Trang chủ</a> » <a href=/kt>Kinh tế</a></p>", "Kinh tế"),
        ("<div class=breadcrumb><a href=/>Home</a><a href=/kt>Kinh tế</a><a href=/x>Nhan đề bài</a></div>", "Kinh tế"),
        ("<ul><li><a href=/>Trang nhất</a></li><li><a href=/kt>Kinh tế</a></li></ul>", "Kinh tế"),
        ("<p><a href=/>Trang chủ</a> » <a href=/kt>Tin tức</a></p>", None),
        ("<p><a href=/xh>Xã hội</a> <a href=/kt>Kinh tế</a></p>", None),
        ("<ul><li><a href=/>Trang chủ</a></li>" + "<li><a href=/a>Mục</a></li>" * 6 + "</ul>", None),
    ],
)
def test_a_breadcrumb_begins_at_the_front_page(markup: str, section: str | None) -> None:
    """Its last link is the section; the front page and the headline itself are none, nor is a menu a breadcrumb."""
    printed = printed_section(blocks_of(markup), "Nhan đề bài")
    assert (printed and printed[0]) == section


def test_a_labelled_section() -> None:
    """The link behind a label below the headline; a label without a link names nothing."""
    labelled = section_labelled(blocks_of("<p>Chuyên mục: <a href=/kt>Kinh tế</a></p>"))
    assert labelled is not None
    assert labelled[0] == "Kinh tế"
    assert section_labelled(blocks_of("<p>Chuyên mục: Kinh tế</p>")) is None


def test_one_short_link_right_above_the_headline() -> None:
    """That is the section; of a menu's links none is."""
    above = section_above(blocks_of("<p>Thứ hai</p><div><a href=/kt>Kinh tế</a></div>"))
    assert above is not None
    assert above[0] == "Kinh tế"
    assert section_above(blocks_of("<ul>" + "<li><a href=/a>Mục</a></li>" * 4 + "</ul>")) is None
    assert section_above(blocks_of("<div><a href=/x>Xem thêm</a></div>")) is None


def test_the_first_tag_box() -> None:
    """The tags of the first box, each once, without the label and its marks; a later box is another article's."""
    box = tag_box(
        blocks_of(
            "<p>Lời cuối.</p><div class=tags><span>Từ khóa:</span> <a href=/t>#lũ</a> <a href=/l>lũ</a>"
            " <a href=/d>đê</a></div><p>Khác.</p><div class=tags><a href=/k>khác</a></div>"
        )
    )
    assert tags_in(box) == ("lũ", "đê")


def test_a_line_of_tags_and_links_to_tags() -> None:
    """A line that is labelled so is a tag box; elsewhere a link's rel says that it leads to a tag."""
    assert tags_in(tag_box(blocks_of("<p>Từ khóa: <a href=/l>lũ</a>, <a href=/d>đê</a></p>"))) == ("lũ", "đê")
    marked = blocks_of('<p><a rel="tag" href=/l>lũ</a></p><p><a rel="category tag" href=/x>Xã hội</a></p>')
    assert tags_in(tags_by_rel(marked)) == ("lũ",)
