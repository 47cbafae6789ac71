"""Events as values, and as the JSON that scripts and webhooks know: not a byte of it may change."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline import event as module
from pipeline.event import (
    EVENTS,
    ArticleGone,
    ArticleHidden,
    ArticleMoved,
    ArticleNew,
    ArticleReturned,
    ArticleRevised,
    ArticleUnhidden,
    DiskFreed,
    DiskLow,
    Event,
    NumberedEvent,
    ProfileChanged,
    ProfileLearned,
    SiteAlarmed,
    SiteCalm,
    SiteFailed,
    SiteRecovered,
    SourceDiscovered,
    SourceRetired,
    SourceRevived,
    data_of,
    event_from_data,
)

if TYPE_CHECKING:
    from typing import Any

AT = datetime(2026, 11, 27, 8, tzinfo=UTC)
SITE: dict[str, Any] = {"at": AT, "site": "bao.example"}
ARTICLE: dict[str, Any] = {**SITE, "article": "3kq5", "url": "https://bao.example/1", "title": "Đất", "revision": 2}
OF_ARTICLE = '"url": "https://bao.example/1", "title": "Đất", "revision": 2'

JSON: dict[Event, str] = {
    ArticleNew(**ARTICLE): f"{{{OF_ARTICLE}}}",
    ArticleRevised(**ARTICLE): f"{{{OF_ARTICLE}}}",
    ArticleGone(**ARTICLE): f"{{{OF_ARTICLE}}}",
    ArticleMoved(**ARTICLE, moved_to="https://bao.example/2"): f'{{{OF_ARTICLE}, "moved_to": "https://bao.example/2"}}',
    ArticleReturned(**ARTICLE): f"{{{OF_ARTICLE}}}",
    ArticleHidden(**SITE, article="3kq5", reason=""): '{"reason": ""}',
    ArticleUnhidden(**SITE, article="3kq5"): "{}",
    ProfileLearned(**SITE, version=1, pages=5): '{"version": 1, "pages": 5}',
    ProfileChanged(**SITE, version=2, pages=60): '{"version": 2, "pages": 60}',
    SourceDiscovered(**SITE, source="https://bao.example/tin", articles=3): (
        '{"source": "https://bao.example/tin", "articles": 3}'
    ),
    SourceRetired(**SITE, source="https://bao.example/rss", reason="x"): (
        '{"source": "https://bao.example/rss", "reason": "x"}'
    ),
    SourceRevived(**SITE, source="https://bao.example/rss"): '{"source": "https://bao.example/rss"}',
    DiskLow(at=AT, free=0.5, wanted=1.0): '{"free": 0.5, "wanted": 1.0}',
    DiskFreed(at=AT, free=2.0, wanted=1.0): '{"free": 2.0, "wanted": 1.0}',
    SiteAlarmed(**SITE, colour="red", reasons=["một", "hai"]): '{"colour": "red", "reasons": ["một", "hai"]}',
    SiteCalm(**SITE): "{}",
    SiteFailed(**SITE, errors=["lỗi"]): '{"errors": ["lỗi"]}',
    SiteRecovered(**SITE, errors=[]): '{"errors": []}',
}


def test_each_kind_has_its_json() -> None:
    """The table below leaves no kind out."""
    assert {event.kind for event in JSON} == EVENTS.keys()


@pytest.mark.parametrize(("event", "text"), JSON.items(), ids=lambda value: getattr(value, "kind", ""))
def test_an_event_is_the_same_json_as_ever(event: Event, text: str) -> None:
    """Keys, their order and values; and the event comes out of it as it went in."""
    assert json.dumps(data_of(event), ensure_ascii=False) == text
    assert event_from_data(type(event), event.at, event.site, event.article, json.loads(text)) == event


def test_an_event_is_printed_with_its_number() -> None:
    """`id`, `at`, `kind`, `site`, `article` (also where there is none), then its own fields."""
    printed = NumberedEvent(7, SiteFailed(**SITE, errors=["lỗi"])).as_json()
    assert json.dumps(printed, ensure_ascii=False) == (
        '{"id": 7, "at": "2026-11-27T08:00:00Z", "kind": "site.failed", "site": "bao.example", "article": null,'
        ' "errors": ["lỗi"]}'
    )


def test_an_event_of_a_hidden_article_has_no_address_and_no_title() -> None:
    """They were taken out of what is stored; the event can still be read, and says nothing of them."""
    event = event_from_data(ArticleNew, AT, "bao.example", "3kq5", {"revision": 1})
    assert data_of(event) == {"revision": 1}


def test_what_a_later_version_says_besides_is_passed_over() -> None:
    """An older Kho Báo reads what a newer one wrote."""
    event = event_from_data(SiteCalm, AT, "bao.example", None, {"after": 3, "site": "khac.example"})
    assert event == SiteCalm(**SITE)


def test_each_event_with_a_kind_is_in_the_one_list() -> None:
    """And each says in words what it is."""
    classes = [value for _, value in inspect.getmembers(module, inspect.isclass) if issubclass(value, Event)]
    assert {value for value in classes if hasattr(value, "kind")} == set(EVENTS.values())
    assert all(value.__doc__ and attrs.has(value) for value in classes)
