"""Profile: what a site has taught - where its articles stand in its pages, and which lines are its own, not theirs.

A frozen value with a version. A page that is read with a version is read with that one for ever, so a reading is a pure
function of page and version; a better one is a new version. See `lesson` for what one page teaches, `learn` for how
that becomes a profile, `extract` for how a page is read with one.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Literal

import attrs
import cattrs

from pipeline.extraction.html import Path, as_selector

BOILERPLATE_LINE = "boilerplate"  # the reason that such a line is taken out for

Part = Literal["title", "sapo", "date", "byline", "tags", "section"]

# One page in so many that fit is read by the general reader as well: more of them while little is known.
AUDITED, AUDITED_AT_FIRST = 50, 2
PROVEN = 20  # pages that a site has been learned from when little becomes much
LONGEST = 300  # letters of a line that may be a site's own; longer ones are somebody's prose
_COUNTER = 60  # letters of a line that may be a counter with its label
_DIGITS = re.compile(r"\d+")


def normal(folded: str) -> str:
    """Return a folded line as it is compared with boilerplate: in a short one numbers (a counter) are alike."""
    return _DIGITS.sub("0", folded) if len(folded) < _COUNTER else folded


@attrs.frozen
class Cut:
    """How the start tags of the region and of what follows it are written in the page's bytes, each once on a page."""

    start: str
    end: str | None = None


@attrs.frozen
class Template:
    """One layout of a site's article pages. Paths are from the region on, the region's own from the body.

    `region` is the smallest element that held every part of every article, `container` what the text stands in,
    `parts` where the others stand, `captions` the steps of what are captions, `skips` the children of elements on the
    way that never held anything of an article.
    """

    pages: int
    region: Path
    container: Path
    parts: dict[str, Path] = attrs.field(factory=dict)
    captions: tuple[str, ...] = ()
    skips: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    cut: Cut | None = None

    @property
    def name(self) -> str:
        """What is the same in two templates of one layout."""
        return " > ".join((*self.region, *self.container))

    def selectors(self) -> dict[str, str]:
        """Return where the parts stand as CSS selectors, as a site's file would name them."""
        named = {"body": self.container, **self.parts}
        return {part: as_selector((*self.region, *path)) for part, path in named.items()}


@attrs.frozen
class Recurring:
    """A line that stands on many pages of a site. `line` is folded, numbers alike; `text` as one of the pages had it.

    `step` is the element it stands in, `pages` on how many of the `of` pages. `in_text`: it stands among the
    paragraphs, and is taken out of them.
    """

    line: str
    text: str
    step: str
    pages: int
    of: int
    in_text: bool


@attrs.frozen
class Profile:
    """What a site has taught by its first, or its latest, pages. `templates`: the most common first."""

    version: int
    pages: int
    templates: tuple[Template, ...] = ()
    recurring: tuple[Recurring, ...] = ()

    @property
    def boilerplate(self) -> frozenset[str]:
        """The lines that are taken out of this site's texts."""
        return frozenset(line.line for line in self.recurring if line.in_text)

    @property
    def is_proven(self) -> bool:
        """Whether it was learned from so many pages that few of the next need be audited."""
        return self.pages >= PROVEN

    def audits(self, url: str) -> bool:
        """Tell whether a page belongs to the sample that the general reader reads as well: by its address alone."""
        share = AUDITED if self.is_proven else AUDITED_AT_FIRST
        return int.from_bytes(hashlib.sha256(url.encode()).digest()[:4]) % share == 0

    def is_like(self, other: Profile) -> bool:
        """Tell whether two profiles would read every page alike."""
        return _essence(self) == _essence(other)

    def as_json(self) -> str:
        """Return the profile as it is kept, in one line."""
        return json.dumps(_converter.unstructure(self), ensure_ascii=False, separators=(",", ":"))


def _essence(profile: Profile) -> tuple[object, ...]:
    templates = sorted((attrs.evolve(one, pages=0) for one in profile.templates), key=lambda one: one.name)
    return templates, profile.boilerplate, profile.is_proven


def from_json(text: str) -> Profile:
    """Return the profile that `as_json` wrote. Keys of a later version of Kho Báo are passed over."""
    return _converter.structure(json.loads(text), Profile)


_converter = cattrs.Converter(unstruct_collection_overrides={tuple: list})
