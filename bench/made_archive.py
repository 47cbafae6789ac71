"""An archive of made-up articles for measuring: forty sites, six years, an index built in batches."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs

from bench.zipf import documents
from pipeline.archive import open_database, prepare_archive
from pipeline.search import index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

SITES = 40
BEGUN = datetime(2021, 1, 1)  # noqa: DTZ001  on Vietnam's clock, as it is written
MINUTES = 6 * 365 * 24 * 60
SECTIONS = "Thời sự|Chính trị|Kinh tế|Xã hội|Văn hóa|Giáo dục|Y tế|Pháp luật|Thể thao|Du lịch|Đời sống"
PROVINCES = "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31"
BATCH = 5_000


@attrs.define
class Built:
    """What building took: bytes of text, seconds in all and in the index."""

    articles: int = 0
    text: int = 0
    seconds: float = 0.0
    indexing: float = 0.0


def build(path: Path, articles: int, size: int) -> Built:
    """Make an archive of so many articles of so many bytes of text each, or a little more."""
    prepare_archive(path)
    built = Built(articles)
    begun = time.perf_counter()
    with open_database(path) as db:
        db.execute("PRAGMA synchronous = OFF")
        _sites(db)
        rows = _articles(articles, size)
        while batch := list(islice(rows, BATCH)):
            db.execute("BEGIN IMMEDIATE")
            for row in batch:
                _add(db, row)
                built.text += sum(len(row[name].encode()) for name in ("title", "text"))
            started = time.perf_counter()
            index.index(db, [row["id"] for row in batch])
            db.execute("COMMIT")
            built.indexing += time.perf_counter() - started
        started = time.perf_counter()
        index.optimize(db)
        built.indexing += time.perf_counter() - started
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    built.seconds = time.perf_counter() - begun
    return built


def index_bytes(path: Path) -> int:
    """Return what the two indexes hold."""
    with closing(sqlite3.connect(path)) as db:
        tables = [f"{table}_{part}" for table in index.FORMS for part in ("data", "docsize")]
        column = {"data": "block", "docsize": "sz"}
        return sum(
            db.execute(f"SELECT sum(length({column[table.rpartition('_')[2]]})) FROM {table}").fetchone()[0]
            for table in tables
        )


def compare_feeding(path: Path, articles: int, size: int) -> tuple[float, float]:
    """Return articles a second that go into two such indexes in one batch, and by a trigger on each row.

    With triggers each article is its own transaction, as it is when they come one by one.
    """
    rows = [(row["id"], row["title"], row["sapo"], row["text"]) for row in _articles(articles, size)]
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;")
        db.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, title TEXT, sapo TEXT, text TEXT)")
        for table, form in index.FORMS.items():
            db.create_function(f"form_{table}", 1, form, deterministic=True)
            remove = 2 if table == index.FOLDED else 0
            db.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(title, sapo, text, content='texts', content_rowid='id',"
                f" tokenize='unicode61 remove_diacritics {remove}')"
            )
        seconds = []
        for by_trigger in (False, True):
            for table in index.FORMS:
                db.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
                if by_trigger:
                    db.execute(f"CREATE TRIGGER into_{table} AFTER INSERT ON texts BEGIN {_feed(table, 'new.')}; END")
            db.execute("DELETE FROM texts")
            begun = time.perf_counter()
            if not by_trigger:
                db.execute("BEGIN")
            db.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", rows)
            if not by_trigger:
                for table in index.FORMS:
                    db.execute(_feed(table, "") + " FROM texts")
                db.execute("COMMIT")
            seconds.append(time.perf_counter() - begun)
    return articles / seconds[0], articles / seconds[1]


def _feed(table: str, row: str) -> str:
    values = ", ".join(f"form_{table}({row}{name})" for name in ("title", "sapo", "text"))
    return f"INSERT INTO {table}(rowid, title, sapo, text) SELECT {row}id, {values}"


def _sites(db: Database) -> None:
    codes = PROVINCES.split()
    for number in range(1, SITES + 1):
        values = [number, f"bao{number}.example", f"Báo {number}", json.dumps([codes[number % len(codes)]])]
        db.execute("INSERT INTO sites (id, domain, name, kind, provinces) VALUES (?, ?, ?, 'newspaper', ?)", values)
    db.execute("INSERT INTO warc_files (id, name) VALUES (1, 'articles-1.warc.gz')")


def _articles(count: int, size: int) -> Iterator[dict[str, Any]]:
    luck = random.Random(3)
    minutes = sorted(luck.randrange(MINUTES) for _ in range(count))
    for number, (title, paragraphs) in enumerate(documents(count, size), 1):
        stamp = (BEGUN + timedelta(minutes=minutes[number - 1])).isoformat() + "+07:00"
        site = min(int(luck.expovariate(0.12)) + 1, SITES)
        yield {
            "id": number,
            "site": site,
            "url": f"https://bao{site}.example/bai-{number}.html",
            "title": title,
            "sapo": paragraphs[0],
            "text": "\n\n".join(paragraphs),
            "section": luck.choice(SECTIONS.split("|")),
            "agency": luck.choice([None, None, None, "TTXVN", "VOV"]),
            "stamp": stamp,
            "availability": luck.choices(["online", "gone", "moved", "returned"], [970, 20, 7, 3])[0],
            "edited": int(luck.random() < 0.03),
            "images": json.dumps([{"url": "1.jpg", "caption": title, "credit": None}] if number % 3 == 0 else []),
        }


def _add(db: Database, row: dict[str, Any]) -> None:
    db.conn.execute(
        "INSERT INTO captures (id, site_id, asked_url, url, status, captured_at, digest, warc_file_id, warc_offset,"
        " warc_length, outcome) VALUES (:id, :site, :url, :url, 200, :stamp, '', 1, :id, 1, 'new')",
        row,
    )
    db.conn.execute(
        "INSERT INTO articles (id, key, site_id, url, title, section, agency, published_at, published_precision,"
        " shown_at, first_seen_at, last_seen_at, revisions, availability, edited) VALUES (:id, printf('%012d', :id),"
        " :site, :url, :title, :section, :agency, :stamp, 'minute', :stamp, :stamp, :stamp, 1, :availability, :edited)",
        row,
    )
    db.conn.execute(
        "INSERT INTO revisions (id, article_id, number, capture_id, seen_at, fingerprint, title, sapo, text,"
        " agency, section, published_at, extractor, images) VALUES (:id, :id, 1, :id, :stamp, :id, :title, :sapo,"
        " :text, :agency, :section, :stamp, 'made-up', :images)",
        row,
    )
    db.conn.execute("UPDATE articles SET revision_id = :id WHERE id = :id", row)
