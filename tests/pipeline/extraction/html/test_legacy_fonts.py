"""Pages typed for TCVN3 and VNI fonts come out as Unicode; what only resembles them stays as it is."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from viparse.normalize.tcvn3 import TCVN3
from viparse.normalize.vni import VNI

from pipeline.extraction.html.charset import decode
from pipeline.extraction.html.legacy_fonts import modernise
from tests.support.reading import read_article

TITLE = "Khai giảng lớp bồi dưỡng kiến thức quản lý nhà nước"
TEXT = (
    "Sáng 12/3, tại hội trường Ủy ban nhân dân huyện, trung tâm bồi dưỡng chính trị tổ chức lễ khai giảng lớp bồi dưỡng.",
    "Dự lễ có lãnh đạo các phòng, ban của huyện cùng hơn một trăm học viên là cán bộ, công chức của mười hai xã, thị trấn.",
    "Trong thời gian năm ngày, các học viên được nghe báo cáo viên của trường chính trị tỉnh truyền đạt tám chuyên đề.",
)
OLD = {"tcvn3": {new: old for old, new in TCVN3.pairs}, "vni": {new: old for old, new in VNI.pairs}}


def typed(text: str, encoding: str) -> str:
    """Return text as it was typed for an old font: Latin letters to a program."""
    table = OLD[encoding]
    return "".join(table.get(letter, table.get(letter.lower(), letter)) for letter in text)


def page(encoding: str, *, escaped: bool = False, head: str = "") -> str:
    """Write a page in an old font's letters."""
    lines = [typed(line, encoding) for line in (TITLE, *TEXT)]
    if escaped:
        lines = [html.escape(line).encode("ascii", "xmlcharrefreplace").decode() for line in lines]
    body = "".join(f"<p>{line}</p>" for line in lines[1:])
    return f"<html><head><title>{lines[0]}</title>{head}</head><body><h1>{lines[0]}</h1><div>{body}</div></body></html>"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("stored", ["cp1252", "utf-8", "entities"])
def test_an_old_page_is_read(encoding: str, stored: str) -> None:
    """As bytes of one letter each, as UTF-8 of what those look like, as entities: title and text are Unicode."""
    body = page(encoding, escaped=True).encode() if stored == "entities" else page(encoding).encode(stored)
    article = read_article(body, "https://vidu.gov.vn/bai-1.html", content_type="text/html; charset=iso-8859-1")
    lost = {"tcvn3": str.lower, "vni": str}[encoding]  # TCVN3 has no Ủ: the font draws ñ so
    assert lost(article.title or "") == lost(TITLE)
    assert [lost(line) for line in article.paragraphs] == [lost(line) for line in TEXT]


def test_capitals_of_a_heading_s_font() -> None:
    """Words in capitals whose accented letters TCVN3 can only write small come out in capitals; others do not."""
    heading = "Céng hoµ x· héi chñ nghÜa - Uû ban nh©n d©n tØnh - CéNG HOµ HéI CHñ NGHÜA. Cã ®iÖn."
    text = page("tcvn3").replace("<h1>", f"<h2>{heading}</h2><h1>")
    assert "<h2>Cộng hoà xã hội chủ nghĩa - Uỷ ban nhân dân tỉnh - CỘNG HOÀ HỘI CHỦ NGHĨA. Có điện.</h2>" in modernise(
        text
    )


def test_an_old_piece_in_a_page_of_today() -> None:
    """Where the font is named, a piece that is TCVN3 is converted, and one that only kept the font's name is not."""
    old = f"<p style='font-family: .VnTime'>{typed(TEXT[0], 'tcvn3')}</p>"
    new = "".join(f'<p><font face=".VnTime">{line}</font></p><p>La Fête «à Lân» ©</p>' for line in TEXT)
    assert modernise(old + new * 3) == old.replace(typed(TEXT[0], "tcvn3"), TEXT[0].replace("Ủy", "ủy")) + new * 3
    assert (
        modernise(old.replace(".VnTime", "Arial") + new.replace(".VnTime", "Arial") * 3)
        == old.replace(".VnTime", "Arial") + new.replace(".VnTime", "Arial") * 3
    )


@pytest.mark.parametrize(
    "text",
    [
        "Là où l'été dernier, le maïs naît, Noël au château: «forêt», «août», «goût», «naïf». La poésie, le théâtre, l'île. ",
        "Die Straße führt über größere Höfe, »schöne Bäume« und Häuser, nächtliche Gärten für ältere Schüler. ",
        "El año pasado, la niña soñó con el león y el océano; también pidió más leña, según él. Día, país, raíz, baúl. ",
        "São saúde, aéreo, voo, não, coração, pão, mãe, área, três avós, lições de português, você, após, água. ",
        "Kho báo © 2026. 20 µm, 10² m², «tốt», 5½ kg; Hoà, khoá, thuý, quê, tuân. Điện, đường, đất. ",
        "\u00ad".join("Vietnam"),
        "Việt Nam",
    ],
)
def test_other_texts_stay(text: str) -> None:
    """Other languages' accents, Vietnamese in Unicode, composed or not, signs and soft hyphens."""
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, f"<p>{text * 40}</p>")
        assert modernise(written) == written
        assert decode(written.encode()) == written


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aeoAV µ¸ª¬®øùûäáåàãöôñ<>&;#đ.Vn:'\"\x00\u00ad\u2212\n", max_size=400))
def test_any_text_is_taken(text: str) -> None:
    """No mixture of signs, markup and fonts' names makes it raise, and it takes no letter it does not know away."""
    for page in (text, f"<p style='font-family:.VnTime'>{text}</p>" + "đ" * 10, text + "hµ t¹i cña lµ" * 10):
        modern = modernise(page)
        assert modern.count("<") == page.count("<")
