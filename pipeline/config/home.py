"""Home: the folder that holds one archive, and what khobao.toml says about it."""

from __future__ import annotations

import fcntl
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import attrs

from pipeline.config.site import Address, Count, Gigabytes, Port, Seconds, Site, file_name, load_sites
from pipeline.config.toml import read_toml, structure
from pipeline.errors import Busy, NotAnArchive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    callback: Address | None = None
    callback_port: Port = 8002

    @property
    def polite_delay(self) -> float:
        """The delay of a site that names none: slower while no one can be written to."""
        return self.delay if self.contact else max(self.delay, 5.0)


@attrs.frozen
class Home:
    """The places of one archive. Making the value touches nothing; `prepare` makes the folders."""

    folder: Path

    @property
    def sites_folder(self) -> Path:
        """Where the watched sites' files are."""
        return self.folder / "sites"

    @property
    def watches_folder(self) -> Path:
        """Where the watches' files are."""
        return self.folder / "watches"

    @property
    def deliveries(self) -> Path:
        """How far watches are delivered; without it they begin anew."""
        return self.folder / "deliveries.db"

    @property
    def warc(self) -> Path:
        """Where the WARC files are."""
        return self.folder / "warc"

    @property
    def archive(self) -> Path:
        """The archive's database."""
        return self.folder / "archive.db"

    @property
    def frontier(self) -> Path:
        """The crawler's database; it can be deleted."""
        return self.folder / "frontier.db"

    @property
    def heart(self) -> Path:
        """Where a running daemon says that it lives (pipeline.runtime.heartbeat)."""
        return self.folder / "heart.json"

    @property
    def socket(self) -> Path:
        """Where a running daemon listens."""
        return self.folder / "khobao.sock"

    def require(self) -> None:
        """Raise NotAnArchive where nothing has been archived yet."""
        if not self.archive.exists():
            raise NotAnArchive(self.no_archive)

    @property
    def no_archive(self) -> str:
        """What to say where a reading command finds nothing to read."""
        return (
            f"{self.folder} holds no archive (no archive.db). Go to the folder that does or name it with --home, or"
            " start one: `khobao sites add DOMAIN`, then `khobao crawl`."
        )

    def prepare(self) -> None:
        """Make the folders, and a khobao.toml that explains itself where there is none."""
        self.warc.mkdir(parents=True, exist_ok=True)
        self.sites_folder.mkdir(exist_ok=True)
        settings = self.folder / "khobao.toml"
        if not settings.exists():
            settings.write_text(TEMPLATE, encoding="utf-8")

    def settings(self) -> Settings:
        """Read khobao.toml. Raises BadFile with every fault."""
        path = self.folder / "khobao.toml"
        return structure(read_toml(path, optional=True), Settings, path)

    def sites(self) -> list[Site]:
        """Read all watched sites, by domain. Raises BadFile with the faults of all files."""
        return load_sites(self.sites_folder)

    def site_path(self, domain: str) -> Path:
        """Return where a site's file is or would be."""
        return self.sites_folder / file_name(domain)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one that writes here. Raises Busy at once if another process is; a dead one's lock is free."""
        path = self.folder / "khobao.lock"
        with path.open("a+", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                message = f"{self.folder}: process {file.read().strip() or '?'} is writing here. Stop it, or wait."
                raise Busy(message) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
