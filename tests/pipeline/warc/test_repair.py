from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from warcio.archiveiterator import ArchiveIterator

from pipeline.warc import WarcWriter, repair
from pipeline.warc.reader import read_captures
from tests.support.captures import page, write_warc
from tests.support.warc_files import bodies, is_sound

if TYPE_CHECKING:
    from pathlib import Path


def test_a_torn_end_loses_the_last_capture_and_nothing_else(tmp_path: Path) -> None:
    """Cut at each byte of the last capture, a file is mended to the ones before it, and goes on from there."""
    writer = WarcWriter(tmp_path, "articles")
    first = writer.append(attrs.evolve(page("/a.html", 0), body=b"a"))
    last = writer.append(attrs.evolve(page("/b.html", 1), body=b"b"))
    writer.close()
    whole = writer.path.read_bytes()
    starts = [start for start in range(first.end, last.end) if whole.startswith(b"\x1f\x8b\x08", start)]
    assert len(starts) == 3, "metadata, request, response"
    for cut in range(first.end, last.end):
        writer.path.write_bytes(whole[:cut])
        good = max(start for start in [first.end, *starts] if start <= cut)
        assert repair(writer.path, first.end if cut % 2 else 0) == cut - good
        assert writer.path.read_bytes() == whole[:good]
        if cut > good:
            assert (tmp_path / "torn" / f"{writer.path.name}-{good}").read_bytes() == whole[good:cut]
        assert bodies(writer.path) == [b"a"]
    again = WarcWriter(tmp_path, "articles")
    again.append(page("/c.html", 2))
    again.close()
    assert [one.url[-6:] for one, _ in read_captures(writer.path)] == ["a.html", "c.html"]
    assert is_sound(writer.path)


def test_a_whole_file_needs_no_mending(tmp_path: Path) -> None:
    """Nothing is moved aside where nothing is torn; zeros that a power cut left are."""
    path = write_warc(tmp_path, page("/a.html", 0))
    size = path.stat().st_size
    assert repair(path) == repair(path, size) == 0
    assert not (tmp_path / "torn").exists()
    with path.open("ab") as file:
        file.write(bytes(5000))
    assert repair(path) == 5000
    assert path.stat().st_size == size


def test_a_file_torn_in_its_first_record_is_begun_anew(tmp_path: Path) -> None:
    """After mending nothing is left, and the next writer writes a warcinfo first."""
    path = write_warc(tmp_path, seal=False)
    path.write_bytes(path.read_bytes()[:20])
    assert repair(path) == 20
    assert write_warc(tmp_path, page("/a.html", 0), seal=False) == path
    with path.open("rb") as file:
        assert next(iter(ArchiveIterator(file))).rec_type == "warcinfo"
