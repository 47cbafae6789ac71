"""Tells an article of a site from its other pages by the URL: the shapes of the CMSes that Vietnamese sites use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from pipeline.shapes import plain_judgement
from pipeline.text import fold

if TYPE_CHECKING:
    from pipeline.config import Site
    from pipeline.shapes import AddressShapes, Shape

# Names from the menus of 316 sites. Below the first there are no articles, the second are only themselves no article:
# `/tags/le-hoi.htm` is none, `/su-kien/le-hoi-post5.html` is one.
_NO_ARTICLES = re.compile(
    r"tags?|tu-khoa|tukhoa|keywords?|topics?|dong-su-kien|tac-gia|authors?|search|tim-kiem|login|dang-nhap|dang-ky"
    r"|register|sso|rss|feeds?|atom|sitemaps?|print|in-bai|in-bao|email|share|comments?|binh-luan|epaper|bao-in"
    r"|doc-bao-in|wp-\w+|cdn-cgi|api|ajax|combo|documents?|images?|uploads?|uploaded|static|assets|css|js|categor(?:y|ies)",
    re.IGNORECASE,
)
_NO_ARTICLE = re.compile(
    r"(?:trang|page|p)-?\d+|index|default|home|trang-chu|su-kien|events?|chu-de|gioi-thieu|about|lien-he|contact"
    r"|so-do|quang-cao|chuyen-muc|e-?magazine|podcasts?|(?:share|print|in|in-bai)-?\d+"
    r"|.*-(?:tag|event|topic|zone|cat|tp)\d+|.*-[ec]\d{1,5}|.*-c\d+-\d+|.*-\d+ct\d*|.*-n\d{17}",
    re.IGNORECASE,
)
_OTHER_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|pdf|docx?|xlsx?|pptx?|zip|rar|mp[34]|m3u8|avi|rss|xml|txt|css|js|json|gz)$",
    re.IGNORECASE,
)
_PAGE_FILE = re.compile(r"\.(?:s?html?|aspx?|php|jsp|amp|tpo|vnp|bbg|ldo|epi|chn|vgp|vov|cms)$", re.IGNORECASE)
_PAGING_QUERY = re.compile(r"(?:^|&)(?:page|trang|paged|pg|pageindex|\w*_cur)=\d", re.IGNORECASE)
_DETAIL = re.compile(r"detail|chi-?tiet|xem|view|article|bai-viet|news|tin", re.IGNORECASE)
_DETAIL_QUERY = re.compile(r"(?:^|&)(?:\w*(?:news|article|item|post|bai|tin)_?id|id|sid|aid|nid)=\w", re.IGNORECASE)

# The shapes of an article's name that no other page has: MCMS `-post123`, 17 digits of baotintuc, Mediasoft's 7 hex
# digits, `-a123`, `-i123`, `---id123`, `-postid123`.
_SURE_NAME = re.compile(
    r".-(?:post|postid|id|art|news|bv)\d+$|.-[aiv]\d{2,}$|.-d\d{4,}$|\d{14,17}$|.-[0-9a-f]{7}$|^[a-z]?\d{5,}$",
    re.IGNORECASE,
)
_PAGER_TEXT = re.compile(r"[\d\s.<>«»‹›→]+")
_NUMBERED_NAME = re.compile(r"(.+?)((?:[-_]+\d+)+)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_FOLDER = re.compile(r"/(?:19|20)\d\d(?:0[1-9]|1[0-2])/[^/]+/?$|/20\d\d/\d\d?/(?:\d\d?/)?[^/]*[a-z][^/]*/?$")
_LIFERAY = re.compile(
    r"/-/(?:asset_publisher/[^/]+/content/)?(?!asset_publisher|categories|tag)[^/]{4,}", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"/(?:bai|bai-viet|bai-bao|tin|articles?|news|posts?|story|stories|detail|chi-tiet)/\d+/?$")
# What sections are called everywhere, also with a number after it (`tin-tuc-su-kien-73053`).
_SECTION = re.compile(
    r"(?:tin-(?:tuc|moi|noi-bat|hoat-dong|trong-(?:nuoc|tinh)|the-gioi|quoc-te|dia-phuong|tong-hop|bai|anh|video)"
    r"|tin-tuc-(?:va-)?su-kien|tin-su-kien|su-kien|thoi-su(?:-chinh-tri)?|chinh-tri(?:-xa-hoi)?|kinh-te(?:-xa-hoi)?"
    r"|van-hoa(?:-xa-hoi|-the-thao)?|xa-hoi|giao-duc(?:-dao-tao)?|y-te|suc-khoe|phap-luat|the-thao|quoc-te|the-gioi"
    r"|du-lich|doi-song|khoa-hoc(?:-cong-nghe)?|cong-nghe|giai-tri|quoc-phong-an-ninh|an-ninh-quoc-phong"
    r"|thong-bao|van-ban(?:-\w+){0,4}|thu-tuc(?:-hanh-chinh)?|cai-cach-hanh-chinh|chuyen-doi-so|gioi-thieu(?:-chung)?"
    r"|co-cau-to-chuc|bo-may-to-chuc|hoat-dong|cong-khai(?:-ngan-sach)?|lich-(?:cong-tac|tiep-dan)|hoi-dap|hoi-vien"
    r"|thu-vien(?:-(?:anh|hinh-anh|video))?|album(?:-anh)?|videos?|multimedia|tai-nguyen|tai-lieu|tuyen-dung)",
)
# A title is as long as this, a section's name is not ("Bảo vệ nền tảng tư tưởng của Đảng" has 34 letters).
_TITLE_LENGTH = 40


LinkPlace = Literal["menu", "item", "text"]
"""Where a link stands: in a menu, as the headline of a list's item, or anywhere else."""


def is_article_url(
    url: str, site: Site, anchor: str = "", *, place: LinkPlace = "text", shapes: AddressShapes | None = None
) -> bool:
    """Whether a URL, and the text that links to it, look like an article of this site.

    The site's own `article` pattern settles it, searched for in the URL and in its path with query. Else the `shapes`
    that the site's pages taught do, else those of the CMSes. Names that sections have too (`ban-doc-45.html`,
    `khoa-hoc-va-cong-nghe`) are an article's where the link is an item, where its text is as long as a title, or where
    it stands outside the menus; without a text ("", as in a sitemap) most are.
    """
    if not site.owns(url):
        return False
    parts = urlsplit(url)
    path_and_query = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if site.article is not None:
        return any(re.search(site.article, text) for text in (path_and_query, url))
    path = unquote(parts.path)
    if parts.query.startswith("/"):  # a path behind a question mark, as VNPT's school portals write it
        path, parts = f"{path.rstrip('/')}{unquote(parts.query)}", parts._replace(query="")
    if _PAGER_TEXT.fullmatch(anchor) or _OTHER_FILE.search(path):
        return False
    lesson = _by_lesson(shapes.shape_of(url), place) if shapes else None
    if lesson is not None:
        return lesson
    judgement = _by_shape(path, parts.query)
    return _by_name(path, anchor, place) if judgement is None else judgement


def _by_lesson(shape: Shape | None, place: LinkPlace) -> bool | None:
    """What a shape that the site's pages taught says of a link; None where it is no help there."""
    if shape is None:
        return None
    if shape.verdict:  # a menu's entry has a short name, and what was read had long ones
        return None if place == "menu" and shape.is_any_name else True
    # A list's item is believed before what is only known of short names, but not before what is known of its folder.
    return None if place == "item" and not shape.names_a_folder else False


def _by_shape(path: str, query: str) -> bool | None:
    """What a path and a query say alone: an article's, another page's (False), or that of either."""
    plain = plain_judgement(f"{path}?{query}" if query else path)
    if plain is False or (plain is None and not path.strip("/")):
        return False
    if _is_other_page(path, query) and not (plain and query):
        return False
    if plain or any(shape.search(path) for shape in (_LIFERAY, _MONTH_FOLDER, _BARE_NUMBER)):
        return True
    if _SURE_NAME.search(_name(path)) or (_DETAIL.search(path) and _DETAIL_QUERY.search(query)):
        return True
    return None


def _by_name(path: str, anchor: str, place: LinkPlace) -> bool:
    """Whether a name that an article and a section may have is an article's."""
    if place == "item":
        return True
    name = _name(path)
    if _is_section(name, anchor):
        return False
    return _is_title(name, anchor, in_menu=place == "menu") if anchor or place == "menu" else _may_be_title(name)


def _name(path: str) -> str:
    """The last part of a path, without its ending."""
    return _PAGE_FILE.sub("", path.rstrip("/").rpartition("/")[2])


def _is_section(name: str, anchor: str) -> bool:
    """Whether a name, without its number, is one that sections have; a title may be longer than what it links to."""
    numbered = _NUMBERED_NAME.fullmatch(name)
    return len(anchor) < _TITLE_LENGTH and bool(_SECTION.fullmatch(fold(numbered[1] if numbered else name)))


def _is_other_page(path: str, query: str) -> bool:
    """Whether it is a home page, a file, a page of a list or of the site's own affairs."""
    folders = [part for part in path.split("/") if part]
    if not folders or _PAGING_QUERY.search(query):
        return True
    name = _PAGE_FILE.sub("", folders.pop())
    return bool(_NO_ARTICLE.fullmatch(name)) or any(_NO_ARTICLES.fullmatch(part) for part in [*folders, name])


def _may_be_title(name: str) -> bool:
    """Whether the last part of a path, without its ending, is numbered, or longer than names of sections are."""
    return _is_numbered(name) or name.count("-") >= 6


def _is_title(name: str, anchor: str, *, in_menu: bool) -> bool:
    """Whether a name with the text that links to it is an article's."""
    if len(anchor) >= _TITLE_LENGTH and name.count("-") >= 3:
        return True
    if _is_numbered(name):
        return not in_menu or (len(re.findall(r"\d", name)) >= 5 and (len(anchor) >= 25 or name.count("-") >= 5))
    return not in_menu and name.count("-") >= (4 if len(anchor) >= 25 else 8)


def _is_numbered(name: str) -> bool:
    """Whether a name ends in a number that is no year, and no day or month beside one."""
    numbered = _NUMBERED_NAME.fullmatch(name)
    if numbered is None:
        return False
    numbers = re.findall(r"\d+", numbered[2])
    is_dated = any(map(_YEAR.fullmatch, numbers))
    return any(not _YEAR.fullmatch(number) and (len(number) > 2 or not is_dated) for number in numbers)
