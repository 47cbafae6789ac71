"""Whole WARC files, of ours and of others."""

from __future__ import annotations

import gzip
from collections import Counter
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.errors import BadFile
from pipeline.ingest.intake import ExtractedCapture, Intake
from pipeline.ingest.recovery import recover
from pipeline.ingest.warc_import import article_files, copy_by_digest, import_file, ingest_file
from pipeline.maintenance.verify import verify
from pipeline.warc.reader import read_captures
from tests.support.captures import SITE, exported_titles, page, write_warc
from tests.support.inline import Inline

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.config import Home


def test_a_file_becomes_articles(home: Home, intake: Intake) -> None:
    """Each page is an article or a capture without one; progress tells the bytes reached; a second time is nothing."""
    captures = [page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(40)]
    path = write_warc(home.warc, *captures, attrs.evolve(page("/x", 50), body=b"<p>trang"))
    reached: list[int] = []
    counts = ingest_file(intake, path, reached.append)
    assert (counts["new"], counts.total()) == (40, 41)
    assert reached == sorted(reached)
    assert reached[-1] == path.stat().st_size
    assert len(exported_titles(home)) == 40
    assert ingest_file(intake, path) == recover(intake) == Counter()


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
        assert len(exported_titles(home)) == articles
        assert verify(home.archive, home.warc).faults == []
        assert len(list(home.warc.glob("import-*"))) == (articles > 0)


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
    assert len(exported_titles(home)) == 4
