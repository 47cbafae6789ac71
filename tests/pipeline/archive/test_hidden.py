"""Articles that are hidden, and given back."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.archive import captures, outbox
from pipeline.archive.database import read_archive
from pipeline.archive.hidden import NoSuchArticle, hide_annotation, unhide_annotation
from pipeline.clock import now
from pipeline.errors import BadFile
from pipeline.event import ArticleHidden
from pipeline.ingest import intake as module
from pipeline.ingest.intake import Intake, open_intake
from pipeline.ingest.rebuild import rebuild_archive
from pipeline.ingest.recovery import recover
from pipeline.ingest.warc_import import ingest_file
from pipeline.maintenance.export import records
from pipeline.search.search import search
from pipeline.warc import WarcWriter
from tests.support.captures import SITE, long_text, page, watching_home
from tests.support.inline import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.annotation import Annotation
    from pipeline.config import Home

URL = "https://bao.example/mot.html"
TITLE = "Chuyện riêng của một người"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make a home that watches one site."""
    return watching_home(tmp_path / "home")


@pytest.fixture
def intake(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """Open it with two articles, one of them edited once."""
    monkeypatch.setattr(module, "open_extractor_pool", lambda _: nullcontext(Inline()))
    with open_intake(home) as made:
        writer = WarcWriter(home.warc, "articles")
        writer.append(page("/mot.html", 0, TITLE))
        writer.append(page("/hai.html", 1, "Một bài khác hẳn"))
        writer.append(page("/mot.html", 2, TITLE, long_text("sửa"), long_text("khác")))
        writer.close()
        ingest_file(made, writer.path)
        yield made


def keep(intake: Intake, annotation: Annotation) -> None:
    """Write an annotation as the archiver does."""
    writer = WarcWriter(intake.folder, "articles")
    writer.append_annotation(annotation)
    writer.close()
    intake.apply(annotation)


def story(home: Home) -> list[dict[str, object]]:
    """Return the export."""
    with read_archive(home) as db:
        return [attrs.asdict(record) for record in records(db)]


def test_what_is_hidden_is_nowhere_served(home: Home, intake: Intake) -> None:
    """Not in export, search, events or any table; the file still has it."""
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "vì  một\nlý do", now()))
    assert [row["title"] for row in story(home)] == ["Một bài khác hẳn"]
    with read_archive(home) as db:
        assert search(db, "chuyện riêng") == []
        assert [entry.event.reason for entry in outbox.read(db) if isinstance(entry.event, ArticleHidden)] == [
            "vì một lý do"
        ]
        for table in ("events", "articles", "revisions", "readings", "search_text", "addresses", "captures"):
            told = [str(tuple(row)) for row in db.execute(f"SELECT * FROM {table}")]
            assert not [row for row in told if TITLE in row or URL in row]
    assert captures.known_urls(intake.archive.db, SITE.domain, [URL]) == {URL}, "or it would be fetched again"
    with read_archive(home) as db:
        assert [row[0] for row in db.execute("PRAGMA foreign_key_check")] == []


def test_what_was_told_under_an_earlier_address_says_no_more(home: Home, intake: Intake) -> None:
    """It went wrong: a shorter address had become its own, and the first event kept title and URL."""
    writer = WarcWriter(home.warc, "articles")
    for path, minute in (("/muc/tin/bai-dai.html", 3), ("/bai.html", 4)):
        one = page("/cho-ca-hai.html", minute, "Bài có hai địa chỉ")
        writer.append(attrs.evolve(one, url=f"https://bao.example{path}", asked_url=f"https://bao.example{path}"))
    writer.close()
    ingest_file(intake, writer.path)
    keep(intake, hide_annotation(intake.archive.db, SITE, "https://bao.example/bai.html", "", now()))
    with read_archive(home) as db:
        told = [row["data"] for row in db["events"].rows]
    assert not any("hai địa chỉ" in data or "bai-dai" in data for data in told)


def test_further_captures_of_it_are_hidden(home: Home, intake: Intake) -> None:
    """At its address with another text, and at another address with its text."""
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "x", now()))
    writer = WarcWriter(home.warc, "articles")
    writer.append(page("/mot.html", 9, TITLE, long_text("mới"), long_text("hẳn")))
    writer.append(page("/in/mot.html", 9, TITLE, long_text("sửa"), long_text("khác")))
    writer.close()
    assert ingest_file(intake, writer.path)["hidden"] == 2
    assert len(story(home)) == 1


def test_unhide_gives_all_of_it_back(home: Home, intake: Intake) -> None:
    """With its revisions, its key and its place in the index."""
    before = story(home)
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "x", now()))
    keep(intake, unhide_annotation(intake.archive.db, SITE, URL, now()))
    assert story(home) == before
    with read_archive(home) as db:
        assert [hit.url for hit in search(db, "chuyện riêng")] == [URL]


@pytest.mark.parametrize("given_back", [False, True])
def test_a_rebuild_keeps_to_it(home: Home, intake: Intake, given_back: bool) -> None:  # noqa: FBT001
    """Both acts stand in the WARC."""
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "x", now()))
    if given_back:
        keep(intake, unhide_annotation(intake.archive.db, SITE, URL, now()))
    before = story(home)
    intake.archive.db.conn.close()
    rebuild_archive(home)
    assert story(home) == before
    assert len(before) == (2 if given_back else 1)


def test_a_start_after_both_changes_nothing(home: Home, intake: Intake) -> None:
    """It went wrong: notes behind the last capture are met again, and the article was hidden and given back anew."""
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "x", now()))
    keep(intake, unhide_annotation(intake.archive.db, SITE, URL, now()))
    with read_archive(home) as db:
        before = list(outbox.read(db))
    recover(intake)
    with read_archive(home) as db:
        assert list(outbox.read(db)) == before


def test_a_capture_that_can_t_be_read_leaves_it_hidden(home: Home, intake: Intake) -> None:
    """It went wrong: its rows were gone before they could be made anew. All or nothing."""
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "x", now()))
    annotation = unhide_annotation(intake.archive.db, SITE, URL, now())
    (path,) = home.warc.glob("articles-*")
    away = path.rename(home.folder / path.name)
    with pytest.raises(BadFile):
        intake.apply(annotation)
    away.rename(path)
    assert [row[0] for row in intake.archive.db.execute("SELECT count(*) FROM captures WHERE outcome = 'hidden'")] == [
        2
    ]
    intake.apply(annotation)
    assert len(story(home)) == 2


def test_it_can_be_hidden_once_more(home: Home, intake: Intake) -> None:
    """And is then hidden after a rebuild, too."""
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "x", now()))
    keep(intake, unhide_annotation(intake.archive.db, SITE, URL, now()))
    keep(intake, hide_annotation(intake.archive.db, SITE, URL, "y", now() + timedelta(seconds=2)))
    assert len(story(home)) == 1
    intake.archive.db.conn.close()
    rebuild_archive(home)
    assert len(story(home)) == 1


def test_what_is_not_there(intake: Intake) -> None:
    """It can be neither hidden nor given back, and that is said."""
    with pytest.raises(NoSuchArticle, match="not in the archive"):
        hide_annotation(intake.archive.db, SITE, "https://bao.example/la.html", "x", now())
    with pytest.raises(NoSuchArticle):
        unhide_annotation(intake.archive.db, SITE, URL, now())
