"""Family: what one kind of CMS makes of an edition - addresses, pages, and what a reader is told on them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from demo.outlet import SECTIONS, Outlet
from demo.reply import Reply
from demo.story import ExpectedArticle, Story, minute
from pipeline.article import Image

if TYPE_CHECKING:
    from datetime import datetime

REDESIGNED = "redesign"
# One grey dot stands for every photo.
PICTURE = base64.b64decode("R0lGODlhAQABAIAAAMzMzAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")


@attrs.frozen
class Edition:
    """What a site shows at one moment: its stories newest first, without the removed ones.

    `address` is `http://127.0.0.1:9101`; `modified` when anything changed last (whole seconds); `layout` is set once
    the whole site was redesigned. Stories up to number `old` stand in the family's older template.
    """

    outlet: Outlet
    address: str
    stories: tuple[Story, ...]
    now: datetime
    modified: datetime
    old: int
    layout: str | None = None

    @cached_property
    def by_section(self) -> Mapping[str, tuple[Story, ...]]:
        """The stories of each section, newest first."""
        return {key: tuple(story for story in self.stories if story.section == key) for key in SECTIONS}

    @cached_property
    def by_number(self) -> Mapping[int, Story]:
        """The stories by their number."""
        return {story.number: story for story in self.stories}

    def neighbours(self, story: Story, count: int = 3) -> tuple[Story, ...]:
        """Return the stories that a related box under this one shows."""
        others = [other for other in self.by_section[story.section] if other.number != story.number]
        start = story.number % max(1, len(others) - count)
        return tuple(others[start : start + count])


Handler = Callable[[Edition, re.Match[str], Mapping[str, str]], "Reply | None"]


@attrs.frozen
class Family:
    """One kind of CMS, and the outlet that runs it.

    `paths` gives all addresses of a story, the main one first; `article` renders it; `routes` are the other pages
    (whole path -> handler, which gets edition, match and query); `layouts` are its templates, older first. `disallowed` are the paths
    of its robots.txt, `compressed` says that it can answer in gzip (it never does in br).
    """

    outlet: Outlet
    layouts: tuple[str, str]
    paths: Callable[[Story], tuple[str, ...]]
    article: Callable[[Edition, Story], Reply]
    expected: Callable[[Edition, Story], ExpectedArticle]
    routes: tuple[tuple[str, Handler], ...]
    disallowed: tuple[str, ...] = ()
    compressed: bool = False

    @property
    def key(self) -> str:
        """The site's name in the press."""
        return self.outlet.key

    def respond(self, edition: Edition, path: str, query: Mapping[str, str]) -> Reply | None:
        """Answer for a page that is no article; None where there is none."""
        if path.startswith(("/images/", "/thumbs/")):
            return Reply(PICTURE, content_type="image/gif")
        for pattern, handler in self.routes:
            if match := re.fullmatch(pattern, path):
                return handler(edition, match, query)
        return None


def layout_of(edition: Edition, story: Story, layouts: tuple[str, str]) -> str:
    """Return the template a story stands in: older stories keep the older one until the site is redesigned."""
    return edition.layout or layouts[story.number > edition.old]


def expect(edition: Edition, story: Story, paths: tuple[str, ...], layout: str) -> ExpectedArticle:
    """Return what every family prints of a story; a family evolves what it does otherwise."""
    urls = tuple(edition.address + path for path in paths)
    return ExpectedArticle(
        site=edition.outlet.key,
        number=story.number,
        layout=layout,
        url=urls[0],
        urls=urls,
        title=story.title,
        sapo=story.sapo,
        paragraphs=(story.sapo, *story.texts),
        authors=story.authors,
        agency=story.agency,
        section=SECTIONS[story.section],
        tags=story.tags,
        images=tuple(Image(picture(edition, photo.name), photo.line, photo.credit) for photo in story.photos),
        published_at=minute(story.published),
    )


def page_number(query: Mapping[str, str], name: str) -> int:
    """Return the page of a listing that a query asks for; 1 where it asks for none, or nonsense."""
    asked = query.get(name, "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def picture(edition: Edition, name: str) -> str:
    """Return the address of a photo."""
    return f"{edition.address}/images/{name}"
