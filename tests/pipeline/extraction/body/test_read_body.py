"""The container line by line: text, pictures with their captions, and what is left out."""

from __future__ import annotations

from pipeline.article import Image
from pipeline.extraction.body import Body, read_body
from tests.support.laid_out import PROSE, layout_of

TITLE = "Sửa đường vào bản vùng cao"
NEXT = "Theo ban tổ chức, chương trình nhằm chăm lo sức khỏe cho bà con vùng sâu, nơi đường đi còn nhiều khó khăn."


def body_of(html: str) -> Body:
    """Read a page with this in its article."""
    layout = layout_of(f"<h1>{TITLE}</h1><article>{html}</article>", f"<title>{TITLE}</title>")
    return read_body(layout.text, layout)


def texts(body: Body) -> list[str]:
    """Return the lines of the text."""
    return [block.text for block in body.lines]


def test_a_caption_behind_its_picture() -> None:
    """By its element, its credit, or because it is short, no sentence, and a paragraph follows."""
    for caption in (
        "<figure><img src='/a.jpg'><figcaption>Con đường mới. Ảnh: Lê Na</figcaption></figure>",
        "<p><img src='/a.jpg'></p><p>Con đường mới. Ảnh: Lê Na</p>",
    ):
        body = body_of(f"<p>{PROSE}</p>{caption}<p>{NEXT}</p>")
        assert texts(body) == [PROSE, NEXT]
        assert body.images == (Image("https://vidu.vn/a.jpg", "Con đường mới. Ảnh: Lê Na", "Lê Na"),)
    bare = body_of(f"<p>{PROSE}</p><p><img src='/a.jpg'></p><p>Con đường mới ở bản</p><p>{NEXT}</p>")
    assert [image.caption for image in bare.images] == ["Con đường mới ở bản"]


def test_a_caption_without_a_picture() -> None:
    """It is kept as a picture without an address, and is no text."""
    body = body_of(f"<p>{PROSE}</p><p class='caption'>Con đường mới</p><p>{NEXT}</p>")
    assert (texts(body), body.images) == ([PROSE, NEXT], (Image("", "Con đường mới"),))


def test_a_credit_apart_from_its_caption() -> None:
    """It is the picture's, and the caption does not hold it."""
    figure = "<figure><img src='/a.jpg'><figcaption>Con đường mới</figcaption><p class='credit'>Lê Na</p></figure>"
    (image,) = body_of(f"<p>{PROSE}</p>{figure}<p>{NEXT}</p>").images
    assert (image.caption, image.credit) == ("Con đường mới", "Lê Na")


def test_another_articles_picture() -> None:
    """A picture beside a linked headline is that article's; a writer's portrait is nobody's."""
    teaser = "<div><a href='/b'><img src='/b.jpg'></a><p><a href='/b'>Xã bên mở thêm một con đường</a></p></div>"
    portrait = "<p><img src='/c.jpg' alt='Nguyễn Thị Lê Na'></p><p>Nguyễn Thị Lê Na</p>"
    body = body_of(f"<p>{PROSE}</p>{teaser}<p>{NEXT}</p>{portrait}")
    assert body.images == ()
    assert [byline.authors for byline in body.bylines] == [("Nguyễn Thị Lê Na",)]


def test_one_date_alone_is_the_pages() -> None:
    """Several are a chronology's."""
    alone = body_of(f"<p>{PROSE}</p><p>{NEXT}</p><p>16/07/2026</p><p>{PROSE} Hết.</p>")
    assert "16/07/2026" not in texts(alone)
    several = body_of(
        f"<p>{PROSE}</p><p>{NEXT}</p><p>16/07/2026</p><p>{PROSE} Một.</p><p>17/07/2026</p><p>{NEXT} Hai.</p>"
    )
    assert [line for line in texts(several) if "/07/" in line] == ["16/07/2026", "17/07/2026"]


def test_a_date_behind_all_of_the_text() -> None:
    """It may be the publication's, where none stands above."""
    body = body_of(f"<p>{PROSE}</p><p>{NEXT}</p><p>16/07/2026</p>")
    assert ([block.text for block in body.closing], texts(body)) == (["16/07/2026"], [PROSE, NEXT])


def test_what_is_left_over_at_the_end() -> None:
    """Tools, the heading of a box whose links are gone, and the byline before them."""
    box = "<p>Bài cùng tác giả</p><div class='related'><a href='/b'>Xã bên mở thêm một con đường</a></div>"
    body = body_of(f"<p>{PROSE}</p><p>{NEXT}</p><p style='text-align:right'><b>Lê Na</b></p>{box}<p>Gửi email</p>")
    assert texts(body) == [PROSE, NEXT]
    assert [byline.authors for byline in body.bylines] == [("Lê Na",)]
    assert {block.text: reason for block, reason in body.removed} == {
        "Lê Na": "byline",
        "Bài cùng tác giả": "label",
        "Xã bên mở thêm một con đường": "related",
        "Gửi email": "label",
    }


def test_a_pictured_lead() -> None:
    """Whether the first picture stands right behind the first line."""
    picture = "<p><img src='/a.jpg'></p>"
    assert body_of(f"<p>{PROSE}</p>{picture}<p>{NEXT}</p>").has_pictured_lead
    assert not body_of(f"<p>{PROSE}</p><p>{NEXT}</p>{picture}").has_pictured_lead
