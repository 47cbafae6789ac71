"""The command as a shell sees it: exit status, stdout and stderr, what it makes and what it loads."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from khobao import main
from pipeline.config import Home
from pipeline.ingest.intake import open_intake
from pipeline.ingest.recovery import recover
from tests.support.captures import html, long_text, page, write_warc

if TYPE_CHECKING:
    from click import Command, Group
    from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"scrapy", "twisted", "trafilatura", "datasette", "feedparser", "lxml", "rich", "apscheduler", "structlog"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an archive of three articles; one has a title that a spreadsheet would run."""
    made = Home(tmp_path_factory.mktemp("home"))
    made.prepare()
    made.site_path("bao.example").write_text('name = "Báo Ví Dụ"', encoding="utf-8")
    write_warc(
        made.warc,
        page("/duong.html", 0, "Sửa đường vào bản", long_text("Đất ở Thái Nguyên được cấp sổ")),
        page("/cong.html", 1, "=1+1 bằng mấy", long_text("hai")),
        page("/cau.html", 2, "Khánh thành cầu mới", long_text("ba")),
    )
    with open_intake(made) as intake:
        recover(intake)
    return made.folder


def run(home: Path, *words: str, env: dict[str, str] | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["--home", str(home), *words], env=env)


def shell(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a shell does."""
    argv = [str(Path(sys.executable).with_name("khobao")), "--home", str(home), *words]
    return subprocess.run(argv, capture_output=True, check=False, timeout=60, env={**os.environ, **env})


def commands(group: Group = main, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Command]:
    """Return every command and subcommand by its words."""
    found: dict[tuple[str, ...], Command] = {}
    for name, command in group.commands.items():
        found[*path, name] = command
        if hasattr(command, "commands"):
            found |= commands(command, (*path, name))
    return found


# help


def test_the_commands_are_these() -> None:
    """Every command that is promised is there, and no other."""
    assert {" ".join(path) for path in commands()} == {
        *(
            "run",
            "serve",
            "crawl",
            "sites",
            "sites add",
            "sites check",
            "import",
            "retry",
            "rebuild",
            "events",
            "extract",
        ),
        *("search", "export", "stats", "label", "benchmark", "explain", "profile"),
        *("watch", "watch add", "watch list", "watch remove", "watch test"),
        *("health", "backup", "verify", "password", "pause", "resume", "now", "hide", "unhide"),
    }


@pytest.mark.parametrize("path", sorted(commands()))
def test_help_shows_an_example(path: tuple[str, ...]) -> None:
    """Each command's --help says what it is for and how it is typed."""
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="khobao")
    assert result.exit_code == 0
    example = result.output.partition("Example:")[2].replace("--home /srv/khobao ", "")
    assert f"khobao {' '.join(path)}" in example


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("--version",)])
def test_help_of_the_whole(words: tuple[str, ...]) -> None:
    """What it is, and its version."""
    result = CliRunner().invoke(main, list(words), prog_name="khobao")
    assert result.exit_code == 0
    assert "khobao" in result.output.lower()


def loaded(home: Path, *words: str) -> set[str]:
    """Return the packages that a command loads."""
    code = (
        "import sys\nfrom khobao import main\n"
        "try:\n    main()\nfinally:\n    print('loaded', *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    argv = [sys.executable, "-c", code, "--home", str(home), *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [("--help",), ("crawl", "--help"), ("stats",), ("stats", "--json"), ("events",)])
def test_light_commands_load_nothing_heavy(home: Path, words: tuple[str, ...]) -> None:
    """They would take most of a second; a script calls them often."""
    assert not loaded(home, *words) & HEAVY


# reading where there is nothing


READING = [
    ("search", "x"),
    ("export",),
    ("stats",),
    ("events",),
    ("events", "--json"),
    ("serve",),
    ("crawl", "--again"),
]


@pytest.mark.parametrize("words", READING)
def test_a_reading_command_in_an_empty_folder(tmp_path: Path, words: tuple[str, ...]) -> None:
    """It says that there is no archive and what to do, exits with 2, and makes nothing."""
    result = run(tmp_path, *words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "khobao" in result.stderr or "khobao sites add" in result.stderr
    assert list(tmp_path.iterdir()) == []
    gone = tmp_path / "none"
    assert run(gone, *words).exit_code == 2
    assert not gone.exists()


@pytest.mark.parametrize(
    "words", [("rebuild",), ("crawl",), ("import", "none.warc.gz"), ("extract", "none.html"), ("sites", "check", "x")]
)
def test_nothing_to_work_on(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Without WARC files, sites, or the file that was named: exit status 2, and nothing is made."""
    result = run(tmp_path, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert list(tmp_path.iterdir()) == []


def test_listing_no_sites(tmp_path: Path) -> None:
    """Where no site is watched, that is said with exit status 2, and nothing is made."""
    for words in (["sites"], ["sites", "--json"], ["sites", "check"]):
        result = run(tmp_path, *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no site is watched" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_home_is_this_folder_or_khobao_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--home before KHOBAO_HOME before the current folder."""
    monkeypatch.chdir(home)
    assert CliRunner().invoke(main, ["stats"]).exit_code == 0
    monkeypatch.chdir("/")
    assert CliRunner().invoke(main, ["stats"], env={"KHOBAO_HOME": str(home)}).exit_code == 0
    assert run(home, "stats", env={"KHOBAO_HOME": "/proc"}).exit_code == 0


# faults


def test_faults_are_told_without_a_traceback(tmp_path: Path, home: Path) -> None:
    """A faulty file, an unknown site, a damaged archive: a message on stderr and an exit status."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "a.example.toml").write_text("name = 5\nkind = 'x'")
    for words in (("sites",), ("crawl",)):
        result = run(tmp_path, *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "a.example.toml: name: 5 is no text" in result.stderr
        assert "one of portal, newspaper, agency" in result.stderr
    result = run(home, "crawl", "khac.example")
    assert result.exit_code == 2
    assert "bao.example" in result.stderr
    (tmp_path / "archive.db").write_bytes(b"x" * 5000)
    result = run(tmp_path, "stats")
    assert result.exit_code == 1
    assert "khobao rebuild" in result.stderr


def test_an_import_that_is_no_warc(home: Path, tmp_path: Path) -> None:
    """Exit status 2 with the reason; the others of the same call are not taken in either."""
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(b"<html>")
    result = run(home, "import", str(bad))
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(bad) in result.stderr


# searching


@pytest.mark.parametrize(
    "query",
    [
        "-",
        '"',
        "--",
        "''",
        "*",
        "a" * 10_000,
        "đ " * 5_000,
        '"' * 10_000,
        "AND OR NOT",
        "(",
        "a:b",
        "\\",
        "%",
        "\t",
        "ﬀ\u0301",
        "",
    ],
)
def test_any_query_is_legal(home: Path, query: str) -> None:
    """After -- whatever a reader types is looked for; nothing found is [] and no error."""
    result = run(home, "search", "--json", "--", query)
    assert result.exit_code == 0, result.stderr
    assert isinstance(json.loads(result.stdout), list)
    assert run(home, "search", "--", query).exit_code == 0


def test_what_a_search_prints(home: Path) -> None:
    """With or without accents; JSON has id, url, site, title, published_at and a snippet without marks."""
    for query in ("dat", "đất", "thai nguyen"):
        (hit,) = json.loads(run(home, "search", query, "--json").stdout)
        assert list(hit) == ["id", "url", "site", "title", "published_at", "snippet"]
        assert (hit["title"], hit["url"]) == ("Sửa đường vào bản", "https://bao.example/duong.html")
        assert "Đất ở Thái Nguyên" in hit["snippet"]
        assert not {"\x02", "\x03"} & set(hit["snippet"])
    assert "Sửa đường vào bản" in run(home, "search", "dat").stdout
    nothing = run(home, "search", "khongcogi")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "Nothing found.\n")
    assert run(home, "search", "khongcogi", "--json").stdout == "[]\n"


def test_what_a_search_is_narrowed_by(home: Path) -> None:
    """Site, days of publication (both inclusive, in two forms), and how many."""

    def count(*words: str) -> int:
        return len(json.loads(run(home, "search", "mưa lớn", "--json", *words).stdout))

    assert count() == 3
    assert (count("--site", "bao.example"), count("--site", "khac.example"), count("--limit", "2")) == (3, 0, 2)
    assert (count("--since", "2026-07-16"), count("--until", "16/07/2026")) == (3, 3)
    assert (count("--since", "17/7/2026"), count("--until", "2026-07-15")) == (0, 0)
    for wrong in (("--since", "hôm qua"), ("--since", "2026-02-30"), ("--limit", "0")):
        assert run(home, "search", "x", *wrong).exit_code == 2


# data


def test_export_is_data_alone(home: Path, tmp_path: Path) -> None:
    """JSON lines on stdout, nothing on stderr; --output writes the same bytes, whole or not at all."""
    result = shell(home, "export")
    rows = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert (result.returncode, result.stderr, len(rows)) == (0, b"", 3)
    output = tmp_path / "bao.jsonl"
    assert shell(home, "export", "--output", str(output)).stdout == b""
    assert output.read_bytes() == result.stdout
    assert list(tmp_path.iterdir()) == [output]


def test_csv_begins_with_a_bom_and_runs_nothing(home: Path, tmp_path: Path) -> None:
    """UTF-8 with BOM on stdout and in a file alike; a title that is a formula is text."""
    stdout = shell(home, "export", "--format", "csv").stdout
    assert stdout.startswith(b"\xef\xbb\xbfid,site,")
    assert b"\r\r\n" not in stdout
    rows = list(csv.DictReader(io.StringIO(stdout.decode("utf-8-sig"), newline="")))
    assert {row["title"] for row in rows} >= {"'=1+1 bằng mấy", "Khánh thành cầu mới"}
    output = tmp_path / "bao.csv"
    shell(home, "export", "--format", "csv", "--output", str(output))
    assert output.read_bytes() == stdout


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LANG": "", "LC_ALL": "POSIX"}])
def test_data_is_utf_8_whatever_the_locale(home: Path, locale: dict[str, str]) -> None:
    """A cron job has no locale; its export is the same."""
    assert shell(home, "export", **locale).stdout.decode().count("Khánh thành") == 1
    assert shell(home, "search", "cau moi", "--json", **locale).returncode == 0


def test_a_reader_that_has_seen_enough(home: Path) -> None:
    """`khobao export | head -1` ends without a traceback."""
    argv = f"'{Path(sys.executable).with_name('khobao')}' --home '{home}' export | head -c 10"
    done = subprocess.run(["sh", "-c", argv], capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr


def test_events_and_stats(home: Path) -> None:
    """Lines of JSON from a number on; numbers as one object."""
    lines = [json.loads(line) for line in run(home, "events", "--json").stdout.splitlines()]
    assert [(line["id"], line["kind"], line["site"]) for line in lines] == [
        (number, "article.new", "bao.example") for number in (1, 2, 3)
    ]
    assert len(run(home, "events", "--json", "--since", "2").stdout.splitlines()) == 1
    assert "Khánh thành cầu mới" in run(home, "events").stdout
    numbers = json.loads(run(home, "stats", "--json").stdout)
    assert (numbers["articles"], numbers["revisions"], numbers["sites"]) == (3, 3, 1)
    assert {"bytes_a_day", "days_until_full"} <= set(numbers)
    assert "articles" in run(home, "stats").stdout


def test_extract_prints_one_object(home: Path, tmp_path: Path) -> None:
    """The article of a file, its links read from --url; nothing is archived, no home is needed."""
    file = tmp_path / "trang.html"
    file.write_bytes(html("Sửa đường vào bản", long_text("một"), long_text("hai")))
    result = CliRunner().invoke(
        main, ["--home", str(tmp_path / "none"), "extract", str(file), "--url", "https://bao.example/x"]
    )
    made = json.loads(result.stdout)
    assert list(made) == [
        *("url", "title", "sapo", "paragraphs", "text", "authors", "agency", "section", "tags", "images"),
        *("published_at", "published_precision", "modified_at", "removed", "language"),
    ]
    assert (made["url"], made["title"]) == ("https://bao.example/x", "Sửa đường vào bản")
    assert made["published_at"] == "2026-07-16T08:00:00+07:00"
    assert list(tmp_path.iterdir()) == [file]
    file.write_bytes(b"")
    nothing = run(home, "extract", str(file))
    assert (nothing.exit_code, nothing.stdout) == (1, "")


def test_rebuild_and_import_say_what_became_of_it(home: Path, tmp_path: Path) -> None:
    """Counts on stdout, as JSON where asked for; a file taken in before changes nothing."""
    file = write_warc(tmp_path, page("/moi.html", 5, "Một bài mới toanh", long_text("mới")))
    folder = tmp_path / "khác"
    assert json.loads(run(folder, "import", "--json", str(file)).stdout) == {str(file): {"new": 1}}
    assert json.loads(run(folder, "import", "--json", str(file)).stdout) == {str(file): {}}
    assert json.loads(run(folder, "rebuild", "--json").stdout) == {str(folder / "archive.db"): {"new": 1}}
    assert "1 new" in run(folder, "rebuild").stdout
    assert home != folder


@pytest.mark.parametrize("delay", ["nan", "inf", "-1", "1e300", "fast"])
def test_a_delay_that_a_site_file_would_be_refused_for_is_refused(tmp_path: Path, delay: str) -> None:
    """`sites add --delay` takes what its file may hold, nothing else, and writes nothing otherwise."""
    result = run(tmp_path, "sites", "add", "baonghean.vn", "--delay", delay)
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_can_t_be_written_to_is_named(home: Path, tmp_path: Path) -> None:
    """An error of the file system is a message with the path, not a traceback."""
    done = shell(home, "export", "--output", str(tmp_path / "nowhere" / "x.jsonl"))
    assert done.returncode == 1
    assert b"nowhere" in done.stderr
    assert b"Traceback" not in done.stderr


# watch


def test_a_watch_is_added_listed_and_removed(tmp_path: Path) -> None:
    """Its file holds what was said and a secret, which stderr tells once and the list never."""
    added = run(tmp_path, "watch", "add", '"thu hồi đất"', "--name", "dat", "--webhook", "https://x.example/SECRET")
    path = tmp_path / "watches" / "dat.toml"
    assert (added.exit_code, added.stdout) == (0, f"{path}\n")
    secret = added.stderr.split()[-1]
    assert secret in path.read_text(encoding="utf-8")
    listed = run(tmp_path, "watch", "list")
    assert '"thu hồi đất"' in listed.stdout
    assert "webhook  https://x.example/…  0 delivered" in listed.stdout
    (told,) = json.loads(run(tmp_path, "watch", "list", "--json").stdout)
    assert (told["name"], told["query"], told["on"]) == ("dat", '"thu hồi đất"', ["new"])
    for text in (listed.stdout, json.dumps(told)):
        assert "SECRET" not in text
        assert secret not in text
    again = run(tmp_path, "watch", "add", "x", "--name", "dat")
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    assert run(tmp_path, "watch", "remove", "dat").exit_code == 0
    assert (run(tmp_path, "watch", "list").stdout, list(path.parent.iterdir())) == ("", [])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "x", "--name", "Đất"), "lower-case letters"),
        (("add", "?!", "--name", "dat"), "nothing that can be searched for"),
        (("add", "x", "--name", "dat", "--site", "nope.vn"), "no site 'nope.vn' is watched"),
        (("add", "x", "--name", "dat", "--webhook", "x.example"), "a whole http:// or https:// address"),
        (("add", "x", "--name", "dat", "--notify", "me@x.example"), "no address of apprise"),
        (("add", "x"), "Missing option '--name'"),
        (("test", "dat"), "no watch 'dat'"),
        (("remove", "../khobao"), "no watch '../khobao'"),
    ],
)
def test_a_watch_that_is_asked_wrongly(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """It says what is wanted, status 2, and makes nothing."""
    result = run(tmp_path, "watch", *words)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert message in " ".join(result.stderr.split())


def test_a_faulty_watch_is_named_and_the_others_listed(tmp_path: Path) -> None:
    """Status 2, and yet a list."""
    (tmp_path / "watches").mkdir()
    (tmp_path / "watches" / "a.toml").write_text("")
    (tmp_path / "watches" / "b.toml").write_text("on = 1")
    result = run(tmp_path, "watch", "list")
    assert result.exit_code == 2
    assert result.stdout.startswith("a ")
    assert "b.toml: on: 1; a list is wanted" in result.stderr


def test_a_watch_of_feeds_alone_has_nothing_to_test(home: Path) -> None:
    """It is said, and is no failure."""
    run(home, "watch", "add", "đất", "--name", "chi-tin")
    result = run(home, "watch", "test", "chi-tin")
    assert (result.exit_code, "only feeds" in result.stderr) == (0, True)
