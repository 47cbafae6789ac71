"""What the names that CMSes give to their elements tell about a piece of a page (`labels`: what is printed in it).

Names are words of classes and ids: facts of the CMSes behind the Vietnamese press, and the general ones of the trade.
A name is a hint. Whoever asks decides what to make of it: see `blocks`, which never believes one that would cost an
article most of its text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.extraction.html.page import Element

Attributes = tuple[tuple[str, str], ...]
Role = Literal[
    "hidden", "ad", "comment", "share", "related", "tags", "player", "control", "navigation", "breadcrumb", "notice",
    "clock", "rule",
    "caption", "credit", "byline", "source", "date", "sapo", "title", "place",
]  # fmt: skip

# What stands apart from the text, whatever it says.
BOILERPLATE: frozenset[Role] = frozenset(
    (
        "hidden", "ad", "comment", "share", "related", "tags", "player", "control", "navigation", "breadcrumb",
        "notice", "clock", "rule",
    )
)  # fmt: skip

# A name a line: the role, the whole words (between anything but letters), the parts of words. Believed in this order.
_NAMES: tuple[tuple[Role, tuple[str, ...], tuple[str, ...]], ...] = (
    ("hidden", ("sr-only", "visually-?hidden", "hide-accessible", "screen-reader-text", "mask"), ()),
    ("breadcrumb", ("crumbs?", "titlecate", "trail"), ("breadcrum", "duong-?dan")),
    ("comment", ("respond", "disqus"), ("comment", "binh-?luan", "feedback", "y-?kien", "thong-?tin-?ban-?doc")),
    (
        "ad",
        ("ads?", "advs?", "advert\\w*", "banners?", "qc", "rennab", "sponsor\\w*", "adsbygoogle", "adbox", "outstream"),
        ("quang-?cao", "sda_", "(?<![a-z])ads?web", "adsmobile"),
    ),
    (
        "share",
        ("social", "addthis", "zalo\\w*", "fb-root", "gg-news"),
        ("share", "sharing", "google-?news", "chia-?se", "fb-like", "like-?box", "social-"),
    ),
    ("player", ("tts\\w*", "audio\\w*", "player", "voice\\w*", "podcast", "speech", "readspeaker"), ("read-?aloud",)),
    (
        "tags",
        ("tags?", "keywords?", "key?sword", "hashtags?", "block-key", "tu-?khoa"),
        ("tag-?(?:list|box|cloud)", "kewsword"),
    ),
    (
        "related",
        (
            "relat(?!ive(?![a-z]))\\w*",  # `relative` is a way of placing
            "suggest\\w*", "recommend\\w*", "seemore", "readmore", "viewmore", "xemthem",
            "(?<!elementor-)(?<!so-)(?<!siteorigin-)widget(?!-(?:image|text|heading|container|caption))",
            "mostread", "morelink",
        ),
        (
            "[-_]related?[-_]?", "related-?news", "lien-?quan", "tin-?khac", "xem-?them", "bai-?doc-?tiep",
            "tin-?bai-?khac", "doc-?nhieu", "doc-?them", "tin-?moi", "cung-?chuyen-?muc", "list-concern",
            "elementor-widget-(?:posts|wp-widget)",
        ),
    ),
    (
        "control",
        (
            "tool-?bars?", "wrap-popup", "popup", "modal", "dialog", "newsletter", "subscribe", "login", "captcha",
            "rating", "kksr", "vote", "survey", "toc(?![-_]?\\d)", "copyright", "qrcode", "skip\\w*", "cookie\\w*",
            "list-tool",
        ),
        ("skip-to", "scroll-?top", "font-?size"),
    ),
    (
        "navigation",
        ("menu\\w*", "nav", "navbar\\w*", "pagination", "pager", "paging", "sidebar", "marquee", "(?<!-)footer"),
        ("(?:site|main|page)-footer", "main-?menu", "sub-?menu", "right-?bar"),
    ),
    ("notice", (), ("hightlight-box",)),  # OneCMS, misspelt there: prose that many articles share
    (
        "caption",
        ("(?<!star-name-)captions?", "legend", "figcaption"),
        ("(?<!star-name-)caption", "chu-?thich", "(?:img|image|photo|pic)-?desc"),
    ),
    ("credit", ("credits?",), ("nguon-?anh", "(?:photo|image|img|anh)[-_]?(?:credit|source|author)")),
    (
        "byline",
        ("authors?", "created-?by", "byline", "tac-?gia", "writer", "reporter", "but-?danh"),
        ("author", "tacgia", "byline"),
    ),
    ("source", ("sources?", "nguon"), ("news-?source",)),
    ("clock", ("clock",), ("current-?(?:date|time)", "server-?time", "date-?now", "today")),
    (
        "date",
        ("dates?", "when", "time", "datetime", "timestamp", "pubdate", "posted", "ngay\\w*", "publish\\w*"),
        ("publish", "date-?time", "post-?time", "postdate", "date_", "_date", "meta-?date", "text-ngay"),
    ),
    ("place", ("location-?stamp", "location", "dateline"), ()),
    (
        "sapo",
        (
            "sapo", "summary", "lead", "chapeau", "intro", "description", "standfirst", "txt-?head", "abstract",
            "tom-?tat", "desc", "mota", "alead", "brief",
        ),
        ("sapo", "summary", "description"),
    ),
    ("title", ("title", "headline", "heading", "tieu-?de"), ("title-?(?:detail|info)", "news-?title")),
)  # fmt: skip


def _alternatives(words: tuple[str, ...], parts: tuple[str, ...]) -> str:
    whole = (f"(?<![a-z])(?:{'|'.join(words)})(?![a-z])",) if words else ()
    return "|".join(whole + parts)


_PATTERN = re.compile("|".join(f"(?P<{role}>{_alternatives(words, parts)})" for role, words, parts in _NAMES))
_ORDER = [role for role, _, _ in _NAMES]
_BODY = re.compile(
    r"(?:article|detail|post|entry|news|singular|cms)[-_]*(?:content|body|text)(?![a-z])|content[-_]detail|journal-content"
    r"|fck[-_]?detail|noi-?dung(?![a-z])|maincontent"
)
_HASHED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]*\d[A-Za-z][A-Za-z0-9]*")  # cate_1AD5...: letters in it mean nothing
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# WordPress lists what a post is filed under, among its names: no part of the page is that.
_FILED = re.compile(r"(?<![\w-])(?:category|tag)-[\w-]+")
_POST = re.compile(r"(?<![\w-])(?:hentry|type-post)(?![\w-])")
# What a row is called by its tools or its letters: what else the name says is what stands in it.
_BESIDE = re.compile(r"font-?size|shar(?:e|ing)|chia-?se")
_DENIED = re.compile(r"(?<![a-z])(?:no|not|has|with|without)[-_][a-z]+")  # no-sidebar, has-ads: said of something else
_PROPERTIES: dict[str, Role] = {
    "author": "byline", "datePublished": "date", "headline": "title", "caption": "caption",
}  # fmt: skip

_LONGEST = 400  # letters of names that are looked at
_UNTELLING = frozenset(("href", "src", "srcset", "alt", "title", "data-src", "data-original", "content", "target"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:hidden|hide|invisible|d-none)(?:\s|$)")
_SHOWN_WIDER = re.compile(r"(?:^|\s)(?:d-(?:sm|md|lg|xl)-|(?:sm|md|lg|xl):)(?!none)")


def telling(element: Element) -> Attributes:
    """Attributes of an element that may tell what it is: all but addresses and texts of its own."""
    pairs = element.items()
    return tuple([pair for pair in pairs if pair[0] not in _UNTELLING]) if pairs else ()


@lru_cache(maxsize=2048)  # of pure functions, both: no reading depends on what was read before; styles may be long
def is_hidden(attributes: Attributes) -> bool:
    """Whether a reader never sees an element: by its style, its class, or its attribute."""
    value_of = dict(attributes).get
    style, classes = value_of("style"), value_of("class")
    return (
        value_of("hidden") is not None
        or bool(style and _HIDDEN_STYLE.search(style))
        or bool(classes and _HIDDEN_CLASS.search(classes) and not _SHOWN_WIDER.search(classes))
    )


def is_footer(attributes: Attributes) -> bool:
    """Whether an element is a footer by its names alone."""
    value_of = dict(attributes).get
    return "footer" in f"{value_of('class') or ''} {value_of('id') or ''}".lower()


def is_body(element: Element) -> bool:
    """Whether an element is named as what holds an article's text."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_BODY.search(names[:_LONGEST].lower())) or names.strip() == "content"


@lru_cache(maxsize=16384)  # of a pure function: no reading depends on what was read before
def role_of_names(names: str) -> Role | None:
    """Role that class names and ids hint at; of several the one that is believed most.

    A word with a letter after a digit is a hash. What follows the `__` of a name like `detail-author__date` is what the
    element is, what precedes it where it stands. An article's body is no boilerplate, whatever else it is called.
    """
    whole = _DENIED.sub("", _CAMEL.sub("-", _HASHED.sub("", names)).lower())
    whole = _FILED.sub("", whole) if _POST.search(whole) else whole
    parts = " ".join(name.rpartition("__")[2] for name in whole.split())
    for text in dict.fromkeys((parts, whole)):
        role = _first_role(text)
        if role in BOILERPLATE and (part := _first_role(_BESIDE.sub("", text))) and part not in BOILERPLATE:
            return part
        if role:
            return None if role in BOILERPLATE and _BODY.search(whole) else role
    return None


def _first_role(text: str) -> Role | None:
    roles = {match.lastgroup for match in _PATTERN.finditer(text)}
    return next((role for role in _ORDER if role in roles), None)


@lru_cache(maxsize=2048)
def role_of(attributes: Attributes) -> Role | None:
    """Role an element's names, itemprop or kind hint at, None where they say nothing."""
    value_of = dict(attributes).get
    if is_hidden(attributes):
        return "hidden"
    if role := _PROPERTIES.get(value_of("itemprop") or ""):
        return role
    if "related" in (value_of("type") or value_of("data-type") or "").lower():
        return "related"
    names = f"{value_of('class') or ''} {value_of('id') or ''} {value_of('slot') or ''}"
    if len(names) == 2:  # none of the three: HTML5 templates may name an element by an attribute without a value
        names = " ".join(name[5:] for name, value in attributes if not value and name.startswith("data-"))
        names = "author" if names == "by" else names
    return role_of_names(names[:_LONGEST]) if names else None
