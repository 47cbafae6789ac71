"""Lesson: what one page teaches of its site, small enough to be kept for the latest pages of each site.

A page that the general reader read teaches where everything stood; one that was read straight from the profile teaches
only which lines it held.
"""

from __future__ import annotations

import json

import attrs
import cattrs

from pipeline.extraction.html import Path  # noqa: TC001  cattrs looks it up, and the next
from pipeline.extraction.profile.profile import Cut  # noqa: TC001


@attrs.frozen
class Line:
    """A line of a page. `line` is folded, numbers alike; `text` as printed; `step` the element it stands in.

    `in_text`: it stood, or would have stood, among the paragraphs; `at_edge`: as one of the first two or last three;
    `plain`: dressed as paragraphs are, so no heading, not bold, not in a table or a list.
    """

    line: str
    text: str
    step: str
    in_text: bool = False
    at_edge: bool = False
    plain: bool = True


@attrs.frozen
class Lesson:
    """What one page teaches. Paths are from the body.

    `fingerprint` is of its text: an article counts once. `version` is the profile's it was read with, `fits` whether it
    was read straight from it. `used` are the elements outside the container that held something of the article, `parts`
    names those of single fields; `unused` the other children of each element on the way to them. `captions`: by step,
    how many elements held a caption, and how many something of the text. `cuts`: for the container and each element
    around it, outwards, how the page could be cut there.
    """

    fingerprint: str
    lines: tuple[Line, ...]
    version: int | None = None
    fits: bool = False
    container: Path | None = None
    parts: dict[str, Path] = attrs.field(factory=dict)
    used: tuple[Path, ...] = ()
    unused: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    captions: dict[str, tuple[int, int]] = attrs.field(factory=dict)
    cuts: tuple[Cut | None, ...] = ()

    def as_json(self) -> str:
        """Return the lesson as it is kept."""
        return json.dumps(_converter.unstructure(self), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Lesson:
    """Return the lesson that `as_json` wrote."""
    return _converter.structure(json.loads(text), Lesson)


_converter = cattrs.Converter(unstruct_collection_overrides={tuple: list}, omit_if_default=True)
