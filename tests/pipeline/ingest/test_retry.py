"""Reading captures once more that failed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.ingest.intake import open_intake
from pipeline.ingest.retry import NotCaptured, failed_captures, retry_captures
from tests.support.captures import SITE
from tests.support.deadly_page import deadly_home, outcomes, start

if TYPE_CHECKING:
    from pipeline.config import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in whose WARC lie five pages without rows, one of them deadly."""
    return deadly_home(tmp_path)


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


def test_the_command_says_what_became_of_them(home: Home) -> None:
    """`khobao retry --json`."""
    while start(home, "deadly"):
        pass
    command = [str(Path(sys.executable).with_name("khobao")), "--home", str(home.folder), "retry", "--json"]
    assert json.loads(subprocess.run(command, capture_output=True, check=True).stdout) == {"tried again": {"new": 1}}
    assert json.loads(subprocess.run(command, capture_output=True, check=True).stdout) == {"tried again": {}}
