"""Observation: what one page shows of its site's layout, small enough to be kept for the latest pages of each site.

A page that the general reader read shows where everything stands; one that was read straight from the profile shows
only which lines it has.
"""

from __future__ import annotations

import json

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from pipeline.extraction.html import Path  # noqa: TC001  cattrs looks it up, and the next
from pipeline.extraction.profile.profile import RegionMarks  # noqa: TC001


@attrs.frozen
class ObservedLine:
    """A line of a page that could be its site's own."""

    line: str
    """As `profile.normal` writes it: folded, numbers alike in a short one."""
    text: str
    """As printed."""
    step: str
    """The element it stands in, as a step of a path; where that is a bare tag, with the one around it."""
    in_text: bool = False
    """It stood, or but for the profile would have stood, among the paragraphs."""
    at_edge: bool = False
    """As one of the first two or last three of them."""
    plain: bool = True
    """Dressed as paragraphs are: no heading, not bold, not in a table or a list."""


@attrs.frozen
class Observation:
    """What one page shows. Paths are from the body."""

    fingerprint: str
    """Of the article's text: an article counts once."""
    lines: tuple[ObservedLine, ...]
    version: int | None = None
    """Of the profile that the page was read with."""
    fits: bool = False
    """It could be read straight from that profile."""
    container: Path | None = None
    parts: dict[str, Path] = attrs.field(factory=dict)
    """Where single fields stand, by the field."""
    used: tuple[Path, ...] = ()
    """The elements outside the container that held something of the article."""
    unused: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    """Of each element on the way to those: the steps of its other children."""
    captions: dict[str, tuple[int, int]] = attrs.field(factory=dict)
    """By step: how many elements held a caption, and how many something of the text."""
    marks: tuple[RegionMarks | None, ...] = ()
    """How the page's bytes could be cut at the container and at each element around it, outwards."""

    def as_json(self) -> str:
        """Write it in one line, defaults left out."""
        return json.dumps(_converter.unstructure(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Observation:
        """Read what `as_json` wrote."""
        return _converter.structure(json.loads(text), cls)


_converter = cattrs.Converter(unstruct_collection_overrides={tuple: list}, omit_if_default=True)
_MARKS = override(rename="cuts")  # the key in archives
_converter.register_unstructure_hook(
    Observation, make_dict_unstructure_fn(Observation, _converter, _cattrs_omit_if_default=True, marks=_MARKS)
)
_converter.register_structure_hook(Observation, make_dict_structure_fn(Observation, _converter, marks=_MARKS))
