"""One way to replace a file (pipeline.files): in one step, and on the disk where that is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pipeline.files import replacing, write_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_keeps_its_content_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """While the new content is written, readers find the old; afterwards only the new file is left."""
    path = tmp_path / "site.toml"
    path.write_text("old")
    with replacing(path, fsync=False) as partial:
        partial.write_text("new")
        assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["site.toml"]
    assert path.read_text() == "new"


def test_after_an_error_the_old_file_stays_alone(tmp_path: Path) -> None:
    """An error while writing removes the partial file and leaves the old content."""
    path = tmp_path / "site.toml"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path, fsync=True) as partial:
        _fail_halfway(partial)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


def _fail_halfway(path: Path) -> None:
    path.write_text("ne")
    raise ZeroDivisionError


def test_a_leftover_is_written_over(tmp_path: Path) -> None:
    """A partial file of a killed process is no obstacle."""
    (tmp_path / ".a.json.part").write_text("half")
    write_text(tmp_path / "a.json", "đủ", fsync=False)
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {"a.json": "đủ"}


def test_a_secret_is_never_readable_by_others(tmp_path: Path) -> None:
    """A file written with mode 600 has it from its first byte on."""
    write_text(tmp_path / "a.toml", "secret", fsync=False, mode=0o600)
    assert (tmp_path / "a.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("fsync", "synced"), [(True, ["file", "folder"]), (False, [])])
def test_what_is_to_survive_a_power_cut_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fsync: bool, synced: list[str]
) -> None:
    """With fsync the content goes to the disk first, then the folder's entry; without it nothing is waited for."""
    calls = []
    folder = tmp_path.stat().st_ino
    monkeypatch.setattr(os, "fsync", lambda fd: calls.append("folder" if os.fstat(fd).st_ino == folder else "file"))
    write_text(tmp_path / "a.json", "{}", fsync=fsync)
    assert calls == synced
