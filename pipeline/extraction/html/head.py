"""What a page's head states about the article: JSON-LD before meta elements, each with its known lies.

JSON-LD lists an organisation or an empty name as author, `article:tag` is one joined string, `&quot;` stands inside
JSON, keywords may be the title again. Everything here is what is *stated*; who believes it, and
against what is printed, is decided where it is used (`title`, `publication`, `extract`).
"""

from __future__ import annotations

import html
import itertools
import re
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.extraction.html.page import typed
from pipeline.extraction.lines import FRONT_PAGE_NAMES
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extraction.html.page import Page

_ARTICLES = (
    "NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle", "OpinionNewsArticle",
    "LiveBlogPosting", "TechArticle", "Report",
)  # fmt: skip
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
    article = next(typed(page, *_ARTICLES), {})
    outlets = tuple(dict.fromkeys(filter(None, _outlets(page, article))))
    titles = (
        _text(article.get("headline")),
        page.meta("og:title"),
        page.meta("twitter:title", "twitter: title", "dcterms.title", "its_title"),
        _text(article.get("name")),
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


_PUBLISHED = (
    "article:published_time", "datepublished", "pubdate", "og:published_time", "article:published", "publishdate",
    "publish-date", "dc.date.issued", "dcterms.created", "dc.date", "date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_NEAR = 4  # elements from a <time> up to what holds the headline too
_PUBLISHED_CLASS = re.compile(r"(?:^|\s)(?:entry-date|published|dt-published|post-date)(?:\s|$)")
_MODIFIED = ("article:modified_time", "datemodified", "lastmod", "og:updated_time", "article:modified")


def _text(value: Any) -> str:
    """Return a JSON-LD value as text, its entities (even double ones) read."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return clean(html.unescape(html.unescape(value))) if isinstance(value, str) else ""


def _outlets(page: Page, article: dict[str, Any]) -> Iterator[str]:
    yield page.meta("og:site_name")
    yield _text(article.get("publisher"))
    yield page.meta("application-name", "apple-mobile-web-app-title")
    yield page.meta("sourceorganization", "source", "copyright", "generator")
    for node in typed(page, "Organization", "NewsMediaOrganization", "WebSite"):
        yield _text(node.get("name"))
        yield _text(node.get("alternateName"))


def _authors(page: Page, article: dict[str, Any]) -> Iterator[str]:
    """Yield stated authors: JSON-LD's persons, then what some CMSes put into metas of their own, then meta author."""
    stated = article.get("author")
    for said in stated if isinstance(stated, list) else [stated]:
        author = _referred(page, said)
        kind = author.get("@type") if isinstance(author, dict) else "Person"
        if kind != "Organization" and (name := _text(author)):
            yield name
    for name in ("dable:author", "article:author", "author", "dc.creator"):
        content = page.meta(name)
        if content and "://" not in content:
            yield content


def _referred(page: Page, said: Any) -> Any:
    """Return the node that a reference stands for (`{"@id": ...}` alone), anything else as it is."""
    if not isinstance(said, dict) or set(said) != {"@id"}:
        return said
    return next((node for node in page.linked if node.get("@id") == said["@id"] and node is not said), said)


def _dates(page: Page, article: dict[str, Any], key: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
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
    """Return what the <time> near the headline says that is marked as that of publication, as in WordPress."""
    for element in page.root.iter("time"):
        if element.get("itemprop") == "datePublished" or _PUBLISHED_CLASS.search(element.get("class") or ""):
            around = itertools.takewhile(lambda one: one.tag not in {"body", "main"}, element.iterancestors())
            if any(next(one.iter("h1"), None) is not None for one in itertools.islice(around, _NEAR)):
                return str(element.get("datetime") or "") or None
            return None
    return None


def _section(page: Page, article: dict[str, Any]) -> str | None:
    for trail in typed(page, "BreadcrumbList"):
        items = trail.get("itemListElement")
        names = [_crumb(item) for item in items] if isinstance(items, list) else []
        known = {fold(title)[:30] for title in (_text(article.get("headline")), page.meta("og:title")) if title}
        names = [name for name in names if name and fold(name) not in FRONT_PAGE_NAMES and fold(name)[:30] not in known]
        if names:
            return names[-1]
    stated = page.meta("article:section", "articlesection") or _text(article.get("articleSection"))
    return stated.strip(" ,") or None


def _crumb(item: Any) -> str:
    """Return the name of one breadcrumb: in the item, or in the thing it points at."""
    if not isinstance(item, dict):
        return ""
    return _text(item.get("name")) or _text(item.get("item"))


def _tags(page: Page, article: dict[str, Any]) -> tuple[str, ...]:
    """Return stated tags: one meta a tag, or one joined string; keywords that are a sentence or the title are none."""
    lists = [page.metas.get("article:tag", ()), page.metas.get("news_keywords", ()), page.metas.get("keywords", ())]
    keywords = article.get("keywords")
    lists.insert(1, tuple(map(_text, keywords)) if isinstance(keywords, list) else (_text(keywords),))
    title = fold(page.meta("og:title"))
    for contents in lists:
        tags = split_tags(contents)
        if tags and not any(len(tag) > 80 or (title and fold(tag)[:40] == title[:40]) for tag in tags):
            return tags
    return ()


def split_tags(contents: tuple[str, ...]) -> tuple[str, ...]:
    """Split joined tags at commas and semicolons; a list of several is taken as it stands."""
    parts = (
        contents
        if len(contents) > 1
        else [part for content in contents for part in content.replace(";", ",").split(",")]
    )
    cleaned = (clean(part).strip(" ,.#[]\"'") for part in parts)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag and fold(tag) not in _NO_TAGS))
