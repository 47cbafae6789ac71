"""Address shapes on their way through WARC and archive: induced, noted, applied, rebuilt."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.archive import address_shapes
from pipeline.archive.database import read_archive
from pipeline.config import Source
from pipeline.ingest import intake as module
from pipeline.ingest.intake import ExtractedCapture, Intake, open_intake
from pipeline.ingest.rebuild import rebuild_archive
from pipeline.warc import WarcWriter
from tests.support.captures import SITE, page, watching_home
from tests.support.inline import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.config import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make a home that watches one site."""
    return watching_home(tmp_path / "home")


@pytest.fixture
def intake(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """Open it, with extractors in this process."""
    monkeypatch.setattr(module, "open_extractor_pool", lambda _: nullcontext(Inline()))
    monkeypatch.setattr("pipeline.ingest.rebuild.open_extractor_pool", lambda _: nullcontext(Inline()))
    with open_intake(home) as opened:
        yield opened


def test_what_was_read_teaches_and_is_rebuilt(home: Home, intake: Intake) -> None:
    """Articles and a listing that is polled teach shapes; a rebuild has the same, and nothing is learned twice."""
    writer = WarcWriter(home.warc, "articles")
    for n in range(4):
        capture = page(f"/tin/bai-{n}.html", n)
        location = writer.append(capture)
        intake.ingest_batch([ExtractedCapture(capture, location, Inline().submit(capture, SITE).result())])
    site = attrs.evolve(SITE, sources=(Source("listing", f"https://{SITE.domain}/tin"),))
    annotation = intake.induce_shapes(site)
    assert annotation is not None
    writer.append_annotation(annotation)
    writer.close()
    intake.apply(annotation)
    learned = intake.shapes[SITE.domain]
    assert learned.judge(f"https://{SITE.domain}/tin/bai-9.html") is True
    assert intake.induce_shapes(site) is None
    assert address_shapes.capture_count(intake.archive.db, SITE.domain) == 4
    rebuild_archive(home)
    with read_archive(home) as db:
        assert address_shapes.latest_versions(db) == {SITE.domain: learned}
        assert address_shapes.latest_of(db, SITE.domain) == learned
        assert address_shapes.latest_of(db, "khac.vn") is None
