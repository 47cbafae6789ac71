"""What a site answers where nothing is."""

from __future__ import annotations

import pytest

from pipeline.article import Article
from pipeline.errors import Unreadable
from pipeline.revisits.soft_404 import Soft404, nonexistent_url

ASKED = "https://bao.example/khong-co-bai-nay-9999.html"
OTHER = "https://bao.example/duong-vao-ban-1234.html"
SORRY = Article(ASKED, "Bài viết không tồn tại", paragraphs=("Mời bạn về trang chủ để đọc tin khác.",))
TEXT = Article(OTHER, "Đường vào bản", paragraphs=("Người dân xã vùng cao góp công sửa đường.",))
EMPTY = Unreadable("nothing", "empty")


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "https://bao.example/duong-vao-ban-10301234.html",
            "https://bao.example/khong-co-bai-nay-o-day-999999999.html",
        ),
        ("https://bao.example/thoi-su/bai-viet-post12345.html?x=1", None),
        ("https://bao.example/index.php?id=12345", "https://bao.example/index.php?id=999999"),
        ("https://bao.example/?p=77", "https://bao.example/?p=999"),
        ("https://bao.example/tin/12345", "https://bao.example/tin/999999"),
    ],
)
def test_an_address_that_no_article_has(url: str, wanted: str | None) -> None:
    """It has the shape of one, and is another."""
    made = nonexistent_url(url)
    assert made != url
    assert wanted is None or made == wanted


def test_a_page_that_says_so() -> None:
    """Two readings of it share nearly all words; an article's page does not."""
    missing = Soft404(asked_url=ASKED, url=ASKED, content=SORRY)
    assert missing.matches(SORRY, asked_url=OTHER, url=OTHER)
    assert not missing.matches(TEXT, asked_url=OTHER, url=OTHER)
    assert not missing.matches(EMPTY, asked_url=OTHER, url=OTHER)
    assert Soft404(asked_url=ASKED, url=ASKED, content=EMPTY).matches(EMPTY, asked_url=OTHER, url=OTHER)
    assert not Soft404(asked_url=ASKED, url=ASKED, content=EMPTY).matches(
        Unreadable("links", "listing"), asked_url=OTHER, url=OTHER
    )


def test_a_site_that_leads_away() -> None:
    """It is known by where it leads; an article that leads elsewhere, or to itself, is not missing."""
    missing = Soft404(asked_url=ASKED, url="https://bao.example/", content=EMPTY)
    assert missing.matches(TEXT, asked_url=OTHER, url="https://www.bao.example")
    assert not missing.matches(TEXT, asked_url=OTHER, url="https://bao.example/khac-5678.html")
    assert not missing.matches(EMPTY, asked_url=OTHER, url=OTHER)
    assert not Soft404(asked_url=ASKED, url=ASKED, content=SORRY).matches(
        SORRY, asked_url=OTHER, url="https://bao.example/"
    )
