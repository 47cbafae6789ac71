from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


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
