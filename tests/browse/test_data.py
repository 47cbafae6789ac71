from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from tests.support.served import Served

DOCUMENT = Path(__file__).parents[2] / "docs" / "data.md"
ADDRESSES = re.findall(
    r"`(/[^`]+)`", DOCUMENT.read_text(encoding="utf-8").partition("## Over HTTP")[2].partition("\n## ")[0]
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_of_the_document_gives_data(served: Served, address: str) -> None:
    """JSON or CSV as its name says, and something in it."""
    answer = served.get(address)
    assert answer.status_code == 200
    path = address.partition("?")[0]
    if path.endswith(".csv"):
        assert answer.headers["content-type"].startswith("text/plain") or "csv" in answer.headers["content-type"]
        assert len(answer.text.splitlines()) > 1
    else:
        told = answer.json()
        assert told.get("rows") or told.get("hits") or told.get("items")


def test_there_are_such_addresses() -> None:
    """So that none found means none there."""
    assert len(ADDRESSES) >= 8


def found(served: Served, address: str) -> dict[str, Any]:
    """Return a search as data."""
    answer = served.get(address)
    assert answer.status_code == 200, answer.text[:300]
    told: dict[str, Any] = answer.json()
    return told


def test_a_search_as_data_is_what_its_page_shows(served: Served) -> None:
    """The same articles in the same order, each page; the last leads to no other."""
    query = "?q=nguoi&order=newest"
    told, seen, pages = found(served, f"/tim.json{query}"), [], 1
    shown = tree(served.get(f"/tim{query}"))
    assert [hit["title"] for hit in told["hits"]] == texts(shown, ".hit .line-title")
    assert f"{told['articles']} bài" in texts(shown, ".summary")[0]
    seen += told["hits"]
    while told["next"]:
        assert told["next"].startswith(served.url)
        told = found(served, told["next"].removeprefix(served.url))
        seen += told["hits"]
        pages += 1
    assert pages > 1
    assert len({hit["id"] for hit in seen}) == len(seen) == told["articles"]
    assert not any(mark in hit["snippet"] for hit in seen for mark in "\x02\x03")


@pytest.mark.parametrize("narrowing", ["since=2026-13-01", "province=nowhere", "availability=perhaps"])
def test_what_can_t_be_read_is_an_error(served: Served, narrowing: str) -> None:
    """A script is told; a page says that it was left out."""
    answer = served.get(f"/tim.json?q=cau&{narrowing}")
    value = narrowing.partition("=")[2]
    assert (answer.status_code, value in answer.json()["error"]) == (400, True)
    assert value in served.get(f"/tim?q=cau&{narrowing}").text.partition("<ol")[0].partition('id="results"')[0]


def test_a_slip_is_mended_as_data_too(served: Served) -> None:
    """Nothing found, and what was meant."""
    told = found(served, "/tim.json?q=thai+nguyeen")
    assert (told["articles"], told["hits"], told["next"], told["suggestion"]) == (0, [], None, "thai nguyen")
