"""A site's life without a daemon: its pages read one after another, and learned from when the intake would."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import attrs

from pipeline.errors import Unreadable
from pipeline.extraction import RECENT, WINDOW, ReadingRules, extract, induce, is_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.extraction import Case, Extraction, Observation, Profile


def live(cases: Iterable[Case], rules: ReadingRules | None = None) -> Iterator[tuple[Extraction | None, ReadingRules]]:
    """Yield what reading each page gives, None where it holds no article, and what is known of the site thereafter.

    The stream must not be read on with other rules: what was induced stays.
    """
    rules = rules or ReadingRules()
    observations: list[Observation] = []
    for case in cases:
        extraction = _read(case, rules)
        if extraction is not None and extraction.observation is not None:
            observations.append(extraction.observation)
            rules = attrs.evolve(rules, profile=_learned(observations, rules))
        yield extraction, rules


def after(cases: Iterable[Case], pages: int) -> ReadingRules:
    """Return what is known of a site after so many of its pages."""
    return [ReadingRules(), *(rules for _, rules in live(islice(cases, pages)))][-1]


def _read(case: Case, rules: ReadingRules) -> Extraction | None:
    try:
        return extract(case.body, case.url, content_type=case.content_type, rules=rules)
    except Unreadable:
        return None


def _learned(observations: list[Observation], rules: ReadingRules) -> Profile | None:
    standing = rules.profile
    version = standing.version if standing else None
    missed = sum(page.version == version and not page.fits for page in observations[-RECENT:])
    if not is_due(len(observations), missed, standing):
        return standing
    return induce(observations[-WINDOW:], standing) or standing
