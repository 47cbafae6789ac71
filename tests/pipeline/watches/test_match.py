"""Which events concern a watch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.archive import Position, last_position
from pipeline.clock import now
from pipeline.event import ArticleGone, ArticleNew, ArticleRevised, SiteFailed
from pipeline.watches.match import next_match
from pipeline.watches.watch import Watch
from tests.support.watched_archive import SITE, WatchedHome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Iterator[WatchedHome]:
    """Give an empty archive."""
    home = WatchedHome(tmp_path)
    yield home
    home.db.close()


def matches(made: WatchedHome, watch: Watch, begun_at: str = "") -> list[Any]:
    """Return the articles' titles, or the sites, of all events that concern a watch."""
    found, position = [], Position()
    while (step := next_match(made.db, watch, position, begun_at))[0]:
        event, position = step
        assert event is not None
        found.append(getattr(event, "title", event.site))
    assert step[1] == last_position(made.db), "the end is reached"
    return found


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Mưa lớn ở Nghệ An", "Mua lúa đầu vụ", "Đất ven sông"]),
        ("mưa", ["Mưa lớn ở Nghệ An"]),
        ("mua", ["Mưa lớn ở Nghệ An", "Mua lúa đầu vụ"]),
        ("lúa OR đất", ["Mua lúa đầu vụ", "Đất ven sông"]),
        ('"ven sông"', ["Đất ven sông"]),
        ("-lúa", ["Mưa lớn ở Nghệ An", "Đất ven sông"]),
        ("mua -lúa", ["Mưa lớn ở Nghệ An"]),
        ('NEAR( " AND *', []),
    ],
)
def test_an_article_matches_as_it_was_typed(made: WatchedHome, query: str, titles: list[str]) -> None:
    """Accents that are typed have to stand there; what is typed without is found with any. No text is an error."""
    for title in ("Mưa lớn ở Nghệ An", "Mua lúa đầu vụ", "Đất ven sông"):
        made.article(title)
    assert matches(made, Watch("x", query)) == titles


def test_a_watch_is_about_a_site_and_kinds(made: WatchedHome) -> None:
    """Other sites and kinds do not concern it; what befalls a site is asked for no words."""
    key = made.article("Đất ven sông")
    made.article("Đất ven biển", site="khac.example")
    article: dict[str, Any] = {"at": now(), "site": SITE, "article": key, "revision": 2}
    made.announce(ArticleRevised(**article, title="Đất ven sông, sửa"))
    made.announce(ArticleGone(**article, title="Đất ven sông, gỡ"))
    for site in (SITE, "khac.example"):
        made.announce(SiteFailed(at=now(), site=site, errors=["x"]))
    assert matches(made, Watch("x", "đất", "bao.example")) == ["Đất ven sông"]
    assert matches(made, Watch("x", "đất", on=("edited", "gone"))) == ["Đất ven sông, sửa", "Đất ven sông, gỡ"]
    assert matches(made, Watch("x", "lúa", "khac.example", on=("quiet", "new"))) == ["khac.example"]


def test_what_was_captured_before_the_watch_began_is_no_news(made: WatchedHome) -> None:
    """An import brings years of it."""
    key = made.article("Đất ven sông")
    made.announce(ArticleNew(at=datetime(2020, 1, 1, tzinfo=UTC), site=SITE, article=key, title="cũ", revision=1))
    assert matches(made, Watch("x", "đất"), begun_at="2024-01-01T00:00:00Z") == ["Đất ven sông"]


def test_a_hidden_article_concerns_nobody(made: WatchedHome) -> None:
    """Its event is still there, and it is not told of any more, not even to a watch of everything."""
    made.article("Đất ven sông")
    made.db.execute("UPDATE events SET article = 'hidden'")
    assert matches(made, Watch("x")) == []


def test_events_that_were_numbered_anew_are_found_again(made: WatchedHome) -> None:
    """After a rebuild none that was not dealt with is left out; one of the same second may come twice."""
    for number in range(1, 5):
        made.article(f"Bài {number}")
        made.db.execute("UPDATE events SET at = ? WHERE id = ?", [f"2026-01-01T00:00:0{number}Z", number])
    position = Position(2, "2026-01-01T00:00:02Z")
    made.db.execute("UPDATE events SET id = id + 100")
    event, position = next_match(made.db, Watch("x"), position, "")
    assert isinstance(event, ArticleNew)
    assert event.title == "Bài 2"
    assert position == Position(102, "2026-01-01T00:00:02Z")

    made.db.execute("UPDATE events SET at = '2025-01-01T00:00:00Z' WHERE id <> 1")
    assert next_match(made.db, Watch("x"), position, "") == (None, Position(104, "2025-01-01T00:00:00Z"))
