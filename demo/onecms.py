"""A provincial paper on OneCMS: feeds without extension, named in the head of the front page; also a sitemap a day.

The header with title, sapo and date stands inside the article element; boxed prose repeats over many articles; older
articles keep the older template, with dates of their own (24 hours with PM). The list of all news never ends: past its
last page it shows that page again. One sitemap always answers 403.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from demo.family import Edition, Family, expect, layout_of
from demo.feeds import Dialect, feed, vietnamese_date
from demo.outlet import SECTIONS, Outlet
from demo.render import local, page
from demo.reply import PLAIN, Reply, missing, redirect
from demo.sitemaps import Entry, index, urlset
from demo.story import Story, minute

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from demo.story import ExpectedArticle

OUTLET = Outlet(
    key="onecms",
    name="Báo Kinh Bắc",
    province="Bắc Ninh",
    places=(
        *(
            "xã Việt Lâm",
            "phường Vân Dương Nam",
            "xã Phật Tích Hạ",
            "phường Đáp Cầu",
            "xã Trung Kênh",
            "xã An Lạc Thịnh",
        ),
        *("phường Song Liễu", "xã Lục Ngạn Tây", "xã Tiên Du Thượng", "phường Nội Hoàng", "xã Bố Sơn", "xã Đại Sơn"),
    ),
    agency="TTXVN",
)
LAYOUTS = ("2023", "2026")
FEED_LENGTH = 50
PAGE_SIZE = 10
RECENT = 15  # articles of the news sitemap
FIRST_ID = 88000
BOX = "Kinh Bắc mời bạn đọc gửi tin, bài, ảnh cộng tác về tòa soạn; bài được chọn sẽ đăng trên báo in và báo điện tử."
DIALECTS = {
    "thoi-su": Dialect(date=vietnamese_date, cdata=True),
    "kinh-te": Dialect(tracking="?utm_source=rss&utm_campaign=feed"),
}
DEFAULT = Dialect(broken_html=True)


def paths(story: Story) -> tuple[str, ...]:
    """Return the story's address."""
    return (f"/{story.slug}-{FIRST_ID + story.number}.html",)


def path_of(story: Story) -> str:
    """Return the address of a story."""
    return paths(story)[0]


def is_boxed(story: Story) -> bool:
    """Tell whether the newer template puts the paper's boxed appeal into the story."""
    return story.number % 2 == 1


def article(edition: Edition, story: Story) -> Reply:
    """Render an article page."""
    layout = layout_of(edition, story, LAYOUTS)
    template = f"onecms/article_{layout}.html" if layout in LAYOUTS else "redesign.html"
    values = {
        "canonical": edition.address + path_of(story),
        "path_of": path_of,
        "box": BOX if is_boxed(story) else "",
        "old_date": old_date(story),
    }
    return attrs.evolve(page(template, edition, story=story, **values), tagged=True)


def old_date(story: Story) -> str:
    """Return the date as the older template shows it: `15-01-2024 13:04`, or `15-01-2024 - 13:04 PM` on one in three."""
    return local(story.published, "%d-%m-%Y - %H:%M %p" if story.number % 3 == 0 else "%d-%m-%Y %H:%M")


def expected(edition: Edition, story: Story) -> ExpectedArticle:
    """Return what a reader is told."""
    layout = layout_of(edition, story, LAYOUTS)
    found = expect(edition, story, paths(story), layout)
    lines = {"2023": ("Bài đọc tiếp",), "2026": ("Bài liên quan", "Bài đọc tiếp", *(BOX,) * is_boxed(story))}
    return attrs.evolve(found, boilerplate=lines.get(layout, ()))


def home(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Show the front page, whose head names a feed for each section."""
    return page(
        "onecms/listing.html", edition, name="", stories=edition.stories[:PAGE_SIZE], path_of=path_of, next=None
    )


def section(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """Show a page of a section, `/thoi-su/trang-2/`; the last one has no link on."""
    key, number = match[1], int(match[2] or 1)
    if key not in SECTIONS:
        return None
    stories = edition.by_section[key]
    more = f"/{key}/trang-{number + 1}/" if number * PAGE_SIZE < len(stories) else None
    return _listing(edition, SECTIONS[key], stories[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], more)


def all_news(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply:
    """Show a page of all news; past the last page that page comes again, and always a link to the next."""
    number = int(match[1] or 1)
    start = min((number - 1) * PAGE_SIZE, (max(len(edition.stories), 1) - 1) // PAGE_SIZE * PAGE_SIZE)
    return _listing(edition, "Tin mới", edition.stories[start : start + PAGE_SIZE], f"/tin-moi/trang-{number + 1}/")


def section_feed(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """Write a section's feed."""
    if match[1] not in SECTIONS:
        return None
    stories = edition.by_section[match[1]][:FEED_LENGTH]
    return feed(edition, stories, DIALECTS.get(match[1], DEFAULT), path_of)


def sitemap_index(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """List the days' files, and those of news and sections."""
    days = sorted({_day(story) for story in edition.stories}, reverse=True)
    names = ["category", "news", *(f"article-{day}" for day in days)]
    return index([Entry(f"{edition.address}/sitemap-{name}.xml") for name in names], edition.modified)


def day_file(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """List a day's articles, newest first, with their pictures; lastmod is the time of publication."""
    stories = [story for story in edition.stories if _day(story) == match[1]]
    return urlset([_entry(edition, story) for story in stories], edition.modified) if stories else None


def news_file(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """List the newest articles in the news schema."""
    entries = [
        Entry(edition.address + path_of(story), minute(story.published), headline=story.title)
        for story in edition.stories[:RECENT]
    ]
    return urlset(entries, edition.modified, edition.outlet.name)


def _listing(edition: Edition, name: str, stories: tuple[Story, ...], more: str | None) -> Reply:
    reply = page("onecms/listing.html", edition, name=name, stories=stories, path_of=path_of, next=more)
    return attrs.evolve(reply, tagged=True)


def _entry(edition: Edition, story: Story) -> Entry:
    return Entry(
        edition.address + path_of(story), minute(story.published), f"{edition.address}/images/{story.number}.jpg"
    )


def _day(story: Story) -> str:
    return local(story.published, "%Y-%m-%d")


def _robots(*_: object) -> Reply:
    return Reply(b"User-agent: *\nDisallow: /api/\n", content_type=PLAIN)


ONECMS = Family(
    outlet=OUTLET,
    layouts=LAYOUTS,
    paths=paths,
    article=article,
    expected=expected,
    routes=(
        ("/", home),
        ("/robots.txt", _robots),
        ("/rss/phap-dinh", lambda *_: redirect("phap-luat", 302)),  # relative, as the head of the front page has it
        ("/rss/([a-z-]+)", section_feed),
        ("/sitemap.xml", sitemap_index),
        ("/sitemap-category.xml", lambda *_: missing(403)),
        ("/sitemap-news.xml", news_file),
        (r"/sitemap-article-(\d{4}-\d\d-\d\d)\.xml", day_file),
        (r"/tin-moi(?:/trang-(\d+)/)?", all_news),
        (r"/([a-z-]+)(?:/trang-([1-9]\d*)/)?", section),
    ),
    disallowed=("/api/",),
    compressed=True,
)
