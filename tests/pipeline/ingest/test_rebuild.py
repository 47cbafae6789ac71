from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pipeline.archive.database import prepare_archive, read_archive
from pipeline.errors import BadFile
from pipeline.ingest.intake import open_intake
from pipeline.ingest.rebuild import rebuild_archive
from pipeline.ingest.recovery import recover
from pipeline.ingest.warc_import import copy_by_digest, ingest_file
from pipeline.maintenance.export import records
from pipeline.search.search import search
from pipeline.warc import WarcWriter
from tests.support.captures import html, long_text, page, watching_home, write_warc

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.config import Home

SITE_FILE = 'name = "Báo Ví Dụ"\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make a home that watches one site."""
    return watching_home(tmp_path / "home")


def story(home: Home) -> list[dict[str, Any]]:
    """Return the export, and each article's revisions."""
    with read_archive(home) as db:
        rows = [attrs.asdict(record) for record in records(db)]
        for row in rows:
            row["texts"] = [
                tuple(one)
                for one in db.execute(
                    "SELECT number, seen_at, text FROM revisions JOIN articles ON articles.id = article_id"
                    " WHERE key = ? ORDER BY number",
                    [row["id"]],
                )
            ]
        return rows


def test_a_rebuilt_archive_tells_the_same(home: Home, tmp_path: Path) -> None:
    """Crawled, imported in between, edited, taken back, under two addresses: all comes out as it stood."""
    a, b = (html("Sửa đường vào bản", long_text(word)) for word in ("Giáp", "Ất"))
    at = page("/a.html", 0)
    imported = write_warc(
        tmp_path, attrs.evolve(page("/a.html", 20), body=b), page("/khac.html", 30, "Chuyện khác hẳn")
    )
    with open_intake(home) as intake:
        writer = WarcWriter(home.warc, "articles")
        writer.append(attrs.evolve(at, body=a))
        writer.append(page("/hai-dia-chi.html", 1, "Hai địa chỉ một bài"))
        writer.append(attrs.evolve(page("/hai.html", 2), body=page("/hai-dia-chi.html", 1, "Hai địa chỉ một bài").body))
        writer.sync()
        recover(intake)
        ingest_file(intake, copy_by_digest(home.warc, imported))
        writer.append(attrs.evolve(page("/a.html", 40), body=a))
        writer.close(seal=True)
        recover(intake)
    before = story(home)
    assert [len(row["texts"]) for row in before if row["url"].endswith("/a.html")] == [3]
    assert len(before) == 3
    home.archive.unlink()
    home.frontier.write_bytes(b"x")
    seen: list[int] = []
    counts = rebuild_archive(home, seen.append)
    assert story(home) == before
    assert counts["new"] == 3
    assert seen[-1] == sum(path.stat().st_size for path in home.warc.glob("*.warc.gz"))
    assert not home.frontier.exists()
    assert not list(home.folder.glob("archive.db.new*"))
    with read_archive(home) as db:
        assert [hit.title for hit in search(db, "chuyen khac")] == ["Chuyện khác hẳn"]
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_site_that_is_no_longer_watched_keeps_its_articles(home: Home) -> None:
    """Without the site's file an archive is rebuilt under the same addresses: the WARC says whose page it was."""
    home.site_path("bao.example").write_text(SITE_FILE + 'domains = ["anh.example"]\n', encoding="utf-8")
    write_warc(
        home.warc,
        page("/a.html", 0),
        attrs.evolve(page("/b.html", 1, "Ở một tên miền khác"), url="https://anh.example/b"),
    )
    rebuild_archive(home)
    before = story(home)
    home.site_path("bao.example").unlink()
    rebuild_archive(home)
    assert story(home) == before
    assert {row["site"] for row in before} == {"bao.example"}


def test_a_broken_file_of_ours_leaves_the_old_archive(home: Home) -> None:
    """The old database knows more than a damaged file: it is not replaced, and the fault is told."""
    path = write_warc(home.warc, page("/a.html", 0), page("/b.html", 1, "Bài thứ hai trong ngày"))
    rebuild_archive(home)
    before = story(home)
    data = bytearray(path.read_bytes())
    data[-200:-150] = bytes(50)
    path.write_bytes(data)
    with pytest.raises(BadFile, match=path.name):
        rebuild_archive(home)
    assert story(home) == before


def test_a_broken_import_is_taken_as_far_as_it_goes(home: Home, tmp_path: Path) -> None:
    """A colleague's file was broken when it came; a rebuild takes from it what the import took."""
    path = write_warc(tmp_path, page("/a.html", 0), page("/b.html", 1, "Bài thứ hai trong ngày"))
    path.write_bytes(path.read_bytes()[:-300])
    copy_by_digest(home.warc, path)
    assert rebuild_archive(home)["new"] == 1
    assert [row["url"] for row in story(home)] == ["https://bao.example/a.html"]


def test_what_a_killed_rebuild_left_is_in_nobodys_way(home: Home) -> None:
    """A half-made new database is thrown away by the next rebuild."""
    write_warc(home.warc, page("/a.html", 0))
    half = home.folder / "archive.db.new"
    prepare_archive(half)
    sqlite3.connect(half).close()
    (home.folder / "archive.db.new-wal").write_bytes(b"torn")
    assert rebuild_archive(home)["new"] == 1
    assert len(story(home)) == 1
