"""Writes WARC files: captures and annotations appended, a file sealed. WARC/1.1, one gzip member a record (ISO 28500).

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
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from w3lib.url import safe_url_string
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.capture import Capture, RecordLocation
from pipeline.errors import Busy, KhobaoError
from pipeline.files import sync_folder
from pipeline.warc.files import OPEN

if TYPE_CHECKING:
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

    from pipeline.annotation import Annotation

SEAL_BYTES = 2**30
SEAL_AGE = timedelta(days=1)
SOFTWARE = "khobao"
FIELDS = "application/warc-fields"


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
        open_files = sorted(self._folder.glob(f"{self._series}-*.warc.gz{OPEN}"))
        now = datetime.now(UTC)
        fresh = self._folder / f"{self._series}-{now:%Y%m%dT%H%M%S%f}.warc.gz{OPEN}"
        self.path = open_files[-1] if open_files else fresh
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

    def append(self, capture: Capture) -> RecordLocation:
        """Append one capture; the location is that of its response. Seals and begins a new file first where due."""
        self._begin_anew_where_due()
        response = self._response(capture)
        before = _in_one_piece([self._about(capture, response), self._request(capture, response)])
        piece = _in_one_piece([response])
        offset = self._put(before + piece) + len(before)
        digest = response.rec_headers.get_header("WARC-Payload-Digest")
        return RecordLocation(self.name, offset, offset + len(piece), digest)

    def append_annotation(self, annotation: Annotation) -> RecordLocation:
        """Append an annotation: a metadata record that belongs to no response. Its kind is the field `note`."""
        self._begin_anew_where_due()
        fields = {"note": annotation.kind, "site": annotation.site, **annotation.fields}
        payload = io.BytesIO(_as_fields(fields))
        record = _builder.create_warc_record(
            annotation.target_uri,
            "metadata",
            payload=payload,
            length=payload.getbuffer().nbytes,
            warc_headers_dict={"WARC-Date": _as_date(annotation.at)},
            warc_content_type=FIELDS,
        )
        piece = _in_one_piece([record])
        offset = self._put(piece)
        return RecordLocation(self.name, offset, offset + len(piece), "")

    def _put(self, piece: bytes) -> int:
        """Append bytes, all or none, and return where they begin."""
        start = self._file.tell()
        try:
            rest = memoryview(piece)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.truncate(start)  # a full disk must not leave half a record for the next one to follow
            self._file.seek(start)
            raise
        return start

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
        warc_headers = {"WARC-Date": _as_date(capture.captured_at)}
        if concurrent:
            warc_headers["WARC-Concurrent-To"] = concurrent.rec_headers.get_header("WARC-Record-ID")
        return _builder.create_warc_record(
            capture.url,
            kind,
            payload=payload,
            length=payload.getbuffer().nbytes if payload else 0,  # else warcio makes a temporary file to measure it
            http_headers=http_headers,
            warc_headers_dict=warc_headers,
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
