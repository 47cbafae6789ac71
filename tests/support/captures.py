"""Captures whose page is a line of JSON, a reader for them that has versions, and an archive in memory to take them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs
from sqlite_utils import Database

from pipeline.archive import captures, read_archive
from pipeline.archive.archive import Archive
from pipeline.archive.migrations import archive_migrations
from pipeline.article import Article
from pipeline.capture import Capture, RecordLocation
from pipeline.config import Home, Site
from pipeline.errors import Unreadable
from pipeline.extraction import Extraction
from pipeline.ingest.ingest import Outcome, ingest
from pipeline.maintenance.export import records
from pipeline.warc import WarcWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.revision import RevisionRow

SITE = Site(domain="bao.example", name="Báo Ví Dụ")
BEGUN = datetime(2026, 7, 16, 1, 0, tzinfo=UTC)
WORDS = "người dân xã vùng cao góp công sửa lại con đường dẫn vào bản sau trận mưa lớn hồi đầu tháng"


def long_text(*words: str) -> str:
    """Return a paragraph that is long enough to know an article by."""
    return f"{' '.join(words)}: {WORDS} {' '.join(words)} {WORDS}."


def capture(
    path: str, minute: float, text: str, title: str = "Sửa đường", declared: str | None = None, **said: Any
) -> Capture:
    """Return a capture made so many minutes after BEGUN."""
    said = {"title": title, "text": text, "declared": declared, **said}
    return Capture(
        site=SITE.domain,
        asked_url=f"https://bao.example{path}",
        url=f"https://bao.example{path}",
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=json.dumps(said, ensure_ascii=False).encode(),
        captured_at=BEGUN + timedelta(minutes=minute),
        via="https://bao.example/rss",
    )


def read(captured: Capture, extractor: str = "thử-1") -> Article | Unreadable:
    """Read such a page. The version after thử-1 knows that a line `Tin liên quan ...` is none of the article's."""
    said = json.loads(captured.content)
    if "unreadable" in said:
        return Unreadable(f"{captured.url}: {said['unreadable']}", said["unreadable"])
    lines = said["text"].split("\n\n")
    if extractor != "thử-1":
        lines = [line for line in lines if not line.startswith("Tin liên quan")]
    return Article(
        url=captured.url,
        title=said["title"],
        sapo=lines[0],
        paragraphs=tuple(lines),
        published_at=said.get("published_at"),
        canonical_url=said["declared"] and f"https://bao.example{said['declared']}",
        extractor=extractor,
    )


def extraction_of(captured: Capture, extractor: str = "thử-1") -> Extraction | Unreadable:
    """Read such a page as `read` does, for what takes extractions."""
    article = read(captured, extractor)
    return Extraction(article) if isinstance(article, Article) else article


@attrs.define
class Store:
    """An archive in memory, and the WARC its captures lie in (a dict)."""

    archive: Archive
    extractor: str = "thử-1"
    lying: dict[int, Capture] = attrs.field(factory=dict)

    def take(self, *captures: Capture) -> list[Outcome]:
        """Ingest captures in this order, a transaction each."""
        return [self._take(one) for one in captures]

    def _take(self, one: Capture) -> Outcome:
        place = self.place(one)
        with self.archive.transaction():
            return ingest(self.archive, SITE, one, place, extraction_of(one, self.extractor), self.reread)

    def place(self, one: Capture) -> RecordLocation:
        """Return where a capture lies: always at the same place."""
        offset = int((one.captured_at - BEGUN).total_seconds() * 1000) + len(one.url)
        self.lying[offset] = one
        return RecordLocation("articles-1.warc.gz", offset, offset + 1, f"sha1:{offset}")

    def reread(self, standing: RevisionRow, _: Article | None = None) -> Article | Unreadable:
        """Read a standing revision's capture with today's extractor."""
        return read(self.lying[captures.location(self.archive.db, standing.capture_id).offset], self.extractor)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return what a statement selects."""
        return [tuple(row) for row in self.archive.db.execute(statement, values).fetchall()]

    @property
    def texts(self) -> list[str]:
        """The first words of all revisions, by article and number."""
        rows = self.rows("SELECT text FROM revisions ORDER BY article_id, number")
        return [text.partition(":")[0] for (text,) in rows]

    def story(self) -> dict[str, Any]:
        """Return all that must not depend on the order of captures: articles, addresses and revisions, by key."""
        return {
            key: (
                *about,
                self.rows("SELECT url, declared FROM addresses WHERE article_id = ? ORDER BY url", number),
                self.rows(
                    "SELECT number, seen_at, text, title, captured_at, captures.url FROM revisions"
                    " JOIN captures ON captures.id = capture_id WHERE revisions.article_id = ? ORDER BY number",
                    number,
                ),
            )
            for number, key, *about in self.rows(
                "SELECT id, key, url, title, published_at, shown_at, first_seen_at, last_seen_at, revisions, edited"
                " FROM articles"
            )
        }


@contextmanager
def open_store() -> Iterator[Store]:
    """Give an empty one."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        db = Database(connection)
        archive_migrations.apply(db)
        yield Store(Archive(db))
    finally:
        connection.close()


PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-07-16T08:00:00+07:00">{head}</head>
<body><article><h1>{title}</h1>{text}</article></body></html>"""


def html(title: str, *paragraphs: str, head: str = "") -> bytes:
    """Return a plain page with one article."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return PAGE.format(title=title, text=text, head=head).encode()


def page(path: str, minute: float, title: str = "Sửa đường vào bản", *paragraphs: str, head: str = "") -> Capture:
    """Return the capture of a plain page that the real extractor reads."""
    body = html(title, *(paragraphs or (long_text(title), long_text("thêm", path))), head=head)
    return attrs.evolve(capture(path, minute, ""), body=body)


def write_warc(folder: Path, *captures: Capture, seal: bool = True) -> Path:
    """Write captures to a WARC file of ours and return where it is."""
    writer = WarcWriter(folder, "articles")
    for one in captures:
        writer.append(one)
    path = writer.path
    writer.close(seal=seal)
    return folder / writer.name if seal else path


def watching_home(folder: Path) -> Home:
    """Make a home that watches the one site."""
    made = Home(folder)
    made.folder.mkdir()
    made.prepare()
    made.site_path(SITE.domain).write_text(f'name = "{SITE.name}"', encoding="utf-8")
    return made


def exported_titles(home: Home) -> dict[str, str]:
    """Title of each article that is exported, by its URL."""
    with read_archive(home) as db:
        return {record.url: record.title for record in records(db)}
