"""RSS as these papers write it: a feed, and its dialect - what it says of its encoding, how it prints dates, what it escapes."""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING

import attrs
from markupsafe import Markup, escape

from demo.render import environment, local, named
from demo.reply import Reply
from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from demo.family import Edition
    from demo.story import Story


def plain_date(moment: datetime) -> str:
    """Return `Mon, 18 Feb 2019 20:35:51 +0700`, as the standard wants it."""
    return format_datetime(moment.astimezone(VIETNAM))


def utc_date(moment: datetime) -> str:
    """Return `Mon, 18 Feb 2019 13:35:51 GMT`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def gmt7_date(moment: datetime) -> str:
    """Return `Fri, 04 Sep 2026 18:48:27 GMT+7`: no standard parser reads this zone."""
    return plain_date(moment).replace("+0700", "GMT+7")


def short_year_date(moment: datetime) -> str:
    """Return `Sat, 05 Sep 26 17:09:00 +0700`."""
    return local(moment, "%a, %d %b %y %H:%M:%S +0700")


def month_first_date(moment: datetime) -> str:
    """Return `9/24/2026 9:41:00 PM`: the month first, no zone, Vietnam's time meant."""
    day = moment.astimezone(VIETNAM)
    return f"{day.month}/{day.day}/{day.year} {day.hour % 12 or 12}:{day:%M:%S %p}"


def vietnamese_date(moment: datetime) -> str:
    """Return `Thứ 5, 28/05/2026 17:00:00 GMT+7`."""
    day = moment.astimezone(VIETNAM)
    name = "Chủ nhật" if day.weekday() == 6 else f"Thứ {day.weekday() + 2}"
    return f"{name}, {day:%d/%m/%Y %H:%M:%S} GMT+7"


@attrs.frozen
class Dialect:
    """How a feed is written.

    `declared` stands in the XML declaration, `encoding` is what the bytes are. `cdata` wraps every field, `escaped` puts
    named entities into titles and escapes them once more, `undated` leaves every n-th pubDate empty, `guid` False
    leaves the guids out; `tracking` is added to links; `broken_html` puts `</br>` and unquoted attributes into
    descriptions.
    """

    date: Callable[[datetime], str] = plain_date
    declared: str = "utf-8"
    encoding: str = "utf-8"
    cdata: bool = False
    escaped: bool = False
    undated: int = 0
    guid: bool = True
    tracking: str = ""
    broken_html: bool = False

    def field(self, text: str) -> Markup:
        """Return a field's content as it stands in the feed."""
        return Markup(f"<![CDATA[{text}]]>") if self.cdata else escape(text)  # noqa: S704  a CDATA section is the point

    def title(self, text: str) -> Markup:
        """Return an item's title as it stands in the feed."""
        return self.field(str(named(text)) if self.escaped else text)


def feed(edition: Edition, stories: Sequence[Story], dialect: Dialect, path_of: Callable[[Story], str]) -> Reply:
    """Write a feed of the stories, newest first."""
    text = environment.get_template("feed.xml").render(
        edition=edition, outlet=edition.outlet, stories=stories, dialect=dialect, path_of=path_of
    )
    return Reply(
        text.strip().encode(dialect.encoding),
        content_type="text/xml" if dialect.declared != dialect.encoding else f"text/xml; charset={dialect.declared}",
        modified=edition.modified,
        tagged=True,
    )
