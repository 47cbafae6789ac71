"""`khobao crawl` over the whole press: what was published is what is archived."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.archive.archive import open_archive
from pipeline.capture import RecordLocation
from pipeline.ingest.warc_import import article_files
from pipeline.warc import read_capture
from tests.support.harness import what_is_said

if TYPE_CHECKING:
    from demo.press import Press
    from tests.support.harness import Command

pytestmark = pytest.mark.service


def watch_all(khobao: Command, press: Press) -> None:
    """Write the files of all the press's sites."""
    for key, site in press.sites.items():
        khobao.watch(key, site.address)


def by_url(export: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return an export by each of its URLs."""
    return {url: row for row in export.values() for url in row["urls"]}


def asked_articles(press: Press) -> list[str]:
    """Return the paths of articles that were asked for, again and again."""
    known = {
        url.removeprefix(site.address)
        for key, site in press.sites.items()
        for e in press.expected(key)
        for url in e.urls
    }
    return [asked.path for site in press.sites.values() for asked in site.log if asked.path in known]


def test_all_that_the_press_published_is_archived_as_it_reads(khobao: Command, press: Press) -> None:
    """Every article of five sites, each discovered in its own way, comes out field by field as it was written."""
    watch_all(khobao, press)
    summary = json.loads(khobao("crawl", "--json"))
    assert summary["failed"] == 0
    got = by_url(khobao.export())
    wanted = [article for key in press.sites for article in press.expected(key)]
    assert {a.url for a in wanted} - got.keys() == set()
    for article in wanted:
        row = got[article.url]
        for field in ("title", "sapo", "agency", "section", "published_at"):
            assert row[field] == getattr(article, field), (article.url, field)
        assert row["paragraphs"] == list(article.paragraphs), article.url
        assert sorted(row["authors"]) == sorted(article.authors), article.url
    assert len(khobao.export()) == len(wanted)

    before = len(asked_articles(press))
    assert json.loads(khobao("crawl", "--json"))["failed"] == 0
    assert len(asked_articles(press)) == before, "a second crawl fetched an article again"


def test_every_warc_is_sound_and_every_row_finds_its_record(khobao: Command, press: Press) -> None:
    """Gzip and warcio find no fault, and each capture's row leads to the record with its digest."""
    khobao.watch("epi", press.sites["epi"].address)
    khobao("crawl")
    files = list((khobao.home / "warc").glob("*.warc.gz*"))
    assert files
    for file in files:
        with gzip.open(file) as stream:
            stream.read()
        check = subprocess.run([str(Path(sys.executable).with_name("warcio")), "check", str(file)], check=False)
        assert check.returncode == 0
    with open_archive(khobao.home / "archive.db") as archive:
        rows = archive.db.execute(
            "SELECT name, warc_offset, warc_offset + warc_length, digest, captures.url FROM captures"
            " JOIN warc_files ON warc_files.id = warc_file_id"
        ).fetchall()
        assert len(rows) >= 20
        for *place, url in rows:
            assert read_capture(khobao.home / "warc", RecordLocation(*place)).url == url


def test_an_edit_becomes_a_revision_only_when_looked_at_again(khobao: Command, press: Press) -> None:
    """A plain crawl does not look at stored articles; --again does, keeps the old text and counts the new one."""
    site = press.sites["aspnet"]
    khobao.watch("aspnet", site.address)
    khobao("crawl")
    article = press.expected("aspnet")[3]
    press.edit("aspnet", article.number, "sentence")
    khobao("crawl")
    assert not any(row["edited"] for row in khobao.export().values())
    size = sum(path.stat().st_size for path in article_files(khobao.home / "warc"))

    tallies = json.loads(khobao("crawl", "--again", "--json"))["sites"]
    assert tallies[0]["stored"] == {"unchanged": 19, "revised": 1}
    row = by_url(khobao.export())[article.url]
    edited = next(e for e in press.expected("aspnet") if e.number == article.number)
    assert (row["revisions"], row["edited"], row["paragraphs"]) == (2, True, list(edited.paragraphs))
    grown = sum(path.stat().st_size for path in article_files(khobao.home / "warc")) - size
    assert 0 < grown < 60_000, "a look that brought no new text is a row, not a record"
    with open_archive(khobao.home / "archive.db") as archive:
        first = archive.db.execute(
            "SELECT text FROM revisions WHERE number = 1 AND article_id ="
            " (SELECT article_id FROM revisions WHERE number = 2)"
        ).fetchone()[0]
        assert first.split("\n\n") == list(article.paragraphs)
        assert archive.db.execute("SELECT count(*) FROM looks WHERE outcome = 'unchanged'").fetchone()[0] == 19
    kinds = [json.loads(line)["kind"] for line in khobao("events", "--json").splitlines()]
    assert kinds.count("article.new") == 20
    assert kinds[-1] == "article.revised"


def test_a_rebuild_from_warc_alone_gives_the_same_export(khobao: Command, press: Press) -> None:
    """Without archive.db and frontier.db, `khobao rebuild` brings back articles, revisions and URLs."""
    watch_all(khobao, press)
    khobao("crawl")
    press.edit("liferay", press.expected("liferay")[0].number, "title")
    khobao("crawl", "--again", "liferay")
    before = khobao.export()
    for path in khobao.home.glob("*.db*"):
        path.unlink()
    khobao("rebuild")
    assert what_is_said(khobao.export()) == what_is_said(before)
    asked = len(asked_articles(press))
    khobao("crawl")
    assert len(asked_articles(press)) == asked, "the new frontier asked for what is archived"


def test_a_warc_of_wget_is_taken_in(khobao: Command, press: Press, tmp_path: Path) -> None:
    """A file that another tool wrote becomes articles, once."""
    if subprocess.run(["which", "wget"], capture_output=True, check=False).returncode:
        pytest.skip("wget is not installed")
    wanted = press.expected("onecms")[:3]
    subprocess.run(
        ["wget", "-q", "--warc-file", str(tmp_path / "other"), "-O", "/dev/null", *(a.url for a in wanted)], check=True
    )
    file = str(tmp_path / "other.warc.gz")
    assert json.loads(khobao("import", "--json", file)) == {file: {"new": 3}}
    assert json.loads(khobao("import", "--json", file)) == {file: {}}
    assert {row["title"] for row in khobao.export().values()} == {a.title for a in wanted}


def test_one_text_at_two_addresses_is_one_article(khobao: Command, press: Press) -> None:
    """The same text under a second URL of a site, declared canonical or not, is one article with both URLs."""
    watch_all(khobao, press)
    khobao("crawl")
    got = by_url(khobao.export())
    twins = [a for key in press.sites for a in press.expected(key) if len(a.urls) > 1]
    assert twins
    found = [a for a in twins if sum(url in got for url in a.urls) > 1]
    assert found
    for article in found:
        assert len({got[url]["id"] for url in article.urls if url in got}) == 1
