"""Home: the folder that holds one archive, its places, and the lock of who writes there."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from pipeline.config.settings import TEMPLATE, Settings
from pipeline.config.site_files import file_name, load_sites
from pipeline.config.toml import read_toml, structure
from pipeline.errors import Busy, NotAnArchive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.config.site import Site


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
        """Where a running daemon says that it lives (pipeline.runtime.liveness)."""
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
        """Where the file of a watched site is or would be."""
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
