"""Which article a page is of, and which addresses are believed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.article import Article
from pipeline.ingest.compare import is_unchanged
from pipeline.ingest.identify import is_section
from pipeline.urls import article_key
from tests.support.captures import Store, capture, long_text, read

if TYPE_CHECKING:
    from pipeline.capture import Capture


A, B, C = long_text("Giáp"), long_text("Ất"), long_text("Bính")
ANOTHER = (
    "Chợ phiên họp lại ở bến sông sau hai năm vắng; bà con mang gạo nếp, măng khô, vải thổ cẩm xuống bán từ tờ mờ sáng."
)


def same(store: Store, one: Capture) -> bool:
    """Tell whether a further capture of the first article says what stands there."""
    article = read(one, store.extractor)
    assert isinstance(article, Article)
    return is_unchanged(store.archive, 1, one, article, store.reread)


def test_the_same_text_at_a_second_url_is_one_article(store: Store) -> None:
    """Two addresses of a site with one text are one article with two URLs; the shorter one is its own."""
    store.take(capture("/muc/a-dai-hon.html", 0, A), capture("/a.html", 5, A))
    assert store.rows("SELECT url, revisions FROM articles") == [("https://bao.example/a.html", 1)]
    assert len(store.rows("SELECT 1 FROM addresses")) == 2
    assert len(store.rows("SELECT 1 FROM events")) == 1


def test_a_short_text_makes_no_twins(store: Store) -> None:
    """The one line of two video pages may be the same; they are two articles."""
    store.take(capture("/a.html", 0, "Mời xem phim."), capture("/b.html", 5, "Mời xem phim."))
    assert len(store.rows("SELECT 1 FROM articles")) == 2


def test_the_declared_address_is_the_articles_own(store: Store) -> None:
    """What a page names as canonical is its address, though another was fetched and is shorter."""
    store.take(capture("/a", 0, A, declared="/muc/bai-viet-a.html"))
    assert store.rows("SELECT url FROM articles") == [("https://bao.example/muc/bai-viet-a.html",)]
    assert store.rows("SELECT url, declared FROM addresses ORDER BY declared") == [
        ("https://bao.example/a", 0),
        ("https://bao.example/muc/bai-viet-a.html", 1),
    ]


def test_a_declared_home_page_or_foreign_site_is_not_believed(store: Store) -> None:
    """Some systems name the home page, or the agency's page, on every article."""
    foreign = capture("/b.html", 5, B)
    foreign = attrs.evolve(foreign, body=foreign.body.replace(b'"declared": null', b'"declared": ".evil.example/b"'))
    store.take(capture("/a.html", 0, A, declared="/"), foreign)
    assert store.rows("SELECT url FROM addresses ORDER BY url") == [
        ("https://bao.example/a.html",),
        ("https://bao.example/b.html",),
    ]


def test_a_declared_address_without_the_number_that_tells_pages_apart_is_not_believed(store: Store) -> None:
    """It went wrong: the first article got the address of all, and its next look found what stands there."""
    store.take(*(capture(f"/xem.php?id={n}", n, text, declared="/xem.php") for n, text in enumerate((A, B), 10)))
    assert store.rows("SELECT url FROM articles") == [
        ("https://bao.example/xem.php?id=10",),
        ("https://bao.example/xem.php?id=11",),
    ]


def test_one_declared_address_for_all_pages_does_not_make_them_one(store: Store) -> None:
    """The second page that names an address which has another text counts under its own."""
    store.take(*(capture(f"/{n}.html", n, text, declared="/tin-tuc.html") for n, text in enumerate((A, B, C))))
    assert [number for (number,) in store.rows("SELECT revisions FROM articles")] == [1, 1, 1]
    assert store.texts == ["Giáp", "Ất", "Bính"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_an_address_declared_in_error_goes_back_to_its_article(store: Store, order: tuple[int, ...]) -> None:
    """An article that names another one's address has it until that one is seen there; then each has its own."""
    captures = [
        capture("/a.html", 0, A, "Sửa đường", declared="/b.html"),
        capture("/b.html", 1, ANOTHER, "Chợ phiên", declared="/b.html"),
        capture("/a.html", 2, B, "Sửa đường", declared="/b.html"),
        capture("/b.html", 3, f"{ANOTHER}\n\nHọp mỗi tuần.", "Chợ họp", declared="/b.html"),
    ]
    store.take(*(captures[place] for place in order))
    assert sorted(store.rows("SELECT url, key, title, revisions, edited FROM articles")) == [
        ("https://bao.example/a.html", article_key("bao.example", "https://bao.example/a.html"), "Sửa đường", 2, 1),
        ("https://bao.example/b.html", article_key("bao.example", "https://bao.example/b.html"), "Chợ họp", 2, 1),
    ]
    assert store.rows("SELECT count(*) FROM addresses") == [(2,)]
    told = store.rows("SELECT articles.url, kind FROM events JOIN articles ON articles.key = article")
    assert sorted(told) == [
        ("https://bao.example/a.html", "article.new"),
        ("https://bao.example/a.html", "article.revised"),
        ("https://bao.example/b.html", "article.new"),
        ("https://bao.example/b.html", "article.revised"),
    ]


def test_an_article_that_was_edited_before_it_was_seen_at_its_address_keeps_it(store: Store) -> None:
    """With another title and a longer text it is the same article."""
    longer = f"{long_text('Giáp')}\n\n{long_text('thêm', 'nữa')}"
    store.take(capture("/a.html", 0, A, declared="/b.html"), capture("/b.html", 1, longer, "Sửa xong"))
    assert store.rows("SELECT url, title, revisions FROM articles") == [("https://bao.example/b.html", "Sửa xong", 2)]


@pytest.mark.parametrize(
    ("declared", "url", "is_one"),
    [
        ("https://bao.example/", "https://bao.example/tin/bai-1.html", True),
        ("https://bao.example/tin.html", "https://bao.example/tin/bai-1.html", True),
        ("https://bao.example/web/guest/thoi-su", "https://bao.example/web/guest/thoi-su/-/x/content/bai-1", True),
        (
            "https://bao.example/mot-bai-bao-co-ten-dai-10300",
            "https://bao.example/mot-bai-bao-co-ten-dai-10300/amp",
            False,
        ),
        ("https://bao.example/tin/bai-viet-77.html", "https://bao.example/tin/chi-tiet?id=77", False),
    ],
)
def test_a_section_is_no_articles_address(declared: str, url: str, is_one: bool) -> None:  # noqa: FBT001
    """The home page or the article's section, declared as canonical by some systems, is told from a real address."""
    assert is_section(declared, url) is is_one
