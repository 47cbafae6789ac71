"""A news site on ASP.NET WebForms: found by its feeds, each in another dialect, listed on /rss.htm. No robots.txt.

The whole page stands in a form; the body is cut in two by an ad; related links stand before, in and after the text; half
of the letters are named entities. Some stories come from the sister desk: bare text nodes, a decomposed headline.
Older articles keep the template of 2019.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import attrs

from demo.family import Edition, Family, expect, layout_of
from demo.feeds import Dialect, feed, gmt7_date, month_first_date, short_year_date, utc_date
from demo.outlet import SECTIONS, Outlet
from demo.render import page
from demo.reply import Reply, redirect
from demo.story import Story, Text

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from demo.story import Block, ExpectedArticle

OUTLET = Outlet(
    key="aspnet",
    name="Báo Tin Sông Hồng",
    province="Hưng Yên",
    places=(
        *("xã Bãi Sậy", "xã Phù Vân", "phường Hiến Thành", "xã Mễ Trì Hạ", "phường Lam Sơn Đông", "xã Tân Hưng"),
        *("xã Quỳnh Côi Thượng", "phường Trà Lý", "xã Vũ Tiên", "xã Thư Điền", "xã Đông Kết", "phường Đằng Châu"),
    ),
    agency="TTXVN",
)
LAYOUTS = ("2019", "2026")
FEEDS = {
    "thoi-su": Dialect(declared="utf-16", encoding="utf-16"),
    "kinh-te": Dialect(declared="utf-16", date=gmt7_date, escaped=True, undated=5),
    "xa-hoi": Dialect(date=month_first_date, cdata=True, guid=False),
    "van-hoa": Dialect(date=short_year_date, broken_html=True),
    "phap-luat": Dialect(date=utc_date, tracking="?utm_source=rss&utm_medium=feed&fbclid=IwAR0demo"),
}
NEWEST = 15


def paths(story: Story) -> tuple[str, ...]:
    """Return the story's address; its 17 digits are the time of publication, the last five its number here."""
    return (f"/{story.section}/{story.slug}-{stamp(story)}.htm",)


def path_of(story: Story) -> str:
    """Return the address of a story."""
    return paths(story)[0]


def stamp(story: Story) -> str:
    """Return yyyymmddHHMM and five digits of the number."""
    return f"{story.published:%Y%m%d%H%M}{story.number:05d}"


def is_bare(story: Story) -> bool:
    """Tell whether a story comes from the sister desk: text nodes instead of paragraphs, the headline in NFD."""
    return story.number % 8 == 3


def printed(story: Story) -> Story:
    """Return the story as it is printed: in one of five the first paragraph begins with the sapo."""
    first, *rest = story.blocks
    if story.number % 5 != 1 or not isinstance(first, Text):
        return story
    blocks: tuple[Block, ...] = (Text(f"{story.sapo} {first.text}"), *rest)
    return attrs.evolve(story, blocks=blocks)


def article(edition: Edition, story: Story) -> Reply:
    """Render an article page."""
    layout = layout_of(edition, story, LAYOUTS)
    template = f"aspnet/article_{layout}.html" if layout in LAYOUTS else "redesign.html"
    shown = printed(story)
    values = {"canonical": None, "path_of": path_of, "stamp": stamp(story), "bare": is_bare(story)}
    headline = unicodedata.normalize("NFD", story.title) if is_bare(story) else story.title
    reply = page(template, edition, story=shown, headline=headline, cut=len(shown.blocks) // 2, **values)
    return attrs.evolve(reply, body=b"\n" + reply.body, modified=edition.modified)


def expected(edition: Edition, story: Story) -> ExpectedArticle:
    """Return what a reader is told."""
    layout = layout_of(edition, story, LAYOUTS)
    found = expect(edition, printed(story), paths(story), layout)
    if layout not in LAYOUTS:
        return found
    lines = (
        "Chia sẻ:",
        "doanh nghiệp - Sản phẩm - Dịch vụ",
        "Các đơn vị thông tin liên kết",
        "Từ khóa:",
        "tin đọc nhiều nhất",
    )
    related = edition.neighbours(story, 2)[-1:] if layout == "2026" else ()
    return attrs.evolve(found, boilerplate=(*lines, *(other.sapo for other in related)))


def home(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Show the front page; its head names no feed, its header links to /rss.htm."""
    return attrs.evolve(page("aspnet/listing.html", edition, **_listed(edition.stories, "")), tagged=True)


def category(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """Show the newest stories of a section; there is no second page."""
    if match[1] not in SECTIONS:
        return None
    return page("aspnet/listing.html", edition, **_listed(edition.by_section[match[1]], match[1]))


def index_of_feeds(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Show the page that lists the feeds."""
    return page("aspnet/rss.html", edition)


def section_feed(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """Write the feed of a section in its dialect."""
    if match[1] not in FEEDS:
        return None
    return feed(edition, edition.by_section[match[1]], FEEDS[match[1]], path_of)


def by_stamp(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """Redirect the print page of a story to the story."""
    story = edition.by_number.get(int(match[1][-5:]))
    return redirect(edition.address + path_of(story)) if story else None


def _listed(stories: tuple[Story, ...], section: str) -> dict[str, object]:
    return {"stories": stories[:NEWEST], "section": section, "path_of": path_of}


ASPNET = Family(
    outlet=OUTLET,
    layouts=LAYOUTS,
    paths=paths,
    article=article,
    expected=expected,
    routes=(
        ("/", home),
        ("/index.htm", lambda *_: redirect("/")),
        ("/rss.htm", index_of_feeds),
        (r"/([a-z-]+)\.rss", section_feed),
        (r"/([a-z-]+)-\d+ct0\.htm", category),
        (r"/[a-z0-9-]+-n(\d{17})\.htm", by_stamp),
    ),
)
