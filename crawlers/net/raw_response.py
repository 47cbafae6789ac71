"""KeepRaw: a downloader middleware that keeps each response as it came over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.capture import Capture
from pipeline.clock import now

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Headers, Response

RAW = "khobao_raw"


class KeepRaw:
    """Put the last response's raw form, with the moment it came, into `request.meta`; `capture_of` takes it out."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep a response before anything has decompressed it."""
        request.meta[RAW] = (response, _plain(response.headers), now())  # decompression takes headers away, in place
        return response


def capture_of(response: Response, *, site: str, asked_url: str, via: str | None) -> Capture:
    """Capture of a response that came through the middleware, as it was on the wire."""
    request = response.request
    assert request is not None
    raw, headers, moment = request.meta[RAW]
    return Capture(
        site=site,
        asked_url=asked_url,
        url=raw.url,
        status=raw.status,
        headers=headers,
        body=raw.body,
        captured_at=moment,
        via=via,
        request_headers=tuple(header for header in _plain(request.headers) if header[0] != "Cookie"),  # never kept
        protocol=raw.protocol or "HTTP/1.1",
    )


def _plain(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )
