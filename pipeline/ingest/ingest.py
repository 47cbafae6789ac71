"""The story of one page: from a capture that lies in a WARC file to an article, a revision and an event.

The same for a live crawl, an imported WARC and a rebuild. Revisions stand in the order of their capture, whatever the
order in which captures come, and an article's address is the best of its URLs, whichever was fetched first. (Two
articles that turn out to be one only by a capture that comes late are not merged.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import attrs

from pipeline.archive import add_lesson, is_hidden, outbox, plan
from pipeline.clock import to_stamp
from pipeline.errors import Unreadable
from pipeline.event import ArticleNew, ArticleRevised
from pipeline.fingerprint import fingerprint, runs_shared
from pipeline.revision import Reading, Standing
from pipeline.urls import article_key, canonical, identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.archive import Archive
    from pipeline.article import Article
    from pipeline.capture import Capture, RecordLocation
    from pipeline.config import Site
    from pipeline.event import ArticleEvent
    from pipeline.extraction import Extraction

    Reread = Callable[[Standing, Article], Article | Unreadable]

Kind = Literal["new", "revised", "unchanged", "listing", "empty", "not-html", "failed", "hidden", "known"]

# What a capture's outcome is announced as.
_ANNOUNCED: dict[Kind, type[ArticleEvent]] = {"new": ArticleNew, "revised": ArticleRevised}

# A shorter text (the one line of a video page) may well be the same on two pages that are not the same article.
TWIN_WORDS = 25
UNLIKE = 0.3  # of the shorter text's runs of three words: an article keeps more when it is edited, another has fewer
NAME_WORDS = 6  # `dich-vu-cong-truc-tuyen` is a section; the name of an article holds its title


@attrs.frozen
class Outcome:
    """What became of one capture. `article_id` is None where it holds no article."""

    kind: Kind
    article_id: int | None = None


@attrs.frozen
class Finding:
    """What a capture of a known article says; `is_main`: it was captured at the best of the article's URLs."""

    capture_id: int
    reading: Reading
    is_main: bool


@attrs.frozen
class Addresses:
    """The URLs of one page: the one that answered, and the one the page itself names as canonical."""

    own: str
    declared: str | None


def ingest(
    archive: Archive,
    site: Site,
    captured: tuple[Capture, RecordLocation],
    extraction: Extraction | Unreadable,
    reread: Reread,
) -> Outcome:
    """Record one capture and what was read from it. Call it in a transaction; a second time it changes nothing.

    `reread` reads the capture of a standing revision once more, by what has read the article it is compared with.
    """
    capture, place = captured
    site_id = archive.site_id(site)
    capture_id = archive.add_capture(site_id, capture, place)
    if capture_id is None:
        return Outcome("known")
    if isinstance(extraction, Unreadable):
        archive.judge_capture(capture_id, extraction.kind, error=str(extraction))
        return Outcome(extraction.kind)
    read = extraction.article

    reading = Reading(read, fingerprint(read), to_stamp(capture.captured_at))
    addresses = addresses_of(site, capture, read)
    if is_hidden(archive.db, _marks(site, capture, addresses, reading)):
        archive.hide_captures([capture_id])
        return Outcome("hidden")
    article_id, addresses = _find(archive, site_id, site, addresses, reading, reread)
    if article_id is None:
        article_id = archive.add_article(site_id, site, addresses.own, read, capture.captured_at)
    for url in {addresses.own, addresses.declared or addresses.own}:
        declared = url == addresses.declared
        archive.add_address(article_id, site_id, site, url, declared=declared, seen=reading.seen_at)
    archive.seen(article_id, reading.seen_at)
    plan(archive, site, site_id, article_id, capture)
    kind = _compare(archive, article_id, capture_id, reading, addresses.own, reread)
    archive.judge_capture(capture_id, kind, article_id=article_id)
    if extraction.observation is not None:
        add_lesson(archive.db, site_id, capture_id, extraction.observation)
    if kind in _ANNOUNCED:
        outbox.append(archive.db, outbox.about_article(archive.db, _ANNOUNCED[kind], article_id, capture.captured_at))
    return Outcome(kind, article_id)


def _marks(site: Site, capture: Capture, addresses: Addresses, reading: Reading) -> set[str]:
    """Return what an article that is hidden is known by: its addresses' keys, and its text, if that is long enough."""
    urls = {addresses.own, addresses.declared or addresses.own, capture.asked_url}
    text = {reading.fingerprint} if len(reading.article.text.split()) >= TWIN_WORDS else set()
    return {article_key(site.domain, url) for url in urls} | text


def says_the_same(archive: Archive, article_id: int, capture: Capture, read: Article, reread: Reread) -> bool:
    """Tell whether an article's text stands as it was, by a capture that is not kept. False where it is no more."""
    revisions = archive.revisions(article_id)
    if not revisions:
        return False
    standing = revisions[-1]
    reading = Reading(read, fingerprint(read), to_stamp(capture.captured_at))
    again = _read_alike(standing, reading, reread)
    return reading.fingerprint == (fingerprint(again) if again else standing.fingerprint)


def addresses_of(site: Site, capture: Capture, article: Article) -> Addresses:
    """Return the URLs of a page. The declared one counts if it stays on the site and is not a section of it."""
    own = canonical(capture.url) or capture.url
    declared = canonical(article.canonical_url or "")
    if declared and (not site.owns(declared) or is_section(declared, own) or _lacks_id(declared, own)):
        declared = None
    return Addresses(own, declared)


def _lacks_id(declared: str, own: str) -> bool:
    """Tell whether a declared address is the page's own without the number that tells it from others: `?id=1024`."""
    bare, _, query = own.partition("?")
    return declared == bare and bool(re.search(r"(?:^|&)\w*id=\d", query, re.IGNORECASE))


def is_section(url: str, article: str) -> bool:
    """Tell whether a URL is the home page, or the section that an article's URL lies below, and no name of an article.

    Some systems declare one or the other as the canonical address of each article. A name has six words or a number.
    """
    path = re.sub(r"\.\w{3,5}$", "", urlsplit(url).path.rstrip("/"))
    name = path.rpartition("/")[2]
    is_name = len(re.split(r"[-_]", name)) >= NAME_WORDS or bool(re.search(r"\d{4,}", name))
    return not path or (not is_name and urlsplit(article).path.startswith(path + "/"))


def _find(
    archive: Archive, site_id: int, site: Site, addresses: Addresses, reading: Reading, reread: Reread
) -> tuple[int | None, Addresses]:
    """Return the article this page is of, if it is known, and its addresses as far as they are to be believed.

    A page that is new, and whose declared address is that of an article with another text, lies: some systems declare
    one address for all their pages. It counts under its own. So does one whose address was another article's only by
    such a lie: it gets its address back.
    """
    known = archive.article_at(site, [addresses.own])
    if known is not None and _is_anothers(archive, known, addresses.own, reading.article):
        archive.take_address(known, site, addresses.own)
        known = None
    claimed = archive.article_at(site, [addresses.declared]) if addresses.declared else None
    if claimed is not None and claimed != known and (known or not _has_had(archive, claimed, reading, reread)):
        addresses, claimed = attrs.evolve(addresses, declared=None), None
    if known or claimed:
        return known or claimed, addresses
    if len(reading.article.text.split()) >= TWIN_WORDS:
        return archive.article_with_text(site_id, reading.fingerprint), addresses
    return None, addresses


def _is_anothers(archive: Archive, article_id: int, url: str, article: Article) -> bool:
    """Tell whether an address that an article's pages named, and where it was never seen, turns out to be another's."""
    if archive.first_capture(article_id, url, after="", before=None):
        return False
    texts = archive.texts(article_id)
    return not any(title == article.title or runs_shared(text, article.text) >= UNLIKE for title, text in texts)


def _has_had(archive: Archive, article_id: int, reading: Reading, reread: Reread) -> bool:
    """Tell whether one of an article's revisions says the same as a reading."""
    revisions = (_by_the_same_reader(archive, one, reading, reread) for one in archive.revisions(article_id))
    return any(revision.fingerprint == reading.fingerprint for revision in revisions)


def _compare(
    archive: Archive, article_id: int, capture_id: int, reading: Reading, own: str, reread: Reread
) -> Literal["new", "revised", "unchanged"]:
    """Find a reading's place among the revisions, and make it one if the publisher changed the text."""
    main = archive.url_of(article_id)
    found = Finding(capture_id, reading, is_main=identity(own) == identity(main))
    revisions = archive.revisions(article_id)
    before = [revision for revision in revisions if revision.seen_at <= reading.seen_at]
    if not found.is_main:
        before = [_by_the_same_reader(archive, revision, reading, reread) for revision in before]
        if any(revision.fingerprint == reading.fingerprint for revision in before[:-1]):
            return "unchanged"  # a copy elsewhere on the site lags behind; that is no way back to the older text
    standing = before[-1] if before else None
    following = revisions[len(before)] if len(before) < len(revisions) else None
    if standing and _says_the_same(archive, standing, found, reread):
        return "unchanged"
    until = following.seen_at if following else None
    back = archive.first_capture(article_id, main, after=reading.seen_at, before=until) if standing else None
    if following and not back and _says_the_same(archive, following, found, reread):
        return "unchanged"
    number = archive.add_revision(article_id, len(before), capture_id, reading)
    if standing and back:
        again = reread(attrs.evolve(standing, capture_id=back[0]), reading.article)
        if not isinstance(again, Unreadable):  # a later capture, taken in before this one, had found the older text
            archive.add_revision(article_id, number, back[0], Reading(again, fingerprint(again), back[1]))
    return "revised" if revisions else "new"


def _says_the_same(archive: Archive, revision: Standing, found: Finding, reread: Reread) -> bool:
    """Tell whether a revision says what was found, and let it be read from the better capture of the two.

    The better one is at the article's best address, then the earlier.
    """
    reading = found.reading
    if _by_the_same_reader(archive, revision, reading, reread).fingerprint != reading.fingerprint:
        return False
    url, captured_at = archive.captured(revision.capture_id)
    at_main = identity(canonical(url) or url) == identity(archive.url_of(revision.article_id))
    if (not found.is_main, reading.seen_at) < (not at_main, captured_at):
        archive.adopt(revision, found.capture_id, reading)
    archive.seen_first(revision, reading.seen_at)
    return True


def _by_the_same_reader(archive: Archive, standing: Standing, reading: Reading, reread: Reread) -> Standing:
    """Return the standing revision as what made the reading reads it, if that could be why the texts differ.

    A revision is the publisher's change, never ours: when another extractor or profile made the standing text, its
    capture is read again, that reading takes its place, and the old one stays on record.
    """
    again = _read_alike(standing, reading, reread)
    if again is None:
        return standing
    if (again.extractor, again.profile) != (standing.extractor, standing.profile):
        archive.replace_reading(standing, Reading(again, fingerprint(again), standing.seen_at), reading.seen_at)
    return attrs.evolve(standing, fingerprint=fingerprint(again))


def _read_alike(standing: Standing, reading: Reading, reread: Reread) -> Article | None:
    """Read a standing revision's capture as another one was read, if that could be why their texts differ."""
    article = reading.article
    same_reader = (standing.extractor, standing.profile) == (article.extractor, article.profile)
    if same_reader or standing.fingerprint == reading.fingerprint:
        return None
    again = reread(standing, article)
    return None if isinstance(again, Unreadable) else again
