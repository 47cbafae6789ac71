"""Profile: where a site's articles stand in its pages, and which lines are the site's own, induced from its pages.

A frozen value with a version. A page that is read with a version is read with that one for ever, so a reading is a pure
function of page and version; a better one is a new version. `observation` is what one page shows, `induction` makes
profiles of that, `extract` reads pages with them.
"""

from __future__ import annotations

import hashlib
import json
import re

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from pipeline.extraction.html import Path, as_selector

BOILERPLATE_LINE = "boilerplate"  # the reason that such a line is taken out for

# One page in so many that fit is read by the general reader as well: more of them while little is known.
AUDITED, AUDITED_AT_FIRST = 50, 2
PROVEN = 20  # pages that a profile was induced from when little becomes much
LONGEST = 300  # letters of a line that may be a site's own; longer ones are somebody's prose
_COUNTER = 60  # letters of a line that may be a counter with its label
_DIGITS = re.compile(r"\d+")


def normal(folded: str) -> str:
    """Write a folded line as it is compared with boilerplate: in a short one (a counter) numbers are alike."""
    return _DIGITS.sub("0", folded) if len(folded) < _COUNTER else folded


@attrs.frozen
class RegionMarks:
    """Where a page's bytes are cut to an element: attributes as they are written there, each once on a page."""

    start: str
    """An attribute of the element's own start tag: `class="detail"`."""
    end: str | None = None
    """One of the start tag that follows the element; None: the element goes on to the end of the page."""


@attrs.frozen
class Template:
    """One layout of a site's article pages."""

    pages: int
    """How many pages it was induced from."""
    region: Path
    """The smallest element that held every part of every article; from the body on."""
    container: Path
    """What the text stands in; like all other paths from the region on."""
    parts: dict[str, Path] = attrs.field(factory=dict)
    """Where single fields stand, by the field."""
    captions: tuple[str, ...] = ()
    """The steps that hold captions and nothing else."""
    skips: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    """Of elements on the way: the steps of their children that never held anything of an article."""
    marks: RegionMarks | None = None
    """How a page is cut to the region; None where the pages are not marked alike."""

    @property
    def name(self) -> str:
        """Same in two templates of one layout, whatever pages they come from."""
        return " > ".join((*self.region, *self.container))

    def selectors(self) -> dict[str, str]:
        """CSS selectors of the text (`body`) and the parts, as a site's file would name them."""
        named = {"body": self.container, **self.parts}
        return {part: as_selector((*self.region, *path)) for part, path in named.items()}


@attrs.frozen
class Recurring:
    """A line that stands on many pages of a site."""

    line: str
    """As `normal` writes it."""
    text: str
    """As the latest of the pages prints it."""
    step: str
    """The element it stands in there."""
    pages: int
    """On how many it stands,"""
    of: int
    """of how many; pages that share most of their text count as one."""
    in_text: bool
    """It stands among the paragraphs, and is taken out of them."""


@attrs.frozen
class Profile:
    """One version of what is known of a site's pages."""

    version: int
    """Counted from 1 by site."""
    pages: int
    """How many pages it was induced from."""
    templates: tuple[Template, ...] = ()
    """The most common layout first."""
    recurring: tuple[Recurring, ...] = ()

    @property
    def boilerplate(self) -> frozenset[str]:
        """The lines that are taken out of this site's texts."""
        return frozenset(line.line for line in self.recurring if line.in_text)

    @property
    def is_proven(self) -> bool:
        """Whether it was induced from so many pages that few of the next need be audited."""
        return self.pages >= PROVEN

    def audits(self, url: str) -> bool:
        """Whether a page belongs to the sample that the general reader reads as well; its address alone decides."""
        share = AUDITED if self.is_proven else AUDITED_AT_FIRST
        return int.from_bytes(hashlib.sha256(url.encode()).digest()[:4]) % share == 0

    def is_like(self, other: Profile) -> bool:
        """Whether both would read every page alike: the same but for counts of pages and lines out of the text."""
        return _essence(self) == _essence(other)

    def as_json(self) -> str:
        """Write it in one line, as archives and WARC files hold it."""
        return json.dumps(_converter.unstructure(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Profile:
        """Read what `as_json` wrote. Keys of a later version of Kho Báo are passed over."""
        return _converter.structure(json.loads(text), cls)


def _essence(profile: Profile) -> tuple[object, ...]:
    templates = sorted((attrs.evolve(template, pages=0) for template in profile.templates), key=lambda each: each.name)
    return templates, profile.boilerplate, profile.is_proven


_converter = cattrs.Converter(unstruct_collection_overrides={tuple: list})
_MARKS = override(rename="cut")  # the key in archives and WARC files
_converter.register_unstructure_hook(Template, make_dict_unstructure_fn(Template, _converter, marks=_MARKS))
_converter.register_structure_hook(Template, make_dict_structure_fn(Template, _converter, marks=_MARKS))
