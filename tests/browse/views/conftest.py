"""A browse process over an archive with watches, for the tests of feeds and of the page that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.archive import Position
from pipeline.clock import now
from pipeline.watches.deliveries import open_deliveries
from pipeline.watches.delivery import after_failure, after_success
from tests.support.served import HOSTILE, Served, serving
from tests.support.watched_archive import WatchedHome

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "127.0.0.1:9101"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive with watches: one delivered and failing, one switched off, one that is faulty."""
    watched = WatchedHome(tmp_path_factory.mktemp("home"))
    watched.article("Đất ven sông & <b>bãi bồi</b>", "Một bài dài.", sapo="Ai được giao đất?", site=SITE)
    watched.article("Lúa", site=SITE, published_at="2026-11-20T08:00:00+07:00", published_precision="minute")
    watched.article("Đất bãi", site=SITE, published_at="2026-11-21", published_precision="day")
    watched.article(f"Đất \ufffe {HOSTILE}", site=SITE, url="javascript:alert(1)")
    watched.db.execute("""UPDATE sites SET provinces = '["40"]', name = 'Báo <i>Ví Dụ</i>'""")
    watch = watched.add("dat", "đất", site=SITE, webhook="https://hooks.example/SECRET", notify="tgram://1:SECRET/2")
    watched.add("hong", on=["quiet", "gone", "edited", "new"], notify="mailto://SECRET:SECRET@example.org")
    (watched.home.watches_folder / "sai.toml").write_text("query = 1")
    with open_deliveries(watched.home) as deliveries:
        delivery = deliveries.all()["dat", "webhook"]
        delivery = after_success(delivery, Position(1, "x"), now())
        deliveries.save(after_failure(delivery, "500 SECRET", now(), 0.5))
        deliveries.save(after_failure(deliveries.all()["hong", "notify"], "SECRET", now(), 0.5, for_good=True))
    watched.db.close()
    assert watch.secret is not None
    with serving(watched.home.folder) as (url, _):
        yield Served(url, watch.secret, "")
