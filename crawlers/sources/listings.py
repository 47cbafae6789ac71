"""Reads listings: the articles a section or home page links to, and where it goes on. Bytes in, values out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from crawlers.sources.article_url import is_article_url
from crawlers.sources.discovered import DiscoveredUrl
from crawlers.sources.forms import next_form
from crawlers.sources.items import item_urls
from crawlers.sources.links import date_near, read_links
from crawlers.sources.paging import next_page
from crawlers.sources.section_links import refused_links, section_links

if TYPE_CHECKING:
    from crawlers.sources.article_url import LinkPlace
    from crawlers.sources.forms import FormPost
    from crawlers.sources.links import Link, LinkedPage
    from crawlers.sources.section_links import SectionLink
    from pipeline.config import Site
    from pipeline.shapes import AddressShapes


@attrs.frozen
class ListingPage:
    """What one page of a listing names: articles in its order, each once, and the page it goes on with."""

    articles: list[DiscoveredUrl]
    next_url: str | None
    next_form: FormPost | None = None
    """How it goes on, where no address does."""
    sections: tuple[SectionLink, ...] = ()
    """Other pages that may list articles."""
    refused: frozenset[str] = frozenset()
    """URLs outside the menus that are not taken for articles."""


def read_listing(
    body: bytes, url: str, site: Site, content_type: str = "", shapes: AddressShapes | None = None
) -> ListingPage:
    """Articles of this site that a page links to, and where it goes on. Raises BadSource where it is no page."""
    page = read_links(body, url, content_type)
    articles = articles_of(page, site, shapes)
    urls = {article.url for article in articles}
    sections, refused = section_links(page, site, urls), refused_links(page, site, urls)
    next_url, form = next_page(page, site), next_form(page.root, page.url)
    form = form if next_url is None and form is not None and site.owns(form.url) else None
    return ListingPage(articles, next_url, form, tuple(sections), frozenset(refused))


def articles_of(page: LinkedPage, site: Site, shapes: AddressShapes | None = None) -> list[DiscoveredUrl]:
    """Articles of this site that a page links to, in its order, with the title and the date that it gives them."""
    groups: dict[str, list[Link]] = {}
    for link in page.links:
        groups.setdefault(link.url, []).append(link)
    groups.pop(page.url, None)
    items = item_urls(page.links)
    articles = {
        url: links
        for url, links in groups.items()
        if is_article_url(url, site, _anchor(links), place=_place(links, is_item=url in items), shapes=shapes)
    }
    hrefs = {link.href: url for url, links in articles.items() for link in links}
    return [
        DiscoveredUrl(url, next((date for link in links if (date := date_near(link, hrefs))), None), _title(links))
        for url, links in articles.items()
    ]


def _place(links: list[Link], *, is_item: bool) -> LinkPlace:
    """Where links to one page stand; the menu may name a section that a heading links to again."""
    if any(link.in_menu for link in links):
        return "menu"
    return "item" if is_item else "text"


def _anchor(links: list[Link]) -> str:
    """What the links to one page say at most."""
    return max((link.text or link.labels[0] or link.alt for link in links), key=len)


def _title(links: list[Link]) -> str | None:
    """What the links to one page call it: the first text of a few words, else a label, else a picture's alt."""
    texts = [*(link.text for link in links), *(link.labels[0] for link in links), *(link.alt for link in links)]
    return next((text for text in texts if len(text.split()) > 2), None)
