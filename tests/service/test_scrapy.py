"""Plain Scrapy commands, for who knows Scrapy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from demo.press import Press
    from tests.support.harness import Command

pytestmark = pytest.mark.service
ROOT = Path(__file__).resolve().parents[2]


def scrapy(*words: str) -> subprocess.CompletedProcess[str]:
    """Run scrapy in the checkout."""
    argv = [str(Path(sys.executable).with_name("scrapy")), *words]
    return subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_scrapy_list_names_a_spider_for_each_kind_of_source() -> None:
    """`scrapy list` works in a checkout without any setting."""
    assert scrapy("list").stdout.split() == ["article", "feed", "listing", "sitemap"]


def test_scrapy_crawl_archives_as_khobao_does(khobao: Command, press: Press) -> None:
    """`scrapy crawl sitemap -a site=...` polls, fetches and archives into the home it is told."""
    address = press.sites["epi"].address
    khobao.watch("epi", address)
    fast = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
    done = scrapy(
        "crawl", "sitemap", "-a", f"site={address.removeprefix('http://')}", "-s", f"KHOBAO_HOME={khobao.home}", *fast
    )
    assert done.returncode == 0
    assert "ERROR" not in done.stderr
    assert {row["title"] for row in khobao.export().values()} == {a.title for a in press.expected("epi")}
