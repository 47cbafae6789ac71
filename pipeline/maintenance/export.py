"""The archive as data for others: one record an article, as JSON lines or CSV. docs/data.md has the JSON Schema."""

from __future__ import annotations

import csv
import json
from typing import IO, TYPE_CHECKING, Any

from pipeline.clock import in_vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

SCHEMA_VERSION = 1
FIELDS = (
    *("id", "site", "url", "urls", "title", "sapo", "paragraphs", "authors", "agency", "section", "tags", "images"),
    *("published_at", "published_precision", "modified_at", "first_seen_at", "last_seen_at"),
    *("revisions", "availability", "edited"),
)
BATCH = 500
BOM = "\ufeff"  # without it, spreadsheet programs take UTF-8 for something older


def count_articles(db: Database) -> int:
    """How many records an export has."""
    return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


def records(db: Database) -> Iterator[dict[str, Any]]:
    """Yield every article as it stands, by its id, so that two exports of one archive are alike."""
    last = ""
    while rows := db.execute(
        "SELECT articles.key, domain, articles.url,"
        " (SELECT json_group_array(url) FROM (SELECT url FROM addresses WHERE article_id = articles.id ORDER BY url)),"
        " revisions.title, sapo, text, authors, revisions.agency, revisions.section, tags, images,"
        " revisions.published_at, revisions.published_precision, modified_at, articles.first_seen_at,"
        " articles.last_seen_at, articles.revisions, availability, edited"
        " FROM articles JOIN sites ON sites.id = articles.site_id"
        " JOIN revisions ON revisions.id = articles.revision_id"
        " WHERE articles.key > ? ORDER BY articles.key LIMIT ?",
        [last, BATCH],
    ).fetchall():
        for row in rows:
            yield _record(dict(zip(FIELDS, row, strict=True)))
        last = rows[-1][0]


def _record(row: dict[str, Any]) -> dict[str, Any]:
    row["paragraphs"] = row["paragraphs"].split("\n\n") if row["paragraphs"] else []
    for name in ("urls", "authors", "tags", "images"):
        row[name] = json.loads(row[name])
    for name in ("first_seen_at", "last_seen_at"):
        row[name] = in_vietnam(row[name])
    row["edited"] = bool(row["edited"])
    return row


def write_jsonl(rows: Iterable[dict[str, Any]], file: IO[str]) -> None:
    """Write a JSON object a line, Vietnamese as it is."""
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(rows: Iterable[dict[str, Any]], file: IO[str]) -> None:
    """Write a table for spreadsheets: UTF-8 with BOM, lists joined by ' | ', no cell that a program would run."""
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in FIELDS])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = " | ".join(_image(one) if isinstance(one, dict) else one for one in value)
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    # A cell that begins so is a formula to spreadsheet programs; an apostrophe makes it text (OWASP, CSV injection).
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _image(image: dict[str, str | None]) -> str:
    caption, credit = image["caption"] or "", image["credit"] or ""
    return " ".join(part for part in (image["url"], caption, credit if credit not in caption else "") if part)
