"""What a site's own pages taught of its addresses: shapes that are articles', and shapes that are not."""

from __future__ import annotations

import json
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.shapes.shape import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Pages that make a shape an article's or another's, by level: a coarse shape takes in what nobody has fetched yet.
# A section can have three articles of a year's name; five folders of three articles each are the site's habit.
SUPPORT = (3, 5, 12)
# Of the pages of a shape, at most, that were not what the others are: an article that was empty for a day, a page of
# the site's own that reads like one. Of 100 captures of the mirrored sites some two are such.
ODD = 0.05
# Confirmed articles below which nothing is refused: a site's first pages are as likely to be its sections.
ENOUGH = 10
MOST = 400  # shapes that are kept, those of most pages first: a site with more has names of its own in its folders


@attrs.frozen
class Shape:
    """One shape of a site's addresses, and how many of its pages were articles and how many were none."""

    text: str
    level: int
    articles: int
    others: int

    @property
    def verdict(self) -> bool | None:
        """Whether addresses of this shape are articles'; None where both were seen, or too few."""
        pages = self.articles + self.others
        if self.articles >= SUPPORT[self.level] and self.others <= ODD * pages:
            return True
        return False if self.others >= SUPPORT[self.level] and self.articles <= ODD * pages else None

    @property
    def names_a_folder(self) -> bool:
        """Whether it is of one folder of the site, and not of every address that is built alike."""
        return self.level == 0 and self.text.count("/") > 1

    @property
    def is_any_name(self) -> bool:
        """Whether its last part is a name of any length, without a number or an ending: as sections are called too."""
        return self.level > 0 and self.text.endswith("/{name}")


@attrs.frozen
class AddressShapes:
    """What is known of a site's addresses. Versions are kept; the later one stands."""

    version: int
    pages: int
    """How many pages taught it."""
    shapes: tuple[Shape, ...]
    """Those that say something, the finest first."""

    @cached_property
    def _by_text(self) -> dict[tuple[int, str], Shape]:
        return {(shape.level, shape.text): shape for shape in self.shapes}

    def shape_of(self, url: str) -> Shape | None:
        """The finest shape of a URL that says what it is; None where none does."""
        keys = enumerate(shapes(url))
        return next((shape for key in keys if (shape := self._by_text.get(key))), None)

    def judge(self, url: str) -> bool | None:
        """Whether a URL is an article's; None where none of its shapes says so."""
        shape = self.shape_of(url)
        return shape.verdict if shape else None

    def as_json(self) -> str:
        """One line of JSON, from which `from_json` makes an equal value."""
        rows = [[shape.text, shape.level, shape.articles, shape.others] for shape in self.shapes]
        return json.dumps({"version": self.version, "pages": self.pages, "shapes": rows}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> AddressShapes:
        """Make the value that `as_json` wrote."""
        fields: dict[str, Any] = json.loads(text)
        return cls(fields["version"], fields["pages"], tuple(Shape(*row) for row in fields["shapes"]))


def induce_shapes(
    articles: Iterable[str], others: Iterable[str], standing: AddressShapes | None = None
) -> AddressShapes | None:
    """Make what a site's addresses teach: URLs of pages that were read as articles, and of pages that were none.

    None where nothing is learned, or nothing but what stands.
    """
    known, refused = set(articles), set(others)
    refused -= known
    counts: dict[tuple[int, str], Counter[bool]] = {}
    for is_article, urls in ((True, known), (False, refused)):
        for url in urls:
            for level, text in enumerate(shapes(url)):
                counts.setdefault((level, text), Counter())[is_article] += 1
    telling = tuple(_telling(counts, may_refuse=len(known) >= ENOUGH))
    if not telling or (standing is not None and _says(telling) == _says(standing.shapes)):
        return None
    return AddressShapes((standing.version if standing else 0) + 1, len(known) + len(refused), telling)


def _telling(counts: dict[tuple[int, str], Counter[bool]], *, may_refuse: bool) -> Iterator[Shape]:
    """Yield the shapes that say something, the finest first, of one level those of most pages first."""
    every = [Shape(text, level, number[True], number[False]) for (level, text), number in counts.items()]
    kept = [shape for shape in every if shape.verdict or (shape.verdict is False and may_refuse)]
    kept.sort(key=lambda shape: (-shape.articles - shape.others, shape.text))
    yield from sorted(kept[:MOST], key=lambda shape: shape.level)


def _says(telling: Iterable[Shape]) -> set[tuple[int, str, bool | None]]:
    return {(shape.level, shape.text, shape.verdict) for shape in telling}
