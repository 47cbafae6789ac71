"""The story of one page: from a capture that lies in a WARC file to an article, a revision and an event.

The same for a live crawl, an imported WARC and a rebuild. Revisions are in the order of their captures' times, whatever
the order in which captures come, and an article's address is the best of its URLs, whichever was fetched first. (Two
articles that turn out to be one only by a capture that comes late are not merged.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from pipeline.archive import articles, captures, hidden, outbox, profiles, sites, turns, visits
from pipeline.clock import to_stamp
from pipeline.errors import Unreadable
from pipeline.event import ArticleNew, ArticleRevised
from pipeline.ingest.compare import CandidateRevision, record_text
from pipeline.ingest.identify import addresses_of, identify, marks_of
from pipeline.revision import ExtractedRevision

if TYPE_CHECKING:
    from pipeline.archive import Archive
    from pipeline.capture import Capture, RecordLocation
    from pipeline.config import Site
    from pipeline.event import ArticleEvent
    from pipeline.extraction import Extraction
    from pipeline.ids import ArticleId
    from pipeline.ingest.compare import Reread

Kind = Literal["new", "revised", "unchanged", "listing", "empty", "not-html", "failed", "hidden", "known"]

_EVENTS: dict[Kind, type[ArticleEvent]] = {"new": ArticleNew, "revised": ArticleRevised}


@attrs.frozen
class Outcome:
    """What became of one capture."""

    kind: Kind
    """`known`: it has a row already. Else it is what column `outcome` says."""
    article_id: ArticleId | None = None
    """None where it holds no article."""


def ingest(
    archive: Archive,
    site: Site,
    capture: Capture,
    location: RecordLocation,
    extraction: Extraction | Unreadable,
    reread: Reread,
) -> Outcome:
    """Record one capture and what was read from it. Call it in a transaction; a second time it changes nothing."""
    db = archive.db
    site_id = sites.upsert(db, site)
    capture_id = captures.add(db, site_id, capture, location)
    if capture_id is None:
        return Outcome("known")
    if isinstance(extraction, Unreadable):
        captures.set_outcome(db, capture_id, extraction.kind, error=str(extraction))
        return Outcome(extraction.kind)

    article = extraction.article
    extracted = ExtractedRevision.of(article, to_stamp(capture.captured_at))
    addresses = addresses_of(site, capture, article)
    if hidden.is_hidden(db, marks_of(site, capture, addresses, extracted)):
        captures.hide(db, [capture_id])
        return Outcome("hidden")

    seen_at = extracted.seen_at
    article_id, addresses = identify(archive, site_id, site, addresses, extracted, reread)
    if article_id is None:
        article_id = articles.add(db, site_id, site, url=addresses.own, title=article.title, seen_at=seen_at)
    for url in addresses.urls:
        articles.add_address(db, article_id, site, url=url, declared=url == addresses.declared, seen_at=seen_at)
    turns.see_online(archive, article_id, seen_at)
    visits.plan(db, site, site_id, article_id, capture)
    kind = record_text(archive, article_id, CandidateRevision(capture_id, extracted, addresses.own), reread)
    captures.set_outcome(db, capture_id, kind, article_id=article_id)
    if extraction.observation is not None:
        profiles.add_observation(db, site_id, capture_id, extraction.observation)
    if kind in _EVENTS:
        outbox.append(db, outbox.about_article(db, _EVENTS[kind], article_id, capture.captured_at))
    return Outcome(kind, article_id)
