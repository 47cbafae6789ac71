"""How the sites do, for people and for monitors."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.example_archive import SITES, make
from tests.support.served import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.served import Served


def test_metrics_are_what_prometheus_reads(served: Served) -> None:
    """Each site's articles and health, events by kind."""
    answer = served.get("/-/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert sum(value for key, value in found.items() if key[0] == "khobao_articles") == 63
    first, second, *_ = SITES
    assert found["khobao_health", first] == 0
    assert found["khobao_health", second] == 2
    assert sum(value for key, value in found.items() if key[0] == "khobao_events_total") > 0


@pytest.mark.parametrize(
    ("heart", "status", "words"),
    [
        (None, 200, "alive"),
        ({"daemon": 0, "crawl": 0}, 200, "alive"),
        ({"daemon": -200, "crawl": -200}, 503, "the daemon was last heard"),
        ({"daemon": 0, "crawl": -200}, 503, "the crawl process is not heard"),
        ({"daemon": 0, "crawl": None}, 200, "alive"),
    ],
)
def test_liveness(tmp_path: Path, heart: dict[str, float | None] | None, status: int, words: str) -> None:
    """It fails while the daemon or its crawl process is not heard, and not where nobody crawls."""
    make(tmp_path / "archive.db").close()
    if heart:
        said = {name: None if ago is None else time.time() + ago for name, ago in heart.items()}
        (tmp_path / "heart.json").write_text(json.dumps(said), encoding="ascii")
    with serving(tmp_path) as (url, _):
        answer = httpx.get(f"{url}/-/live", timeout=20)
        assert httpx.get(f"{url}/-/metrics", timeout=20).status_code == 200
    assert (answer.status_code, words in answer.text) == (status, True)
