"""What an earlier process left is taken in; a page that ends the process that does is set aside, and may be retried."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.archive.database import prepare_archive, read_archive
from pipeline.ingest.intake import open_intake
from pipeline.ingest.retry import NotCaptured, failed_captures, retry_captures
from tests.support.captures import SITE, long_text, page, watching_home, write_warc

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


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a home in whose WARC lie five pages without rows, one of them deadly."""
    made = watching_home(tmp_path / "home")
    (tmp_path / "recover.py").write_text(RECOVER, encoding="utf-8")
    titles = ["Sửa đường", "Xây cầu", KILLER, "Mở trường", "Trồng rừng"]
    pages = [page(f"/{n}.html", n, title, long_text(title), long_text(str(n))) for n, title in enumerate(titles)]
    write_warc(made.warc, *pages, seal=False)
    prepare_archive(made.archive)
    return made


def start(home: Home, how: str) -> int:
    """Let a process recover, and return its exit status."""
    script = str(home.folder.parent / "recover.py")
    root = Path(__file__).resolve().parents[3]
    return subprocess.run(
        [sys.executable, script, str(home.folder), how], cwd=root, env={"PYTHONPATH": str(root)}, check=False
    ).returncode


def outcomes(home: Home) -> dict[str, tuple[str, str | None]]:
    """Return what became of each capture, by path."""
    with read_archive(home) as db:
        rows = db.execute("SELECT url, outcome, error FROM captures ORDER BY id").fetchall()
    return {url.rpartition("/")[2]: (outcome, error) for url, outcome, error in rows}


def test_a_page_that_ends_each_process_is_set_aside(home: Home) -> None:
    """After some starts, with its reason; the others are taken in, and the next start knows nothing of it."""
    statuses = [start(home, "deadly")]
    while statuses[-1]:
        statuses.append(start(home, "deadly"))
    assert 3 <= len(statuses) <= 6
    assert statuses[:-1] == [9] * (len(statuses) - 1)
    made = outcomes(home)
    assert [made[f"{n}.html"][0] for n in (0, 1, 3, 4)] == ["new"] * 4
    assert made["2.html"][0] == "failed"
    assert "ended the process that read it, 3 times" in (made["2.html"][1] or "")
    with read_archive(home) as db:
        assert db.execute("SELECT count(*) FROM attempts").fetchone()[0] == 0
    assert start(home, "deadly") == 0


def test_what_was_set_aside_is_tried_again(home: Home) -> None:
    """With an upgrade that can read it, it becomes an article; its site or its address is enough to name it."""
    while start(home, "deadly"):
        pass
    with open_intake(home) as intake:
        db = intake.archive.db
        with pytest.raises(NotCaptured, match="never captured"):
            failed_captures(db, "khac.example")
        assert (
            failed_captures(db)
            == failed_captures(db, SITE.domain)
            == failed_captures(db, f"https://{SITE.domain}/2.html")
            != []
        )
        done: list[int] = []
        assert retry_captures(intake, failed_captures(db), done.append) == {"new": 1}
        assert done == [1]
        assert failed_captures(db) == []
    assert outcomes(home)["2.html"] == ("new", None)


def test_one_whose_record_is_gone_stays(home: Home) -> None:
    """It counts as unreadable, and the others are tried."""
    while start(home, "deadly"):
        pass
    for path in home.warc.glob("articles-*"):
        path.unlink()
    with open_intake(home) as intake:
        assert retry_captures(intake, failed_captures(intake.archive.db)) == {"unreadable": 1}
    assert outcomes(home)["2.html"][0] == "failed"


def test_one_bad_start_is_no_reason_to_be_slow(home: Home) -> None:
    """A process that is killed once while it takes pages in: the next takes all of them in."""
    assert start(home, "deadly") == 9
    assert start(home, "harmless") == 0
    assert {outcome for outcome, _ in outcomes(home).values()} == {"new"}


def test_the_command_says_what_became_of_them(home: Home) -> None:
    """`khobao retry --json`."""
    while start(home, "deadly"):
        pass
    command = [str(Path(sys.executable).with_name("khobao")), "--home", str(home.folder), "retry", "--json"]
    assert json.loads(subprocess.run(command, capture_output=True, check=True).stdout) == {"tried again": {"new": 1}}
    assert json.loads(subprocess.run(command, capture_output=True, check=True).stdout) == {"tried again": {}}
