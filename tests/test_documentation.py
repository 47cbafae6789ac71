"""The docs name what there is: a command, key, table, event or field that they leave out fails here."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click
import jsonschema
import pytest
from click.testing import CliRunner

from crawlers.frontier.frontier import Frontier
from crawlers.net.site_client import OVERLOADED, REASONS
from crawlers.report import PUBLISHERS_WORD, CrawlReport
from crawlers.setup.status import site_statuses
from demo.press import Press
from khobao import main
from pipeline.archive import outbox
from pipeline.archive.database import prepare_archive, read_archive
from pipeline.article import Article
from pipeline.capture import Capture
from pipeline.clock import now
from pipeline.config import Domain, Home, Politeness, Rules, Settings, Site, Source
from pipeline.config.settings import TEMPLATE
from pipeline.event import EVENTS
from pipeline.ingest.intake import open_intake
from pipeline.ingest.recovery import recover
from pipeline.maintenance.export import FIELDS, SCHEMA_VERSION, records, write_csv
from pipeline.maintenance.stats import stats
from pipeline.queries.explain import explain
from pipeline.warc import WarcWriter
from pipeline.watches.deliveries import open_deliveries
from pipeline.watches.watch import EVENTS_OF, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


def read(name: str) -> str:
    """Return a page of docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of its rank or above. Fails where it is missing."""
    match = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert match, f"no heading {heading!r}"
    rest = text[match.end() :]
    end = re.search(rf"^#{{1,{len(match[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def named(text: str) -> set[str]:
    """Return every word in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def first_cells(text: str) -> set[str]:
    """Return the words in backticks of the first cells of the tables in a text."""
    rows = re.findall(r"^\| (.*?) \|", text, re.MULTILINE)
    return {word for cell in rows for word in named(cell)}


def fields_of(kind: type) -> set[str]:
    """Return the names of a value's fields."""
    return {field.name for field in attrs.fields(kind)}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield each command under its whole name, those of groups too."""
    queue: list[tuple[str, click.Command]] = [("khobao", main)]
    while queue:
        name, command = queue.pop()
        if name != "khobao":
            yield name, command
        if isinstance(command, click.Group):
            queue += [(f"{name} {one}", command.commands[one]) for one in command.commands]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Make a small archive: articles of two papers, one of each edited."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.prepare()
    press = Press(["aspnet", "onecms"], articles=4)
    writer = WarcWriter(home.warc, "articles")
    for key, site in press.sites.items():
        for _ in range(2):
            for article in press.expected(key):
                reply = press.answer(key, "GET", article.url.removeprefix(site.address), {})
                domain = site.address.removeprefix("http://")
                headers = (("Content-Type", reply.content_type),)
                writer.append(
                    Capture(
                        site=domain,
                        asked_url=article.url,
                        url=article.url,
                        status=reply.status,
                        headers=headers,
                        body=reply.body,
                        captured_at=now(),
                    )
                )
            press.edit(key, press.expected(key)[0].number, "sentence")
    writer.close()
    with open_intake(home) as intake:
        recover(intake)
    return home


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_command_is_documented_with_its_options_and_an_example(name: str, command: click.Command) -> None:
    """commands.md has a section for it, which begins with an example and names every option; so does its --help."""
    text = section(read("commands.md"), name)
    text = text.partition("\n### ")[0]
    assert re.match(rf"\n\n```\nkhobao (--home \S+ )?{name.removeprefix('khobao ')}\b", text), "no example"
    options = {
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option != "--help"
    }
    assert options - named(text) == set()
    assert f"Example: {name.partition(' ')[0]}" in (command.help or ""), "no example in --help"


def test_no_command_is_documented_that_is_not_there() -> None:
    """Each heading of commands.md is a command."""
    headings = re.findall(r"^#+ (khobao .*)$", read("commands.md"), re.MULTILINE)
    assert set(headings) == {name for name, _ in commands()}


def test_each_setting_is_documented_with_its_default() -> None:
    """settings.md and the khobao.toml that is written name each key, and what holds without it."""
    text = section(read("settings.md"), "khobao.toml")
    assert first_cells(text) == fields_of(Settings)
    for field in attrs.fields(Settings):
        shown = f"`{field.default}`" if field.default is not None else ""
        assert f"| `{field.name}` | {shown} |".replace("|  |", "| |") in text
        assert f"\n# {field.name} = " in TEMPLATE


def test_each_environment_variable_is_documented() -> None:
    """settings.md names what the command reads from the environment."""
    variables = {parameter.envvar for parameter in main.params if isinstance(parameter.envvar, str)}
    assert first_cells(section(read("settings.md"), "Environment")) == variables


def tables(path: Path) -> dict[str, set[str]]:
    """Return the columns of each table and view, without those of SQLite, FTS5 and the migrations' records."""
    with closing(sqlite3.connect(path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        virtual = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")]
        ours = [
            name
            for name in names
            if not name.startswith(("sqlite_", "_sqlite_")) and not any(name.startswith(f"{own}_") for own in virtual)
        ]
        return {name: {row[1] for row in db.execute(f"PRAGMA table_info({name})")} for name in ours}


@pytest.mark.parametrize("name", ["archive.db", "frontier.db", "deliveries.db"])
def test_each_table_and_column_is_documented(name: str, tmp_path: Path) -> None:
    """archive.md has a section for each table and view of the databases, with all its columns and no others."""
    path = tmp_path / name
    if name == "archive.db":
        prepare_archive(path)
    elif name == "deliveries.db":
        with open_deliveries(Home(tmp_path)):
            pass
    else:
        Frontier(path, lambda *_: set()).close()
    text = section(read("archive.md"), name)
    headings = re.findall(r"^### (.*)$", text, re.MULTILINE)
    there = tables(path)
    assert {table for heading in headings for table in named(heading)} == there.keys()
    for heading in headings:
        found = section(text, heading)
        for table in named(heading):
            assert there[table] - named(found) == set(), table
            assert first_cells(found) - there[table] == set(), table


def test_each_kind_of_event_is_documented_with_its_fields(home: Home) -> None:
    """events.md lists the kinds that there are, and each field that an event is printed with."""
    kinds, _, fields = read("events.md").partition("| field |")
    assert first_cells(kinds) == EVENTS.keys()
    with read_archive(home) as db:
        printed = {key for entry in outbox.read(db) for key in entry.as_json()}
    own = {name for event in EVENTS.values() for name in attrs.fields_dict(event)}
    assert printed | own == first_cells("| field |" + fields)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("The keys", Site),
        ("`[[domains]]`", Domain),
        ("`[[sources]]`", Source),
        ("`[politeness]`", Politeness),
        ("`[[extraction]]`", Rules),
    ],
)
def test_each_key_of_a_site_is_documented(heading: str, kind: type) -> None:
    """sites.md has each key of a site's file, and no other."""
    text = section(read("sites.md"), heading).partition("\n### ")[0]
    assert first_cells(text) == fields_of(kind)


def test_each_key_of_a_watch_is_documented() -> None:
    """watching.md has each key of a watch's file, no other, and the words that `on` takes."""
    text = section(read("watching.md"), "The file")
    assert first_cells(text) == fields_of(Watch)
    assert EVENTS_OF.keys() <= named(text)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """Return the JSON Schema of docs/data.md."""
    blocks = re.findall(r"^```json\n(.*?)^```$", read("data.md"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    found: dict[str, Any] = json.loads(blocks[0])
    return found


def test_the_schema_of_an_export_holds_and_is_strict(home: Home, schema: dict[str, Any]) -> None:
    """Every record of an archive fits the JSON Schema; one with a field too many or too few, or of another kind, does not."""
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    with read_archive(home) as db:
        rows = [attrs.asdict(record) for record in records(db)]
    assert {row["revisions"] for row in rows} == {1, 2}
    for row in rows:
        validator.validate(row)
        for wrong in ({**row, "more": 1}, {**row, "edited": 1}, {**row, "published_at": "hôm qua"}):
            assert not validator.is_valid(wrong)
        assert not any(validator.is_valid({key: row[key] for key in row if key != left}) for left in row)


def test_the_schema_names_the_export_s_fields_and_version(schema: dict[str, Any]) -> None:
    """data.md's schema has the fields in their order, and the version that the code has."""
    assert tuple(schema["properties"]) == tuple(schema["required"]) == FIELDS
    assert schema["$id"] == f"urn:khobao:export:{SCHEMA_VERSION}"


def test_csv_has_the_documented_columns(home: Home) -> None:
    """A CSV export begins with a byte order mark and the fields; lists are joined as data.md says."""
    file = io.StringIO(newline="")
    with read_archive(home) as db:
        articles = list(records(db))
    write_csv(articles, file)
    assert file.getvalue().startswith("\ufeff")
    table = list(csv.reader(io.StringIO(file.getvalue().removeprefix("\ufeff"), newline="")))
    assert tuple(table[0]) == FIELDS
    assert [row[FIELDS.index("tags")] for row in table[1:]] == [" | ".join(article.tags) for article in articles]


def test_what_extract_and_search_print_is_documented() -> None:
    """data.md names each key of `khobao extract` and of `khobao search --json`."""
    text = read("data.md")
    assert first_cells(section(text, "khobao extract")) == Article("", None).as_json().keys()
    found = {"id", "url", "site", "title", "published_at", "snippet"}
    assert first_cells(section(text, "khobao search --json")) == found


def test_what_a_crawl_prints_is_documented() -> None:
    """crawling.md names each field of a crawl's summary, and each word for why a page was not had."""
    text = read("crawling.md")
    assert first_cells(section(text, "The summary")) == CrawlReport("").as_json().keys()
    reasons = {*PUBLISHERS_WORD, *REASONS.values(), *OVERLOADED.values(), "unreachable", "no robots.txt"}
    assert reasons - named(section(text, "What an answer means")) == set()


def test_what_sites_and_stats_print_is_documented(home: Home) -> None:
    """commands.md names each key of `khobao sites --json` and `khobao stats --json`."""
    text = read("commands.md")
    (home.sites_folder / "vidu.vn.toml").write_text('name = "Ví Dụ"', encoding="utf-8")
    assert site_statuses(home)[0].as_json().keys() - named(section(text, "khobao sites")) == set()
    with read_archive(home) as db:
        assert attrs.asdict(stats(db, home)).keys() - named(section(text, "khobao stats")) == set()


def test_what_watch_list_prints_is_documented(home: Home) -> None:
    """commands.md names each key of `khobao watch list --json`."""
    run = CliRunner().invoke
    run(main, ["--home", str(home.folder), "watch", "add", "x", "--name", "x", "--webhook", "http://x/"])
    (told,) = json.loads(run(main, ["--home", str(home.folder), "watch", "list", "--json"]).stdout)
    text = section(read("commands.md"), "khobao watch list")
    assert (told.keys() | told["ways"][0].keys()) - named(text) == set()


def test_what_explain_prints_is_documented(home: Home) -> None:
    """commands.md names each key of `khobao explain --json`; extraction.md the parts of the score."""
    with read_archive(home) as db:
        url = db.execute("SELECT url FROM articles").fetchone()[0]
        found = explain(db, url).as_json()
    about = found["article"]
    keys = (
        found.keys() | found["captures"][0].keys() | about.keys() | about["fields"][0].keys() | about["quality"].keys()
    )
    assert keys - named(section(read("commands.md"), "khobao explain")) == set()
    parts = about["quality"].keys() - {"score", "missing", "suspicious"}
    assert parts == set(
        re.findall(r"^\| (\w+) \|", section(read("extraction.md"), "How good an extraction looks"), re.MULTILINE)
    ) - {"part"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_docs_resolves(page: Path) -> None:
    """A link to a file of ours, or a page named in the text, leads to one that is there."""
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []
    pages = re.findall(r"(?<![\w/.`-])([a-z_]+\.md)\b", text)
    assert [name for name in pages if not (DOCS / name).exists()] == []


def test_the_readme_leads_to_every_page() -> None:
    """README.md links each page of docs/."""
    links = set(re.findall(r"\]\(docs/([a-z_]+\.md)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert links == {page.name for page in DOCS.glob("*.md")}


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_modules_that_the_docs_name_are_there(page: str) -> None:
    """A file of the code that the map or the guide names exists: at that path, or in some folder."""
    folders = [ROOT / name for name in ("pipeline", "crawlers", "browse", "khobao", "demo", "bench", "tests")]
    files = [path.as_posix() for folder in folders for path in folder.rglob("*.py")] + [f"{ROOT}/scheduler.py"]
    paths = re.findall(r"(?<![\w/<>])[\w/]+\.py\b", (ROOT / page).read_text(encoding="utf-8"))
    assert paths
    assert [path for path in paths if not any(file.endswith(f"/{path}") for file in files)] == []
