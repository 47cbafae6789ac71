"""What a page's head states about the article: JSON-LD before meta elements, each with its known lies.

JSON-LD lists an organisation or an empty name as author, `article:tag` is one joined string, `&quot;` stands inside
JSON, keywords may be the title again. Everything here is what is *stated*; who believes it, and
against what is printed, is decided where it is used (`layout/headline`, `fields/publication`, `compose`).
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.extraction.html.json_ld import LinkedNode, as_text
from pipeline.extraction.lines import FRONT_PAGE_NAMES
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extraction.html.page import Page

_ARTICLES = (
    "NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle", "OpinionNewsArticle",
    "LiveBlogPosting", "TechArticle", "Report",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "datepublished", "pubdate", "og:published_time", "article:published", "publishdate",
    "publish-date", "dc.date.issued", "dcterms.created", "dc.date", "date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_NEAR = 4  # elements from a <time> up to what holds the headline too
_PUBLISHED_CLASS = re.compile(r"(?:^|\s)(?:entry-date|published|dt-published|post-date)(?:\s|$)")
_MODIFIED = ("article:modified_time", "datemodified", "lastmod", "og:updated_time", "article:modified")


def _outlets(page: Page, article: LinkedNode) -> Iterator[str]:
    yield page.meta("og:site_name")
    yield article.text("publisher")
    yield page.meta("application-name", "apple-mobile-web-app-title")
    yield page.meta("sourceorganization", "source", "copyright", "generator")
    for node in _typed(page, "Organization", "NewsMediaOrganization", "WebSite"):
        yield node.text("name")
        yield node.text("alternateName")


def _authors(page: Page, article: LinkedNode) -> Iterator[str]:
    """Stated authors: JSON-LD's persons, then what some CMSes put into metas of their own, then meta author."""
    stated = article.get("author")
    for value in stated if isinstance(stated, list) else [stated]:
        author = _referred(page, value)
        kind = author.get("@type") if isinstance(author, dict) else "Person"
        if kind != "Organization" and (name := as_text(author)):
            yield name
    for name in ("dable:author", "article:author", "author", "dc.creator"):
        content = page.meta(name)
        if content and "://" not in content:
            yield content


def _referred(page: Page, value: Any) -> Any:
    """Node that a reference stands for (`{"@id": ...}` alone), as JSON; anything else as it is."""
    if not isinstance(value, dict) or set(value) != {"@id"}:
        return value
    nodes = (node.data for node in page.linked if node.get("@id") == value["@id"] and node.data is not value)
    return next(nodes, value)


def _typed(page: Page, *types: str) -> Iterator[LinkedNode]:
    """JSON-LD nodes of these types."""
    return (node for node in page.linked if node.is_a(*types))


def _dates(page: Page, article: LinkedNode, key: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(stated := article.get(key), str) and stated.strip():
        yield "json-ld", stated
    for name in names:
        if content := page.meta(name):
            yield f"meta {name}", content
    for node in page.linked:
        if node is not article and isinstance(stated := node.get(key), str) and stated.strip():
            yield "json-ld", stated
    if names is _PUBLISHED and (marked := _marked_time(page)):
        yield "time", marked


def _marked_time(page: Page) -> str | None:
    """What the <time> near the headline says that is marked as that of publication, as in WordPress."""
    for element in page.root.iter("time"):
        if element.get("itemprop") == "datePublished" or _PUBLISHED_CLASS.search(element.get("class") or ""):
            around = itertools.takewhile(lambda element: element.tag not in {"body", "main"}, element.iterancestors())
            if any(next(box.iter("h1"), None) is not None for box in itertools.islice(around, _NEAR)):
                return str(element.get("datetime") or "") or None
            return None
    return None


def _section(page: Page, article: LinkedNode) -> str | None:
    for trail in _typed(page, "BreadcrumbList"):
        items = trail.get("itemListElement")
        names = [_crumb(item) for item in items] if isinstance(items, list) else []
        titles = {fold(title)[:30] for title in (article.text("headline"), page.meta("og:title")) if title}
        names = [
            name for name in names if name and fold(name) not in FRONT_PAGE_NAMES and fold(name)[:30] not in titles
        ]
        if names:
            return names[-1]
    stated = page.meta("article:section", "articlesection") or article.text("articleSection")
    return stated.strip(" ,") or None


def _crumb(item: Any) -> str:
    """Name of one breadcrumb: in the item, or in the thing it points at."""
    if not isinstance(item, dict):
        return ""
    return as_text(item.get("name")) or as_text(item.get("item"))


def _tags(page: Page, article: LinkedNode) -> tuple[str, ...]:
    """Stated tags: one meta a tag, or one joined string; keywords that are a sentence or the title are none."""
    lists = [page.metas.get("article:tag", ()), page.metas.get("news_keywords", ()), page.metas.get("keywords", ())]
    keywords = article.get("keywords")
    lists.insert(1, tuple(map(as_text, keywords)) if isinstance(keywords, list) else (as_text(keywords),))
    title = fold(page.meta("og:title"))
    for contents in lists:
        tags = split_tags(contents)
        if tags and not any(len(tag) > 80 or (title and fold(tag)[:40] == title[:40]) for tag in tags):
            return tags
    return ()


_LONGEST_TITLE = 500  # letters; what is longer is no headline
_NO_TAGS = {"tin nong", "tin tuc", "bao", "news", "general"}


@attrs.frozen
class Stated:
    """What the head states. Dates are raw strings with the name of their place, the most trusted first."""

    titles: tuple[str, ...]
    outlets: tuple[str, ...]
    authors: tuple[str, ...]
    published: tuple[tuple[str, str], ...]
    modified: tuple[tuple[str, str], ...]
    section: str | None
    tags: tuple[str, ...]
    is_article: bool


def read_stated(page: Page) -> Stated:
    """Gather what the head states."""
    article = next(_typed(page, *_ARTICLES), LinkedNode())
    outlets = tuple(dict.fromkeys(filter(None, _outlets(page, article))))
    titles = (
        article.text("headline"),
        page.meta("og:title"),
        page.meta("twitter:title", "twitter: title", "dcterms.title", "its_title"),
        article.text("name"),
        clean("".join(next(page.root.iter("title"), page.root.makeelement("title")).itertext())),
    )
    return Stated(
        titles=tuple(dict.fromkeys(title for title in titles if 0 < len(title) <= _LONGEST_TITLE)),
        outlets=outlets,
        authors=tuple(dict.fromkeys(_authors(page, article))),
        published=tuple(_dates(page, article, "datePublished", _PUBLISHED)),
        modified=tuple(_dates(page, article, "dateModified", _MODIFIED)),
        section=_section(page, article),
        tags=_tags(page, article),
        is_article=bool(article) or page.meta("og:type") == "article" or bool(page.meta("article:published_time")),
    )


def split_tags(contents: tuple[str, ...]) -> tuple[str, ...]:
    """Split joined tags at commas and semicolons; a list of several is taken as it stands."""
    parts = (
        contents
        if len(contents) > 1
        else [part for content in contents for part in content.replace(";", ",").split(",")]
    )
    cleaned = (clean(part).strip(" ,.#[]\"'") for part in parts)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag and fold(tag) not in _NO_TAGS))
