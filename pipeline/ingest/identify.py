"""Identify: which article a page is of, by its addresses and its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from pipeline.archive import articles, captures, revisions
from pipeline.fingerprint import runs_shared
from pipeline.ingest.compare import has_had_text
from pipeline.urls import article_key, canonical

if TYPE_CHECKING:
    from pipeline.archive import Archive
    from pipeline.article import Article
    from pipeline.capture import Capture
    from pipeline.config import Site
    from pipeline.ids import ArticleId, SiteId
    from pipeline.ingest.compare import Reread
    from pipeline.revision import ExtractedRevision

# A shorter text (the one line of a video page) may well be the same on two pages that are not the same article.
TWIN_WORDS = 25
UNLIKE = 0.3  # of the shorter text's runs of three words: an article keeps more when it is edited, another has fewer
NAME_WORDS = 6  # `dich-vu-cong-truc-tuyen` is a section; the name of an article holds its title


@attrs.frozen
class Addresses:
    """The URLs of one page, canonical."""

    own: str
    """The one that answered."""
    declared: str | None
    """The one that the page names as canonical, where that is to be believed."""

    @property
    def urls(self) -> set[str]:
        """Both, or the one."""
        return {self.own, self.declared or self.own}


def addresses_of(site: Site, capture: Capture, article: Article) -> Addresses:
    """The URLs of a page. The declared one counts if it stays on the site and is not a section of it."""
    own = canonical(capture.url) or capture.url
    declared = canonical(article.canonical_url or "")
    if declared and (not site.owns(declared) or is_section(declared, own) or _lacks_id(declared, own)):
        declared = None
    return Addresses(own, declared)


def _lacks_id(declared: str, own: str) -> bool:
    """True where a declared address is the page's own without the number that tells it from others: `?id=1024`."""
    bare, _, query = own.partition("?")
    return declared == bare and bool(re.search(r"(?:^|&)\w*id=\d", query, re.IGNORECASE))


def is_section(url: str, article_url: str) -> bool:
    """True where a URL is the home page, or the section that an article's URL lies below, and no name of an article.

    Some systems declare one or the other as the canonical address of each article. A name has six words or a number.
    """
    path = re.sub(r"\.\w{3,5}$", "", urlsplit(url).path.rstrip("/"))
    name = path.rpartition("/")[2]
    is_name = len(re.split(r"[-_]", name)) >= NAME_WORDS or bool(re.search(r"\d{4,}", name))
    return not path or (not is_name and urlsplit(article_url).path.startswith(path + "/"))


def marks_of(site: Site, capture: Capture, addresses: Addresses, extracted: ExtractedRevision) -> set[str]:
    """What a hidden article would be known by: the keys of a page's addresses, and its text, if that is long enough."""
    keys = {article_key(site.domain, url) for url in addresses.urls | {capture.asked_url}}
    return keys | {extracted.fingerprint} if _is_telling(extracted) else keys


def _is_telling(extracted: ExtractedRevision) -> bool:
    return len(extracted.article.text.split()) >= TWIN_WORDS


def identify(
    archive: Archive, site_id: SiteId, site: Site, addresses: Addresses, extracted: ExtractedRevision, reread: Reread
) -> tuple[ArticleId | None, Addresses]:
    """The article this page is of, if it is in the archive, and the page's addresses as far as they are believed.

    A page that is new, and whose declared address is that of an article with another text, lies: some systems declare
    one address for all their pages. It counts under its own. So does one whose address was another article's only by
    such a lie: it gets its address back.
    """
    at_own = articles.at_address(archive.db, site, [addresses.own])
    if at_own is not None and _is_anothers(archive, at_own, addresses.own, extracted.article):
        articles.remove_address(archive.db, at_own, site, addresses.own)
        at_own = None
    declared = articles.at_address(archive.db, site, [addresses.declared]) if addresses.declared else None
    if (
        declared is not None
        and declared != at_own
        and (at_own or not has_had_text(archive, declared, extracted, reread))
    ):
        addresses, declared = attrs.evolve(addresses, declared=None), None
    if at_own or declared:
        return at_own or declared, addresses
    if _is_telling(extracted):
        return articles.with_text(archive.db, site_id, extracted.fingerprint), addresses
    return None, addresses


def _is_anothers(archive: Archive, article_id: ArticleId, url: str, article: Article) -> bool:
    """True where an address that an article's pages only named, and where it was never captured, is another's."""
    if captures.first_at(archive.db, article_id, url):
        return False
    texts = revisions.texts(archive.db, article_id)
    return not any(title == article.title or runs_shared(text, article.text) >= UNLIKE for title, text in texts)
