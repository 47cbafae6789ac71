"""What a watch says of an event, to programs and to people: bytes that receivers and their filters know."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.event import ArticleMoved, ArticleRevised, SiteAlarmed, SiteFailed, SourceRetired
from pipeline.watches.message import SampleEvent, message_of
from pipeline.watches.watch import EVENTS_OF, Watch
from tests.support.catalogues import messages

if TYPE_CHECKING:
    from pipeline.event import Event

AT = datetime(2026, 11, 27, 8, tzinfo=UTC)
WATCH = Watch("dat")
EDIT = ArticleRevised(at=AT, site="bao.example", article="3kq5", url="https://bao.example/1", title="Đất", revision=2)


def test_a_message_keeps_its_id() -> None:
    """However often it is sent; another watch's or event's has another, and no version of ours changes it."""
    first = message_of(WATCH, EDIT).id
    assert first == "msg_e673e17994a65a17db6a1399ec11df5f"
    others = {
        message_of(Watch("lua"), EDIT).id,
        message_of(WATCH, attrs.evolve(EDIT, title="x")).id,
        message_of(WATCH, attrs.evolve(EDIT, at=datetime(2026, 11, 28, tzinfo=UTC))).id,
    }
    assert len(others | {first}) == 4


def test_a_webhook_gets_the_same_bytes_as_ever() -> None:
    """`type`, `timestamp` and `data`: the watch, the site, the article, and the event's own fields in their order."""
    assert message_of(WATCH, EDIT).body == (
        '{"type": "article.revised", "timestamp": "2026-11-27T08:00:00Z", "data": {"watch": "dat", "site": "bao.example"'
        ', "article": "3kq5", "url": "https://bao.example/1", "title": "Đất", "revision": 2}}'
    )


@pytest.mark.parametrize(
    ("event", "title", "text"),
    [
        (EDIT, "Bài đã sửa: Đất", "https://bao.example/1\nbao.example · dat"),
        (
            ArticleMoved(at=AT, site="bao.example", article="3kq5", revision=1, moved_to="https://bao.example/2"),
            "Bài đã chuyển: bao.example",
            "bao.example · dat",
        ),
        (
            SiteFailed(at=AT, site="bao.example", errors=["một", "hai"]),
            "Trang không thu được: bao.example",
            "một\nhai\nbao.example · dat",
        ),
        (
            SourceRetired(at=AT, site="bao.example", source="https://bao.example/rss", reason="im lâu"),
            "Nguồn đã im: bao.example",
            "https://bao.example/rss\nim lâu\nbao.example · dat",
        ),
        (
            SiteAlarmed(at=AT, site="bao.example", colour="red", reasons=["x"]),
            "Trang khác lệ thường: bao.example",
            "bao.example · dat",
        ),
        (SampleEvent(at=AT, site="bao.example"), "Thử: bao.example", "bao.example · dat"),
    ],
)
def test_a_person_reads_what_happened_where(event: Event, title: str, text: str) -> None:
    """A line that says what, and whose; then addresses and reasons, the site and the watch."""
    message = message_of(WATCH, event)
    assert (message.title, message.text) == (title, text)


def test_each_event_that_a_watch_may_be_about_has_a_heading() -> None:
    """A person is told of each in words."""
    kinds = {event.kind for events in (*EVENTS_OF.values(), [SampleEvent]) for event in events}
    assert {msgid.removeprefix("event.") for msgid in messages("vi") if msgid.startswith("event.")} == kinds
