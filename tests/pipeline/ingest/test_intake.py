from __future__ import annotations

import gzip
from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import attrs
import pytest
import structlog

from pipeline.archive.database import read_archive
from pipeline.config import Home, Site
from pipeline.errors import BadFile
from pipeline.extraction import Extraction
from pipeline.ingest import intake as module
from pipeline.ingest.intake import ExtractedCapture, Intake, open_intake
from pipeline.ingest.recovery import recover
from pipeline.ingest.warc_import import article_files, copy_by_digest, import_file, ingest_file
from pipeline.maintenance.export import records
from pipeline.maintenance.verify import verify
from pipeline.warc import OPEN, WarcWriter
from pipeline.warc.reader import read_captures
from tests.support.captures import SITE, page, write_warc
from tests.support.inline import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make an empty home."""
    made = Home(tmp_path / "home")
    made.folder.mkdir()
    made.prepare()
    return made


@pytest.fixture
def intake(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """Open it."""
    monkeypatch.setattr(module, "open_extractor_pool", lambda _: nullcontext(Inline()))
    with open_intake(home) as made:
        yield attrs.evolve(made, sites={SITE.domain: SITE})


def titles(home: Home) -> dict[str, str]:
    """Return what is exported: URL -> title."""
    with read_archive(home) as db:
        return {record.url: record.title for record in records(db)}


def test_a_file_becomes_articles(home: Home, intake: Intake) -> None:
    """Each page is an article or a capture without one; progress tells the bytes reached; a second time is nothing."""
    captures = [page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(40)]
    path = write_warc(home.warc, *captures, attrs.evolve(page("/x", 50), body=b"<p>trang"))
    reached: list[int] = []
    counts = ingest_file(intake, path, reached.append)
    assert (counts["new"], counts.total()) == (40, 41)
    assert reached == sorted(reached)
    assert reached[-1] == path.stat().st_size
    assert len(titles(home)) == 40
    assert ingest_file(intake, path) == recover(intake) == Counter()


def test_what_was_not_stored_is_taken_in_later(home: Home, intake: Intake) -> None:
    """Captures written after the last row are found again, and a torn end is moved aside."""
    writer = WarcWriter(home.warc, "articles")
    for n in range(3):
        writer.append(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày"))
    writer.sync()
    assert ingest_file(intake, writer.path)["new"] == 3
    for n in range(3, 6):
        last = writer.append(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày"))
    writer.close()
    with writer.path.open("r+b") as file:
        file.truncate(last.end - 5)
    assert recover(intake)["new"] == 2
    assert len(titles(home)) == 5
    assert len(list((home.warc / "torn").iterdir())) == 1
    assert recover(intake) == Counter()


@pytest.mark.parametrize("packed", [True, False])
def test_a_torn_import_leaves_no_fault_behind(home: Home, intake: Intake, tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    """What can be read is taken in, the error names the file that was given; what can't be read stays nowhere."""
    whole = write_warc(tmp_path, *(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(3)))
    body = whole.read_bytes()
    torn = tmp_path / ("torn.warc.gz" if packed else "torn.warc")
    for share, articles in ((0.2, 0), (0.9, 2)):
        content = body if packed else gzip.decompress(body)
        torn.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(BadFile, match=str(torn)):
            import_file(intake, torn)
        assert len(titles(home)) == articles
        assert verify(home.archive, home.warc).faults == []
        assert len(list(home.warc.glob("import-*"))) == (articles > 0)


def test_a_torn_file_of_sources_is_mended(home: Home, intake: Intake) -> None:
    """It went wrong: a process killed while it kept a feed left half a record for the next one to write behind."""
    writer = WarcWriter(home.warc, "sources")
    writer.append(page("/rss", 0))
    good = writer.append(page("/rss", 1)).end
    writer.close()
    with writer.path.open("ab") as file:
        file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: resp")[:30])
    recover(intake)
    assert writer.path.stat().st_size == good


def test_a_page_that_ingest_fails_on_harms_no_other(home: Home, intake: Intake) -> None:
    """It is recorded as failed with the reason; the others of its batch are stored, once."""
    writer = WarcWriter(home.warc, "articles")
    batch = []
    for n in range(3):
        capture = page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày")
        extraction = Inline().submit(capture, SITE).result()
        assert isinstance(extraction, Extraction)
        odd = {1: {"published_at": "\ud800"}}.get(n, {})
        article = attrs.evolve(extraction.article, **odd)
        batch.append(ExtractedCapture(capture, writer.append(capture), attrs.evolve(extraction, article=article)))
    writer.close()
    assert intake.ingest_batch(batch) == ["new", "failed", "new"]
    rows = intake.archive.db.execute("SELECT outcome, error IS NULL FROM captures ORDER BY warc_offset").fetchall()
    assert rows == [("new", 1), ("failed", 0), ("new", 1)]
    assert len(titles(home)) == 2
    assert intake.archive.db.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert intake.ingest_batch(batch) == ["known", "known", "known"]


@pytest.mark.parametrize("odd", [{"title": None}, {"language": 1.5}, {"section": b"x"}, {"modified_at": ["x"]}])
def test_no_value_of_a_page_fails_its_batch(home: Home, intake: Intake, odd: dict[str, Any]) -> None:
    """It went wrong: a value that no column takes ended the process, and the next one, and the next."""
    capture = page("/a.html", 0)
    writer = WarcWriter(home.warc, "articles")
    extraction = Inline().submit(capture, SITE).result()
    assert isinstance(extraction, Extraction)
    extraction = attrs.evolve(extraction, article=attrs.evolve(extraction.article, **odd))
    assert intake.ingest_batch([ExtractedCapture(capture, writer.append(capture), extraction)])[0] in {"failed", "new"}
    writer.close()


def test_a_standing_capture_that_is_gone(home: Home, intake: Intake) -> None:
    """Where a text can't be compared by one extractor, because its WARC file was moved away, no edit is made up."""
    path = write_warc(home.warc, page("/a.html", 0))
    ingest_file(intake, path)
    intake.archive.db.execute("UPDATE revisions SET extractor = 'older', fingerprint = 'x'")
    path.rename(home.folder / path.name)
    ingest_file(intake, write_warc(home.warc, page("/a.html", 5)))
    assert intake.archive.db.execute("SELECT outcome, error FROM captures WHERE id = 2").fetchone() == (
        "failed",
        f"BadFile: {home.warc / path.name}{OPEN}: No such file or directory",
    )
    assert intake.archive.db.execute("SELECT revisions FROM articles").fetchall() == [(1,)]


# files of others


def test_a_file_is_copied_once(home: Home, tmp_path: Path) -> None:
    """The copy is named by its content; the original is not touched; the same file under another name is the same."""
    path = write_warc(tmp_path, page("/a.html", 0))
    copy = copy_by_digest(home.warc, path)
    assert copy.name.startswith("import-")
    assert copy.read_bytes() == path.read_bytes()
    other = path.rename(tmp_path / "khác.warc.gz")
    assert copy_by_digest(home.warc, other) == copy
    assert article_files(home.warc) == [copy]
    assert sorted(home.warc.iterdir()) == [copy]


def test_what_is_no_warc_is_not_copied(home: Home, tmp_path: Path) -> None:
    """A file that can't be used leaves nothing in warc/."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"<html>")
    with pytest.raises(BadFile):
        copy_by_digest(home.warc, path)
    assert list(home.warc.iterdir()) == []


def test_a_plain_file_is_read_on_from_where_it_was(home: Home, intake: Intake, tmp_path: Path) -> None:
    """It went wrong: the rest of an uncompressed file was forgotten when its import was interrupted."""
    packed = write_warc(tmp_path, *(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(4)))
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    copy = copy_by_digest(home.warc, plain)
    (capture, place), *_ = read_captures(copy)
    intake.ingest_batch([ExtractedCapture(capture, place, Inline().submit(capture, SITE).result())])
    assert recover(intake)["new"] == 3
    assert len(titles(home)) == 4


def test_a_broken_import_does_not_stop_the_crawler(home: Home, intake: Intake, tmp_path: Path) -> None:
    """What can be read is taken in and the fault is told; later starts go on without it.

    It went wrong: after the import of a download that had broken off, no crawl process could start any more.
    """
    path = write_warc(tmp_path, *(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(3)))
    path.write_bytes(path.read_bytes()[:-300])
    copy = copy_by_digest(home.warc, path)
    with pytest.raises(BadFile):
        ingest_file(intake, copy)
    assert len(titles(home)) == 2
    write_warc(home.warc, page("/moi.html", 9, "Bài báo mới nhất"))
    with structlog.testing.capture_logs() as logs:
        assert recover(intake)["new"] == 1
    assert [line["event"] for line in logs] == ["WARC file is broken"]


def test_whose_page_it_is() -> None:
    """The site that asked for it, or one whose host it is on, or one made up: of the asking site's name or the host's."""
    other = Site(domain="vung.bao.example", name="Vùng")
    intake = Intake(None, None, {SITE.domain: SITE, other.domain: other}, None)  # type: ignore[arg-type]
    at = page("/a.html", 0)
    assert intake.site_of(at) == SITE
    assert intake.site_of(attrs.evolve(at, site="vung.bao.example", url="https://vung.bao.example/")) == other
    assert intake.site_of(attrs.evolve(at, site="tinh.bao.example", url="https://tinh.bao.example/")) == SITE
    made = intake.site_of(attrs.evolve(at, site="cu.example", url="https://con.cu.example/"))
    assert (made.domain, made.name) == ("cu.example", "cu.example")
