from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.config import Home, Settings
from pipeline.config.settings import TEMPLATE
from pipeline.errors import Busy, NotAnArchive

if TYPE_CHECKING:
    from pathlib import Path

HOLD = (
    "import sys, time; from pathlib import Path; from pipeline.config.home import Home\n"
    "with Home(Path(sys.argv[1])).lock(): print('held', flush=True); time.sleep(60)"
)


def test_making_the_value_touches_nothing(tmp_path: Path) -> None:
    """A Home is a name for places; asking it makes none of them."""
    home = Home(tmp_path / "none")
    assert home.settings() == Settings()
    assert home.sites() == []
    assert home.site_path("127.0.0.1:9101") == tmp_path / "none" / "sites" / "127.0.0.1_9101.toml"
    with pytest.raises(NotAnArchive, match="khobao sites add"):
        home.require()
    assert list(tmp_path.iterdir()) == []


def test_preparing_makes_folders_and_explains(tmp_path: Path) -> None:
    """Folders and a khobao.toml of comments; one that is there is left as it is, however often."""
    home = Home(tmp_path / "home")
    home.prepare()
    settings = home.folder / "khobao.toml"
    assert settings.read_text(encoding="utf-8") == TEMPLATE
    assert (home.warc.is_dir(), home.sites_folder.is_dir(), home.settings()) == (True, True, Settings())
    settings.write_text("workers = 3", encoding="utf-8")
    home.prepare()
    assert home.settings() == Settings(workers=3)


def test_one_process_writes(tmp_path: Path) -> None:
    """Another is told at once who does; the lock is free when its holder is done, or dead: kill -9 included."""
    home = Home(tmp_path)
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy, match=f"process {holder.pid} is writing here"), home.lock():
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        with home.lock():
            assert (tmp_path / "khobao.lock").read_text() == str(os.getpid())
    with home.lock():
        pass


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    """Whatever ends the block gives the lock up."""
    home = Home(tmp_path)
    with pytest.raises(ZeroDivisionError), home.lock():
        raise ZeroDivisionError
    with home.lock():
        pass


def test_a_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    """It is not inherited: what a dead owner started does not hold its place."""
    home = Home(tmp_path)
    code = "import time; print('here', flush=True); time.sleep(60)"
    with home.lock():
        child = subprocess.Popen([sys.executable, "-c", code], close_fds=False, stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
    try:
        with home.lock():
            pass
    finally:
        child.kill()
        child.communicate()
