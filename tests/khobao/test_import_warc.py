from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.captures import long_text, page, write_warc
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def test_an_import_that_is_no_warc(home: Path, tmp_path: Path) -> None:
    """Exit status 2 with the reason; the others of the same call are not taken in either."""
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(b"<html>")
    result = run(home, "import", str(bad))
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(bad) in result.stderr


def test_import_and_rebuild_say_what_became_of_it(home: Path, tmp_path: Path) -> None:
    """Counts on stdout, as JSON where asked for; a file taken in before changes nothing."""
    file = write_warc(tmp_path, page("/moi.html", 5, "Một bài mới toanh", long_text("mới")))
    folder = tmp_path / "khác"
    assert json.loads(run(folder, "import", "--json", str(file)).stdout) == {str(file): {"new": 1}}
    assert json.loads(run(folder, "import", "--json", str(file)).stdout) == {str(file): {}}
    assert json.loads(run(folder, "rebuild", "--json").stdout) == {str(folder / "archive.db"): {"new": 1}}
    assert "1 new" in run(folder, "rebuild").stdout
    assert home != folder
