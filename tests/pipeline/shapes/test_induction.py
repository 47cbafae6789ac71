"""Address shapes, induced from pages that were read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.shapes import AddressShapes, Shape, induce_shapes

ARTICLES = [f"https://a.vn/tin-tuc/hop-bao-{n}.html" for n in range(10000, 10012)]
SECTIONS = [f"https://a.vn/tin-tuc/phong-ban-{n}.html" for n in range(101, 106)]


def learn(articles: list[str], others: list[str], before: AddressShapes | None = None) -> AddressShapes:
    """Return what is induced, which has to be something."""
    induced = induce_shapes(articles, others, before)
    assert induced is not None
    return induced


def test_the_finest_shape_that_says_something_decides() -> None:
    """Numbers of five digits are articles', of three sections'; of any length nothing is known."""
    learned = learn(ARTICLES, SECTIONS)
    assert learned.judge("https://a.vn/tin-tuc/khai-giang-19999.html") is True
    assert learned.judge("https://a.vn/tin-tuc/to-toan-199.html") is False
    assert learned.judge("https://a.vn/van-hoa/khai-giang-19999.html") is True
    assert learned.judge("https://a.vn/tin-tuc/khai-giang-9.html") is None
    assert learned.judge("https://a.vn/khai-giang") is None


def test_a_shape_of_both_says_nothing() -> None:
    """A few of each kind leave it open; one page in twenty that is odd does not."""
    mixed = learn(ARTICLES, [*SECTIONS, "https://a.vn/tin-tuc/gioi-thieu-10050.html"])
    assert mixed.judge("https://a.vn/tin-tuc/khai-giang-19999.html") is None
    more = [f"https://a.vn/tin-tuc/hop-bao-{n}.html" for n in range(10000, 10040)]
    assert (
        learn(more, ["https://a.vn/tin-tuc/trong-10050.html"]).judge("https://a.vn/tin-tuc/le-hoi-19999.html") is True
    )


def test_nothing_is_refused_while_few_articles_are_known() -> None:
    """The first pages of a site are as likely to be its sections."""
    assert induce_shapes([], SECTIONS) is None
    assert all(shape.verdict for shape in learn(ARTICLES[:5], SECTIONS).shapes)


def test_versions_follow_what_is_said() -> None:
    """More pages that say the same make no version."""
    first = learn(ARTICLES, SECTIONS)
    assert first.version == 1
    assert induce_shapes([*ARTICLES, "https://a.vn/tin-tuc/hop-bao-10099.html"], SECTIONS, first) is None
    second = learn([*ARTICLES, *(f"https://a.vn/?p={n}" for n in range(100, 109))], SECTIONS, first)
    assert second.version == 2
    assert second.judge("https://a.vn/?p=512") is True


def test_which_shapes_name_a_folder() -> None:
    """Of one folder, and not of all that are built alike."""
    assert Shape("/tin-tuc/{short}.html", 0, 9, 0).names_a_folder
    assert not Shape("/{short}.html", 0, 9, 0).names_a_folder
    assert not Shape("/{name}/{name}.html", 1, 9, 0).names_a_folder


ADDRESSES = st.lists(st.from_regex(r"https://a\.vn/[a-c]{0,2}/?[a-z-]{0,9}[0-9]{0,3}", fullmatch=True), max_size=30)


@given(ADDRESSES, ADDRESSES)
def test_json_keeps_it_and_order_does_not_matter(articles: list[str], others: list[str]) -> None:
    """What is induced is a value of the pages, and comes back from the WARC as it was."""
    induced = induce_shapes(articles, others)
    assert induced == induce_shapes(reversed(articles), reversed(others))
    assert induced is None or AddressShapes.from_json(induced.as_json()) == induced
