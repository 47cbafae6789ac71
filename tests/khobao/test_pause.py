from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config import Home, load_site
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def test_a_site_is_paused_and_resumed_once(tmp_path: Path) -> None:
    """By its name as by its domain; a second time it is said that it is so already."""
    home = Home(tmp_path)
    home.prepare()
    path = home.site_path("bao.example")
    path.write_text('name = "Báo Ví Dụ"', encoding="utf-8")
    assert run(tmp_path, "pause", "Báo Ví Dụ").stdout == "bao.example is paused\n"
    assert load_site(path).paused
    assert run(tmp_path, "pause", "bao.example").stdout == "bao.example is paused already\n"
    assert run(tmp_path, "resume", "bao.example").stdout == "bao.example is crawled\n"
    assert not load_site(path).paused


def test_an_unknown_site_can_t_be_paused(tmp_path: Path) -> None:
    """Exit status 2."""
    assert run(tmp_path, "pause", "bao.example").exit_code == 2
