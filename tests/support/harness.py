"""The real command in a subprocess, over a press on loopback."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import attrs
import psutil
import pytest

from pipeline.config import file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LISTINGS = {
    "liferay": ["/", *(f"/web/guest/{name}" for name in ("thoi-su", "kinh-te", "xa-hoi", "van-hoa", "phap-luat"))],
    "mediasoft": ["/thoi-su/", "/kinh-te/", "/xa-hoi/", "/van-hoa/", "/phap-luat/"],
}


@attrs.frozen
class Command:
    """`khobao` on one home. `wrapped`: the words before it."""

    home: Path
    wrapped: tuple[str, ...] = ()

    def argv(self, *words: str) -> list[str]:
        """Return what starts it."""
        return [*self.wrapped, str(Path(sys.executable).with_name("khobao")), "--home", str(self.home), *words]

    def __call__(self, *words: str, status: int = 0, timeout: float = 120) -> str:
        """Run it to its end and return its stdout; any other exit status fails the test."""
        done = subprocess.run(self.argv(*words), capture_output=True, text=True, timeout=timeout, check=False)
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def complaint(self, *words: str) -> str:
        """Run it to whatever end, and return what it says on stderr."""
        return subprocess.run(self.argv(*words), capture_output=True, text=True, timeout=60, check=False).stderr

    def export(self) -> dict[str, dict[str, Any]]:
        """Return the export, by id."""
        return {row["id"]: row for row in map(json.loads, self("export").splitlines())}

    def archived(self) -> int:
        """Return how many articles the archive holds. Cheap, for who asks again and again."""
        return len(self._read("SELECT id FROM articles WHERE revision_id IS NOT NULL"))

    def addresses(self) -> set[str]:
        """Return the addresses of its articles, by which they are exported. Cheap, too."""
        return {str(url) for (url,) in self._read("SELECT url FROM articles WHERE revision_id IS NOT NULL")}

    def _read(self, sql: str) -> list[tuple[Any, ...]]:
        """Return rows of the archive, none while it can't be read."""
        try:
            with closing(sqlite3.connect(f"file:{self.home / 'archive.db'}?mode=ro", uri=True)) as db:
                return db.execute(sql).fetchall()
        except sqlite3.DatabaseError:  # not made yet, or being made
            return []

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Have it run beside the test, its stderr in `stderr.log`; it is killed at the end if need be."""
        with (self.home / "stderr.log").open("a+", encoding="utf-8") as log:
            process = subprocess.Popen(self.argv(*words), stdout=subprocess.PIPE, stderr=log, text=True)
            try:
                yield process
            finally:
                process.kill()
                process.communicate()

    @property
    def log(self) -> str:
        """What `running` ones have logged."""
        return (self.home / "stderr.log").read_text(encoding="utf-8")

    def watch(self, key: str, address: str, **politeness: Any) -> None:
        """Write a site's file: the sources that its CMS family has."""
        domain = address.removeprefix("http://")
        lines = [f'domain = "{domain}"', f'name = "{key}"']
        for kind, url in sources_of(key, address):
            lines += ["[[sources]]", f'kind = "{kind}"', f'url = "{url}"', 'every = "2s"']
        lines += ["[politeness]", f"delay = {politeness.get('delay', 0)}", "allow_private = true"]
        folder = self.home / "sites"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file_name(domain)).write_text("\n".join(lines), encoding="utf-8")


def sources_of(key: str, address: str) -> list[tuple[str, str]]:
    """Return a press site's sources."""
    if key in LISTINGS:
        return [("listing", address + path) for path in LISTINGS[key]]
    if key == "aspnet":
        page = urllib.request.urlopen(f"{address}/rss.htm").read().decode()
        return [("feed", urljoin(address, url)) for url in sorted(set(re.findall(r'href="([^"]+\.rss)"', page)))]
    return [("sitemap", f"{address}/sitemap.xml")]


def what_is_said(export: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return an export without the times of looking: what two archives of the same press must share."""
    return {
        key: {name: value for name, value in row.items() if name not in {"first_seen_at", "last_seen_at"}}
        for key, row in export.items()
    }


def wait_for(what: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Return the first true value of a function called again and again. Fails after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.1)
    pytest.fail(f"not within {seconds} s: {what}")


def family_of(pid: int) -> list[psutil.Process]:
    """Return a process's descendants, parents first."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def is_crawl(process: psutil.Process) -> bool:
    """Tell whether this is a crawl process."""
    return "-m crawlers " in _cmdline(process)


def is_reader(process: psutil.Process) -> bool:
    """Tell whether this is an extract worker."""
    return "multiprocessing.spawn" in _cmdline(process)


def _cmdline(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def end_with_sigterm(process: subprocess.Popen[str], within: float = 20.0) -> None:
    """Ask a process to end, and fail if it or a child of it is there too long."""
    children = family_of(process.pid)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=within)
    assert not still_running(children)


def still_running(processes: list[psutil.Process], within: float = 3.0) -> list[psutil.Process]:
    """Return the processes that run on for so long. One that is dead and that init has not buried yet does not run."""
    _, alive = psutil.wait_procs(processes, timeout=within)
    return [one for one in alive if _runs(one)]


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
