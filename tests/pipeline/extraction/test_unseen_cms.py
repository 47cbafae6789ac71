"""The pages of unseen_cms.py hold what their labels say."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.support.unseen.cms import FAMILIES

if TYPE_CHECKING:
    from pipeline.extraction.evaluation.case import Case

SERIES = [(name, series) for name in FAMILIES for series in ("pages", "redesigned")]
every_series = pytest.mark.parametrize(("name", "series"), SERIES)


@cache
def cases(name: str, series: str) -> list[Case]:
    """Return a family's pages, before or after its redesign."""
    made: list[Case] = getattr(FAMILIES[name], series)()
    return made


def letters(text: str) -> str:
    """Return a text without what is drawn as nothing."""
    return re.sub(r"[\s\u200b]", "", text)


def visible(case: Case) -> str:
    """Return what a page prints, as one run of letters."""
    page = html.fromstring(case.body.decode())
    for node in list(page.iter("script", "style", "head", html.etree.Comment)):
        node.drop_tree()
    return letters(page.text_content())


@every_series
def test_labels_stand_on_the_page(name: str, series: str) -> None:
    """Whatever is labelled is printed; the paragraphs come in order; no line of boilerplate is part of the text."""
    for case in cases(name, series):
        page, labels = visible(case), case.labels
        place = 0
        for paragraph in labels.paragraphs:
            place = page.index(letters(paragraph), place)
        names = [*(labels.tags or ()), *(labels.authors or ())]
        lines = [labels.title or "", labels.section or "", *labels.captions, *names, *labels.boilerplate]
        assert not [line for line in lines if letters(line) not in page]
        assert not [line for line in labels.boilerplate if line in " ".join(labels.paragraphs)]


@every_series
def test_pages_are_many_heavy_and_the_same_each_time(name: str, series: str) -> None:
    """40 different articles, each of a real page's weight; a second run makes the same bytes, another seed others."""
    pages = cases(name, series)
    again, other = getattr(FAMILIES[name], series)(), getattr(FAMILIES[name], series)(2)
    assert pages == again
    assert not {case.body for case in pages} & {case.body for case in other}
    assert len({case.url for case in pages}) == len({case.labels.title for case in pages}) == 40
    assert not [case.name for case in pages if not 40_000 < len(case.body) < 150_000]


@every_series
def test_lines_repeat_as_promised(name: str, series: str) -> None:
    """Promotions stand on all pages, or on one in three; an article's own line recurs on a few and is kept."""
    house = FAMILIES[name].house
    alien = Counter(line for case in cases(name, series) for line in case.labels.boilerplate)
    own = Counter(line for case in cases(name, series) for line in case.labels.paragraphs)
    assert alien[house.always] == 40
    assert 12 <= alien[house.sometimes] <= 14
    assert alien[house.notice] == 5
    assert own[house.subhead] >= 3
    assert [own[line] for line in house.shared] == [3, 2]


def test_builds_rename_everything() -> None:
    """Two builds of the application share no class name."""
    for series in ("pages", "redesigned"):
        first, later = (set(re.findall(rb'class="~?([\w-]+)', cases("hashed", series)[n].body)) for n in (0, 39))
        assert first
        assert not first & later
