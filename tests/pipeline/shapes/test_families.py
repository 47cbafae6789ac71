"""The table of CMS families, against addresses and front pages."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.shapes import families, family_of, plain_judgement

CATALOGUE = Path(__file__).resolve().parents[4] / "shared/data/catalogue.tsv"


def path_of(url: str) -> str:
    """Return a URL's path with its query."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_two_marks_name_a_family() -> None:
    """One mark is not enough, and an even score of two families is none."""
    assert family_of('<img src="https://hnm.1cdn.vn/a.jpg">') is None
    page = '<img src="https://hnm.1cdn.vn/a.jpg"><ul class="onecms__loading"></ul>'
    named = family_of(page)
    assert named is not None
    assert named.name == "onecms"
    assert family_of(page + '<i class="UIListNews_Default"></i><a href="/?p_steering=4">a</a>') is None


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/vi/w/hop-bao", True),
        ("/hop-bao-post4512.html", True),
        ("/le-hoi-4512.html", None),
        ("/thoi-su", None),
        ("/index.php?option=com_content&view=article&id=4", True),
    ],
)
def test_plain_judgement(path: str, wanted: bool | None) -> None:  # noqa: FBT001
    """Only addresses that no other system's sections have are judged without the family being known."""
    assert plain_judgement(path) is wanted


def test_no_article_of_the_catalogue_is_refused_by_its_family() -> None:
    """The family that a catalogue names takes the addresses it shows for articles, or leaves them to others."""
    if not CATALOGUE.exists():
        pytest.skip("no folder shared/ beside the checkout")
    table = {family.name: family for family in families()}
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["seen_article_url"] and row["cms"] in table]
    verdicts = {row["seen_article_url"]: table[row["cms"]].judge(path_of(row["seen_article_url"])) for row in rows}
    assert [url for url, verdict in verdicts.items() if verdict is False] == []
    assert len([url for url, verdict in verdicts.items() if verdict]) >= 0.95 * len(verdicts)
