"""Event: what happened to an article, a site or the disk, as a value. EVENTS is the one list of the kinds there are.

`kind` is the name of an event for scripts, webhooks and the table `events`. The fields that a class adds are, in their
order, the keys of its JSON; a field that is None is left out there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from pipeline.clock import to_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True)
class Event:
    """What happened, when and to which site. Written in the transaction of what it announces."""

    kind: ClassVar[str]
    at: datetime
    """When; of an article the moment of capture, so an import's may be long ago."""
    site: str
    """Its domain; "" where it is about no site."""
    article: str | None = None
    """The article's key, None where it is about no article."""


@attrs.frozen(kw_only=True)
class ArticleEvent(Event):
    """What happened to an article that is in the archive. Once the article is hidden, `url` and `title` are None."""

    url: str | None = None
    title: str | None = None
    revision: int
    """The number of its last revision at that time, 1 for a new article."""


@attrs.frozen(kw_only=True)
class ArticleNew(ArticleEvent):
    """An article was archived for the first time."""

    kind = "article.new"


@attrs.frozen(kw_only=True)
class ArticleRevised(ArticleEvent):
    """The publisher changed an article's text."""

    kind = "article.revised"


@attrs.frozen(kw_only=True)
class ArticleGone(ArticleEvent):
    """An article was missing on three visits over some days."""

    kind = "article.gone"


@attrs.frozen(kw_only=True)
class ArticleMoved(ArticleEvent):
    """An article's address leads to another article's."""

    kind = "article.moved"
    moved_to: str | None = None
    """The address it leads to."""


@attrs.frozen(kw_only=True)
class ArticleReturned(ArticleEvent):
    """An article that was gone or moved is at its address again."""

    kind = "article.returned"


@attrs.frozen(kw_only=True)
class ArticleHidden(Event):
    """A person hid an article."""

    kind = "article.hidden"
    reason: str
    """The person's words; may be empty."""


@attrs.frozen(kw_only=True)
class ArticleUnhidden(Event):
    """A person gave a hidden article back."""

    kind = "article.unhidden"


@attrs.frozen(kw_only=True)
class ProfileEvent(Event):
    """A new version of a site's profile was induced."""

    version: int
    pages: int
    """How many pages it was induced from."""


@attrs.frozen(kw_only=True)
class ProfileLearned(ProfileEvent):
    """The pages of a site became a version of its profile; its articles are where they were before."""

    kind = "profile.learned"


@attrs.frozen(kw_only=True)
class ProfileChanged(ProfileEvent):
    """The articles of a site are elsewhere on its pages than before: a redesign, and its profile is induced anew."""

    kind = "profile.changed"


@attrs.frozen(kw_only=True)
class SourceDiscovered(Event):
    """A crawl met a section that no source covered, and watches it from now on."""

    kind = "source.discovered"
    source: str
    """Its address."""
    articles: int
    """How many it named that were not known."""


@attrs.frozen(kw_only=True)
class SourceRetired(Event):
    """A source has brought nothing for long, and is asked once a day from now on."""

    kind = "source.retired"
    source: str
    """Its address."""
    reason: str


@attrs.frozen(kw_only=True)
class SourceRevived(Event):
    """A source that was retired brings articles again."""

    kind = "source.revived"
    source: str
    """Its address."""


@attrs.frozen(kw_only=True)
class DiskEvent(Event):
    """The free room on the disk passed `min_free` of khobao.toml."""

    site: str = ""
    free: float
    """Gigabytes (10**9 bytes) that are free."""
    wanted: float
    """Gigabytes that `min_free` asks for."""


@attrs.frozen(kw_only=True)
class DiskLow(DiskEvent):
    """Less is free on the disk than khobao.toml asks for: crawling pauses."""

    kind = "disk.low"


@attrs.frozen(kw_only=True)
class DiskFreed(DiskEvent):
    """There is room on the disk again, and crawling goes on."""

    kind = "disk.freed"


@attrs.frozen(kw_only=True)
class SiteAlarmed(Event):
    """The health of a site became worse."""

    kind = "site.alarmed"
    colour: str
    """`yellow` or `red`."""
    reasons: tuple[str, ...] = attrs.field(converter=_texts)
    """English sentences."""


@attrs.frozen(kw_only=True)
class SiteCalm(Event):
    """The health of a site is green again."""

    kind = "site.calm"


@attrs.frozen(kw_only=True)
class SiteFailed(Event):
    """A crawl of a site failed after one that did not."""

    kind = "site.failed"
    errors: tuple[str, ...] = attrs.field(converter=_texts)
    """The first messages, as a person reads them."""


@attrs.frozen(kw_only=True)
class SiteRecovered(Event):
    """A crawl of a site went well after one that failed."""

    kind = "site.recovered"
    errors: tuple[str, ...] = attrs.field(converter=_texts)
    """The first messages about single pages that failed all the same."""


# fmt: off
EVENTS: dict[str, type[Event]] = {event.kind: event for event in (
    ArticleNew, ArticleRevised, ArticleGone, ArticleMoved, ArticleReturned, ArticleHidden, ArticleUnhidden,
    ProfileLearned, ProfileChanged, SourceDiscovered, SourceRetired, SourceRevived, DiskLow, DiskFreed,
    SiteAlarmed, SiteCalm, SiteFailed, SiteRecovered,
)}
# fmt: on
_OF_ALL = frozenset(attrs.fields_dict(Event))


def data_of(event: Event) -> dict[str, Any]:
    """Fields of an event for JSON besides `at`, `kind`, `site` and `article`: its class's own, None left out."""
    return attrs.asdict(event, filter=lambda field, value: field.name not in _OF_ALL and value is not None)


def event_from_data(kind: type[Event], at: datetime, site: str, article: str | None, data: dict[str, Any]) -> Event:
    """Event that `data_of` gave `data` of. Keys that its class does not know are passed over."""
    names = attrs.fields_dict(kind).keys() - _OF_ALL
    return kind(at=at, site=site, article=article, **{name: data[name] for name in names & data.keys()})


@attrs.frozen
class NumberedEvent:
    """An event in the order in which events were stored. `id` ascends; numbers may be left out."""

    id: int
    event: Event

    def as_json(self) -> dict[str, Any]:
        """Object that `khobao events --json` prints."""
        event = self.event
        head = {"id": self.id, "at": to_stamp(event.at), "kind": event.kind}
        return {**head, "site": event.site, "article": event.article, **data_of(event)}
