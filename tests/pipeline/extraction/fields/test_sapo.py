from __future__ import annotations

import pytest

from pipeline.config import Rules
from pipeline.extraction.profile.reading_rules import ReadingRules
from pipeline.text import fold
from tests.support.reading import read_article

LEAD = "Huyện đoàn phối hợp với trạm y tế khám bệnh cho hơn hai trăm người cao tuổi của xã."
LINE = "Sáng 12/3, tại xã Tân Lập, bà con mang theo sổ khám bệnh đến từ rất sớm, xếp hàng chờ tới lượt mình. "


def sapo_of(above: str = "", first: str = "", head: str = "", rule: str = "") -> str | None:
    """Sapo of a page with some markup above the text, and some as its first line."""
    page = (
        f"<html><head><title>Khám bệnh cho người già</title>{head}</head><body>"
        f"<div><h1>Khám bệnh cho người già</h1>{above}</div><div id=text>{first}<p>{LINE * 2}</p><p>{LINE * 3}</p><p>{LINE * 2}</p><p>{LINE}</p></div></body></html>"
    )
    rules = ReadingRules((Rules(body="#text", sapo=rule or None),))
    return read_article(page.encode(), "https://vidu.vn/a-1.html", rules=rules).sapo


@pytest.mark.parametrize(
    ("above", "first"),
    [
        (f"<h2>{LEAD}</h2>", ""),
        (f"<div class=sapo>{LEAD}</div>", ""),
        (f"<p>{LEAD}</p>", ""),
        ("", f"<p class=sapo>{LEAD}</p>"),
        ("", f"<p><b>{LEAD}</b></p>"),
        ("", f"<p><i>{LEAD}</i></p>"),
        ("", f'<p style="text-align: center" class=dau>{LEAD}</p>'),
    ],
)
def test_the_lead_stands_apart(above: str, first: str) -> None:
    """Above the text it needs no name; as the first line of it, it is told by name, weight or dress."""
    assert sapo_of(above, first) == LEAD


@pytest.mark.parametrize("first", [f"<p>{LEAD}</p>", "<p><b>Ngắn thôi</b></p>", f"<p><b>{LEAD * 20}</b></p>"])
def test_a_paragraph_is_no_lead(first: str) -> None:
    """A first line that is like the others, too short or too long is text."""
    assert sapo_of(first=first) is None


@pytest.mark.parametrize(
    "above", ["<p>Thứ hai, 12/03/2026, 08:15</p>", "<p>Chia sẻ</p>", "<p>Kim Oanh - Thành Chung</p>"]
)
def test_what_else_stands_there_is_none(above: str) -> None:
    """Dates, buttons and bylines above the text are no sapo."""
    assert sapo_of(above) is None


def test_the_outlets_name_before_it_is_dropped() -> None:
    """Where the head states the sapo without the name before it; a dateline stays."""
    head = f'<meta name=description content="{LEAD}">'
    assert fold(sapo_of(f"<h2>Báo Vĩ Dụ {LEAD}</h2>", head=head) or "") == fold(LEAD)
    assert sapo_of(f"<h2>(VD) - {LEAD}</h2>", head=head) == f"(VD) - {LEAD}"


def test_a_rule_names_it() -> None:
    """What the site's file names is the sapo, whatever it looks like."""
    assert sapo_of("<p class=x>Tin ngắn trong ngày hôm qua</p>", rule=".x") == "Tin ngắn trong ngày hôm qua"
