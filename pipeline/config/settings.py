"""What khobao.toml says of one archive."""

from __future__ import annotations

import re
from typing import Annotated

import attrs

from pipeline.config.fields import Count, Gigabytes, HttpUrl, Port, Seconds

TEMPLATE = """\
# Kho Báo's settings. Every key may be left out.

# Who runs this crawler: a mail address or a web page. Sites see it in the User-Agent, so that they can write to you
# instead of blocking you. Without it the crawler goes slower.
# contact = "you@example.org"

# Seconds between two requests to a site that names no delay of its own.
# delay = 2.0

# Processes that read pages (extraction).
# workers = 1

# Days that changed feeds, sitemaps and listings are kept in warc/sources-*.
# keep_sources = 30

# Gigabytes that stay free on the disk: with less, crawling pauses until there is room again.
# min_free = 2

# Megabytes of memory at which a fresh crawl process takes over. Nothing is lost by that.
# max_memory = 600

# Whether search engines may list the pages: an archive should not compete with the papers it keeps.
# indexable = false

# The path under which a proxy serves the pages, where that is not the root: "/bao/".
# base_path = "/"

# Whether readers may write SQL of their own, on the page of the tables: a second and 64 MB for each statement.
# sql = false

# What `khobao password` prints: then nothing is served without that password. A proxy has to speak TLS.
# password_hash = "pbkdf2_sha256$480000$..."

# The public address that WebSub hubs call to tell of news at once, and the port of this machine it leads to (a proxy's
# matter). Without it feeds are polled, which is well.
# callback = "https://archive.example.org/websub"
# callback_port = 8002
"""


def _base_path(value: str) -> str:
    if not re.fullmatch(r"/(?:[A-Za-z0-9._~-]+/)*", value):
        msg = f"{value!r}; a path that begins and ends with / is wanted"
        raise ValueError(msg)
    return value


def _password_hash(value: str) -> str:
    if not re.fullmatch(r"pbkdf2_sha256\$[1-9]\d{0,7}\$[^$\s]+\$[A-Za-z0-9+/]{43}=", value):
        msg = "no hash of a password; `khobao password` prints the line that belongs here"
        raise ValueError(msg)
    return value


@attrs.frozen
class Settings:
    """What khobao.toml says. `delay` in seconds, `keep_sources` in days, `min_free` in GB, `max_memory` in MB."""

    contact: str | None = None
    delay: Seconds = 2.0
    workers: Count = 1
    keep_sources: Count = 30
    min_free: Gigabytes = 2.0
    max_memory: Count = 600
    indexable: bool = False
    base_path: Annotated[str, _base_path] = "/"
    sql: bool = False
    password_hash: Annotated[str, _password_hash] | None = attrs.field(default=None, repr=False)
    callback: HttpUrl | None = None
    callback_port: Port = 8002

    @property
    def polite_delay(self) -> float:
        """The delay of a site that names none: slower while no one can be written to."""
        return self.delay if self.contact else max(self.delay, 5.0)
