"""A watch's file: what it may say, and what is said of a faulty one."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import BadFile
from pipeline.event import EVENTS, ArticleNew
from pipeline.watches.watch import (
    EVENTS_OF,
    Watch,
    load_watch,
    load_watches,
    make_secret,
    parse_watch,
    save_watch,
    secret_bytes,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_watch_is_written_and_read_as_it_was(tmp_path: Path) -> None:
    """Every key, with quotes and Vietnamese; the file is for its owner alone, as it holds secrets."""
    path = tmp_path / "watches" / "dat-dai.toml"
    made = Watch(
        "dat-dai",
        '"thu hồi đất" -báo',
        "bao.example:8080",
        ("new", "gone"),
        "https://me:pw@example.org/x?y=1",
        make_secret(),
        "mailto://me:pw@example.org",
    )
    save_watch(path, made)
    assert load_watch(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["dat-dai.toml"]
    assert made.secret is not None
    assert made.secret not in repr(made)
    assert len(secret_bytes(made.secret)) == 24


def test_an_empty_file_is_a_parse_watch_everything_new(tmp_path: Path) -> None:
    """All has a default; without a webhook and a notice it is a feed."""
    path = tmp_path / "tat-ca.toml"
    path.write_text("")
    assert load_watch(path) == Watch("tat-ca")
    assert Watch("tat-ca").kinds == {ArticleNew}
    assert Watch("tat-ca").ways == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('name = "other"', "name is 'other', so the file has to be called other.toml"),
        ('query = "!!"', "query: '!!' holds nothing that can be searched for; leave it empty for every article"),
        (
            'site = "https://x.vn"',
            "site: 'https://x.vn'; a lower-case host name is wanted, with :port where it has one",
        ),
        ('on = ["never"]', "on[0]: 'never'; one of new"),
        ("on = []", "on: say what is told of: new, edited, gone, quiet"),
        ('webhook = "ftp://x"', "webhook: 'ftp://x'; a whole http:// or https:// address is wanted"),
        ('webhook = "https://x.vn/"', "secret: is missing; a webhook's messages are signed with it"),
        ('secret = "whsec_c2hvcnQ="', "secret: is no secret; whsec_ and 24 to 64 bytes as base64 are wanted"),
        ('secret = "whsec_đ"', "secret: is no secret; whsec_ and 24 to 64 bytes as base64 are wanted"),
        ('notify = "me@example.org"', "notify: is no address of apprise"),
        ("query = 1", "query: 1 is no text; put it in quotes"),
        ('qurey = "x"', "unknown key qurey (known: name, query, site, on, webhook, secret, notify)"),
        ("[", "not TOML"),
    ],
)
def test_a_faulty_file_is_refused_with_the_rule_it_breaks(tmp_path: Path, text: str, fault: str) -> None:
    """It says the key and what is wanted; never a secret that stands there."""
    path = tmp_path / "dat.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        load_watch(path)
    assert f"{path}: {fault}" in str(refused.value)
    assert "c2hvcnQ" not in str(refused.value)
    assert "me@example" not in str(refused.value)


@pytest.mark.parametrize("name", ["", "Dat", "đất", "a--b", "-a", "a/b", "..", "a" * 65])
def test_a_name_is_part_of_addresses(tmp_path: Path, name: str) -> None:
    """So it is plain, and not long."""
    with pytest.raises(BadFile, match="lower-case letters"):
        parse_watch({"name": name}, tmp_path / f"{name}.toml")


def test_one_faulty_file_leaves_the_others(tmp_path: Path) -> None:
    """They are read, and its faults are told with its name."""
    (tmp_path / "a.toml").write_text("")
    (tmp_path / "b.toml").write_text("query = 1\non = 2")
    watches, faults = load_watches(tmp_path)
    assert [watch.name for watch in watches] == ["a"]
    assert faults == ["b.toml: query: 1 is no text; put it in quotes", "b.toml: on: 2; a list is wanted"]


def test_what_is_told_of_are_events_that_there_are() -> None:
    """Each word stands for events of the one list."""
    assert {kind for kinds in EVENTS_OF.values() for kind in kinds} <= set(EVENTS.values())
