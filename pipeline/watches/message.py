"""Message: an event as a watch delivers it, to a program and to a person."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import attrs

from pipeline.clock import to_stamp
from pipeline.event import ArticleEvent, Event, SiteFailed, SourceRetired, data_of
from pipeline.locale import phrase

if TYPE_CHECKING:
    from pipeline.watches.watch import Watch


@attrs.frozen(kw_only=True)
class SampleEvent(Event):
    """What `khobao watch test` delivers; never written into the archive. Without an article it is about a site."""

    kind = "watch.test"
    url: str | None = None
    title: str | None = None


@attrs.frozen
class WatchMessage:
    """One event for one watch, as its ways send it."""

    id: str
    """The same however often it is sent, and whatever number the event has."""
    body: str
    """The JSON object that a webhook gets: `type`, `timestamp`, `data`, as the Standard Webhooks have them."""
    title: str
    """One line for a person, in Vietnamese."""
    text: str
    """The rest for a person: the addresses and reasons, then the site and the watch."""


def message_of(watch: Watch, event: Event) -> WatchMessage:
    """Message about an event. Raises KeyError for a kind whose `event.KIND` is not in the catalogues."""
    at = to_stamp(event.at)
    subject = {"site": event.site} | ({"article": event.article} if event.article else {}) | data_of(event)
    content = {"type": event.kind, "timestamp": at, "data": {"watch": watch.name, **subject}}
    heading = phrase("vi", f"event.{event.kind}")
    identity = json.dumps([watch.name, event.kind, at, subject], sort_keys=True)
    return WatchMessage(
        id="msg_" + hashlib.sha256(identity.encode()).hexdigest()[:32],
        body=json.dumps(content, ensure_ascii=False),
        title=f"{heading}: {getattr(event, 'title', None) or event.site}",
        text="\n".join([*_details(event), f"{event.site} · {watch.name}"]),
    )


def _details(event: Event) -> list[str]:
    """Lines that say where to look, and what went wrong."""
    match event:
        case ArticleEvent() | SampleEvent():
            lines = [event.url or ""]
        case SourceRetired():
            lines = [event.source, event.reason]
        case SiteFailed():
            lines = list(event.errors)
        case _:
            lines = []
    return [line for line in lines if line]
