"""An article explained out of the archive: a press' pages through WARC and intake, as a crawl leaves them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from demo.press import Press
from khobao import main
from pipeline.archive.database import read_archive
from pipeline.capture import Capture
from pipeline.clock import now
from pipeline.config import Home
from pipeline.ingest.intake import open_intake
from pipeline.ingest.recovery import recover
from pipeline.queries.explain import NeverCaptured, explain
from pipeline.warc import WarcWriter

if TYPE_CHECKING:
    from demo.story import ExpectedArticle

PRESS = Press(["onecms"], articles=3)
ARTICLE: ExpectedArticle = PRESS.expected("onecms")[0]
FEED = "https://vidu.vn/rss.xml"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Make an archive of one article, captured twice and edited in between, and a page that holds none."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.prepare()
    site = PRESS.sites["onecms"]
    writer = WarcWriter(home.warc, "articles")
    for url in (ARTICLE.url, f"{site.address}/"):
        for edited in (False, True):
            if edited:
                PRESS.edit("onecms", ARTICLE.number, "sentence")
            reply = PRESS.answer("onecms", "GET", url.removeprefix(site.address), {})
            headers = (("Content-Type", reply.content_type),)
            domain = site.address.removeprefix("http://")
            writer.append(
                Capture(
                    site=domain,
                    asked_url=url,
                    url=url,
                    status=reply.status,
                    headers=headers,
                    body=reply.body,
                    captured_at=now(),
                    via=FEED,
                )
            )
    writer.close()
    with open_intake(home) as intake:
        recover(intake)
    return home


def explained(home: Home, what: str) -> dict[str, Any]:
    """Ask the archive."""
    with read_archive(home) as db:
        return explain(db, what).as_json()


def test_an_article_by_its_address_and_by_its_id(home: Home) -> None:
    """Both give the same: who named it, what read it, each field with its place, what was left out, how good it looks."""
    found = explained(home, ARTICLE.url)
    about = found["article"]
    assert {**explained(home, about["id"]), "asked": ARTICLE.url} == found
    assert [capture["outcome"] for capture in found["captures"]] == ["new", "revised"]
    assert {capture["via"] for capture in found["captures"]} == {FEED}
    assert (about["revision"], about["revisions"], about["url"]) == (2, 2, ARTICLE.url)
    fields = {field["field"]: field for field in about["fields"]}
    assert fields["title"]["value"] == ARTICLE.title
    assert all(field["source"] for field in about["fields"] if field["value"])
    assert about["removed"]
    assert 0.8 < about["quality"]["score"] <= 1
    assert json.loads(json.dumps(found)) == found


def test_an_address_that_holds_no_article(home: Home) -> None:
    """Its captures say what they came to and why."""
    found = explained(home, PRESS.sites["onecms"].address + "/")
    assert found["article"] is None
    assert {capture["outcome"] for capture in found["captures"]} == {"listing"}
    assert all(capture["error"] for capture in found["captures"])


@pytest.mark.parametrize("what", ["https://vidu.vn/never.html", "aaaaaaaaaaaa", "", "' OR 1=1 --", "http://[", "\x00"])
def test_what_was_never_captured(home: Home, what: str) -> None:
    """Is said so, whatever was asked."""
    with pytest.raises(NeverCaptured):
        explained(home, what)


def test_as_a_person_reads_it(home: Home) -> None:
    """Each field has its place under it; long texts are cut."""
    with read_archive(home) as db:
        lines = list(explain(db, ARTICLE.url).as_lines())
    assert f"    named by {FEED}" in lines
    title = next(place for place, line in enumerate(lines) if line.startswith("  title "))
    assert lines[title + 1].split()[0] == "page"
    assert max(map(len, lines)) < 200
    assert any(line.startswith(("quality 0.", "quality 1.")) for line in lines)


def test_the_command(home: Home) -> None:
    """Prints it for a person, or as JSON; status 1 where nothing is known."""
    khobao = ["--home", str(home.folder), "explain"]
    assert f"named by {FEED}" in CliRunner().invoke(main, [*khobao, ARTICLE.url]).stdout
    assert json.loads(CliRunner().invoke(main, [*khobao, ARTICLE.url, "--json"]).stdout) == explained(home, ARTICLE.url)
    assert CliRunner().invoke(main, [*khobao, "https://vidu.vn/never.html"]).exit_code == 1
