"""The archive as data for others: one record an article, as JSON lines or CSV. docs/data.md has the JSON Schema."""

from __future__ import annotations

import csv
import json
from typing import IO, TYPE_CHECKING, Any

import attrs

from pipeline.article import Image
from pipeline.clock import in_vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from pipeline.article import Precision

SCHEMA_VERSION = 1
BATCH = 500  # articles that are read at a time
BOM = "\ufeff"  # without it, spreadsheet programs take UTF-8 for something older


@attrs.frozen
class ArticleRecord:
    """One article as its last revision has it. The fields are those of the export, in its order.

    Times are ISO 8601 on Vietnam's clock; `published_at` and `modified_at` are a day (`2026-07-16`) where only that is
    known.
    """

    id: str
    """The article's key."""
    site: str
    url: str
    urls: list[str]
    """All its addresses, in alphabetical order."""
    title: str
    sapo: str | None
    paragraphs: list[str]
    authors: list[str]
    agency: str | None
    section: str | None
    tags: list[str]
    images: list[Image]
    published_at: str | None
    published_precision: Precision | None
    modified_at: str | None
    first_seen_at: str
    last_seen_at: str
    revisions: int
    availability: str
    edited: bool


FIELDS = tuple(attrs.fields_dict(ArticleRecord))


def count_articles(db: Database) -> int:
    """How many records an export has."""
    return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


def records(db: Database) -> Iterator[ArticleRecord]:
    """Yield every article, in the order of ids, so that two exports of one archive are alike."""
    last_key = ""
    while rows := db.execute(
        "SELECT articles.key, domain, articles.url,"
        " (SELECT json_group_array(url) FROM (SELECT url FROM addresses WHERE article_id = articles.id ORDER BY url)),"
        " revisions.title, sapo, text, authors, revisions.agency, revisions.section, tags, images,"
        " revisions.published_at, revisions.published_precision, modified_at, articles.first_seen_at,"
        " articles.last_seen_at, articles.revisions, availability, edited"
        " FROM articles JOIN sites ON sites.id = articles.site_id"
        " JOIN revisions ON revisions.id = articles.revision_id"
        " WHERE articles.key > ? ORDER BY articles.key LIMIT ?",
        [last_key, BATCH],
    ).fetchall():
        for row in rows:
            yield _record(dict(zip(FIELDS, row, strict=True)))
        last_key = rows[-1][0]


def _record(row: dict[str, Any]) -> ArticleRecord:
    """One record of a row: texts of the database become lists, and times Vietnam's."""
    text = row["paragraphs"]
    return ArticleRecord(
        **row
        | {name: json.loads(row[name]) for name in ("urls", "authors", "tags")}
        | {name: in_vietnam(row[name]) for name in ("first_seen_at", "last_seen_at")}
        | {
            "paragraphs": text.split("\n\n") if text else [],
            "images": [Image(**image) for image in json.loads(row["images"])],
            "edited": bool(row["edited"]),
        }
    )


def write_jsonl(articles: Iterable[ArticleRecord], file: IO[str]) -> None:
    """Write a JSON object a line, Vietnamese as it is."""
    for article in articles:
        file.write(json.dumps(attrs.asdict(article), ensure_ascii=False) + "\n")


def write_csv(articles: Iterable[ArticleRecord], file: IO[str]) -> None:
    """Write a table for spreadsheets: UTF-8 with BOM, lists joined by ' | ', no cell that a program would run."""
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow(FIELDS)
    for article in articles:
        writer.writerow([_cell(getattr(article, name)) for name in FIELDS])


def _cell(value: str | int | list[str] | list[Image] | None) -> str:
    if isinstance(value, list):
        value = " | ".join(_image(item) if isinstance(item, Image) else item for item in value)
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    # A cell that begins so is a formula to spreadsheet programs; an apostrophe makes it text (OWASP, CSV injection).
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _image(image: Image) -> str:
    caption, credit = image.caption or "", image.credit or ""
    return " ".join(part for part in (image.url, caption, credit if credit not in caption else "") if part)
