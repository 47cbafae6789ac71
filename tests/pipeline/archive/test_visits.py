"""Which articles are due for a further look, and what looks leave in the archive."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pipeline.annotation import Annotation
from pipeline.archive import hidden, turns, visits
from pipeline.archive.visits import DueRevisit, RevisitResult
from pipeline.article import Article
from pipeline.ingest.compare import is_unchanged
from tests.support.captures import BEGUN, SITE, capture, long_text, open_store, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.revisits.availability import Presence
    from tests.support.captures import Store

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Iterator[Store]:
    """Give an archive of two articles, the second found an hour after the first."""
    with open_store() as made:
        headers = (("ETag", '"e1"'), ("Last-Modified", "Thu, 16 Jul 2026 01:00:00 GMT"))
        made.take(
            attrs.evolve(capture("/mot.html", 0, long_text("một")), headers=headers),
            capture("/hai.html", 60, long_text("hai")),
        )
        yield made


def due(store: Store, hours: float, limit: int = 9) -> list[DueRevisit]:
    """Return what is due so many hours after the first article was found."""
    return visits.due(store.archive.db, SITE, BEGUN + hours * HOUR, limit)


def named(store: Store, hours: float, path: str = "/mot.html") -> DueRevisit | None:
    """Return the article at a path, due or not."""
    return visits.of_address(store.archive.db, SITE, f"https://bao.example{path}", BEGUN + hours * HOUR)


def names(found: list[DueRevisit]) -> list[str]:
    """Return the last parts of their addresses."""
    return [one.url.rpartition("/")[2].removesuffix(".html") for one in found]


def look(store: Store, hours: float, sign: Presence = "there", url: str = "/mot.html", **said: Any) -> None:
    """Look at an article, and apply the annotation it may give."""
    at = BEGUN + hours * HOUR
    article = named(store, hours, url)
    with store.archive.transaction():
        annotation = visits.record(store.archive, SITE, article, RevisitResult(at, 200, "unchanged", sign, **said))
    for _ in range(2):  # a second time it changes nothing
        if annotation:
            with store.archive.transaction():
                turns.apply(store.archive, SITE, annotation)


def events(store: Store) -> list[tuple[str, str]]:
    """Return kinds and moments of the events that are no news."""
    return store.rows("SELECT kind, at FROM events WHERE kind <> 'article.new' ORDER BY id")


def test_the_newest_articles_go_first(store: Store) -> None:
    """Each an hour after it was found, then as the plan goes on from its last look."""
    assert names(due(store, 0.9)) == []
    assert names(due(store, 1)) == ["mot"]
    assert names(due(store, 3)) == ["hai", "mot"]
    look(store, 3)
    assert names(due(store, 5)) == ["hai"]
    assert names(due(store, 6)) == ["hai", "mot"]
    assert visits.next_at(store.archive.db, "bao.example") == BEGUN + 2 * HOUR
    assert visits.next_at(store.archive.db, "khac.example") is None


def test_validators_are_asked_with_but_not_each_time(store: Store) -> None:
    """Those of the capture at the article's own address; none at the third step of the plan, a day after."""
    asked = {"If-None-Match": '"e1"', "If-Modified-Since": "Thu, 16 Jul 2026 01:00:00 GMT"}
    assert [one.conditional for one in due(store, 3)] == [{}, asked]
    assert [one.conditional for one in due(store, 24)] == [{}, {}]


def test_another_plan_holds_for_articles_that_are_there(store: Store) -> None:
    """When the site's file asks for other times; a site whose file did not change is left alone."""
    visits.replan(store.archive, SITE)
    planned = store.rows("SELECT article_id, next_at FROM visits ORDER BY article_id")
    assert planned == [(1, "2026-07-16T02:00:00Z"), (2, "2026-07-16T03:00:00Z")]
    visits.replan(store.archive, attrs.evolve(SITE, revisit=(9 * HOUR,)))
    assert [row[0] for row in store.rows("SELECT next_at FROM visits ORDER BY article_id")] == [
        "2026-07-16T10:00:00Z",
        "2026-07-16T11:00:00Z",
    ]
    visits.replan(store.archive, attrs.evolve(SITE, revisit=()))
    assert store.rows("SELECT DISTINCT next_at FROM visits") == [(None,)]
    assert due(store, 1000) == []


def test_an_archive_of_last_month_gets_its_plan(store: Store) -> None:
    """Articles from before there were visits are planned for when their site is crawled next."""
    store.archive.db.execute("DELETE FROM visits")
    visits.replan(store.archive, SITE)
    assert names(due(store, 3)) == ["hai", "mot"]


def test_gone_and_returned(store: Store) -> None:
    """Both with their events, once; the row of each look stays."""
    for hours in (1, 40, 72):
        look(store, hours, "gone")
    assert store.rows("SELECT availability FROM articles ORDER BY id") == [("online",), ("online",)]
    look(store, 73, "gone")
    assert store.rows("SELECT availability FROM articles ORDER BY id") == [("gone",), ("online",)]
    look(store, 400)
    assert store.rows("SELECT availability, last_seen_at FROM articles ORDER BY id") == [
        ("returned", "2026-08-01T17:00:00Z"),
        ("online", "2026-07-16T02:00:00Z"),
    ]
    assert events(store) == [("article.gone", "2026-07-19T02:00:00Z"), ("article.returned", "2026-08-01T17:00:00Z")]
    assert len(store.rows("SELECT 1 FROM looks")) == 5


def test_it_has_returned_when_that_stands_in_the_warc(store: Store) -> None:
    """A process that dies between the look and its annotation has said nothing yet: a rebuilt archive would not know it."""
    for hours in (1, 40, 80):
        look(store, hours, "gone")
    seen = named(store, 400)
    with store.archive.transaction():
        annotation = visits.record(
            store.archive, SITE, seen, RevisitResult(BEGUN + 400 * HOUR, 200, "unchanged", "there")
        )
    assert annotation is not None
    assert store.rows("SELECT availability FROM articles WHERE id = 1") == [("gone",)]
    with store.archive.transaction():
        turns.apply(store.archive, SITE, annotation)
    assert store.rows("SELECT availability FROM articles WHERE id = 1") == [("returned",)]


def test_a_capture_of_one_that_is_gone_is_its_return(store: Store) -> None:
    """Also one that is taken in late; but one from before it was gone changes nothing."""
    for hours in (1, 40, 80):
        look(store, hours, "gone")
    store.take(capture("/mot.html", 70 * 60, long_text("một")))
    assert events(store) == [("article.gone", "2026-07-19T09:00:00Z")]
    store.take(capture("/mot.html", 90 * 60, long_text("một")))
    assert events(store)[1:] == [("article.returned", "2026-07-19T19:00:00Z")]


def test_moved(store: Store) -> None:
    """Where it leads is kept with its turn; seen there again it has returned."""
    look(store, 1, "moved", moved_to="https://bao.example/hai.html")
    look(store, 6, "moved", moved_to="https://bao.example/hai.html")
    assert store.rows("SELECT at, availability, moved_to FROM turns") == [
        ("2026-07-16T02:00:00Z", "moved", "https://bao.example/hai.html")
    ]
    look(store, 24)
    assert [kind for kind, _ in events(store)] == ["article.moved", "article.returned"]


def test_witnesses_are_articles_that_stand(store: Store) -> None:
    """Not the one in question, none that is doubted or gone; the newest first."""
    store.take(capture("/ba.html", 90, long_text("ba")))
    found = visits.witnesses(store.archive.db, SITE, 1, 3)
    assert [url.rpartition("/")[2] for url in found] == ["ba.html", "hai.html"]
    look(store, 3, "gone", url="/ba.html")
    assert visits.witnesses(store.archive.db, SITE, 1, 3) == ["https://bao.example/hai.html"]


def test_the_note_of_a_page_nobody_knows_is_passed_over(store: Store) -> None:
    """So is a word that a later version may write."""
    for about, word in (("https://bao.example/la.html", "gone"), ("https://bao.example/mot.html", "asleep")):
        annotation = Annotation(
            turns.AVAILABILITY, "bao.example", about, datetime.fromisoformat("2026-08-01T00:00:00Z"), {}
        )
        turns.apply(store.archive, SITE, attrs.evolve(annotation, fields={"availability": word}))
    assert store.rows("SELECT 1 FROM turns") == []


def test_an_article_that_was_hidden_while_it_was_looked_at(store: Store) -> None:
    """It went wrong: the look's row led to no article, which ended the crawl. Nothing is left of it."""
    (seen,) = due(store, 1)
    with store.archive.transaction():
        hidden.hide(store.archive, SITE, hidden.hide_annotation(store.archive.db, SITE, seen.url, "x", BEGUN))
        found = RevisitResult(BEGUN + HOUR, 200, "unchanged", "there")
        assert visits.record(store.archive, SITE, seen, found) is None
    one = capture("/mot.html", 61, long_text("một"))
    article = read(one)
    assert isinstance(article, Article)
    assert not is_unchanged(store.archive, seen.article_id, one, article, store.reread)
    assert store.rows("SELECT 1 FROM looks") == []
