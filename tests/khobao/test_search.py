from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


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
