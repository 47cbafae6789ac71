from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

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
