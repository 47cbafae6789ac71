from __future__ import annotations

from typing import Any

import attrs
import pytest

from pipeline.config import Home, Site
from pipeline.extraction import Extraction
from pipeline.ingest.intake import ExtractedCapture, Intake
from pipeline.ingest.warc_import import ingest_file
from pipeline.warc import OPEN, WarcWriter
from tests.support.captures import SITE, exported_titles, page, write_warc
from tests.support.inline import Inline


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
    assert len(exported_titles(home)) == 2
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
