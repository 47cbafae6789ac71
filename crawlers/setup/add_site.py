"""Adds a site to those a home watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from crawlers.net import Fetcher, user_agent
from crawlers.setup.explore import explore, host_of
from crawlers.setup.survey import MAX_REQUESTS
from pipeline.config import Politeness, file_name
from pipeline.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.config import Home


@attrs.frozen
class AddedSite:
    """A site's file that was written."""

    path: Path
    notes: tuple[str, ...]
    """What each page was that was fetched for it, for a person to read."""


def add_site(
    home: Home,
    address: str,
    politeness: Politeness,
    *,
    max_requests: int = MAX_REQUESTS,
    force: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> AddedSite:
    """Explore a site and write its file into a home. `say` hears what is being asked.

    Raises BadFile where the file exists and `force` is not given, and what `explore` raises.
    """
    settings = home.settings()
    host = host_of(address)
    _refuse_to_overwrite(home, host, force=force)
    pause = settings.polite_delay if politeness.delay is None else politeness.delay
    private = [host] if politeness.allow_private else ()
    with Fetcher(user_agent(settings), delay=pause, private=private, say=say) as fetcher:
        exploration = explore(
            address,
            fetcher,
            delay=politeness.delay,
            allow_private=politeness.allow_private,
            max_requests=max_requests,
        )
    _refuse_to_overwrite(home, exploration.site.domain, force=force)
    path = home.sites_folder / file_name(exploration.site.domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(exploration.toml, encoding="utf-8")
    return AddedSite(path, exploration.notes)


def _refuse_to_overwrite(home: Home, domain: str, *, force: bool) -> None:
    path = home.sites_folder / file_name(domain)
    if path.exists() and not force:
        raise BadFile(path, [f"is there already, so {domain} is watched; --force writes it anew"])
