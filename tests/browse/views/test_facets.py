from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from browse.locale import Locale
from browse.views.facets import VALUES, FacetLinks, carried_arguments, read_filters, read_order
from pipeline.provinces import Province
from pipeline.search import Counts, Filters
from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from tests.support.served import Served


def test_each_value_leads_to_as_many_articles_as_stand_beside_it(served: Served) -> None:
    """A value's link narrows to just its articles, and the link that takes it away leads back."""
    page = tree(served.get("/tim?q=nguoi"))
    all_found = texts(page, ".summary")
    for link in page.cssselect(".facet a"):
        (beside,) = texts(link.getparent(), ".count")
        narrowed = tree(served.get("/tim" + link.get("href")))
        assert re.search(r"thấy (\S+) bài", texts(narrowed, ".summary")[0])[1] == beside
        (away,) = narrowed.cssselect(".taken a")
        assert texts(tree(served.get("/tim" + away.get("href"))), ".summary") == all_found


def test_the_form_keeps_what_it_has_no_field_for(served: Served) -> None:
    """Another question is put in the same section and order."""
    page = tree(served.get("/tim?q=cau&section=Thời+sự&order=newest&province=since-19"))
    carried = {node.get("name"): node.get("value") for node in page.cssselect("form.big-search input[type=hidden]")}
    assert carried == {"section": "Thời sự", "order": "newest", "province": "since-19"}
    assert "Thái Nguyên (từ 1/7/2025) ×" in texts(page, ".taken li")


@pytest.mark.parametrize(
    "raw", ["order=x&province=y", "province=since-99", "availability=nowhere", "edited=", "until=9999-12-31"]
)
def test_narrowings_that_are_none_are_no_error(served: Served, raw: str) -> None:
    """An address that somebody has changed by hand is answered."""
    assert served.get(f"/tim?q=cau&{raw}").status_code == 200


def test_filters_are_read_from_the_address() -> None:
    """Each argument becomes its filter; empty ones are none."""
    arguments = {
        "site": "a.vn", "province": "since-19", "section": "Thời sự", "agency": "", "since": "2026-01-02",
        "until": "2026-02-03", "availability": "gone", "edited": "1",
    }  # fmt: skip
    filters, not_understood = read_filters(arguments)
    assert not_understood == []
    assert filters == Filters(
        site="a.vn",
        province=Province("since", "19"),
        section="Thời sự",
        since=date(2026, 1, 2),
        until=date(2026, 2, 3),
        availability="gone",
        edited=True,
    )


def test_what_can_not_be_read_is_left_out_and_named() -> None:
    """Days, provinces and states of availability that are none come back as they were written."""
    filters, not_understood = read_filters(
        {"since": "2026-13-01", "until": "2026-02-03", "province": "19", "availability": "away", "edited": "yes"}
    )
    assert filters == Filters(until=date(2026, 2, 3))
    assert sorted(not_understood) == ["19", "2026-13-01", "away"]


@pytest.mark.parametrize(
    ("argument", "order"), [("newest", "newest"), ("oldest", "oldest"), ("x", "relevance"), (None, "relevance")]
)
def test_relevance_is_the_order_where_none_is_named(argument: str | None, order: str) -> None:
    """An order that there is not is none."""
    assert read_order({"order": argument} if argument else {}) == order


def test_a_form_carries_what_it_has_no_field_for() -> None:
    """Site, days, availability and edits have fields; relevance needs no argument."""
    filters = Filters(site="a.vn", province=Province("since", "19"), section="Thời sự", edited=True)
    assert carried_arguments(filters, "relevance") == {"province": "since-19", "section": "Thời sự"}
    assert carried_arguments(Filters(), "oldest") == {"order": "oldest"}


def test_active_filters_lead_to_the_search_without_them() -> None:
    """Each is named in the reader's language; its link begins again at the first page."""
    links = FacetLinks(Locale("en"), "q=cau&site=a.vn&since=2026-01-02&page=3", {"a.vn": "Báo A"})
    active = links.active(Filters(site="a.vn", since=date(2026, 1, 2)))
    assert [(link.label, link.address) for link in active] == [
        ("Báo A", "?q=cau&since=2026-01-02"),
        ("from 2 Jan 2026", "?q=cau&site=a.vn"),
    ]


def test_facets_are_the_most_frequent_values_of_what_is_not_filtered_by() -> None:
    """At most VALUES links of a kind; a kind that is filtered by, or has no values, is left out."""
    sections = tuple((f"Mục {number}", 100 - number) for number in range(VALUES + 3))
    counts = Counts(articles=200, sites=(("a.vn", 200),), sections=sections, edited=4)
    facets = FacetLinks(Locale("vi"), "site=a.vn&page=2", {}).facets(counts, Filters(site="a.vn"))
    assert [facet.name for facet in facets] == ["section", "edited"]
    assert [link.label for link in facets[0].links] == [f"Mục {number}" for number in range(VALUES)]
    assert (facets[1].links[0].address, facets[1].links[0].articles) == ("?site=a.vn&edited=1", 4)
