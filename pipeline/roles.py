"""What the names that CMSes give to their elements, and the labels they print, tell about a piece of a page.

Names are words of classes and ids: facts of the CMSes behind the Vietnamese press, and the general ones of the trade.
A name is a hint. Whoever asks decides what to make of it: see `blocks`, which never believes one that would cost an
article most of its text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.page import Element

Role = Literal[
    "hidden", "ad", "comment", "share", "related", "tags", "player", "control", "navigation", "breadcrumb",
    "caption", "credit", "byline", "source", "date", "clock", "sapo", "title", "place", "notice", "rule",
]  # fmt: skip

# Words between anything but letters; in the order in which they are believed.
_NAMES: tuple[tuple[Role, str, str], ...] = (
    # role, whole words, parts of words
    ("hidden", r"sr-only|visually-?hidden|hide-accessible|screen-reader-text|mask", ""),
    ("breadcrumb", r"crumbs?|titlecate", r"breadcrum"),
    ("comment", r"respond|disqus", r"comment|binh-?luan|feedback|y-?kien|thong-?tin-?ban-?doc"),
    ("ad", r"ads?|adv|advs?|advert\w*|banners?|qc|rennab|sponsor\w*|adsbygoogle|adbox|outstream|mention", r"quang-?cao|sda_|(?<![a-z])ads?web|adsmobile"),
    ("share", r"social|addthis|zalo\w*|fb-root|gg-news", r"share|sharing|google-?news|chia-?se|fb-like|like-?box|social-"),
    ("player", r"tts\w*|audio\w*|player|voice\w*|podcast|speech|readspeaker", r"audio-?player|tts-?player|read-?aloud"),
    ("tags", r"tags?|keywords?|keyword?sword|keysword|kewsword\w*|hashtags?|block-key|tu-?khoa", r"tag-?(?:list|box|cloud)|article__tag|widget-?tags|onecms__tags|kewsword"),
    ("related", r"relat\w*|suggest\w*|recommend\w*|seemore|readmore|viewmore|xemthem|widget|mostread|morelink", r"relat(?:e|ed|ion)[-_]|[-_]relat(?:e|ed|ion)|related-?news|lien-?quan|tin-?khac|xem-?them|bai-?doc-?tiep|tin-?bai-?khac|doc-?nhieu|doc-?them|tin-?moi|cung-?chuyen-?muc|list-concern|type-?related"),
    ("control", r"toolbar|tool-?bars?|popup|wrappopup|modal|dialog|newsletter|subscribe|login|captcha|rating|vote|survey|toc|copyright|qrcode|skip\w*|cookie\w*|list-tool", r"skip-to|scroll-?top|font-?size"),
    ("navigation", r"menu\w*|nav|navbar\w*|pagination|pager|paging|sidebar|marquee", r"main-?menu|sub-?menu|right-?bar"),
    ("notice", r"", r"hightlight-box"),
    ("caption", r"captions?|legend|figcaption", r"caption|chu-?thich|img-?desc|image-?desc|photo-?desc|pic-?desc|imgdesc"),
    ("byline", r"authors?|byline|tac-?gia|writer|reporter|but-?danh", r"author|tacgia|byline"),
    ("source", r"sources?|nguon", r"article__source|news-?source"),
    ("clock", r"clock", r"current-?(?:date|time)|server-?time|date-?now|today"),
    ("date", r"dates?|time|datetime|timestamp|pubdate|posted|ngay\w*|published|publish\w*", r"publish|date-?time|post-?time|postdate|date_|_date|meta-?date|text-ngay"),
    ("place", r"location-?stamp|location|dateline", r"location-stamp"),
    ("sapo", r"sapo|summary|lead|chapeau|intro|description|standfirst|txt-?head|abstract|tom-?tat|desc|mota|alead", r"sapo|summary|description|text-intro"),
    ("title", r"title|headline|heading", r"asset-title|title-?(?:detail|info)|detail-?title|article__title|news-?title"),
)  # fmt: skip
_PATTERN = re.compile(
    "|".join(
        f"(?P<{role}>"
        + "|".join(part for part in (rf"(?<![a-z])(?:{words})(?![a-z])" if words else "", parts) if part)
        + ")"
        for role, words, parts in _NAMES
    )
)
_ORDER = [role for role, _, _ in _NAMES]
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# What stands apart from the text, whatever it says.
BOILERPLATE: frozenset[Role] = frozenset(
    {
        "hidden",
        "ad",
        "comment",
        "share",
        "related",
        "tags",
        "player",
        "control",
        "navigation",
        "breadcrumb",
        "clock",
        "notice",
        "rule",
    }
)

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:hidden|hide|invisible|d-none)(?:\s|$)")
_SHOWN_WIDER = re.compile(r"(?:^|\s)(?:d-(?:sm|md|lg|xl)-|(?:sm|md|lg|xl):)(?!none)")


def is_hidden(element: Element) -> bool:
    """Tell whether a reader never sees an element: by its style, its class, or its attribute."""
    attributes = element.attrib
    if not attributes:
        return False
    if attributes.get("hidden") is not None or _HIDDEN_STYLE.search(attributes.get("style") or ""):
        return True
    classes = attributes.get("class") or ""
    return bool(classes and _HIDDEN_CLASS.search(classes) and not _SHOWN_WIDER.search(classes))


def role_of_names(names: str) -> Role | None:
    """Return the role that class names and ids hint at; of several the one that is believed most.

    What follows the `__` of a name like `detail-author__date` is what the element is, what precedes it is where it stands.
    """
    whole = _CAMEL.sub("-", names).lower()
    parts = " ".join(name.rpartition("__")[2] for name in whole.split())
    for text in dict.fromkeys((parts, whole)):
        found = {match.lastgroup for match in _PATTERN.finditer(text)}
        if found:
            return next(role for role in _ORDER if role in found)
    return None


def role_of(element: Element) -> Role | None:
    """Return the role an element's names, itemprop or kind hint at, None where they say nothing."""
    attributes = element.attrib
    if not attributes:
        return None
    if is_hidden(element):
        return "hidden"
    if prop := attributes.get("itemprop"):
        known: dict[str, Role] = {
            "author": "byline",
            "datePublished": "date",
            "headline": "title",
            "caption": "caption",
        }
        if prop in known:
            return known[prop]
    if "related" in (attributes.get("type") or attributes.get("data-type") or "").lower():
        return "related"
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return role_of_names(names) if names != " " else None


# Labels as they stand in a line of their own, folded, without the closing colon.
_LABELS = re.compile(
    r"(?:tin|bai|bai viet|cac tin|cac bai|tin tuc|tin bai|thong tin)(?: viet| tuc| bai)?"
    r" (?:lien quan|khac|moi|moi nhat|moi hon|cu hon|da dua|doc nhieu|doc nhieu nhat|noi bat|cung chuyen muc|cung chu de|doc tiep|xem nhieu|nong|hot|dia phuong)"
    r"|(?:doc|xem) (?:them|nhieu|tiep|nhieu nhat|them tin|tin khac)|co the ban quan tam|ban co the quan tam|dung bo lo|video dang xem nhieu|quan tam(?: nhat)?"
    r"|cung chuyen muc|cung chu de|nhieu nguoi doc|moi cap nhat|xem them tai day|bai doc tiep|bai lien quan|moi nhat"
    r"|(?:y kien|gop y)(?: ban doc| cua ban)?|ban doc gop y|binh luan(?: \(?\d+\)?)?|gui binh luan|gui y kien|viet binh luan|thong tin ban doc|phan hoi"
    r"|(?:dong )?luu thong tin|dong|gui|huy|dang nhap|tu khoa|the|tag|tags|chu de|chia se(?: bai viet| facebook| qua twitter| qua facebook| qua email| len facebook)?|sao chep lien ket|copy link(?: thanh cong)?"
    r"|in bai viet|in bai|in trang|gui email|ban in|luu bai viet|nghe doc bai|nghe bai viet|theo doi .{2,40} tren(?: google news)?"
    r"|nam mien (?:bac|nam|trung)|nu mien (?:bac|nam|trung)|[\d:]{3,8} / [\d:]{3,8}|quang cao|lien he quang cao|tro lai.{0,25}|(?:tro|quay) (?:ve|lai)(?: trang chu)?|ve dau trang|len dau trang"
    r"|muc luc|an / hien|hien thi muc luc|truy cap noi dung luon|skip to content|chu thich anh|mask|null|undefined|cac don vi thong tin cua .{2,30}|danh gia bai viet|tong so diem.{0,60}|xem anh lon|phong to|thu nho|co chu"
)
_COLON = re.compile(r"[\s:.…»>\-–|•*]+$|^[\s«»<>\-–|•*#]+")


def is_label(folded: str) -> bool:
    """Tell whether a folded line is what a site prints around articles: a box's heading, a button."""
    return len(folded) <= 60 and bool(_LABELS.fullmatch(_COLON.sub("", folded)))
