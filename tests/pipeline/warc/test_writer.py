from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.errors import Busy
from pipeline.warc import OPEN, WarcWriter, path_of, read_capture
from pipeline.warc import writer as warc
from pipeline.warc.reader import read_captures
from tests.support.captures import capture, page, write_warc
from tests.support.warc_files import bodies, is_sound

if TYPE_CHECKING:
    from collections.abc import Iterator


# append and read


def test_a_capture_comes_back_as_it_went_in(tmp_path: Path) -> None:
    """Address, redirect's start, source, status, headers with their case and repeats, bytes and microseconds are kept."""
    one = attrs.evolve(
        page("/Bài-báo.html?b=2&a=1", 0),
        asked_url="https://bao.example/rút-gọn",
        headers=(("content-type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Powered-By", "x")),
        captured_at=datetime(2026, 7, 16, 8, 0, 1, 234567, UTC),
        protocol="HTTP/1.0",
    )
    writer = WarcWriter(tmp_path, "articles")
    place = writer.append(one)
    writer.close()
    ((back, found),) = read_captures(writer.path)
    assert back == one
    assert found == place
    assert read_capture(tmp_path, place).body == one.body


def test_headers_that_no_server_should_send(tmp_path: Path) -> None:
    """It went wrong: a header with another name than HTTP allows ended the crawl of its site."""
    headers = (("X-Ti\xeang", "x"), ("X-Value", "Vi\xe1\xbb\x87t"), ("Content-Type", "text/html"))
    ((back, _),) = read_captures(write_warc(tmp_path, attrs.evolve(page("/a", 0), headers=headers)))
    assert [name for name, _ in back.headers] == ["X-Value", "Content-Type"]


def test_a_file_is_what_the_standard_says(tmp_path: Path) -> None:
    """WARC/1.1: warcinfo first, then metadata, request and response of each capture, digests right, gzip by record."""
    asked = attrs.evolve(page("/a.html", 0), request_headers=(("User-Agent", "khobao"), ("Host", "cũ")))
    path = write_warc(tmp_path, asked, page("/b.html", 1))
    assert is_sound(path)
    with path.open("rb") as file:
        kinds, versions, requests = [], set(), []
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            versions.add(record.rec_headers.protocol)
            if record.rec_type == "request":
                requests.append((record.http_headers.statusline, record.http_headers.headers))
            record.raw_stream.read()
    assert kinds == ["warcinfo", *["metadata", "request", "response"] * 2]
    assert versions == {"WARC/1.1"}
    assert requests[0] == ("/a.html HTTP/1.1", [("Host", "bao.example"), ("User-Agent", "khobao")])


def test_coded_bodies_stay_coded(tmp_path: Path) -> None:
    """A gzipped body lies in the file as it came, with its Content-Encoding; the lie of Transfer-Encoding goes."""
    packed = gzip.compress("chữ".encode())
    one = attrs.evolve(
        capture("/a", 0, ""),
        body=packed,
        headers=(("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Type", "text/html")),
    )
    ((back, _),) = read_captures(write_warc(tmp_path, one))
    assert (back.body, back.content) == (packed, "chữ".encode())
    assert back.header("Transfer-Encoding") == ""


# the life of a file


def test_the_next_process_goes_on_with_the_open_file(tmp_path: Path) -> None:
    """A closed file that is not sealed is appended to, with one warcinfo alone."""
    first = write_warc(tmp_path, page("/a.html", 0), seal=False)
    assert write_warc(tmp_path, page("/b.html", 1), seal=False) == first
    assert len(bodies(first)) == 2
    with first.open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(file)].count("warcinfo") == 1


def test_a_full_file_is_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past its size a file gets its final name and a new one is begun; rows that remember the name still lead there."""
    monkeypatch.setattr(warc, "SEAL_BYTES", 1200)
    writer = WarcWriter(tmp_path, "articles")
    places = [writer.append(page(f"/{n}.html", n)) for n in range(4)]
    writer.close()
    sealed = sorted(path.name for path in tmp_path.glob("*.warc.gz"))
    assert len(sealed) >= 2
    assert len(list(tmp_path.glob(f"*{OPEN}"))) == 1
    assert {place.name for place in places} == {*sealed, writer.name}
    for number, place in enumerate(places):
        assert read_capture(tmp_path, place).url == f"https://bao.example/{number}.html"
    assert all(is_sound(path) for path in tmp_path.iterdir())


def test_an_old_file_is_sealed(tmp_path: Path) -> None:
    """A day after it was begun a file is sealed by the next capture."""
    begun = datetime.now(UTC) - timedelta(days=1, minutes=1)
    fresh = write_warc(tmp_path, page("/a.html", 0), seal=False)
    old = fresh.rename(tmp_path / f"articles-{begun:%Y%m%dT%H%M%S%f}.warc.gz{OPEN}")
    new = write_warc(tmp_path, page("/b.html", 1), seal=False)
    assert path_of(tmp_path, old.name.removesuffix(OPEN)).suffix == ".gz"
    assert (len(bodies(new)), len(list(tmp_path.iterdir()))) == (1, 2)


def test_a_file_has_one_writer(tmp_path: Path) -> None:
    """A second writer of a series is refused, one of another series is not; a dead one's file is free."""
    writer = WarcWriter(tmp_path, "articles")
    with pytest.raises(Busy, match="another process"):
        WarcWriter(tmp_path, "articles")
    WarcWriter(tmp_path, "sources").close()
    writer.close()
    code = (
        "import os, signal, sys; from pathlib import Path; from pipeline.warc.writer import WarcWriter\n"
        "writer = WarcWriter(Path(sys.argv[1]), 'articles'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -9
    WarcWriter(tmp_path, "articles").close()


def test_what_is_synced_is_on_the_disk_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is synced when a file is made and when it is renamed, the file when it is asked for."""
    synced: list[str] = []
    fsync = os.fsync

    def spy(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", spy)
    writer = WarcWriter(tmp_path, "articles")
    assert synced == [tmp_path.name]
    writer.append(page("/a.html", 0))
    writer.sync()
    assert synced == [tmp_path.name, writer.path.name]
    writer.close(seal=True)
    assert synced[2:] == [writer.path.name, tmp_path.name]


def test_a_sync_under_way_does_not_lose_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A capture that begins a new file waits for a sync of the old one in another thread."""
    writer = WarcWriter(tmp_path, "articles")
    first = writer.append(page("/a.html", 0))
    fsync, begun, names = os.fsync, threading.Event(), []

    def slow(handle: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            begun.set()
            time.sleep(0.2)
            names.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", slow)
    monkeypatch.setattr(warc, "SEAL_BYTES", 10)
    thread = threading.Thread(target=writer.sync)
    thread.start()
    begun.wait()
    second = writer.append(page("/b.html", 1))
    thread.join()
    writer.close()
    assert names == [first.name + OPEN]
    assert second.name != first.name


# what goes wrong


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Let the system refuse to make a file larger than that, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 100, 600, 50_000])
def test_a_full_disk_leaves_no_half_record(tmp_path: Path, room: int) -> None:
    """It went wrong: what was buffered when the disk was full was written later, in the midst of other records."""
    big = attrs.evolve(page("/lớn.html", 1), body=os.urandom(100_000))
    writer = WarcWriter(tmp_path, "articles")
    writer.append(page("/a.html", 0))
    size = writer.path.stat().st_size
    with files_limited_to(size + room), pytest.raises(OSError, match="File too large"):
        writer.append(big)
    assert writer.path.stat().st_size == size
    place = writer.append(page("/b.html", 2))
    writer.close()
    assert [one.url[-6:] for one, _ in read_captures(writer.path)] == ["a.html", "b.html"]
    assert read_capture(tmp_path, place).url.endswith("b.html")
    assert is_sound(writer.path)
