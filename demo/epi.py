"""A provincial paper on MCMS (ePi): found by the sitemap index that robots.txt names.

A file a month, its number not padded, the older ones gzipped. Three titles that differ, og:url that is a share link, times that contradict each other; pictures that load late with a
noscript twin; a voice player, a related box and a dated comment in the body; paragraphs in div; the sapo printed twice.
Older articles have their pictures in tables, numbered after the title. Some articles have a second address, with a
canonical link to the first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from demo.family import Edition, Family, expect, layout_of
from demo.outlet import SECTIONS, Outlet
from demo.render import local, page
from demo.reply import PLAIN, Reply, redirect
from demo.sitemaps import Entry, index, urlset, zipped
from demo.story import Photo, Story, Subhead, minute
from pipeline.article import Image

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from demo.story import ExpectedArticle

OUTLET = Outlet(
    key="epi",
    name="Báo Xứ Lam",
    province="Nghệ An",
    places=(
        *("xã Mường Lống", "xã Châu Khê", "phường Bến Thủy Đông", "xã Nam Giang", "xã Diễn Trường", "phường Hồng Lam"),
        *("xã Tam Hợp", "xã Yên Na", "phường Cửa Hội", "xã Quỳ Sơn", "xã Thanh Lĩnh", "xã Đô Thành", "phường Trung Đô"),
    ),
    dateline="(Xứ Lam) - ",
)
LAYOUTS = ("2021", "2026")
ZIPPED_BEFORE = 2  # all months but the last two come gzipped
FIRST_ID = 310000
LISTED = 20


def paths(story: Story) -> tuple[str, ...]:
    """Return the story's address, and for one in seven the one below its section."""
    name = f"{story.slug}-post{FIRST_ID + story.number}.html"
    return (f"/{name}", f"/{story.section}/{name}") if story.number % 7 == 0 else (f"/{name}",)


def path_of(story: Story) -> str:
    """Return the main address of a story."""
    return paths(story)[0]


def listed_path_of(story: Story) -> str:
    """Return the address that section pages link to."""
    return paths(story)[-1]


def printed(story: Story, layout: str) -> Story:
    """Return the story as it is printed: the older template sets subheads in capitals."""
    if layout != "2021":
        return story
    blocks = (Subhead(block.text.upper()) if isinstance(block, Subhead) else block for block in story.blocks)
    return attrs.evolve(story, blocks=tuple(blocks))


def article(edition: Edition, story: Story) -> Reply:
    """Render an article page."""
    layout = layout_of(edition, story, LAYOUTS)
    template = f"epi/article_{layout}.html" if layout in LAYOUTS else "redesign.html"
    backwards = timedelta(minutes=-23 if story.number % 6 == 2 else 0)  # last changed before it appeared
    values = {
        "canonical": edition.address + path_of(story),
        "path_of": path_of,
        "post": FIRST_ID + story.number,
        "changed": story.modified + backwards,
        "in_div": story.number % 2 == 0,
        "sapo_twice": story.number % 4 == 1,
    }
    reply = page(template, edition, story=printed(story, layout), **values)
    return attrs.evolve(reply, tagged=True)


def expected(edition: Edition, story: Story) -> ExpectedArticle:
    """Return what a reader is told. The older template prints a credit apart from its caption."""
    layout = layout_of(edition, story, LAYOUTS)
    found = expect(edition, printed(story, layout), paths(story), layout)
    if layout == "2021":
        apart = tuple(Image(image.url, photo.caption, photo.credit) for image, photo in _pairs(found, story.photos))
        alts = tuple(f"{story.title} ảnh {number}" for number in range(1, len(apart) + 1))
        return attrs.evolve(found, images=apart, boilerplate=("mask", "Tin mới", *alts))
    lines = ("Nam miền Bắc", "Nữ miền Nam", "0:00 / 0:00", "Tin liên quan", "Có thể bạn quan tâm", "In bài viết")
    return attrs.evolve(found, boilerplate=lines) if layout == "2026" else found


def robots(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Answer with robots.txt, which names the sitemap."""
    text = f"User-agent: *\nDisallow: /print-\nDisallow: /noi-bo/\nSitemap: {edition.address}/sitemap.xml\n"
    return Reply(text.encode(), content_type=PLAIN)


def sitemap_index(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """List the months' files, and two without articles."""
    names = ["categories.xml", "topics.xml"]
    months = _months(edition)
    for place, (year, month) in enumerate(months):
        names.append(f"news-{year}-{month}.xml" + (".gz" if place < len(months) - ZIPPED_BEFORE else ""))
    now = minute(edition.modified)
    return index([Entry(f"{edition.address}/sitemaps/{name}", now) for name in names], edition.modified)


def month_file(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """List a month's articles, oldest first after the home page; lastmod is the time of the last edit."""
    month = (int(match[1]), int(match[2]))
    if month not in _months(edition):
        return None
    stories = [story for story in reversed(edition.stories) if _month(story) == month]
    entries = [Entry(edition.address + path_of(story), minute(story.modified)) for story in stories]
    reply = urlset([Entry(edition.address + "/", minute(edition.modified)), *entries], edition.modified)
    return zipped(reply) if match[3] else reply


def category_file(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """List the sections' pages."""
    return urlset([Entry(f"{edition.address}/{key}/") for key in SECTIONS], edition.modified)


def home(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Show the front page; the same story stands in several of its boxes."""
    return page("epi/listing.html", edition, name="", stories=edition.stories[:LISTED], path_of=path_of)


def section(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """Show the newest stories of a section."""
    if match[1] not in SECTIONS:
        return None
    stories = edition.by_section[match[1]][:LISTED]
    return page("epi/listing.html", edition, name=SECTIONS[match[1]], stories=stories, path_of=listed_path_of)


def other_forms(edition: Edition, match: re.Match[str], _: Mapping[str, str]) -> Reply | None:
    """Answer for a story's share link (redirect), its print page and its .amp twin (the same page)."""
    story = edition.by_number.get(int(match["post"]) - FIRST_ID)
    if story is None:
        return None
    return redirect(path_of(story)) if match[0].startswith("/share") else article(edition, story)


def _pairs(found: ExpectedArticle, photos: tuple[Photo, ...]) -> zip[tuple[Image, Photo]]:
    return zip(found.images, photos, strict=True)


def _month(story: Story) -> tuple[int, int]:
    year, month = local(story.published, "%Y %m").split()
    return int(year), int(month)


def _months(edition: Edition) -> list[tuple[int, int]]:
    return sorted({_month(story) for story in edition.stories})


EPI = Family(
    outlet=OUTLET,
    layouts=LAYOUTS,
    paths=paths,
    article=article,
    expected=expected,
    routes=(
        ("/", home),
        ("/robots.txt", robots),
        ("/sitemap.xml", sitemap_index),
        (r"/sitemaps/news-(\d{4})-([1-9]\d?)\.xml(\.gz)?", month_file),
        (r"/sitemaps/(?:categories|topics)\.xml", category_file),
        (r"/(?:share|print-|[a-z0-9-]+-post)(?P<post>\d+)\.(?:html|amp)", other_forms),
        ("/([a-z-]+)/", section),
        ("/([a-z-]+)", lambda _, match, __: redirect(f"/{match[1]}/") if match[1] in SECTIONS else None),
    ),
    disallowed=("/print-", "/noi-bo/"),
    compressed=True,
)
