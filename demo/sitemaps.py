"""Sitemaps: an index, and files of addresses."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import attrs

from demo.render import environment
from demo.reply import XML, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@attrs.frozen
class Entry:
    """One address. `lastmod` stands as it is given; `image` and `headline` (of the news schema) where a file has them."""

    url: str
    lastmod: str | None = None
    image: str | None = None
    headline: str | None = None


def index(entries: Sequence[Entry], modified: datetime) -> Reply:
    """Write a sitemap index."""
    return _reply("sitemap_index.xml", entries, modified)


def urlset(entries: Sequence[Entry], modified: datetime, publication: str = "") -> Reply:
    """Write a file of addresses; `publication` names the paper in a news sitemap."""
    return _reply("sitemap.xml", entries, modified, publication)


def zipped(reply: Reply) -> Reply:
    """Make a .xml.gz file of a sitemap."""
    return attrs.evolve(
        reply, body=gzip.compress(reply.body, mtime=0), content_type="application/x-gzip", compressible=False
    )


def _reply(template: str, entries: Sequence[Entry], modified: datetime, publication: str = "") -> Reply:
    text = environment.get_template(template).render(entries=entries, publication=publication)
    return Reply(text.encode(), content_type=XML, modified=modified, tagged=True)
