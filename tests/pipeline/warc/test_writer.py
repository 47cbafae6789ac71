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
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import BadFile, Busy
from pipeline.warc import OPEN, WarcWriter, check_warc, path_of, read_capture, repair
from pipeline.warc import writer as warc
from pipeline.warc.reader import read_captures
from tests.support.captures import capture, page, write_warc

if TYPE_CHECKING:
    from collections.abc import Iterator


def bodies(path: Path, start: int = 0) -> list[bytes]:
    """Return the bodies of a file's captures."""
    return [one.body for one, _ in read_captures(path, start)]


def is_sound(path: Path) -> bool:
    """Tell whether other tools find a WARC file whole: gzip, and warcio's check of digests."""
    if subprocess.run(["gzip", "-t", "-S", path.suffix, str(path)], capture_output=True, check=False).returncode:
        return False
    checker = Checker(type("Asked", (), {"inputs": [str(path)], "verbose": False})())
    checker.process_all()
    return checker.exit_value == 0


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


def test_reading_goes_on_from_any_capture(tmp_path: Path) -> None:
    """From the end of a capture on, the rest is read, with all that is said about it."""
    captures = [page(f"/{n}.html", n) for n in range(4)]
    writer = WarcWriter(tmp_path, "articles")
    places = [writer.append(one) for one in captures]
    writer.close()
    for number, place in enumerate(places):
        assert [one for one, _ in read_captures(writer.path, place.end)] == captures[number + 1 :]
        assert read_capture(tmp_path, place).url == captures[number].url


def test_a_place_that_holds_something_else(tmp_path: Path) -> None:
    """A record that is not what the archive remembers, or a file that is gone, is a BadFile and no other page."""
    writer = WarcWriter(tmp_path, "articles")
    place = writer.append(page("/a.html", 0))
    writer.append(page("/b.html", 1))
    writer.close()
    with pytest.raises(BadFile, match="no response with digest"):
        read_capture(tmp_path, attrs.evolve(place, digest="sha1:X"))
    with pytest.raises(BadFile):
        read_capture(tmp_path, attrs.evolve(place, offset=place.offset + 1))
    with pytest.raises(BadFile, match="No such file"):
        read_capture(tmp_path, attrs.evolve(place, name="articles-moved.warc.gz"))


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


def test_a_broken_file_gives_what_comes_before(tmp_path: Path) -> None:
    """Captures before the broken place are read, then BadFile says where it ends."""
    writer = WarcWriter(tmp_path, "articles")
    first, second = (writer.append(page(f"/{n}.html", n)) for n in range(2))
    writer.close()
    data = bytearray(writer.path.read_bytes())
    middle = (second.offset + second.end) // 2
    data[middle : middle + 20] = bytes(20)
    whole = writer.path.read_bytes()
    starts = [at for at in range(first.end, second.end) if whole.startswith(b"\x1f\x8b\x08", at)]
    cuts = [cut for cut in range(first.end + 1, second.end - 20, 7) if cut not in starts]
    for broken in (data, *(whole[:cut] for cut in cuts)):
        writer.path.write_bytes(broken)
        got = []
        with pytest.raises(BadFile, match="broken after its last whole record"):
            got.extend(one.url for one, _ in read_captures(writer.path))
        assert got == ["https://bao.example/0.html"]


def test_a_torn_plain_file_gives_no_half_page(tmp_path: Path) -> None:
    """It went wrong: of a download that broke off, half a page was taken for an article."""
    body = b"<p>" + b"chu " * 300
    path = foreign(tmp_path / "a.warc", answer("http://a.example/1"), answer("http://a.example/2", body), packed=False)
    whole = path.read_bytes()
    for cut in range(whole.index(b"chu "), len(whole) - 4, 97):
        path.write_bytes(whole[:cut])
        got = []
        with pytest.raises(BadFile, match="in the middle of one"):
            got.extend(one.url for one, _ in read_captures(path))
        assert got == ["http://a.example/1"]


# files of other tools


def foreign(path: Path, *records: tuple[str, dict[str, str], bytes], packed: bool = True) -> Path:
    """Write a WARC/1.0 file record by record: type, headers, block."""
    with path.open("wb") as file:
        for kind, headers, block in records:
            lines = [f"WARC-Type: {kind}", *(f"{key}: {value}" for key, value in headers.items())]
            head = "\r\n".join(["WARC/1.0", *lines, f"Content-Length: {len(block)}"]).encode()
            record = head + b"\r\n\r\n" + block + b"\r\n\r\n"
            file.write(gzip.compress(record) if packed else record)
    return path


def answer(url: str, body: bytes = b"<p>x</p>", headers: str = "Content-Type: text/html", **more: str) -> Any:
    """Return a response record as other tools write it."""
    about = {
        "WARC-Target-URI": url,
        "WARC-Date": "2024-02-29T01:02:03Z",
        "WARC-Record-ID": f"<urn:uuid:{url}>",
        "Content-Type": "application/http; msgtype=response",
    }
    about |= {key.replace("_", "-"): value for key, value in more.items()}
    status = more.get("status", "200 OK")
    return "response", about, f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_of_another_tool(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    """Gzipped or not, its HTML answers are captures: asked for where they answered, of the site that is their host."""
    path = foreign(
        tmp_path / "other.warc",
        ("warcinfo", {"WARC-Date": "2024-02-29T01:02:03Z"}, b"software: x\r\n"),
        answer("http://www.khac.example/a"),
        answer("http://khac.example/b.jpg", headers="Content-Type: image/jpeg"),
        answer("http://khac.example/c", status="404 Not Found"),
        answer("<http://khac.example:8080/d>", headers=""),
        packed=packed,
    )
    captures = list(read_captures(path))
    assert [(one.url, one.asked_url, one.site, one.via) for one, _ in captures] == [
        ("http://www.khac.example/a", "http://www.khac.example/a", "khac.example", None),
        ("http://khac.example:8080/d", "http://khac.example:8080/d", "khac.example:8080", None),
    ]
    assert captures[0][0].captured_at == datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)
    for one, place in captures:
        assert read_capture(tmp_path, place) == one
        assert list(read_captures(path, place.end)) == captures[captures.index((one, place)) + 1 :]


def test_chunked_answers(tmp_path: Path) -> None:
    """Wget keeps the chunks of a response in its file; its content is without them, packed or not."""
    chunks = b"4\r\nxin \r\n5\r\nch\xc3\xa0o\r\n0\r\n\r\n"
    zipped = gzip.compress("xin chào".encode())
    path = foreign(
        tmp_path / "wget.warc.gz",
        answer("http://a.example/1", chunks, "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
        answer("http://a.example/2", "xin chào".encode(), "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
        answer(
            "http://a.example/3",
            f"{len(zipped):x}\r\n".encode() + zipped + b"\r\n0\r\n\r\n",
            "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip",
        ),
    )
    assert [one.content.decode() for one, _ in read_captures(path)] == ["xin chào"] * 3


def test_metadata_about_something_else(tmp_path: Path) -> None:
    """It went wrong: Heritrix' metadata record follows its response, and its `via` was taken for the next one's."""
    about = b"via: http://a.example/trang-truoc\r\nsite: sai.example\r\n"
    path = foreign(
        tmp_path / "heritrix.warc.gz",
        answer("http://a.example/1"),
        ("metadata", {"WARC-Concurrent-To": "<urn:uuid:http://a.example/1>"}, about),
        answer("http://a.example/2"),
    )
    assert [(one.site, one.via) for one, _ in read_captures(path)] == [("a.example", None)] * 2


@pytest.mark.parametrize("more", [{"WARC_Date": "hôm qua"}, {"WARC_Date": ""}, {"WARC_Target_URI": ""}])
def test_a_record_without_time_or_address_is_passed_over(tmp_path: Path, more: dict[str, str]) -> None:
    """One faulty record of another tool does not cost the ones behind it."""
    path = foreign(tmp_path / "odd.warc.gz", answer("http://a.example/1", **more), answer("http://a.example/2"))
    assert [one.url for one, _ in read_captures(path)] == ["http://a.example/2"]


def test_a_response_without_any_address_breaks_a_file(tmp_path: Path) -> None:
    """Warcio can't read past it; what comes before is had, and BadFile says the rest."""
    path = foreign(tmp_path / "odd.warc.gz", answer("http://a.example/1"), ("response", {}, b"x"))
    captures = read_captures(path)
    assert next(captures)[0].url == "http://a.example/1"
    with pytest.raises(BadFile):
        next(captures)


def test_a_date_without_a_zone_is_utc(tmp_path: Path) -> None:
    """WARC dates are UTC by definition, nanoseconds or not."""
    path = foreign(
        tmp_path / "z.warc.gz",
        answer("http://a.example/1", WARC_Date="2024-01-02T03:04:05"),
        answer("http://a.example/2", WARC_Date="2024-01-02T03:04:05.123456789Z"),
    )
    assert [one.captured_at.isoformat() for one, _ in read_captures(path)] == [
        "2024-01-02T03:04:05+00:00",
        "2024-01-02T03:04:05.123456+00:00",
    ]


def test_a_file_gzipped_as_a_whole_is_refused(tmp_path: Path) -> None:
    """Its records can't be had one by one; the message says so."""
    plain = foreign(tmp_path / "a.warc", answer("http://a.example/1"), answer("http://a.example/2"), packed=False)
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(plain.read_bytes()))
    check_warc(plain)
    with pytest.raises(BadFile, match="record by record"):
        check_warc(whole)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"\x1f\x8b\x08torn", gzip.compress(b"x", mtime=0), bytes(3000), b"PK\x03\x04"]
)
def test_what_is_no_warc_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file, a page, a torn or other archive: BadFile."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(BadFile):
        check_warc(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file or a folder is a BadFile with the system's reason."""
    with pytest.raises(BadFile, match="No such file"):
        check_warc(tmp_path / "none.warc")
    with pytest.raises(BadFile, match="directory"):
        check_warc(tmp_path)


def test_a_file_of_warcio(tmp_path: Path) -> None:
    """What warcio's own writer makes is read, revisits and resources passed over."""
    path = tmp_path / "warcio.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "http://a.example/", "response", payload=BytesIO(b"<p>"), length=3, http_headers=http
            )
        )
        writer.write_record(writer.create_revisit_record("http://a.example/", "sha1:X", "http://a.example/", "2024"))
        writer.write_record(
            writer.create_warc_record("http://a.example/x", "resource", payload=BytesIO(b"x"), length=1)
        )
    assert bodies(path) == [b"<p>"]
