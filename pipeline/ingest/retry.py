"""Retry: captures that were set aside (`failed`) are read once more, as after an upgrade."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import structlog

from pipeline.errors import BadFile, KhobaoError
from pipeline.warc import read_capture

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from pipeline.ingest.intake import Intake

log = structlog.get_logger()


class NotCaptured(KhobaoError):
    """There is no capture of such a site or address."""

    exit_code = 2


def set_aside(db: Database, name: str | None = None) -> list[int]:
    """Return the captures that were set aside, oldest first: all, or those of a site or of an address.

    Raises NotCaptured where there is no such site or address.
    """
    narrowed = "" if name is None else " AND ? IN (domain, captures.url, asked_url)"
    rows = db.execute(
        "SELECT captures.id FROM captures JOIN sites ON sites.id = site_id"  # noqa: S608  our own words
        f" WHERE outcome = 'failed'{narrowed} ORDER BY captures.id",
        [] if name is None else [name],
    )
    found = [row[0] for row in rows]
    if not found and name is not None:
        known = "SELECT 1 FROM captures JOIN sites ON sites.id = site_id WHERE ? IN (domain, captures.url, asked_url)"
        if not db.execute(f"{known} LIMIT 1", [name]).fetchone():
            message = f"{name} was never captured; a site's domain or a page's whole address is wanted"
            raise NotCaptured(message)
    return found


def retry(intake: Intake, captures: list[int], progress: Callable[[int], None] = lambda _: None) -> Counter[str]:
    """Read captures once more, each in a transaction of its own, and return how many became what.

    One whose WARC record can't be read stays as it is, and counts as `unreadable`. `progress` is told how many
    are done.
    """
    counts: Counter[str] = Counter()
    for done, number in enumerate(captures, 1):
        place = intake.archive.place_of(number)
        try:
            capture = read_capture(intake.folder, place)
        except BadFile as error:
            log.warning("can't be tried again", error=str(error))
            counts["unreadable"] += 1
        else:
            read = intake.submit(capture).result()
            counts[intake.store_anew(number, capture, place, read)] += 1
        progress(done)
    return counts
