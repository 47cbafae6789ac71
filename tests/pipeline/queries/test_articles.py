from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline.queries import article, newest
from tests.support.example_archive import add_address, add_article, edit

if TYPE_CHECKING:
    from sqlite_utils import Database

DAY = date(2026, 3, 2)


def test_newest_of_one_site_or_all(db: Database) -> None:
    """The newest come first, paged by limit and offset, of one site alone where asked."""
    for day in (1, 3, 2):
        add_article(db, f"{'ab'[day % 2]}.vn", f"Tin {day}", sapo=f"Sapo {day}", published_at=f"2026-03-0{day}")
    assert [line.title for line in newest(db)] == ["Tin 3", "Tin 2", "Tin 1"]
    assert [line.title for line in newest(db, limit=1, offset=1)] == ["Tin 2"]
    assert [line.sapo for line in newest(db, site="b.vn")] == ["Sapo 3", "Sapo 1"]
    assert newest(db, site="nowhere.vn") == []


def test_article_by_any_key_and_number(db: Database) -> None:
    """Any of its keys leads to an article; a number to that revision, and to none where there is none such."""
    key = add_article(db, "a.vn", "Tựa cũ", "Một.\n\nHai.", captions=["Chú thích"], at=datetime(2026, 3, 1, tzinfo=UTC))
    edit(db, key, datetime(2026, 3, 2, tzinfo=UTC), title="Tựa mới")
    add_address(db, 1, "https://a.vn/khac", "otherkey")
    page = article(db, "otherkey")
    assert page
    assert (page.key, page.revision.title, page.is_current) == (key, "Tựa mới", True)
    assert page.revision.paragraphs == ("Một.", "Hai.")
    assert [image.caption for image in page.revision.images] == ["Chú thích"]
    assert [line.number for line in page.revisions] == [1, 2]
    assert [other.url for other in page.others] == ["https://a.vn/khac"]
    old = article(db, key, 1)
    assert old
    assert (old.revision.title, old.is_current) == ("Tựa cũ", False)
    assert old.capture.warc_offset < page.capture.warc_offset
    assert article(db, key, 3) is None
    assert article(db, "nokey") is None
