"""A provincial portal on Liferay: no feed, no sitemap; listings with the asset publisher's long paging query.

Older articles stand in a 6.2 page (no metadata at all, every line a p in the journal article), newer ones in a 7 page
(p inside p, the title in a span, og:locale en_US). Some stand under two addresses, without a canonical link. A calendar
goes on for ever. robots.txt has a Crawl-delay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import attrs

from demo.family import Edition, Family, expect, layout_of, page_number
from demo.outlet import SECTIONS, Outlet
from demo.render import local, page, weekday
from demo.reply import PLAIN, Reply, redirect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from demo.story import ExpectedArticle, Story

OUTLET = Outlet(
    key="liferay",
    name="Cổng thông tin điện tử Trung Du",
    province="Thái Nguyên",
    places=(
        *("xã Vân Khê", "xã Phú Lâm", "phường Tân Sơn", "xã La Hiên", "phường Gia Bình", "xã Bình Yên", "xã Đồng Rẫy"),
        *("xã Nậm Tốc", "phường Bách Việt", "xã Quang Trung", "xã Khe Rịa", "phường Hương Trà", "xã Yên Lãng"),
    ),
)
LAYOUTS = ("6.2", "7")
PORTLET = "_com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_kB4vTrungDu1_"
INSTANCE = "kB4vTrungDu1"
PAGE_SIZE = 8
ROBOTS = "User-agent: *\nCrawl-delay: 0.1\nDisallow: /tim-kiem\nDisallow: /c/portal/\n"
SOURCE = "trungdu.example"


def is_twice(story: Story) -> bool:
    """Tell whether a story is also published on the page of highlights, under an address of its own."""
    return story.number % 9 == 0


def paths(story: Story) -> tuple[str, ...]:
    """Return the story's address, and the one below the highlights."""
    name = f"{story.slug}-{story.number}"
    main = f"/web/guest/{story.section}/-/asset_publisher/{INSTANCE}/content/{name}"
    second = f"/web/guest/tin-noi-bat/-/asset_publisher/z9NoiBat0002/content/{name}"
    return (main, second) if is_twice(story) else (main,)


def article(edition: Edition, story: Story) -> Reply:
    """Render an article page."""
    layout = layout_of(edition, story, LAYOUTS)
    template = {"6.2": "liferay/article_62.html", "7": "liferay/article_7.html"}.get(layout, "redesign.html")
    values = {"canonical": None if is_twice(story) else edition.address + paths(story)[0], "path_of": path_of}
    return page(template, edition, story=story, source=SOURCE, **values)


def expected(edition: Edition, story: Story) -> ExpectedArticle:
    """Return what a reader is told: no tags and no section on these pages."""
    layout = layout_of(edition, story, LAYOUTS)
    found = expect(edition, story, paths(story), layout)
    if layout not in LAYOUTS:
        return found
    day = local(story.published, "%d/%m/%Y %H:%M")
    lines = {
        "6.2": ("Truy cập nội dung luôn", SOURCE, "Số lượt truy cập: 5.698.723"),
        "7": (f"({weekday(story.published).capitalize()}, {day})", "Nguồn: " + SOURCE, "Tin liên quan"),
    }
    return attrs.evolve(found, section=None, tags=(), boilerplate=lines[layout])


def path_of(story: Story) -> str:
    """Return the main address of a story."""
    return paths(story)[0]


def home(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Show the front page: newest stories, highlights, sections, and links that lead nowhere."""
    highlights = [story for story in edition.stories if is_twice(story)][:4]
    reply = page(
        "liferay/home.html", edition, highlights=highlights, path_of=path_of, second_of=lambda story: paths(story)[-1]
    )
    return attrs.evolve(reply, tagged=True)


def listing(edition: Edition, match: re.Match[str], query: Mapping[str, str]) -> Reply | None:
    """Show one page of a section; the parameter `..._cur` counts from 1."""
    section = match[1]
    if section == "tin-noi-bat":
        stories: tuple[Story, ...] = tuple(story for story in edition.stories if is_twice(story))
    elif section in SECTIONS:
        stories = edition.by_section[section]
    else:
        return None
    number = page_number(query, PORTLET + "cur")
    shown = stories[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    values = {
        "section": section,
        "stories": shown,
        "before": paging(match[0], number - 1) if number > 1 else None,
        "next": paging(match[0], number + 1) if number * PAGE_SIZE < len(stories) else None,
        "path_of": (lambda story: paths(story)[-1]) if section == "tin-noi-bat" else path_of,
    }
    return attrs.evolve(page("liferay/listing.html", edition, **values), tagged=True, modified=edition.modified)


def paging(path: str, number: int) -> str:
    """Return Liferay's address of a page of a listing."""
    query = {
        "p_p_id": PORTLET.strip("_"),
        "p_p_lifecycle": "0",
        "p_p_state": "normal",
        "p_p_mode": "view",
        PORTLET + "delta": str(PAGE_SIZE),
        "p_r_p_resetCur": "false",
        PORTLET + "cur": str(number),
    }
    return f"{path}?{urlencode(query, quote_via=quote)}"


def calendar(edition: Edition, _: re.Match[str], query: Mapping[str, str]) -> Reply:
    """Show a month of the officials' calendar, with a link to the next one, for ever."""
    asked = re.fullmatch(r"(\d{4})-(\d{1,2})", query.get("thang", ""))
    year, month = (int(part) for part in asked.groups()) if asked else (2026, 11)
    after = f"{year + month // 12}-{month % 12 + 1}"
    return page("liferay/calendar.html", edition, year=year, month=month, after=after)


def robots(_: Edition, __: re.Match[str], ___: Mapping[str, str]) -> Reply:
    """Answer with robots.txt: slow, without a sitemap."""
    return Reply(ROBOTS.encode(), content_type=PLAIN)


LIFERAY = Family(
    outlet=OUTLET,
    layouts=LAYOUTS,
    paths=paths,
    article=article,
    expected=expected,
    routes=(
        ("/", home),
        ("/robots.txt", robots),
        ("/web/guest", lambda *_: redirect("/", 302)),
        ("/web/guest/lich-cong-tac", calendar),
        ("/web/guest/([a-z-]+)", listing),
    ),
    disallowed=("/tim-kiem", "/c/portal/"),
)
