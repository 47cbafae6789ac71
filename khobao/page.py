"""A page that a command is given by its URL or as a file, and what is known for reading it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadFile

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.config import Home
    from pipeline.extraction import ReadingRules


def read_page(home: Home, page: str, url: str | None) -> tuple[bytes, str, str]:
    """Return body, URL and content type of a page that is named by its URL, or lies in a file. Raises BadFile."""
    if re.match(r"https?://", page):
        from crawlers.net import fetch_page

        fetched = fetch_page(page, home.settings(), home.sites())
        return fetched.body, url or fetched.url, fetched.content_type
    try:
        return Path(page).read_bytes(), url or Path(page).absolute().as_uri(), ""
    except OSError as error:
        raise BadFile(page, [error.strerror or str(error)]) from None


def rules_for_page(home: Home, url: str, at: datetime | None = None) -> ReadingRules:
    """Return what is known for reading a page of a moment, or of now: its site's rules and profile, if watched."""
    from pipeline.archive import latest, read_archive
    from pipeline.clock import VIETNAM, now
    from pipeline.extraction import ReadingRules, reading_rules

    site = next((site for site in home.sites() if site.owns(url)), None)
    if site is None:
        return ReadingRules()
    day = (at or now()).astimezone(VIETNAM).date()
    if not home.archive.exists():
        return reading_rules(site, day)
    with read_archive(home) as db:
        return reading_rules(site, day, latest(db, site.domain))
