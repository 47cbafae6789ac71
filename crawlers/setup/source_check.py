"""Tries the sources that a site's file names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from crawlers.net import Fetcher, Refused, delay_of, user_agent
from crawlers.setup.survey import BY_SCRIPT, Survey
from crawlers.sources import BadSource
from pipeline.config import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.config import Settings, Site, SourceKind


@attrs.frozen
class SourceCheck:
    """What came of trying one source."""

    site: str
    kind: SourceKind
    url: str
    articles: int
    """How many of the site it names."""
    error: str | None
    """What is wrong with it; None where nothing is."""
    note: str | None = None
    """What can't be had of it, though it can be watched."""

    @property
    def ok(self) -> bool:
        """Whether the source can be watched."""
        return self.error is None

    def as_json(self) -> dict[str, Any]:
        """As `khobao sites check --json` prints it."""
        return {
            "site": self.site,
            "kind": self.kind,
            "url": self.url,
            "ok": self.ok,
            "articles": self.articles,
            "error": self.error,
            "note": self.note,
        }


def check_sources(site: Site, settings: Settings, sections: Iterable[str] = ()) -> Iterator[SourceCheck]:
    """Fetch each source of a site, one after another, and count the articles it names.

    `sections` are the URLs of those that crawls found.
    """
    private = site.hosts if site.politeness.allow_private else ()
    with Fetcher(user_agent(settings), delay=delay_of(site, settings), private=private) as fetcher:
        survey = Survey(fetcher, site, f"https://{site.domain}/")
        for source in (*site.sources, *(Source("listing", url) for url in sections)):
            yield _check(survey, source)


def _check(survey: Survey, source: Source) -> SourceCheck:
    site = survey.site.domain
    try:
        candidate = survey.fetch(source.url)
    except (Refused, BadSource) as error:
        return SourceCheck(site, source.kind, source.url, 0, str(error))
    fault = None if candidate.articles else f"names no article of {site}"
    if candidate.kind != source.kind:
        fault = f"is a {candidate.kind}, not a {source.kind}"
    note = BY_SCRIPT if candidate.is_scripted and source.max_pages != 1 else None
    return SourceCheck(site, source.kind, source.url, len(candidate.articles), fault, note)
