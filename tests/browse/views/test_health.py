"""How the sites do, for people and for monitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from tests.support.served import Served


def test_the_worst_comes_first_with_its_reason(served: Served) -> None:
    """In both languages; each leads to the site's page, which says so too."""
    page = tree(served.get("/suc-khoe"))
    assert texts(page, ".health tbody td:nth-child(2)") == [
        "đỏ: có chuyện im lặng từ 20/07/2026 08:00, lẽ ra đã có khoảng 21 bài",
        "xanh: như thường lệ",
    ]
    assert "đã lâu chưa xét lại" in texts(page, ".health tbody tr")[0]
    english = tree(served.get("/suc-khoe?lang=en"))
    assert "some 21 articles were to be expected" in texts(english, ".reasons li")[0]
    address = page.cssselect(".health tbody a")[0].get("href")
    assert texts(tree(served.get(address)), ".site-health .reasons li") == texts(page, ".reasons li")
