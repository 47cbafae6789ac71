"""Retry: captures that could not be read (`failed`) are read once more, as after an upgrade."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import structlog

from pipeline.archive import captures
from pipeline.errors import BadFile, KhobaoError
from pipeline.ingest.intake import ExtractedCapture
from pipeline.warc import read_capture

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from pipeline.ids import CaptureId
    from pipeline.ingest.intake import Intake

log = structlog.get_logger()


class NotCaptured(KhobaoError):
    """There is no capture of such a site or address."""

    exit_code = 2


def failed_captures(db: Database, site_or_url: str | None = None) -> list[CaptureId]:
    """The captures that failed, oldest first: all, or those of a site's domain or of an address.

    Raises NotCaptured where there is no such site or address.
    """
    failed = captures.failed(db, site_or_url)
    if not failed and site_or_url is not None and not captures.is_captured(db, site_or_url):
        message = f"{site_or_url} was never captured; a site's domain or a page's whole address is wanted"
        raise NotCaptured(message)
    return failed


def retry_captures(
    intake: Intake, capture_ids: list[CaptureId], progress: Callable[[int], None] = lambda _: None
) -> Counter[str]:
    """Read captures once more, each in a transaction of its own. Returns how many came to what.

    One whose WARC record can't be read stays as it is, and counts as `unreadable`. `progress` is told how many
    are done.
    """
    counts: Counter[str] = Counter()
    for done, capture_id in enumerate(capture_ids, 1):
        location = captures.location(intake.archive.db, capture_id)
        try:
            capture = read_capture(intake.folder, location)
        except BadFile as error:
            log.warning("can't be tried again", error=str(error))
            counts["unreadable"] += 1
        else:
            extraction = intake.submit(capture).result()
            counts[intake.reingest(capture_id, ExtractedCapture(capture, location, extraction))] += 1
        progress(done)
    return counts
