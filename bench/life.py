"""A site's life without a daemon: its pages read one after another, and learned from when the intake would."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import attrs

from pipeline.errors import Unreadable
from pipeline.extraction import RECENT, WINDOW, Guide, extract, is_due, learn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.extraction import Case, Extraction, Lesson, Profile


def live(cases: Iterable[Case], guide: Guide | None = None) -> Iterator[tuple[Extraction | None, Guide]]:
    """Yield what reading each page gives, None where it holds no article, and what is known of the site thereafter.

    The stream must not be read on with another guide: what was learned is learned.
    """
    guide = guide or Guide()
    observations: list[Lesson] = []
    for case in cases:
        extraction = _read(case, guide)
        if extraction is not None and extraction.observation is not None:
            observations.append(extraction.observation)
            guide = attrs.evolve(guide, profile=_learned(observations, guide))
        yield extraction, guide


def after(cases: Iterable[Case], pages: int) -> Guide:
    """Return what is known of a site after so many of its pages."""
    return [Guide(), *(guide for _, guide in live(islice(cases, pages)))][-1]


def _read(case: Case, guide: Guide) -> Extraction | None:
    try:
        return extract(case.body, case.url, content_type=case.content_type, guide=guide)
    except Unreadable:
        return None


def _learned(observations: list[Lesson], guide: Guide) -> Profile | None:
    standing = guide.profile
    version = standing.version if standing else None
    missed = sum(lesson.version == version and not lesson.fits for lesson in observations[-RECENT:])
    if not is_due(len(observations), missed, standing):
        return standing
    return learn(observations[-WINDOW:], standing) or standing
