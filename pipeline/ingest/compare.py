"""Compare: whether a capture's text is one that its article has already, and where in its history it belongs.

A revision is the publisher's change, never ours. When texts differ and another extractor or profile read the older one,
its capture is read again, as the newer was: only if they still differ is it a revision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from pipeline.archive import articles, captures, revisions
from pipeline.clock import to_stamp
from pipeline.errors import Unreadable
from pipeline.fingerprint import fingerprint
from pipeline.revision import ExtractedRevision
from pipeline.urls import canonical, identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.archive import Archive
    from pipeline.article import Article
    from pipeline.capture import Capture
    from pipeline.ids import ArticleId, CaptureId
    from pipeline.revision import RevisionRow

Reread: TypeAlias = "Callable[[RevisionRow, Article], Article | Unreadable]"
"""Reads a revision's capture once more, with the extractor and profile that read the article."""


@attrs.frozen
class CandidateRevision:
    """A text captured of a known article, which may be a revision of it."""

    capture_id: CaptureId
    extracted: ExtractedRevision
    url: str
    """Where it was captured."""


def record_text(
    archive: Archive, article_id: ArticleId, candidate: CandidateRevision, reread: Reread
) -> Literal["new", "revised", "unchanged"]:
    """Make a candidate a revision of its article if the publisher changed the text, at its place in time."""
    extracted, main_url = candidate.extracted, articles.url_of(archive.db, article_id)
    history = revisions.of_article(archive.db, article_id)
    earlier = [revision for revision in history if revision.seen_at <= extracted.seen_at]
    if identity(candidate.url) != identity(main_url):
        earlier = [read_alike(archive, revision, extracted, reread) for revision in earlier]
        if any(revision.fingerprint == extracted.fingerprint for revision in earlier[:-1]):
            return "unchanged"  # a copy elsewhere on the site lags behind; that is no way back to the older text
    previous = earlier[-1] if earlier else None
    following = history[len(earlier)] if len(earlier) < len(history) else None
    if previous and _is_confirmed(archive, previous, candidate, reread):
        return "unchanged"
    until = following.seen_at if following else None
    back = previous and captures.first_at(archive.db, article_id, main_url, after=extracted.seen_at, before=until)
    if following and not back and _is_confirmed(archive, following, candidate, reread):
        return "unchanged"
    number = revisions.add(
        archive, article_id, after=len(earlier), capture_id=candidate.capture_id, extracted=extracted
    )
    if previous and back:
        # A later capture, ingested before this one, had found the previous text: it is the text again since then.
        article = reread(attrs.evolve(previous, capture_id=back.id), extracted.article)
        if not isinstance(article, Unreadable):
            again = ExtractedRevision.of(article, back.captured_at)
            revisions.add(archive, article_id, after=number, capture_id=back.id, extracted=again)
    return "revised" if history else "new"


def is_unchanged(archive: Archive, article_id: ArticleId, capture: Capture, article: Article, reread: Reread) -> bool:
    """True where a capture that is not kept has the text of the article's last revision.

    False also where there is no such article any more. Writes nothing.
    """
    history = revisions.of_article(archive.db, article_id)
    if not history:
        return False
    extracted = ExtractedRevision.of(article, to_stamp(capture.captured_at))
    reading = _read_alike(history[-1], extracted, reread)
    return extracted.fingerprint == (fingerprint(reading) if reading else history[-1].fingerprint)


def has_had_text(archive: Archive, article_id: ArticleId, extracted: ExtractedRevision, reread: Reread) -> bool:
    """True where one of an article's revisions has the same text."""
    history = revisions.of_article(archive.db, article_id)
    return any(
        read_alike(archive, revision, extracted, reread).fingerprint == extracted.fingerprint for revision in history
    )


def read_alike(archive: Archive, revision: RevisionRow, extracted: ExtractedRevision, reread: Reread) -> RevisionRow:
    """A revision as what read another text reads it, where that could be why the two differ.

    A reading by another extractor or profile takes the older one's place, which stays on record.
    """
    article = _read_alike(revision, extracted, reread)
    if article is None:
        return revision
    reading = ExtractedRevision.of(article, revision.seen_at)
    if (article.extractor, article.profile) != (revision.extractor, revision.profile):
        revisions.replace_reading(archive, revision, reading, replaced_at=extracted.seen_at)
    return attrs.evolve(revision, fingerprint=reading.fingerprint)


def _read_alike(revision: RevisionRow, extracted: ExtractedRevision, reread: Reread) -> Article | None:
    """Read a revision's capture as another text was read. None where that is no cause of a difference, or fails."""
    article = extracted.article
    is_same_reader = (revision.extractor, revision.profile) == (article.extractor, article.profile)
    if is_same_reader or revision.fingerprint == extracted.fingerprint:
        return None
    reading = reread(revision, article)
    return None if isinstance(reading, Unreadable) else reading


def _is_confirmed(archive: Archive, revision: RevisionRow, candidate: CandidateRevision, reread: Reread) -> bool:
    """True where a candidate has a revision's text; the revision is then read from the better capture of the two.

    The better one is at the article's best address, then the earlier.
    """
    extracted = candidate.extracted
    if read_alike(archive, revision, extracted, reread).fingerprint != extracted.fingerprint:
        return False
    main = identity(articles.url_of(archive.db, revision.article_id))
    capture = captures.get(archive.db, revision.capture_id)
    rank = (identity(canonical(capture.url) or capture.url) != main, capture.captured_at)
    if (identity(candidate.url) != main, extracted.seen_at) < rank:
        revisions.read_from_capture(archive, revision, candidate.capture_id, extracted)
    revisions.set_seen_at(archive, revision, extracted.seen_at)
    return True
