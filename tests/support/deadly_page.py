"""A page that ends each process that ingests it, lying in a WARC among others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.archive import prepare_archive, read_archive
from tests.support.captures import long_text, page, watching_home, write_warc

if TYPE_CHECKING:
    from pipeline.config import Home

KILLER = "Bài báo giết người"
# Recovers as the crawler does when it starts; a page with KILLER in its title ends the process that ingests it.
RECOVER = f"""
import os, sys
from pathlib import Path
import pipeline.ingest.intake as intake
from pipeline.config import Home
from pipeline.ingest.recovery import recover
ingest = intake.ingest
def deadly(archive, site, capture, location, extraction, reread):
    if sys.argv[2] == "deadly" and getattr(getattr(extraction, "article", None), "title", "") == {KILLER!r}:
        os._exit(9)
    return ingest(archive, site, capture, location, extraction, reread)
intake.ingest = deadly
if __name__ == "__main__":
    with intake.open_intake(Home(Path(sys.argv[1]))) as made:
        recover(made)
"""


def deadly_home(folder: Path) -> Home:
    """Make a home in a folder, in whose WARC lie five pages without rows, one of them deadly."""
    made = watching_home(folder / "home")
    (folder / "recover.py").write_text(RECOVER, encoding="utf-8")
    titles = ["Sửa đường", "Xây cầu", KILLER, "Mở trường", "Trồng rừng"]
    pages = [page(f"/{n}.html", n, title, long_text(title), long_text(str(n))) for n, title in enumerate(titles)]
    write_warc(made.warc, *pages, seal=False)
    prepare_archive(made.archive)
    return made


def start(home: Home, how: str) -> int:
    """Let a process recover, `deadly` or `harmless`, and return its exit status."""
    script = str(home.folder.parent / "recover.py")
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, script, str(home.folder), how], cwd=root, env={"PYTHONPATH": str(root)}, check=False
    ).returncode


def outcomes(home: Home) -> dict[str, tuple[str, str | None]]:
    """Return what became of each capture, by path."""
    with read_archive(home) as db:
        rows = db.execute("SELECT url, outcome, error FROM captures ORDER BY id").fetchall()
    return {url.rpartition("/")[2]: (outcome, error) for url, outcome, error in rows}
