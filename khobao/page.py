"""A page that a command is given by its URL or as a file, and what is known for reading it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pipeline.errors import BadFile

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.config import Home
    from pipeline.extraction import ReadingRules


@attrs.frozen
class PageInput:
    """A page as it was fetched, or lies in a file."""

    url: str
    """Where it is, or what the person says; a file's own file: URL where nothing is said."""
    body: bytes
    content_type: str
    """The header; empty for a file."""


def read_page(home: Home, page: str, url: str | None) -> PageInput:
    """Fetch a page by its URL, or read a file; `url` says where a file's page was. Raises BadFile, Refused."""
    if re.match(r"https?://", page):
        from crawlers.net import fetch_page

        fetched = fetch_page(page, home.settings(), home.sites())
        return PageInput(url or fetched.url, fetched.body, fetched.content_type)
    try:
        return PageInput(url or Path(page).absolute().as_uri(), Path(page).read_bytes(), "")
    except OSError as error:
        raise BadFile(page, [error.strerror or str(error)]) from None


def rules_for_page(home: Home, url: str, at: datetime | None = None) -> ReadingRules:
    """How a page of a moment, or of now, is read: by its site's rules and newest profile, if the site is watched."""
    from pipeline.archive import profiles, read_archive
    from pipeline.clock import VIETNAM, now
    from pipeline.extraction import ReadingRules, reading_rules

    site = next((site for site in home.sites() if site.owns(url)), None)
    if site is None:
        return ReadingRules()
    day = (at or now()).astimezone(VIETNAM).date()
    if not home.archive.exists():
        return reading_rules(site, day)
    with read_archive(home) as db:
        return reading_rules(site, day, profiles.current(db, site.domain))
