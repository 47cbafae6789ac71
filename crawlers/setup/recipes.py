"""The site files that are shipped with Kho Báo."""

from __future__ import annotations

from pathlib import Path

from pipeline.config import file_name, load_site
from pipeline.hosts import bare_host

FOLDER = Path(__file__).with_name("recipes")


def recipe(domain: str) -> Path | None:
    """The file that is shipped for a site, by its domain or one it had before; None if there is none."""
    host = bare_host(domain)
    paths = sorted(FOLDER.glob("*.toml"))
    named = next((path for path in paths if path.name == file_name(host)), None)
    return named or next((path for path in paths if host in load_site(path).hosts), None)
