"""What comes first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.search import search
from tests.support.example_archive import add_article, make
from tests.support.sixty_queries import ARTICLES, QUERIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give the fixed archive, an article a day."""
    db = make(tmp_path_factory.mktemp("sixty") / "archive.db")
    for number, (name, title, sapo, text, captions) in enumerate(ARTICLES):
        day = date(2026, 3, 1) + timedelta(days=number)
        url = f"https://vidu.example/{name}"
        add_article(
            db, "vidu.example", title, f"{sapo}\n\n{text}", sapo=sapo, captions=captions, url=url, published_at=str(day)
        )
    yield db
    db.close()


@pytest.mark.parametrize(("typed", "first"), QUERIES)
def test_what_a_reader_means_comes_first(archive: Database, typed: str, first: str | None) -> None:
    """The first hit of each query is the article that whoever typed it means."""
    hits = search(archive, typed)
    assert (hits[0].url.rpartition("/")[2] if hits else None) == first
