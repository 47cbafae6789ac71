"""A provincial paper on Mediasoft's CMS: no feed, no sitemap to use; the front page and the sections, with 'next' links.

Pages say lang="en"; only the day of publication is shown; the lead stands in the header and again as the first block;
pictures stand in tables, some without caption; spaces are no-break, letters named entities; the reader's dialog stands
in the text flow. The older template has no h1 and may lock paragraphs into a video's box. The site's faults: a section
that is an empty page of status 200, links to #, to a missing article and into an endless redirect, a sitemap of
another host. It answers in gzip, never in br.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from demo.family import Edition, Family, expect, layout_of, page_number
from demo.outlet import SECTIONS, Outlet
from demo.render import local, page
from demo.reply import PLAIN, Reply, redirect
from demo.sitemaps import Entry, index
from pipeline.article import Image

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from demo.story import ExpectedArticle, Story

OUTLET = Outlet(
    key="mediasoft",
    name="Báo Cao Nguyên",
    province="Đắk Lắk",
    places=(
        *("xã Ea Lốp", "xã Krông Mây", "phường Tân An Nam", "xã Cư Bang", "xã Ea Sin", "phường Thống Nhất Đông"),
        *("xã Buôn Tria", "xã Dray Nư", "phường Phú Yên Hạ", "xã Sông Hinh Thượng", "xã Ea Ral", "xã Hòa Thắng Tây"),
    ),
)
LAYOUTS = ("2022", "2026")
PAGE_SIZE = 9
ALL_NEWS = "tin-moi"
WRONG_HOST = "https://staging.caonguyen.example"
DIALOG = ("Thông tin bạn đọc", "Đóng Lưu thông tin")


def paths(story: Story) -> tuple[str, ...]:
    """Return the story's address: section, month, seven hexadecimal digits."""
    month = local(story.published, "%Y%m")
    return (f"/{story.section}/{month}/{story.slug}-{(story.number * 0x9E3779B1) % 0xFFFFFFF:07x}/",)


def path_of(story: Story) -> str:
    """Return the address of a story."""
    return paths(story)[0]


def has_captions(story: Story) -> bool:
    """Tell whether the story's pictures have their captions; one story in six has none."""
    return story.number % 6 != 0


def article(edition: Edition, story: Story) -> Reply:
    """Render an article page."""
    layout = layout_of(edition, story, LAYOUTS)
    template = f"mediasoft/article_{layout}.html" if layout in LAYOUTS else "redesign.html"
    values = {"canonical": edition.address + path_of(story), "path_of": path_of, "spaced": spaced}
    return page(template, edition, story=story, captions=has_captions(story), **values)


def expected(edition: Edition, story: Story) -> ExpectedArticle:
    """Return what a reader is told: in the newer template a day only."""
    layout = layout_of(edition, story, LAYOUTS)
    found = expect(edition, story, paths(story), layout)
    if layout not in LAYOUTS:
        return found
    if not has_captions(story):
        found = attrs.evolve(found, images=tuple(Image(image.url) for image in found.images))
    published = local(story.published, "%Y-%m-%d") if layout == "2026" else found.published_at
    return attrs.evolve(found, published_at=published, boilerplate=(*DIALOG, "Tin bài khác", "Bình luận"))


def spaced(text: str) -> str:
    """Return text with a no-break space for every fifth space, as pasted text has them."""
    words = text.split(" ")
    return "".join(word + ("\u00a0" if place % 5 == 4 else " ") for place, word in enumerate(words)).strip()


def home(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Show the front page, which goes on at page 2 of the list of all news."""
    return _listing(edition, outlet_name(edition), edition.stories, 1, ALL_NEWS)


def section(edition: Edition, match: re.Match[str], query: Mapping[str, str]) -> Reply | None:
    """Show a page of a section or of all news, `?page=2`."""
    stories = edition.stories if match[1] == ALL_NEWS else edition.by_section.get(match[1])
    if stories is None:
        return None
    number = page_number(query, "page")
    return _listing(edition, SECTIONS.get(match[1], "Tin mới"), stories, number, match[1])


def outlet_name(edition: Edition) -> str:
    """Return the paper's name, the title of its front page."""
    return edition.outlet.name


def wrong_sitemap(edition: Edition, _: re.Match[str], __: Mapping[str, str]) -> Reply:
    """List sitemaps of a host that does not exist; robots.txt does not name this file."""
    names = ("sitemap-category.xml", "sitemap-news.xml")
    return index([Entry(f"{WRONG_HOST}/{name}", "2026-01-01T00:00:00+07:00") for name in names], edition.modified)


def endless(_: Edition, match: re.Match[str], __: Mapping[str, str]) -> Reply:
    """Redirect to the next of an endless row of addresses."""
    return redirect(f"/thoi-su/202611/tam-dung-dang-bai-{int(match[1], 16) + 1:07x}/", 302)


def _listing(edition: Edition, name: str, stories: tuple[Story, ...], number: int, key: str) -> Reply:
    shown = stories[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    more = f"/{key}/?page={number + 1}" if number * PAGE_SIZE < len(stories) else None
    values = {"name": name, "stories": shown, "next": more, "path_of": path_of, "first": number == 1}
    return attrs.evolve(page("mediasoft/listing.html", edition, **values), tagged=True)


def _robots(*_: object) -> Reply:
    return Reply(b"User-agent: *\nDisallow: /search\n", content_type=PLAIN)


def _empty(*_: object) -> Reply:
    return Reply(
        b'<!DOCTYPE html><html lang="en"><head></head><body><div id="__next"></div>' + b" " * 2000 + b"</body></html>"
    )


MEDIASOFT = Family(
    outlet=OUTLET,
    layouts=LAYOUTS,
    paths=paths,
    article=article,
    expected=expected,
    routes=(
        ("/", home),
        ("/robots.txt", _robots),
        ("/sitemap.xml", wrong_sitemap),
        ("/multimedia/", _empty),
        (r"/thoi-su/202611/tam-dung-dang-bai-([0-9a-f]{7})/", endless),
        ("/([a-z-]+)/", section),
        ("/([a-z-]+)", lambda _, match, __: redirect(f"/{match[1]}/") if match[1] in {*SECTIONS, ALL_NEWS} else None),
    ),
    disallowed=("/search",),
    compressed=True,
)
