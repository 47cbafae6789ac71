from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from datasette.utils.asgi import Request

from browse.pager import Pager, page_number, pager_of
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


def request(query_string: str) -> Request:
    """A reader's request with a query string."""
    return Request.fake(f"/?{query_string}")


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("0", 1), ("x", 1), ("", 1), ("999999999", 100_000)])
def test_the_number_of_the_page_is_between_the_first_and_the_last(text: str, number: int) -> None:
    """A number is taken up to a bound that SQLite can count; anything else is 1."""
    assert page_number(request(f"page={text}")) == number


def test_a_list_that_fits_on_one_page_has_no_pager() -> None:
    """A pager comes with the first item behind the page's last."""
    assert pager_of(request(""), 1, 30, 30) is None
    assert pager_of(request(""), 1, 31, 30) == Pager(1, 2, None, "?page=2")


def test_the_last_page_leads_back_and_one_behind_it_to_the_last() -> None:
    """Neighbours keep the other arguments; from a page that is none one comes back to the last that there is."""
    assert pager_of(request("q=cau&page=2"), 2, 31, 30) == Pager(2, 2, "?q=cau&page=1", None)
    assert pager_of(request("q=cau&page=9"), 9, 31, 30) == Pager(9, 2, "?q=cau&page=2", None)


def test_of_at_least_so_many_items_the_number_of_pages_is_not_known() -> None:
    """A number of pages that may grow is not told."""
    assert pager_of(request(""), 1, 31, 30, at_least=True) == Pager(1, None, None, "?page=2")
