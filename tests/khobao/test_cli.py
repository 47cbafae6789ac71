"""The command as a shell sees it: exit status, stdout and stderr, what it makes and what it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from khobao import main
from tests.support.commands import run, shell

if TYPE_CHECKING:
    from click import Command, Group

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"scrapy", "twisted", "trafilatura", "datasette", "feedparser", "lxml", "rich", "apscheduler", "structlog"}


def commands(group: Group = main, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Command]:
    """Return every command and subcommand by its words."""
    found: dict[tuple[str, ...], Command] = {}
    for name, command in group.commands.items():
        found[*path, name] = command
        if hasattr(command, "commands"):
            found |= commands(command, (*path, name))
    return found


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


def test_the_home_is_this_folder_or_khobao_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--home before KHOBAO_HOME before the current folder."""
    monkeypatch.chdir(home)
    assert CliRunner().invoke(main, ["stats"]).exit_code == 0
    monkeypatch.chdir("/")
    assert CliRunner().invoke(main, ["stats"], env={"KHOBAO_HOME": str(home)}).exit_code == 0
    assert run(home, "stats", env={"KHOBAO_HOME": "/proc"}).exit_code == 0


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


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LANG": "", "LC_ALL": "POSIX"}])
def test_data_is_utf_8_whatever_the_locale(home: Path, locale: dict[str, str]) -> None:
    """A cron job has no locale; its export is the same."""
    assert shell(home, "export", **locale).stdout.decode().count("Khánh thành") == 1
    assert shell(home, "search", "cau moi", "--json", **locale).returncode == 0
