from datetime import UTC, datetime, timedelta

import pytest

from crawlers.sources.discovered import DiscoveredUrl
from crawlers.sources.newest import NewestEntries, newest_first

BASE = "https://ban9.baotinh.vn"
DAY = datetime(2026, 7, 1, tzinfo=UTC)


def kept(entries: list[DiscoveredUrl]) -> list[str]:
    """Return the paths of the three newest, in the order in which they are kept."""
    newest = NewestEntries(3)
    for entry in entries:
        newest.add(entry)
    assert newest.entries() == newest.entries()
    assert newest.is_cut
    return [entry.url.removeprefix(BASE) for entry in newest.entries()]


def numbered(*numbers: int) -> list[DiscoveredUrl]:
    """Return entries with such numbers in their addresses."""
    return [DiscoveredUrl(f"{BASE}/tin-{number}.html") for number in numbers]


@pytest.mark.parametrize("numbers", [range(100, 120), range(119, 99, -1), [*range(110, 120), *range(100, 110)]])
def test_by_numbers(numbers: range | list[int]) -> None:
    """The highest numbers are the newest, wherever they stand; their order is the file's."""
    newest = [f"/tin-{number}.html" for number in numbers if number > 116]
    assert kept(numbered(*numbers)) == newest


def test_by_dates() -> None:
    """Dates go before numbers, and what has none is old; a publication goes before a change."""
    entries = [DiscoveredUrl(f"{BASE}/tin-{900 - n}.html", changed_at=DAY + timedelta(days=n)) for n in range(8)]
    entries += numbered(1000, 1001)
    entries[0:0] = [DiscoveredUrl(f"{BASE}/moi.html", published_at=DAY + timedelta(days=9))]
    assert kept(entries) == ["/moi.html", "/tin-894.html", "/tin-893.html"]


def test_one_day_for_all_says_nothing() -> None:
    """Dates of the file's making leave the numbers to tell."""
    entries = [DiscoveredUrl(one.url, changed_at=DAY) for one in numbered(*range(109, 99, -1))]
    assert kept(entries) == ["/tin-109.html", "/tin-108.html", "/tin-107.html"]


def test_by_place() -> None:
    """Where nothing tells, the last are the newest: a year in a slug now and then is no number."""
    slugs = ["/tet-2026", "/a", "/b", "/c", "/d", "/e"]
    assert kept([DiscoveredUrl(BASE + slug) for slug in slugs]) == ["/c", "/d", "/e"]


def test_enough() -> None:
    """As many as are kept are all kept."""
    newest = NewestEntries(3)
    for entry in numbered(3, 2, 1):
        newest.add(entry)
    assert (newest.entries(), newest.is_cut) == (numbered(3, 2, 1), False)


def test_newest_files_come_first() -> None:
    """By their dates where they have any, else by the numbers in path and query, as numbers."""
    paths = [
        "/sitemap-2026-11.xml",
        "/sitemap-2026-9.xml",
        "/sitemap.php?page=3",
        "/sitemap-2025-12.xml",
        "/sitemap.xml",
    ]
    assert [file.url for file in newest_first(DiscoveredUrl(BASE + path) for path in sorted(paths))] == [
        *(BASE + path for path in paths[:2]),
        BASE + paths[3],
        BASE + paths[2],
        BASE + paths[4],
    ]
    dated = DiscoveredUrl(BASE + "/a.xml", changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert newest_first([DiscoveredUrl(BASE + paths[0]), dated])[0] == dated
