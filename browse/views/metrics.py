"""What a monitor asks for: Prometheus metrics, and whether the crawl goes on. No page of the archive, no cookie."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from datasette.utils.asgi import Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

from browse.view import ask
from pipeline.health import SEVERITY
from pipeline.queries import Figures, figures
from pipeline.runtime import read_liveness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from prometheus_client.metrics_core import Metric

    from pipeline.runtime import Liveness


async def live(datasette: Datasette) -> Response:
    """Answer 200 while crawling goes on, or nobody crawls here; 503 with the reason where it is stuck."""
    liveness = _liveness(datasette)
    reason = liveness and liveness.why_stuck(time.time())
    return Response.text(f"{reason or 'alive'}\n", status=503 if reason else 200)


async def metrics(datasette: Datasette, request: Request) -> Response:
    """Answer with the archive's figures as they are now."""
    del request
    registry = CollectorRegistry()
    registry.register(_Collector(await ask(datasette, figures), _liveness(datasette)))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _liveness(datasette: Datasette) -> Liveness | None:
    home = (datasette.plugin_config("khobao") or {}).get("home")
    return read_liveness(Path(home) / "heart.json") if home else None


class _Collector:
    """What prometheus_client collects one answer from."""

    def __init__(self, figures: Figures, liveness: Liveness | None) -> None:
        self._figures = figures
        self._liveness = liveness

    def collect(self) -> Iterator[Metric]:
        """Yield each metric with its samples."""
        articles = GaugeMetricFamily("khobao_articles", "Articles in the archive.", labels=["site"])
        newest = GaugeMetricFamily("khobao_newest_article_seconds", "When the newest was found.", labels=["site"])
        health = GaugeMetricFamily("khobao_health", "0 green, 1 yellow, 2 red.", labels=["site"])
        for site in self._figures.sites:
            articles.add_metric([site.domain], site.articles)
            if site.newest_at:
                newest.add_metric([site.domain], site.newest_at)
            if site.colour:
                health.add_metric([site.domain], SEVERITY[site.colour])
        steps = CounterMetricFamily("khobao_ledger", "Addresses by what became of them.", labels=["site", "step"])
        for domain, step, count in self._figures.steps:
            steps.add_metric([domain, step], count)
        events = CounterMetricFamily("khobao_events", "Events, by kind.", labels=["kind"])
        for kind, count in self._figures.events:
            events.add_metric([kind], count)
        yield from (articles, newest, health, steps, events)
        if self._liveness:
            beat = GaugeMetricFamily("khobao_heartbeat_seconds", "When each was last heard.", labels=["process"])
            for process in ("daemon", "crawl"):
                beat.add_metric([process], getattr(self._liveness, process))
            yield beat
