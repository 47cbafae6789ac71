from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from tests.support.served import Served


def test_paging_reaches_every_article_once(served: Served) -> None:
    """Following the link to older articles shows each article exactly once."""
    seen: list[str] = []
    address: str | None = "/"
    while address:
        page = tree(served.get(address))
        seen += [link.get("href") for link in page.cssselect(".line-title a")]
        following = page.cssselect(".pager a[rel=next]")
        address = "/" + following[0].get("href") if following else None
    assert len(seen) == len(set(seen)) == 63


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "1.5", "٣"])
def test_a_page_number_that_is_none_is_the_first_page(served: Served, number: str) -> None:
    """Whatever stands in ?page=, there is a page."""
    assert texts(tree(served.get("/", params={"page": number})), ".pager span")[-1] == "Trang 1 / 3"
