"""Which pages are not believed at once to be articles."""

from __future__ import annotations

import attrs
import pytest

from crawlers.spiders.page_check import SHORT, is_suspect
from pipeline.article import Article
from pipeline.errors import Unreadable

UPKEEP = Article(url="https://bao.example/a.html", title="Bảo trì", paragraphs=("Xin quay lại sau.",), extractor="thử")


@pytest.mark.parametrize(
    ("read", "suspect"),
    [
        (UPKEEP, True),
        (attrs.evolve(UPKEEP, published_at="2026-07-16"), False),
        (attrs.evolve(UPKEEP, paragraphs=("a" * SHORT,)), False),
        (Unreadable("x", "listing"), True),
        (Unreadable("x", "empty"), True),
        (Unreadable("x", "failed"), False),  # it hung for minutes: read once more it would again
        (Unreadable("x", "not-html"), False),
    ],
)
def test_what_is_suspected(read: Article | Unreadable, suspect: bool) -> None:  # noqa: FBT001
    """What is short and of no day, and what is no article; not what reading broke on."""
    assert is_suspect(read) is suspect
