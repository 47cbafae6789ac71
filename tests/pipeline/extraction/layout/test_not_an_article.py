"""Pages that hold no article are refused, as listings or as empty, also where they state one and its day."""

from __future__ import annotations

import pytest

from pipeline.errors import Unreadable
from pipeline.extraction.html import read_stated
from pipeline.extraction.layout import refuse
from tests.support import laid_out
from tests.support.reading import read_article

HEAD = (
    '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-12T08:00:00+07:00">'
    '<meta property="og:title" content="Hội khỏe của trường">'
)
FOOTER = (
    "<div><p>Trường Ví Dụ</p><p>Địa chỉ: số 5 đường Lê Lợi</p><p>Điện thoại: 0210 384</p><p>Email: a@b.vn</p></div>"
)
PROSE = (
    "<p>Sáng nay nhà trường tổ chức hội khỏe cho hơn ba trăm học sinh của mười lớp, với sáu môn thi trong hai ngày.</p>"
    "<p>Ban tổ chức trao giải cho các đội vào chiều mai, và mời phụ huynh đến dự buổi lễ tại sân trường.</p>"
)

RECORD = (
    "<table><tr><td>Số hiệu</td><td>12/CV</td></tr><tr><td>Ngày ban hành</td><td>12/3/2026</td></tr>"
    "<tr><td>Người ký</td><td>Nguyễn Văn An</td></tr><tr><td>Cơ quan ban hành</td><td>Sở Ví Dụ</td></tr></table>"
)


def page(body: str) -> bytes:
    """Return a page that states an article."""
    return f"<html><head><title>Hội khỏe của trường</title>{HEAD}</head><body><h1>Hội khỏe của trường</h1>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (FOOTER, "particulars"),
        ("<div><p>Đang cập nhật……</p></div>", "to come"),
        (
            RECORD,
            "record",
        ),
    ],
)
def test_no_article_whatever_the_page_states(body: str, why: str) -> None:
    """Albums that have only the site's footer as text, pages to come, records of documents."""
    with pytest.raises(Unreadable, match=why):
        read_article(page(body), "https://vidu.vn/hoi-khoe.html")


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{PROSE}</div>{FOOTER}",
        f"<div>{PROSE}<p>Địa chỉ: số 5 đường Lê Lợi</p><p>Điện thoại: 0210 384</p><p>Ngày ban hành: 12/3/2026</p></div>",
    ],
)
def test_an_article_may_have_such_lines(body: str) -> None:
    """Beside its prose."""
    assert len(read_article(page(body), "https://vidu.vn/hoi-khoe.html").paragraphs) >= 2


def test_a_front_page_with_a_greeting_is_a_listing() -> None:
    """Also where its system states it as an article."""
    with pytest.raises(Unreadable, match="front page"):
        read_article(page(f"<div>{PROSE}</div>"), "https://vidu.vn/")


SENTENCE = laid_out.PROSE
TITLE = "Sửa đường vào bản vùng cao"
LINKS = "".join(f"<li><a href='/{n}'>Xem {n}</a></li>" for n in range(12))
ARTICLE = "<meta property='og:type' content='article'>"


def refused(paragraphs: tuple[str, ...], *, body: str = "", head: str = "", url: str = laid_out.URL) -> str | None:
    """Return what a page with such paragraphs is refused as, None where it is an article."""
    layout = laid_out.layout_of(f"<h1>{TITLE}</h1>{body}", f"<title>{TITLE}</title>{head}", url)
    try:
        refuse(layout, read_stated(layout.page), paragraphs, ())
    except Unreadable as error:
        return error.kind
    return None


def test_an_article() -> None:
    """A sentence is enough where few links surround it; more is asked among many."""
    assert refused((SENTENCE,)) is None
    assert refused((SENTENCE,), body=LINKS) == "listing"
    assert refused((SENTENCE, SENTENCE), body=LINKS) is None
    assert refused(("Ngắn.",), body=LINKS, head=ARTICLE) is None


@pytest.mark.parametrize(("body", "kind"), [("", "empty"), (LINKS, "listing")])
def test_no_text(body: str, kind: str) -> None:
    """Ten links make it a listing."""
    assert refused((), body=body) == kind


def test_a_greeting_on_a_front_page() -> None:
    """Is no article; `?p=12` names one, and so much prose is one."""
    assert refused((SENTENCE,), url="https://vidu.vn/") == "listing"
    assert refused((SENTENCE,), body=LINKS, url="https://vidu.vn/index.php") == "listing"
    assert refused((SENTENCE,), url="https://vidu.vn/?p=12") is None
    assert refused((SENTENCE,) * 10, url="https://vidu.vn/") is None


def test_a_notice() -> None:
    """A short page that says that nothing is there is empty; an article about such a page is none."""
    assert refused(("Nội dung không tồn tại hoặc đã bị xóa khỏi hệ thống.",)) == "empty"
    assert refused(("Nội dung không tồn tại hoặc đã bị xóa khỏi hệ thống.", SENTENCE * 6)) is None
