from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import attrs
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import BadFile
from pipeline.warc import WarcWriter, check_warc, read_capture
from pipeline.warc.reader import read_captures
from tests.support.captures import page
from tests.support.warc_files import answer, bodies, foreign

if TYPE_CHECKING:
    from pathlib import Path


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
