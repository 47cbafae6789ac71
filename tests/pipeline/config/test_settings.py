from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config import Home, Settings
from pipeline.config.settings import TEMPLATE
from pipeline.errors import BadFile

if TYPE_CHECKING:
    from pathlib import Path


def test_the_template_shows_the_defaults(tmp_path: Path) -> None:
    """Each key of khobao.toml stands in the template as it is without one; only the contact is an example."""
    (tmp_path / "khobao.toml").write_text(
        TEMPLATE.replace("# contact", "contact")
        .replace("\n# delay", "\ndelay")
        .replace("# workers", "workers")
        .replace("# keep_sources", "keep_sources"),
        encoding="utf-8",
    )
    assert Home(tmp_path).settings() == Settings(contact="you@example.org")


def test_all_faults_of_the_settings(tmp_path: Path) -> None:
    """Said at once, each with its key and rule; no TOML, or a folder of that name, is a BadFile too."""
    path = tmp_path / "khobao.toml"
    path.write_text('contact = 5\ndelay = -1\nworkers = 0\nkeep_sources = "x"\ncolour = 1', encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        Home(tmp_path).settings()
    assert sorted(fault.partition(":")[0] for fault in caught.value.faults[:4]) == [
        "contact",
        "delay",
        "keep_sources",
        "workers",
    ]
    assert "unknown key colour" in str(caught.value)
    path.write_text("=")
    with pytest.raises(BadFile, match="not TOML"):
        Home(tmp_path).settings()
    path.unlink()
    path.mkdir()
    with pytest.raises(BadFile, match="directory"):
        Home(tmp_path).settings()


def test_without_a_contact_we_go_slower() -> None:
    """No one can be written to: five seconds at least."""
    assert Settings().polite_delay == 5.0
    assert Settings(delay=9).polite_delay == 9
    assert Settings(contact="toi@vidu.example").polite_delay == 2.0
    assert Settings(contact="", delay=0).polite_delay == 5.0
