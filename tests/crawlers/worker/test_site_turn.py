from __future__ import annotations

import pytest

from crawlers.worker.protocol import CrawlTask, PollAll, PollDue, PollSources
from crawlers.worker.site_turn import SiteTurn


def test_a_turn_that_comes_by_itself_polls_what_is_due() -> None:
    """Taken, it is due for nothing."""
    turn = SiteTurn(is_due=True)
    assert turn.take() == PollDue()
    assert turn == SiteTurn()


def test_sources_that_hubs_called_for_come_together() -> None:
    """In one crawl, in the order of their URLs."""
    turn = SiteTurn(sources={"https://b/rss", "https://a/rss"})
    assert turn.take() == PollSources(("https://a/rss", "https://b/rss"))


def test_all_sources_include_those_called_for() -> None:
    """They are polled once."""
    turn = SiteTurn(all_sources=True, sources={"https://a/rss"})
    assert turn.take() == PollAll()
    assert turn.sources == set()


@pytest.mark.parametrize("task", [PollAll(), PollDue(), PollSources(("https://a/rss",))])
def test_what_was_not_done_is_due_again(task: CrawlTask) -> None:
    """A crawl that broke is made up for by the next."""
    turn = SiteTurn()
    turn.give_back(task)
    assert turn.is_due
    assert turn.take() == task
