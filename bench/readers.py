"""How many readers the pages bear while the crawler writes: requests a second, milliseconds, errors, by kind of page.

`python bench/readers.py [--articles 20000] [--seconds 10] [--keep FOLDER]`: an archive of so many made-up articles,
served by browse.serve; 50 readers at once ask by wrk (Debian: apt-get install wrk), kind after kind, then all kinds
mixed, each for so many seconds, while another process stores ten articles a second through pipeline.ingest. Exit status
1 where a request failed or was answered with anything but 200, or nothing could be written.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.made_archive import build
from pipeline.archive import Archive, open_database
from tests.support.captures import Store, capture, long_text
from tests.support.served import serving

READERS = 50
A_SECOND = 10  # articles that are written meanwhile
SIZE = 3_000  # bytes of an article
PAGES = {
    "front": ["/", "/?page=7"],
    "search, rare": [f"/tim?q={quote(words)}" for words in ("bơn", "trụ ngòng", "quoi đoãn")],
    "search, common": [f"/tim?q={quote(words)}" for words in ("và", "nong thon moi", "phát triển kinh tế")],
    "article": [f"/bai/{number:012}" for number in range(1, 2000, 7)],
    "site": [f"/trang/bao{number}.example" for number in range(1, 11)],
    "provinces": ["/tinh"],
    "feed": ["/tin/tat-ca.atom", "/tin/trang/bao1.example.json"],
    "data": ["/archive/articles.json?_size=20", "/archive/articles/5.json"],
}
SCRIPT = """
local paths = { %s }
local at = 0
request = function() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests": %%d, "seconds": %%f, "p50": %%f, "p95": %%f, "p99": %%f, "errors": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=20_000)
    arguments.add_argument("--seconds", type=int, default=10)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.write:
        return write(asked.write)
    if shutil.which("wrk") is None:
        print("wrk is wanted: apt-get install wrk", file=sys.stderr)
        return 2
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="khobao-readers-"))
    try:
        return measure(folder, asked.articles, asked.seconds)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)


def measure(folder: Path, articles: int, seconds: int) -> int:
    """Print a line for each kind of page. Returns the exit status."""
    archive = folder / "archive.db"
    folder.mkdir(parents=True, exist_ok=True)
    if not archive.exists():
        build(archive, articles, SIZE)
    before = count(archive)
    errors = 0
    print(f"{READERS} readers, {before:,} articles, {A_SECOND} written a second")
    print(f"{'':<16}{'a second':>10}{'p50 ms':>9}{'p95':>9}{'p99':>9}{'errors':>8}{'-wal MB':>9}")
    with subprocess.Popen([sys.executable, __file__, "--write", folder], stdout=subprocess.PIPE, text=True) as writer:
        try:
            with serving(folder) as (url, _):
                for kind, paths in {**PAGES, "all mixed": mixed()}.items():
                    told = ask(url, paths, seconds)
                    errors += told["errors"]
                    wal = (folder / "archive.db-wal").stat().st_size / 2**20
                    print(
                        f"{kind:<16}{told['requests'] / told['seconds']:>10.1f}{told['p50']:>9.1f}{told['p95']:>9.1f}"
                        f"{told['p99']:>9.1f}{told['errors']:>8}{wal:>9.1f}",
                        flush=True,
                    )
        finally:
            writer.send_signal(signal.SIGTERM)
            said, _ = writer.communicate(timeout=60)
    written = count(archive) - before
    print(f"{written:,} articles were written meanwhile; {said.strip()}")
    return int(errors > 0 or written == 0 or writer.returncode != 0)


def mixed() -> list[str]:
    """Return as many addresses of each kind, in turns."""
    longest = max(map(len, PAGES.values()))
    return [paths[at % len(paths)] for at in range(longest) for paths in PAGES.values()]


def ask(url: str, paths: list[str], seconds: int) -> dict[str, Any]:
    """Let the readers ask, and return what wrk tells."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(SCRIPT % ", ".join(json.dumps(path) for path in paths))
        script.flush()
        command = ["wrk", "-t2", f"-c{READERS}", f"-d{seconds}s", "--timeout", "10s", "-s", script.name, url]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(ran.stdout.splitlines()[-1]))


def count(archive: Path) -> int:
    """Return how many articles there are."""
    with open_database(archive) as db:
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


def write(folder: Path) -> int:
    """Store articles until told to end, as the desk does: each in a transaction of its own. Says the slowest."""
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    slowest = 0.0
    with open_database(folder / "archive.db") as db:
        store = Store(Archive(db))
        number = int(db.execute("SELECT max(id) FROM captures").fetchone()[0])  # so goes on where the last one ended
        while not ended:
            number += 1
            text = "\n\n".join(long_text(f"{number}", str(part)) for part in range(8))
            begun = time.perf_counter()
            store.take(capture(f"/viet-{time.time_ns()}.html", number / 60, text))
            slowest = max(slowest, time.perf_counter() - begun)
            time.sleep(max(0.0, 1 / A_SECOND - (time.perf_counter() - begun)))
    print(f"the slowest took {slowest * 1e3:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
