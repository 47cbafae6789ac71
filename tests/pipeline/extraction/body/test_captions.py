"""Pictures: their own addresses, whose they are, which line is their caption."""

from __future__ import annotations

import pytest

from pipeline.extraction.body.captions import address, credit_of, is_caption, leads_away
from tests.support.laid_out import PROSE, page_of, tree_of


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Con đường mới. Ảnh: Lê Na", "Lê Na"),
        ("Con đường mới (Ảnh minh họa: TTXVN)", "TTXVN"),
        ("Nguồn: Báo Ví Dụ.", "Báo Ví Dụ"),
        ("Con đường mới", None),
        ("Ông nói: Ảnh hưởng còn lớn", None),
    ],
)
def test_whose_picture_it_is(caption: str, credit: str | None) -> None:
    """What follows `Ảnh:` or its kin at the end of a caption."""
    assert credit_of(caption) == credit


@pytest.mark.parametrize(
    ("img", "url"),
    [
        ("<img src='/a.jpg'>", "https://vidu.vn/a.jpg"),
        ("<img src='data:image/gif;base64,x' data-src='/a.jpg'>", "https://vidu.vn/a.jpg"),
        ("<img src='/loading.gif' data-original='/a.jpg'>", "https://vidu.vn/a.jpg"),
        ("<img srcset='/a.jpg 1x, /b.jpg 2x'>", "https://vidu.vn/a.jpg"),
        ("<img src='/loading.gif'><noscript><img src='/a.jpg'></noscript>", "https://vidu.vn/a.jpg"),
        ("<img src='/icon-share.png'>", None),
        ("<img src='/a.jpg' width='32'>", None),
    ],
)
def test_a_pictures_own_address(img: str, url: str | None) -> None:
    """Lazy pages keep it beside a placeholder; icons and counters have none."""
    page = page_of(img)
    assert address(next(page.root.iter("img")), page) == url


@pytest.mark.parametrize(("href", "away"), [("/bai-2.html", True), ("/a-lon.jpg", False), ("#", False)])
def test_a_link_around_a_picture(href: str, away: bool) -> None:  # noqa: FBT001
    """It leads to another article, or to the picture's larger self."""
    page = page_of(f"<a href='{href}'><img src='/a.jpg'></a>")
    assert leads_away(next(page.root.iter("img"))) is away


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("<p><i>Con đường mới vào bản, mở đầu năm nay.</i></p>", True),
        ("<p style='text-align:center'>Con đường mới vào bản.</p>", True),
        ("<p>Con đường mới vào bản</p>", True),
        ("<p>Con đường mới vào bản.</p>", False),
        ("<p><b>Con đường mới vào bản</b></p>", False),
        ("<p>CON ĐƯỜNG MỚI</p>", False),
        ("<h3>Con đường mới vào bản</h3>", False),
    ],
)
def test_a_line_behind_a_picture(line: str, caption: bool) -> None:  # noqa: FBT001
    """Its caption is in italics, centred, or short and no sentence; a subheading is bold, a heading, or in capitals."""
    picture, block, following = tree_of(f"<p><img src='/a.jpg'></p>{line}<p>{PROSE} {PROSE}</p>").blocks
    assert is_caption(block, picture, following) is caption
