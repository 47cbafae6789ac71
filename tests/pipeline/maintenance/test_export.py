from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.article import Image
from pipeline.maintenance import export
from pipeline.maintenance.export import records, write_csv, write_jsonl
from tests.support.captures import Store, capture, long_text, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.maintenance.export import ArticleRecord

A, B = long_text("Giáp"), long_text("Ất")


@pytest.fixture
def store() -> Iterator[Store]:
    """Open an archive with an edited article at two addresses."""
    with open_store() as made:
        made.take(
            capture("/a.html", 0, A, published_at="2026-07-16"),
            capture("/in/a.html", 1, A),
            capture("/a.html", 5, f"{B}\n\nĐoạn hai.", "Đường “đã” sửa", published_at="2026-07-16"),
        )
        yield made


def as_csv(articles: Iterable[ArticleRecord]) -> tuple[str, list[dict[str, str]]]:
    """Return CSV as text, and read back as spreadsheets do."""
    file = io.StringIO(newline="")
    write_csv(articles, file)
    return file.getvalue(), list(csv.DictReader(io.StringIO(file.getvalue().removeprefix("\ufeff"), newline="")))


def test_a_record_is_the_article_as_it_stands(store: Store) -> None:
    """Its last revision with all its addresses, times as Vietnam's clocks show them, lists as lists."""
    (record,) = records(store.archive.db)
    values = attrs.asdict(record)
    assert len(values.pop("id")) == 12
    assert values == {
        "site": "bao.example",
        "url": "https://bao.example/a.html",
        "urls": ["https://bao.example/a.html", "https://bao.example/in/a.html"],
        "title": "Đường “đã” sửa",
        "sapo": B,
        "paragraphs": [B, "Đoạn hai."],
        "authors": [],
        "agency": None,
        "section": None,
        "tags": [],
        "images": [],
        "published_at": "2026-07-16",
        "published_precision": None,
        "modified_at": None,
        "first_seen_at": "2026-07-16T08:00:00+07:00",
        "last_seen_at": "2026-07-16T08:05:00+07:00",
        "revisions": 2,
        "availability": "online",
        "edited": True,
    }


def test_every_article_once_and_in_the_order_of_ids(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are to a batch; two exports of one archive are alike."""
    store.take(*(capture(f"/{n}.html", 10 + n, long_text("bài", str(n)), f"Bài {n}") for n in range(11)))
    whole = list(records(store.archive.db))
    assert [record.id for record in whole] == sorted({record.id for record in whole})
    assert len(whole) == 12
    for batch in (1, 2, 11, 12):
        monkeypatch.setattr(export, "BATCH", batch)
        assert list(records(store.archive.db)) == whole


def test_json_lines(store: Store) -> None:
    """One object a line, Vietnamese as it is."""
    file = io.StringIO()
    write_jsonl(records(store.archive.db), file)
    assert [json.loads(line) for line in file.getvalue().splitlines()] == [
        attrs.asdict(record) for record in records(store.archive.db)
    ]
    assert "Đường “đã” sửa" in file.getvalue()


def test_csv_for_spreadsheets(store: Store) -> None:
    """A BOM, one header, CRLF, and every record in one row, paragraphs and quotes and all."""
    text, rows = as_csv(records(store.archive.db))
    assert text.startswith("\ufeffid,site,url,urls,title,")
    assert "\r\n" in text
    (row,) = rows
    assert row["title"] == "Đường “đã” sửa"
    assert row["urls"] == "https://bao.example/a.html | https://bao.example/in/a.html"
    assert row["paragraphs"] == f"{B} | Đoạn hai."
    assert (row["edited"], row["agency"], row["revisions"]) == ("true", "", "2")


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_no_cell_is_a_formula(store: Store, cell: str) -> None:
    """A cell that a spreadsheet program would run begins with an apostrophe: alone, and first in a list."""
    (record,) = records(store.archive.db)
    _, (row,) = as_csv([attrs.evolve(record, title=cell, tags=[cell, cell], authors=["Ai", cell])])
    assert row["title"] == "'" + cell
    assert row["tags"] == f"'{cell} | {cell}"
    assert row["authors"] == f"Ai | {cell}"


def test_pictures_in_a_cell(store: Store) -> None:
    """Address, caption and credit, what is there of them."""
    (record,) = records(store.archive.db)
    images = [
        Image("https://bao.example/1.jpg", caption="Cầu mới"),
        Image("https://bao.example/2.jpg", credit="Ảnh: Ai"),
    ]
    _, (row,) = as_csv([attrs.evolve(record, images=images)])
    assert row["images"] == "https://bao.example/1.jpg Cầu mới | https://bao.example/2.jpg Ảnh: Ai"


def test_an_empty_archive_exports_a_header_alone() -> None:
    """No article: no line of JSON, and of CSV only the header."""
    with open_store() as store:
        assert list(records(store.archive.db)) == []
        text, rows = as_csv(records(store.archive.db))
        assert (rows, text.count("\n")) == ([], 1)
