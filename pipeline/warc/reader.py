"""WARC files read: captures and notes in order, one capture again, a torn end mended. Files of other tools, too."""

from __future__ import annotations

import os
import zlib
from datetime import UTC, datetime
from http import HTTPStatus
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import attrs
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from pipeline.annotation import Annotation
from pipeline.capture import Capture, RecordLocation
from pipeline.errors import BadFile
from pipeline.hosts import bare_host
from pipeline.warc.writer import OPEN, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

# What warcio raises over a broken record; AttributeError where a response has no address.
BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, zlib.error)
_MOST = 2**22  # bytes of a metadata record; a profile has some 50,000


def read_captures(path: Path, start: int = 0) -> Iterator[tuple[Capture, RecordLocation]]:
    """Yield the captures of a WARC file (see read_records)."""
    for record, place in read_records(path, start):
        if isinstance(record, Capture):
            yield record, place


def read_records(path: Path, start: int = 0) -> Iterator[tuple[Capture | Annotation, RecordLocation]]:
    """Yield the 200 responses with HTML of a WARC file, and our notes, in order, from an offset on.

    Files of other tools too: without our metadata the address asked is the one that answered, and the site is its host.
    Raises BadFile where it ends torn.
    """
    name = path.name.removesuffix(OPEN)
    about = _About()
    end, record = start, None
    with path.open("rb") as file:
        file.seek(start + _line_breaks_at(file, start))
        records = ArchiveIterator(file)
        try:
            for record in records:
                if record.rec_type == "metadata":
                    about = _read_about(record)
                    offset = records.get_record_offset()
                    records.read_to_end()
                    if (note := _read_annotation(record, about)) and not _is_short(record):
                        end = offset + records.get_record_length()
                        yield note, RecordLocation(name, offset, end, "")
                elif record.rec_type == "response":
                    capture = _read_capture(record, about)
                    offset = records.get_record_offset()
                    records.read_to_end()
                    if capture and not _is_short(record):
                        end = offset + records.get_record_length()
                        digest = record.rec_headers.get_header("WARC-Payload-Digest", "")
                        yield capture, RecordLocation(name, offset, end, digest)
        except BROKEN as error:
            raise BadFile(path, [f"is broken after its last whole record: {str(error).strip()[:200]}"]) from None
    if _is_short(record) or whole_end(path, end) < path.stat().st_size:
        raise BadFile(path, ["is broken after its last whole record: it ends in the middle of one"])


def read_capture(folder: Path, place: RecordLocation) -> Capture:
    """Read one capture again. Raises BadFile where the record is not what the archive remembers."""
    path = path_of(folder, place.name)
    try:
        for capture, found in read_captures(path, place.offset):
            if found.digest == place.digest:
                return capture
            break
    except OSError as error:
        raise BadFile(path, [error.strerror or str(error)]) from None
    raise BadFile(path, [f"no response with digest {place.digest} at byte {place.offset}"])


def check_warc(path: Path) -> None:
    """Raise BadFile where a file does not begin with a WARC record, or is gzipped as a whole instead of by record."""
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for _ in zip(range(2), records, strict=False):
                pass
            empty = records.record is None and file.tell() == 0
    except OSError as error:
        raise BadFile(path, [error.strerror or str(error)]) from None
    except BROKEN as error:
        reason = " ".join(str(error).partition(", first line")[0].split())[:300]  # that may be anything
        raise BadFile(path, [f"is no WARC file that can be read record by record: {reason}"]) from None
    if empty or path.stat().st_size == 0:
        raise BadFile(path, ["is empty"])


def mend(path: Path, start: int = 0) -> int:
    """Move a torn end of a file aside (into warc/torn/) and return how many bytes that were. `start`: known good."""
    return cut_off(path, start + _whole_members(path, start))


def cut_off(path: Path, good: int) -> int:
    """Move what a file holds behind its first bytes aside (into warc/torn/) and return how many bytes that were."""
    torn = path.stat().st_size - good
    if torn:
        aside = path.parent / "torn"
        aside.mkdir(exist_ok=True)
        with path.open("r+b") as file:
            file.seek(good)
            (aside / f"{path.name}-{good}").write_bytes(file.read())
            file.truncate(good)
            os.fsync(file.fileno())
    return torn


def _line_breaks_at(file: IO[bytes], start: int) -> int:
    """Return how many bytes of line breaks part two records of a file that is not gzipped: they belong to neither."""
    file.seek(start)
    ahead = file.read(16) if start else b""
    return len(ahead) - len(ahead.lstrip(b"\r\n"))


def _is_short(record: ArcWarcRecord | None) -> bool:
    """Tell whether a record that was read to its end held less than it said."""
    return record is not None and getattr(record.raw_stream, "limit", 0) > 0


def whole_end(path: Path, start: int) -> int:
    """Return where the last whole record of a gzipped file ends, seen from a record's start on; a plain file's size."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return start + _whole_members(path, start) if packed else path.stat().st_size


def _whole_members(path: Path, start: int) -> int:
    """Return how many bytes from `start` on are whole gzip members (checked by their CRC)."""
    good = 0
    with path.open("rb") as file:
        file.seek(start)
        inflate = zlib.decompressobj(31)
        read = 0
        while block := file.read(2**20):
            read += len(block)
            while block:
                try:
                    inflate.decompress(block)
                except zlib.error:
                    return good
                block = inflate.unused_data
                if inflate.eof:
                    good = read - len(block)
                    inflate = zlib.decompressobj(31)
    return good


@attrs.frozen
class _About:
    """What a metadata record says, and the response (its record id) it says it of."""

    of: str | None = None
    fields: dict[str, str] = attrs.field(factory=dict)


def _read_about(record: ArcWarcRecord) -> _About:
    lines = record.content_stream().read(_MOST).decode("utf-8", "replace").splitlines()
    fields = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return _About(record.rec_headers.get_header("WARC-Concurrent-To"), fields)


def _read_annotation(record: ArcWarcRecord, about: _About) -> Annotation | None:
    """Return the note that a metadata record is; None where it belongs to a response, or is another tool's."""
    at = _read_date(record.rec_headers.get_header("WARC-Date", ""))
    fields = dict(about.fields)
    kind, site = fields.pop("note", None), fields.pop("site", None)
    if about.of is not None or not kind or not site or at is None:
        return None
    return Annotation(kind, site, record.rec_headers.get_header("WARC-Target-URI", "").strip("<>"), at, fields)


def _read_capture(record: ArcWarcRecord, about: _About) -> Capture | None:
    http, headers = record.http_headers, record.rec_headers
    if http is None or not http.get_statuscode().isdigit() or int(http.get_statuscode()) != HTTPStatus.OK:
        return None
    if "html" not in (http.get_header("Content-Type") or "html").lower():
        return None
    url = headers.get_header("WARC-Target-URI", "").strip("<>")
    captured_at = _read_date(headers.get_header("WARC-Date", ""))
    if not url or captured_at is None:
        return None
    # Other tools' metadata follow their response, or are about something else.
    said = about.fields if about.of == headers.get_header("WARC-Record-ID") else {}
    return Capture(
        site=said.get("site") or bare_host(urlsplit(url).netloc),
        asked_url=said.get("asked") or url,
        url=url,
        status=int(http.get_statuscode()),
        headers=tuple(http.headers),
        body=record.raw_stream.read(),
        captured_at=captured_at,
        via=said.get("via"),
        profile=int(said["profile"]) if said.get("profile", "").isdecimal() else None,
        protocol=http.protocol,
    )


def _read_date(text: str) -> datetime | None:
    """Read a WARC-Date, which is UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
