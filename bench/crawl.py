"""Pages a second and CPU a page of crawl + extract + store, beside a bare Scrapy spider on the same pages.

`make bench`, or `python bench/crawl.py [--articles N] [--rounds N] [--workers N] [--json]`.

A press is served by a process of its own. Its site with a Crawl-delay is left out: that one measures our patience, and
the bare spider has none. Each round runs, one after the other, `khobao crawl` on a fresh home (it
polls the sources, obeys robots.txt, writes WARC and archive.db, makes the search index) and the bare spider, which is
handed the very articles that were archived and writes a JSON line a page. A first round fills the press' page cache and
is not counted. Times are those of whole commands, start-up included; CPU is that of the process with all its children.
The table shows medians; a ratio below 1 is in favour of Kho Báo for time and CPU, above 1 for pages a second.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Result = dict[str, float]

HERE = Path(__file__).resolve().parent
KHOBAO = Path(sys.executable).with_name("khobao")


@contextmanager
def press(articles: int) -> Iterator[list[str]]:
    """Serve a press; gives its addresses."""
    command = [sys.executable, "-m", "demo", "--every", "0", "--articles", str(articles), "--ports", "0,0,0,0,0"]
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            addresses = [process.stdout.readline().split()[0] for _ in range(5)]
            yield [address for address in addresses if not asks_for_patience(address)]
        finally:
            process.terminate()


def asks_for_patience(address: str) -> bool:
    """Tell whether a site's robots.txt has a Crawl-delay."""
    try:
        with urllib.request.urlopen(f"{address}/robots.txt") as answer:
            return b"crawl-delay" in answer.read().lower()
    except urllib.error.HTTPError:
        return False


def measure(command: Sequence[str | Path]) -> tuple[Result, str]:
    """Run a command to its end; return its seconds and CPU seconds, children included, and its stdout."""
    with tempfile.TemporaryFile() as out:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise click.ClickException(f"{command} ended with {process.returncode}")
        out.seek(0)
        return {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime}, out.read().decode()


def watch(home: Path, addresses: list[str], workers: int) -> None:
    """Let `khobao sites add` find out what to watch of each site."""
    home.mkdir()
    (home / "khobao.toml").write_text(f'contact = "bench@example.org"\nworkers = {workers}\n', encoding="utf-8")
    for address in addresses:
        add: list[str | Path] = [KHOBAO, "--home", home, "sites", "add", address, "--allow-private", "--delay", "0"]
        subprocess.run(add, check=True, capture_output=True)


def crawl(home: Path) -> tuple[Result, list[str]]:
    """Measure `khobao crawl` and count what it did."""
    result, out = measure([KHOBAO, "--home", home, "crawl", "--json"])
    tallies = json.loads(out)["sites"]
    with closing(sqlite3.connect(home / "archive.db")) as db:
        urls = [row[0] for row in db.execute("SELECT url FROM captures WHERE article_id IS NOT NULL ORDER BY url")]
        articles = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    requests = sum(tally["fetched"] for tally in tallies)
    return {**result, "pages": len(urls), "articles": articles, "requests": requests}, urls


def crawl_bare(folder: Path, urls: list[str]) -> Result:
    """Measure the bare spider and count what it wrote."""
    listed, out = folder / "urls.txt", folder / "bare.jsonl"
    listed.write_text("\n".join(urls), encoding="utf-8")
    out.unlink(missing_ok=True)
    result, _ = measure([sys.executable, HERE / "bare.py", listed, out])
    pages = len(out.read_text(encoding="utf-8").splitlines())
    if pages != len(urls):
        raise click.ClickException(f"the bare spider had {pages} of {len(urls)} pages")
    return {**result, "pages": pages, "articles": pages, "requests": len(urls)}


def summary(rounds: list[Result]) -> dict[str, Any]:
    """Return the medians of some rounds, and what they come to a page."""
    middle = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    return {
        "pages": round(middle["pages"]),
        "requests": round(middle["requests"]),
        "seconds": round(middle["seconds"], 2),
        "pages_a_second": round(middle["pages"] / middle["seconds"], 1),
        "cpu_ms_a_page": round(1000 * middle["cpu"] / middle["pages"], 1),
    }


def show(results: dict[str, dict[str, Any]]) -> None:
    names = ("pages", "requests", "seconds", "pages_a_second", "cpu_ms_a_page")
    print(f"{'':<16}" + "".join(f"{name.replace('_', ' '):>17}" for name in names))
    for who, row in results.items():
        print(f"{who:<16}" + "".join(f"{row.get(name, ''):>17}" for name in names))


@click.command()
@click.option("--articles", default=300, show_default=True, help="Articles of each of the five sites.")
@click.option("--rounds", default=3, show_default=True, help="Rounds that count.")
@click.option("--workers", default=1, show_default=True, help="Extraction processes, as in khobao.toml.")
@click.option("--json", "as_json", is_flag=True)
def main(articles: int, rounds: int, workers: int, as_json: bool) -> None:  # noqa: FBT001  click passes flags so
    """Measure a crawl of the demo press."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory(prefix="khobao-bench-") as name, press(articles) as addresses:
        folder = Path(name)
        for number in range(rounds + 1):
            home = folder / "home"
            shutil.rmtree(home, ignore_errors=True)
            watch(home, addresses, workers)
            result, urls = crawl(home)
            other = crawl_bare(folder, urls)
            print(f"round {number}: khobao {result['seconds']:.1f} s, bare {other['seconds']:.1f} s", file=sys.stderr)
            if number:
                ours.append(result)
                bare.append(other)
    results = {"khobao": summary(ours), "bare Scrapy": summary(bare)}
    names = ("seconds", "pages_a_second", "cpu_ms_a_page")
    results["ratio"] = {name: round(results["khobao"][name] / results["bare Scrapy"][name], 2) for name in names}
    if as_json:
        print(json.dumps({"articles": articles, "rounds": rounds, "workers": workers, **results}))
    else:
        show(results)


if __name__ == "__main__":
    main()
