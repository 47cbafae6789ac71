"""Why a site is not green: a kind, how bad it is, and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Colour = Literal["green", "yellow", "red"]
ReasonKind = Literal[
    "failing", "blocked", "retired", "missing", "silent", "falling", "shorter", "undated", "untitled", "boilerplate"
]  # each has a phrase `health.KIND` in the catalogues

SEVERITY: dict[Colour, int] = {"green": 0, "yellow": 1, "red": 2}


@attrs.frozen
class Reason:
    """One thing that is not as usual at a site. Its words are those of `health.KIND` in the catalogues."""

    kind: ReasonKind
    colour: Colour
    values: Mapping[str, str | int] = attrs.Factory(dict)
    """What the phrase is filled in with, by the names of its placeholders."""


def worst_colour(reasons: Sequence[Reason]) -> Colour:
    """Colour of a site: that of its worst reason; green where there is none."""
    return max((reason.colour for reason in reasons), key=SEVERITY.__getitem__, default="green")
