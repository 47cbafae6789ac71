"""The provinces page: how much is held of each, as a map of tiles and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import attrs

from browse.view import ask, render
from pipeline.provinces import NAMES, Province, name_of, name_since, present
from pipeline.queries import coverage_by_province

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

    from pipeline.provinces import Era
    from pipeline.queries import Coverage

# Each province about where it lies, a tile each, by its code; west is left. Islands belong to their provinces.
_SINCE = """
 .  .  . 08 04  .
 . 12 15 19 20  .
11 14 25 01 24 22
 .  .  . 33 31  .
 .  . 38 37  .  .
 .  . 40  .  .  .
 .  .  . 42  .  .
 .  .  . 44  .  .
 .  .  .  . 46  .
 .  .  .  . 48  .
 .  .  .  . 51  .
 .  .  .  . 52  .
 .  .  .  . 66  .
 .  . 75 68 56  .
91 82 80 79  .  .
92 86  .  .  .  .
96  .  .  .  .  .
"""
_BEFORE = """
 .  .  . 02 04  .  .
 . 12 10 08 06 20  .
11  . 15 19 24 22  .
 . 14 25 26 27 30 31
 .  . 17 01 33 34  .
 .  .  . 35 36  .  .
 .  . 38 37  .  .  .
 .  . 40  .  .  .  .
 .  .  . 42  .  .  .
 .  .  . 44  .  .  .
 .  .  .  . 45  .  .
 .  .  .  .  . 46  .
 .  .  .  .  . 48  .
 .  .  .  .  . 49  .
 .  .  .  . 62 51  .
 .  .  .  . 64 52  .
 .  .  .  . 66 54  .
 .  .  . 67 68 56  .
 .  . 70 75 60 58  .
 . 72 74 79 77  .  .
89 87 80 82  .  .  .
91 92 86 83  .  .  .
93 94 84  .  .  .  .
96 95  .  .  .  .  .
"""
MAPS: dict[Era, list[list[str]]] = {
    "since": [row.split() for row in _SINCE.split("\n") if row],
    "before": [row.split() for row in _BEFORE.split("\n") if row],
}
# So much in words that a tile of a phone's map has room for them.
_SHORT = {"77": "Vũng Tàu", "79": "TP. HCM"}
LEVELS = 5


@attrs.frozen
class ProvinceTile:
    """One province of one era: how many articles are held, and how deep its tile is coloured."""

    province: Province
    name: str
    short: str
    """Its name where there is little room."""
    articles: int

    @property
    def level(self) -> int:
        """0 for none, then one more for every digit: 1 to 9, 10 to 99 ... 10,000 and more."""
        return min(len(str(self.articles)), LEVELS) if self.articles else 0

    @property
    def address(self) -> str:
        """Where its articles are listed."""
        return "/tim?" + urlencode({"province": str(self.province)})


@attrs.frozen(kw_only=True)
class ProvincesPage:
    """What the template provinces.html shows."""

    era: Era
    tiles: Sequence[Sequence[ProvinceTile | None]]
    """The map's rows from north to south; None is no province."""
    rows: Sequence[tuple[ProvinceTile, Sequence[ProvinceTile]]]
    """Each of the 34 with those of the 63 that became it."""
    others: int
    """Articles of sites of no one province."""
    levels: Sequence[int]
    """The least number of articles of each colour."""


async def show(datasette: Datasette, request: Request) -> Response:
    """Show how much is held of each province: of the 34 there are, or with `?era=before` of the 63 there were."""
    era: Era = "before" if request.args.get("era") == "before" else "since"
    coverage = await ask(datasette, coverage_by_province)
    page = ProvincesPage(
        era=era,
        tiles=[[None if code == "." else tile(coverage, era, code) for code in row] for row in MAPS[era]],
        rows=rows(coverage),
        others=coverage.others,
        levels=[10**power for power in range(LEVELS)],
    )
    return await render(datasette, request, "provinces.html", page)


def rows(coverage: Coverage) -> list[tuple[ProvinceTile, list[ProvinceTile]]]:
    """Each of the 34 with those of the 63 that became it, in the order of the list of provinces."""
    merged: dict[str, list[str]] = {}
    for code in NAMES:
        merged.setdefault(present(code), []).append(code)
    return [
        (tile(coverage, "since", code), [tile(coverage, "before", old) for old in olds])
        for code, olds in sorted(merged.items())
    ]


def tile(coverage: Coverage, era: Era, code: str) -> ProvinceTile:
    """One province with what is held of it."""
    province = Province(era, code)
    name = name_since(code) if era == "since" else name_of(code)
    return ProvinceTile(province, name, _SHORT.get(code, name), coverage.provinces.get(province, 0))
