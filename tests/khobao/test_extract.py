from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from khobao import main
from tests.support.captures import html, long_text
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def test_extract_prints_one_object(home: Path, tmp_path: Path) -> None:
    """The article of a file, its links read from --url; nothing is archived, no home is needed."""
    file = tmp_path / "trang.html"
    file.write_bytes(html("Sửa đường vào bản", long_text("một"), long_text("hai")))
    result = CliRunner().invoke(
        main, ["--home", str(tmp_path / "none"), "extract", str(file), "--url", "https://bao.example/x"]
    )
    made = json.loads(result.stdout)
    assert list(made) == [
        *("url", "title", "sapo", "paragraphs", "text", "authors", "agency", "section", "tags", "images"),
        *("published_at", "published_precision", "modified_at", "removed", "language"),
    ]
    assert (made["url"], made["title"]) == ("https://bao.example/x", "Sửa đường vào bản")
    assert made["published_at"] == "2026-07-16T08:00:00+07:00"
    assert list(tmp_path.iterdir()) == [file]
    file.write_bytes(b"")
    nothing = run(home, "extract", str(file))
    assert (nothing.exit_code, nothing.stdout) == (1, "")
