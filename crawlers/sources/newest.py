"""The newest of many entries, wherever in their file they stand, kept while the file is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawlers.sources.discovered import DiscoveredUrl

_NUMBER = re.compile(r"(\d{3,18})(?=\D*$)")
_MOST_HAVE_NUMBERS = 0.9  # of the entries; slugs hold a year now and then


class NewestEntries:
    """Keeps `most` of the entries that are added, in the order they came. `is_cut`: there were more."""

    def __init__(self, most: int) -> None:
        self.is_cut = False
        self._most = most
        self._entries: list[DiscoveredUrl] = []

    def add(self, entry: DiscoveredUrl) -> None:
        """Keep an entry, unless enough newer ones come. Twice as many as are kept are held meanwhile."""
        self._entries.append(entry)
        if len(self._entries) >= 2 * self._most:
            self._cut()

    def entries(self) -> list[DiscoveredUrl]:
        """Those that are kept."""
        if len(self._entries) > self._most:
            self._cut()
        return self._entries

    def _cut(self) -> None:
        self.is_cut = True
        entries = self._entries
        ranks = _ranks(entries)
        newest = sorted(range(len(entries)), key=ranks.__getitem__)[-self._most :]
        self._entries = [entries[position] for position in sorted(newest)]


def newest_first(files: Iterable[DiscoveredUrl]) -> list[DiscoveredUrl]:
    """Files of an index by age: by their dates, then by the numbers in their names (2026-9 before 2026-11)."""
    return sorted(files, key=_age, reverse=True)


def _age(file: DiscoveredUrl) -> tuple[float, list[int]]:
    parts = urlsplit(file.url)
    numbers = [int(digits[:18]) for digits in re.findall(r"\d+", f"{parts.path}?{parts.query}")]
    return (file.changed_at.timestamp() if file.changed_at else 0.0, numbers)


def _ranks(entries: list[DiscoveredUrl]) -> list[tuple[float, int, int]]:
    """What the age of each is told by: its date, the number in its address, its place, where these mean anything.

    One day for all is that of the file's making. Systems number their articles as they come, and list them so.
    """
    dates = [entry.moment.timestamp() if entry.moment else 0.0 for entry in entries]
    numbers = [int(match[1]) if (match := _NUMBER.search(entry.url)) else 0 for entry in entries]
    is_dated = len({date // 86_400 for date in dates}) > 1
    is_numbered = sum(map(bool, numbers)) >= _MOST_HAVE_NUMBERS * len(entries)
    return [
        (date if is_dated else 0.0, number if is_numbered else 0, place)
        for place, (date, number) in enumerate(zip(dates, numbers, strict=True))
    ]
