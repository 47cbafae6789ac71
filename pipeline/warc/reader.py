"""Reads WARC files, also those of other tools: captures and annotations in order, or one capture again."""

from __future__ import annotations

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
from pipeline.warc.files import OPEN, path_of
from pipeline.warc.repair import whole_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

# What warcio raises over a broken record; AttributeError where a response has no address.
BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, zlib.error)
_MOST = 2**22  # bytes of a metadata record; a profile has some 50,000


def read_captures(path: Path, start: int = 0) -> Iterator[tuple[Capture, RecordLocation]]:
    """Yield the captures of a WARC file (see read_records)."""
    for record, location in read_records(path, start):
        if isinstance(record, Capture):
            yield record, location


def read_records(path: Path, start: int = 0) -> Iterator[tuple[Capture | Annotation, RecordLocation]]:
    """Yield the 200 responses with HTML of a WARC file, and our annotations, in order, from an offset on.

    Files of other tools too: without our metadata the address asked is the one that answered, and the site is its host.
    Raises BadFile where it ends torn.
    """
    name = path.name.removesuffix(OPEN)
    metadata = _Metadata()
    end, record = start, None
    with path.open("rb") as file:
        file.seek(start + _line_breaks_at(file, start))
        records = ArchiveIterator(file)
        try:
            for record in records:
                if record.rec_type == "metadata":
                    metadata = _read_metadata(record)
                    offset = records.get_record_offset()
                    records.read_to_end()
                    if (annotation := _read_annotation(record, metadata)) and not _is_short(record):
                        end = offset + records.get_record_length()
                        yield annotation, RecordLocation(name, offset, end, "")
                elif record.rec_type == "response":
                    capture = _read_capture(record, metadata)
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


def read_capture(folder: Path, location: RecordLocation) -> Capture:
    """Read one capture again. Raises BadFile where the record is not what the archive remembers."""
    path = path_of(folder, location.name)
    try:
        for capture, actual in read_captures(path, location.offset):
            if actual.digest == location.digest:
                return capture
            break
    except OSError as error:
        raise BadFile(path, [error.strerror or str(error)]) from None
    raise BadFile(path, [f"no response with digest {location.digest} at byte {location.offset}"])


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


def _line_breaks_at(file: IO[bytes], start: int) -> int:
    """The bytes of line breaks that part two records of a file that is not gzipped: they belong to neither."""
    file.seek(start)
    ahead = file.read(16) if start else b""
    return len(ahead) - len(ahead.lstrip(b"\r\n"))


def _is_short(record: ArcWarcRecord | None) -> bool:
    """Whether a record that was read to its end held less than its length says."""
    return record is not None and getattr(record.raw_stream, "limit", 0) > 0


@attrs.frozen
class _Metadata:
    """What a metadata record says, and the response (its record id) it says it of."""

    of: str | None = None
    fields: dict[str, str] = attrs.field(factory=dict)


def _read_metadata(record: ArcWarcRecord) -> _Metadata:
    lines = record.content_stream().read(_MOST).decode("utf-8", "replace").splitlines()
    fields = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return _Metadata(record.rec_headers.get_header("WARC-Concurrent-To"), fields)


def _read_annotation(record: ArcWarcRecord, metadata: _Metadata) -> Annotation | None:
    """The annotation that a metadata record is; None where it belongs to a response, or is another tool's."""
    at = _read_date(record.rec_headers.get_header("WARC-Date", ""))
    fields = dict(metadata.fields)
    kind, site = fields.pop("note", None), fields.pop("site", None)
    if metadata.of is not None or not kind or not site or at is None:
        return None
    return Annotation(kind, site, record.rec_headers.get_header("WARC-Target-URI", "").strip("<>"), at, fields)


def _read_capture(record: ArcWarcRecord, metadata: _Metadata) -> Capture | None:
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
    fields = metadata.fields if metadata.of == headers.get_header("WARC-Record-ID") else {}
    return Capture(
        site=fields.get("site") or bare_host(urlsplit(url).netloc),
        asked_url=fields.get("asked") or url,
        url=url,
        status=int(http.get_statuscode()),
        headers=tuple(http.headers),
        body=record.raw_stream.read(),
        captured_at=captured_at,
        via=fields.get("via"),
        profile=int(fields["profile"]) if fields.get("profile", "").isdecimal() else None,
        protocol=http.protocol,
    )


def _read_date(text: str) -> datetime | None:
    """Read a WARC-Date, which is UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
