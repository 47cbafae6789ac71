"""Samples by each way of a watch, to real receivers."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from pipeline.clock import now
from pipeline.watches.check import deliver_samples
from pipeline.watches.deliveries import open_deliveries, read_deliveries
from pipeline.watches.delivery import after_failure
from tests.support.receiver import receiving
from tests.support.watched_archive import WatchedHome

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sample_is_about_the_newest_article_that_matches(tmp_path: Path) -> None:
    """And a way that accepts it goes on, though it had been given up."""
    made = WatchedHome(tmp_path)
    with receiving() as receiver:
        watch = made.add("dat", "đất", webhook=receiver.url)
        made.article("Đất ven sông")
        made.article("Lúa")
        with open_deliveries(made.home) as deliveries:
            deliveries.save(after_failure(deliveries.all()["dat", "webhook"], "410", now(), 0.5, for_good=True))
        (result,) = asyncio.run(deliver_samples(made.home, watch))
        (sent,) = receiver.sent
    made.db.close()
    assert (result.way, result.error) == ("webhook", None)
    assert result.target.endswith("/…")
    message = json.loads(sent.body)
    assert (message["type"], message["data"]["title"]) == ("watch.test", "Đất ven sông")
    assert read_deliveries(made.home)["dat", "webhook"].off_at is None


def test_a_way_that_refuses_keeps_its_failures(tmp_path: Path) -> None:
    """It is said why."""
    made = WatchedHome(tmp_path)
    with receiving() as receiver:
        receiver.status = 500
        watch = made.add("dat", "đất", webhook=receiver.url)
        with open_deliveries(made.home) as deliveries:
            deliveries.save(after_failure(deliveries.all()["dat", "webhook"], "500", now(), 0.5))
        (result,) = asyncio.run(deliver_samples(made.home, watch))
        (sent,) = receiver.sent
    made.db.close()
    assert result.error is not None
    assert result.error.startswith("500")
    assert json.loads(sent.body)["data"] == {"watch": "dat", "site": "khobao"}
    assert read_deliveries(made.home)["dat", "webhook"].failures == 1
