"""WARC files: append captures, read them back, mend a torn end. WARC/1.1, one gzip member a record (ISO 28500).

The life of a file: `NAME.warc.gz.open` is appended to under a lock by one process, then sealed (renamed to
`NAME.warc.gz`) and never touched again. A capture is three records in this order: `metadata` (what the page does not
say itself: who named the address, which address was asked), `request`, `response`; so that whoever reads on from any
response knows all about the next one, and a torn write loses a capture whole.
"""

from __future__ import annotations

import fcntl
import io
import os
import threading
import zlib
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import attrs
from w3lib.url import safe_url_string
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from pipeline.capture import Capture, Place
from pipeline.errors import BadFile, Busy, KhobaoError
from pipeline.note import Note
from pipeline.site import bare_host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

OPEN = ".open"
SEAL_BYTES = 2**30
SEAL_AGE = timedelta(days=1)
# What warcio raises over a broken record; AttributeError where a response has no address.
BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, zlib.error)
SOFTWARE = "khobao"
FIELDS = "application/warc-fields"
_MOST = 2**22  # bytes of a metadata record; a profile has some 50,000


class Deleted(KhobaoError):
    """A file of the archive was taken away under us: nothing more is written to where nobody finds it."""


class WarcWriter:
    """Appends captures to the one open file of a series (`articles`, `sources`). Not for two processes at once.

    `append` hands a capture to the system whole; `sync` is the moment from which it survives a power cut.
    """

    def __init__(self, folder: Path, series: str) -> None:
        self._folder = folder
        self._series = series
        self._changing = threading.RLock()  # `sync` may run in another thread while `append` begins a new file
        self._open()

    def _open(self) -> None:
        standing = sorted(self._folder.glob(f"{self._series}-*.warc.gz{OPEN}"))
        now = datetime.now(UTC)
        fresh = self._folder / f"{self._series}-{now:%Y%m%dT%H%M%S%f}.warc.gz{OPEN}"
        self.path = standing[-1] if standing else fresh
        self._file = self.path.open("ab", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            message = f"{self.path}: another process is writing it"
            raise Busy(message) from None
        if self._file.tell() == 0:
            info = {"software": SOFTWARE, "format": "WARC File Format 1.1", "robots": "obey"}
            self._put(_in_one_piece([_builder.create_warcinfo_record(self.name, info)]))
            sync_folder(self._folder)

    @property
    def name(self) -> str:
        """The name the file has once sealed: what rows remember."""
        return self.path.name.removesuffix(OPEN)

    def append(self, capture: Capture) -> Place:
        """Append one capture and say where its response lies. Seals and starts a new file first where that is due."""
        self._begin_anew_where_due()
        response = self._response(capture)
        before = _in_one_piece([self._about(capture, response), self._request(capture, response)])
        piece = _in_one_piece([response])
        offset = self._put(before + piece) + len(before)
        digest = response.rec_headers.get_header("WARC-Payload-Digest")
        return Place(self.name, offset, offset + len(piece), digest)

    def append_note(self, note: Note) -> Place:
        """Append a note: a metadata record that belongs to no response."""
        self._begin_anew_where_due()
        fields = {"note": note.kind, "site": note.site, **note.fields}
        payload = io.BytesIO(_as_fields(fields))
        record = _builder.create_warc_record(
            note.about,
            "metadata",
            payload=payload,
            length=payload.getbuffer().nbytes,
            warc_headers_dict={"WARC-Date": _as_date(note.at)},
            warc_content_type=FIELDS,
        )
        piece = _in_one_piece([record])
        offset = self._put(piece)
        return Place(self.name, offset, offset + len(piece), "")

    def _put(self, piece: bytes) -> int:
        """Append bytes, all or none, and return where they begin."""
        good = self._file.tell()
        try:
            left = memoryview(piece)
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            self._file.truncate(good)  # a full disk must not leave half a record for the next one to follow
            self._file.seek(good)
            raise
        return good

    def sync(self) -> None:
        """Bring everything appended so far to the disk. May be called in a thread of its own."""
        with self._changing:
            os.fsync(self._file.fileno())
            if os.fstat(self._file.fileno()).st_nlink == 0:
                message = f"{self.path} was deleted while it was being written"
                raise Deleted(message)

    def close(self, *, seal: bool = False) -> None:
        """Sync and give the file up; `seal` ends it for good."""
        with self._changing:
            os.fsync(self._file.fileno())
        if seal and os.fstat(self._file.fileno()).st_nlink:
            self.path.rename(self._folder / self.name)
            sync_folder(self._folder)
        self._file.close()

    def _begin_anew_where_due(self) -> None:
        if self._is_due():
            with self._changing:
                self.close(seal=True)
                self._open()

    def _is_due(self) -> bool:
        begun = datetime.strptime(self.name.split("-", 1)[1][:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return self._file.tell() >= SEAL_BYTES or datetime.now(UTC) - begun >= SEAL_AGE

    def _response(self, capture: Capture) -> ArcWarcRecord:
        phrase = HTTPStatus(capture.status).phrase if capture.status in set(HTTPStatus) else ""
        headers = [
            (name, value)
            for name, value in capture.headers
            if name.isascii() and name.lower() != "transfer-encoding"  # warcio writes no name that HTTP does not allow
        ]
        http = StatusAndHeaders(f"{capture.status} {phrase}".strip(), headers, protocol=capture.protocol)
        return self._record(capture, "response", payload=io.BytesIO(capture.body), http_headers=http)

    def _request(self, capture: Capture, response: ArcWarcRecord) -> ArcWarcRecord:
        parts = urlsplit(capture.url)
        path = safe_url_string(parts._replace(scheme="", netloc="", fragment="").geturl() or "/")
        headers = [("Host", parts.netloc), *(h for h in capture.request_headers if h[0].lower() != "host")]
        http = StatusAndHeaders(f"GET {path} HTTP/1.1", headers, is_http_request=True)
        return self._record(capture, "request", http_headers=http, concurrent=response)

    def _about(self, capture: Capture, response: ArcWarcRecord) -> ArcWarcRecord:
        fields = {"site": capture.site, "asked": capture.asked_url}
        fields |= {"via": capture.via} if capture.via else {}
        fields |= {"profile": str(capture.profile)} if capture.profile else {}
        payload = io.BytesIO(_as_fields(fields))
        return self._record(capture, "metadata", payload=payload, concurrent=response, warc_content_type=FIELDS)

    def _record(
        self,
        capture: Capture,
        kind: str,
        *,
        payload: io.BytesIO | None = None,
        http_headers: StatusAndHeaders | None = None,
        concurrent: ArcWarcRecord | None = None,
        warc_content_type: str = "",
    ) -> ArcWarcRecord:
        own = {"WARC-Date": _as_date(capture.captured_at)}
        if concurrent:
            own["WARC-Concurrent-To"] = concurrent.rec_headers.get_header("WARC-Record-ID")
        return _builder.create_warc_record(
            capture.url,
            kind,
            payload=payload,
            length=payload.getbuffer().nbytes if payload else 0,  # else warcio makes a temporary file to measure it
            http_headers=http_headers,
            warc_headers_dict=own,
            warc_content_type=warc_content_type,
        )


_builder = WARCWriter(None, warc_version="WARC/1.1")


def _as_fields(fields: dict[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()


def _as_date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _in_one_piece(records: list[ArcWarcRecord]) -> bytes:
    piece = io.BytesIO()
    writer = WARCWriter(piece, gzip=True, warc_version="WARC/1.1")
    for record in records:
        writer.write_record(record)
    return piece.getvalue()


def forget_old(folder: Path, series: str, days: int) -> list[Path]:
    """Delete the sealed files of a series that were last written to so many days ago or earlier; return them.

    For `sources` alone: articles are kept for ever.
    """
    limit = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    old = [path for path in folder.glob(f"{series}-*.warc.gz") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink()
    return old


def path_of(folder: Path, name: str) -> Path:
    """Return where a file of this name lies now, sealed or open."""
    sealed = folder / name
    return sealed if sealed.exists() else folder / (name + OPEN)


def read_captures(path: Path, start: int = 0) -> Iterator[tuple[Capture, Place]]:
    """Yield the captures of a WARC file (see read_records)."""
    for record, place in read_records(path, start):
        if isinstance(record, Capture):
            yield record, place


def read_records(path: Path, start: int = 0) -> Iterator[tuple[Capture | Note, Place]]:
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
                    if (note := _read_note(record, about)) and not _is_short(record):
                        end = offset + records.get_record_length()
                        yield note, Place(name, offset, end, "")
                elif record.rec_type == "response":
                    capture = _read_capture(record, about)
                    offset = records.get_record_offset()
                    records.read_to_end()
                    if capture and not _is_short(record):
                        end = offset + records.get_record_length()
                        digest = record.rec_headers.get_header("WARC-Payload-Digest", "")
                        yield capture, Place(name, offset, end, digest)
        except BROKEN as error:
            raise BadFile(path, [f"is broken after its last whole record: {str(error).strip()[:200]}"]) from None
    if _is_short(record) or whole_end(path, end) < path.stat().st_size:
        raise BadFile(path, ["is broken after its last whole record: it ends in the middle of one"])


def read_capture(folder: Path, place: Place) -> Capture:
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
        reason = " ".join(str(error).split())[:300]
        raise BadFile(path, [f"is no WARC file that can be read record by record: {reason}"]) from None
    if empty or path.stat().st_size == 0:
        raise BadFile(path, ["is empty"])


def mend(path: Path, start: int = 0) -> int:
    """Move a torn end of a file aside (into warc/torn/) and return how many bytes that were. `start`: known good."""
    good = start + _whole_members(path, start)
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


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries (a new or renamed file) to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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


def _read_note(record: ArcWarcRecord, about: _About) -> Note | None:
    """Return the note that a metadata record is; None where it belongs to a response, or is another tool's."""
    at = _read_date(record.rec_headers.get_header("WARC-Date", ""))
    fields = dict(about.fields)
    kind, site = fields.pop("note", None), fields.pop("site", None)
    if about.of is not None or not kind or not site or at is None:
        return None
    return Note(kind, site, record.rec_headers.get_header("WARC-Target-URI", "").strip("<>"), at, fields)


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
