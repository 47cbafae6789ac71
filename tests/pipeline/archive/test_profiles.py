"""What sites teach on its way through WARC and archive: learned, noted, adopted, named by captures, taken in again."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from click.testing import CliRunner

from khobao import main
from pipeline.annotation import Annotation
from pipeline.archive import outbox
from pipeline.archive.database import read_archive
from pipeline.archive.profiles import PROFILE, all_versions, annotated_profile, profile_annotation
from pipeline.config import Home
from pipeline.event import ArticleRevised, ProfileEvent
from pipeline.ingest import intake as module
from pipeline.ingest.intake import ExtractedCapture, Intake, open_intake
from pipeline.ingest.rebuild import rebuild_archive
from pipeline.ingest.recovery import recover
from pipeline.ingest.warc_import import copy_by_digest, ingest_file
from pipeline.maintenance.export import records
from pipeline.warc import WarcWriter, read_records
from tests.support.captures import BEGUN, SITE, long_text, page, watching_home
from tests.support.inline import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.capture import Capture
    from pipeline.extraction.profile.profile import Profile

NOTICE = "Bản quyền thuộc về Báo Ví Dụ, cấm sao chép dưới mọi hình thức"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make a home that watches one site."""
    return watching_home(tmp_path / "home")


@pytest.fixture
def intake(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """Open it, with readers in this process."""
    monkeypatch.setattr(module, "open_extractor_pool", lambda _: nullcontext(Inline()))
    with open_intake(home) as made:
        yield made


def pages(first: int, last: int) -> list[Capture]:
    """Return captures of articles that all end with the site's notice."""
    return [
        page(f"/bai-{n}.html", n, title, long_text(title), long_text("thêm", title), NOTICE)
        for n in range(first, last)
        for title in [f"Bài báo thứ {n} về con đường vào bản"]
    ]


def crawl(intake: Intake, captures: list[Capture]) -> None:
    """Keep captures one by one as the archiver does: named, appended, stored; then learn."""
    writer = WarcWriter(intake.folder, "articles")
    for capture in captures:
        standing = intake.current_profile(SITE)
        named = attrs.evolve(capture, profile=standing.version if standing else None)
        place = writer.append(named)
        writer.sync()
        intake.ingest_batch([ExtractedCapture(named, place, intake.submit(named).result())])
        if annotation := intake.induce_profile(SITE):
            writer.append_annotation(annotation)
            writer.sync()
            intake.apply(annotation)
    writer.close()


def texts(home: Home) -> dict[str, list[str]]:
    """Return the paragraphs of all articles, by URL."""
    with read_archive(home) as db:
        return {record.url: record.paragraphs for record in records(db)}


def profiles(home: Home) -> dict[str, dict[int, Profile]]:
    """Return what stands in the archive."""
    with read_archive(home) as db:
        return all_versions(db)


def test_a_site_is_learned_while_it_is_crawled(home: Home, intake: Intake) -> None:
    """After five pages there is a version, an event tells so, captures name it, and the notice is out of the text."""
    crawl(intake, pages(0, 8))
    assert {url for url, lines in texts(home).items() if NOTICE in lines} == {
        f"https://bao.example/bai-{n}.html" for n in range(5)
    }
    assert list(profiles(home)["bao.example"]) == [1]
    with read_archive(home) as db:
        (event,) = [entry.event for entry in outbox.read(db) if isinstance(entry.event, ProfileEvent)]
        names = [row[0] for row in db.execute("SELECT profile FROM revisions ORDER BY id")]
    assert (event.kind, event.site, event.version, event.pages) == ("profile.learned", "bao.example", 1, 5)
    assert names == [None] * 5 + ["v1"] * 3


def test_a_rebuild_reads_each_page_with_the_version_it_was_read_with(home: Home, intake: Intake) -> None:
    """Export and profiles come out equal, from the WARC alone: the first pages keep their notice."""
    crawl(intake, pages(0, 12))
    before = texts(home), profiles(home)
    intake.archive.db.conn.close()
    rebuild_archive(home)
    assert (texts(home), profiles(home)) == before
    assert len(before[1]["bao.example"]) >= 1
    assert sum(NOTICE in lines for lines in before[0].values()) == 5


def test_a_process_that_died_before_it_adopted_a_version(home: Home, intake: Intake) -> None:
    """The annotation stands in the WARC: the next process adopts it before it reads on."""
    crawl(intake, pages(0, 8))
    db = intake.archive.db
    for table in ("lessons", "profiles"):
        db.execute(f"DELETE FROM {table}")
    db.execute("UPDATE warc_files SET ingested_to = 0")
    intake.profiles.clear()
    recover(intake)
    assert list(intake.profiles["bao.example"]) == [1]
    assert profiles(home) == intake.profiles


def test_a_note_and_a_version_s_name_stand_in_the_warc(home: Home, intake: Intake) -> None:
    """Both come back as they were written, between the captures, in order."""
    crawl(intake, pages(0, 6))
    (path,) = home.warc.glob("articles-*")
    found = [record for record, _ in read_records(path)]
    assert [isinstance(record, Annotation) for record in found] == [False] * 5 + [True, False]
    annotation = found[5]
    assert isinstance(annotation, Annotation)
    assert (annotation.kind, annotation.site) == (PROFILE, "bao.example")
    assert annotated_profile(annotation) == profiles(home)["bao.example"][1]
    assert [record.profile for record in found if not isinstance(record, Annotation)] == [None] * 5 + [1]
    again = profile_annotation("bao.example", annotated_profile(annotation), BEGUN, "profile.learned")
    assert again.fields == annotation.fields


def test_a_colleague_s_profiles_are_not_ours(home: Home, intake: Intake, tmp_path: Path) -> None:
    """An imported file's notes are passed over, and so are the versions that its captures name."""
    crawl(intake, pages(0, 8))
    (path,) = home.warc.glob("articles-*")
    colleague = Home(tmp_path / "other")
    colleague.folder.mkdir()
    with open_intake(colleague) as theirs:
        theirs.profiles.update(intake.profiles)  # they have a version 1, too: it is another one
        assert ingest_file(theirs, copy_by_digest(colleague.warc, path))["new"] == 8
        assert profiles(colleague) == {}
        assert {row[0] for row in theirs.archive.db.execute("SELECT profile FROM revisions")} == {None}


def test_an_old_text_is_compared_by_its_own_version(home: Home, intake: Intake) -> None:
    """A page that was read before its site had taught anything is looked at again: its notice is no edit."""
    crawl(intake, pages(0, 8))
    again = [attrs.evolve(capture, captured_at=pages(60, 61)[0].captured_at) for capture in pages(0, 2)]
    crawl(intake, again)
    with read_archive(home) as db:
        assert [row[0] for row in db.execute("SELECT DISTINCT revisions FROM articles")] == [1]
        assert ArticleRevised not in {type(entry.event) for entry in outbox.read(db)}
        assert [row[0] for row in db.execute("SELECT count(*) FROM readings")] == [2]
    assert NOTICE not in texts(home)["https://bao.example/bai-0.html"]


# khobao profile


def profile(home: Home, *words: str) -> Any:
    """Run the command."""
    return CliRunner().invoke(main, ["--home", str(home.folder), "profile", *words], prog_name="khobao")


def test_a_profile_is_shown(home: Home, intake: Intake) -> None:
    """Versions, places, and lines with their counts; as JSON the same."""
    crawl(intake, pages(0, 8))
    shown = profile(home, "bao.example")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("bao.example: version 1, learned ")
    assert f"  5 of 5   {NOTICE}  [" in shown.stdout
    told = json.loads(profile(home, "bao.example", "--json").stdout)
    assert (told["version"], told["pages"], len(told["versions"])) == (1, 5, 1)
    assert told["templates"][0]["selectors"]["body"] == "body > article"
    assert [line["taken_out"] for line in told["lines"] if line["text"] == NOTICE] == [True]


def test_what_a_person_keeps_is_shown_as_kept(home: Home, intake: Intake) -> None:
    """`keep` in the site's file undoes a line at once, there and in what is read from then on."""
    crawl(intake, pages(0, 8))
    kept = f'name = "Báo Ví Dụ"\nkeep = ["{NOTICE}"]'
    home.site_path(SITE.domain).write_text(kept, encoding="utf-8")
    told = json.loads(profile(home, "bao.example", "--json").stdout)
    assert [line["taken_out"] for line in told["lines"] if line["text"] == NOTICE] == [False]
    again = Intake.of_sites(intake.archive, intake.pool, home.sites(), home.warc)
    crawl(again, pages(20, 21))
    assert NOTICE in texts(home)["https://bao.example/bai-20.html"]


def test_a_profile_as_rules_is_a_file_that_reads_the_same(home: Home, intake: Intake) -> None:
    """What --toml prints can be appended to the site's file, and its selectors find the text."""
    crawl(intake, pages(0, 8))
    printed = profile(home, "bao.example", "--toml").stdout
    path = home.site_path(SITE.domain)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{printed}", encoding="utf-8")
    (site,) = home.sites()
    assert [rules.body for rules in site.extraction] == ["body > article"]


@pytest.mark.parametrize("words", [("bao.example",), ("khac.example",), ("bao.example", "--version", "7")])
def test_what_was_not_learned_is_said(home: Home, intake: Intake, words: tuple[str, ...]) -> None:
    """Status 1, and on stderr what is wanted for it, or what there is."""
    crawl(intake, pages(0, 8 if "--version" in words else 4))
    done = profile(home, *words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert words[0] in done.stderr
