from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from crawlers.setup.add_site import add_site
from pipeline.config import Home, Politeness, file_name, load_site
from pipeline.errors import BadFile

if TYPE_CHECKING:
    from pathlib import Path


def test_add_writes_the_file_once(addresses: dict[str, str], tmp_path: Path) -> None:
    """`add_site` writes a file that loads, says each address it asks, and overwrites none that is there unless told to."""
    home, asked = Home(tmp_path), list[str]()
    added = add_site(home, addresses["epi"], Politeness(0, allow_private=True), say=asked.append)
    assert added.path == tmp_path / "sites" / file_name(urlsplit(addresses["epi"]).netloc)
    assert load_site(added.path).sources
    assert any("sitemap" in note for note in added.notes)
    assert addresses["epi"] + "/robots.txt" in asked
    asked.clear()
    with pytest.raises(BadFile, match="--force"):
        add_site(home, addresses["epi"], Politeness(0, allow_private=True), say=asked.append)
    assert asked == []
    add_site(home, addresses["epi"], Politeness(0, allow_private=True), force=True)
