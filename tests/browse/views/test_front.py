from __future__ import annotations

from typing import TYPE_CHECKING

from browse.pager import PAGE_SIZE
from browse.views.front import ProvinceNews, news_by_province
from pipeline.provinces import Province
from pipeline.queries import SiteLine
from tests.support.example_archive import SITES
from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from tests.support.served import Served


def test_front_lists_the_newest_first_and_counts_each_site(served: Served) -> None:
    """The front page shows the newest article on top and each site with its number of articles."""
    page = tree(served.get("/"))
    times = [node.get("datetime") for node in page.cssselect(".line-about time")]
    assert times == sorted(times, reverse=True)
    assert len(page.cssselect(".line")) == PAGE_SIZE
    counts = {
        name: int(count.split()[0])
        for name, count in zip(texts(page, ".sites a"), texts(page, ".sites .count"), strict=True)
    }
    assert set(counts) == {name for name, _ in SITES.values()}
    assert sum(counts.values()) == 63


def test_front_tells_what_was_edited_lately(served: Served) -> None:
    """With what happened, where and when; and leads there."""
    page = tree(served.get("/"))
    (section,) = page.cssselect('section[aria-labelledby="lately"]')
    links = section.cssselect("li > a")
    assert served.bridge in {link.get("href").rpartition("/")[2] for link in links}
    assert set(texts(section, ".badge")) <= {"đã sửa", "đã gỡ", "đã chuyển", "đã trở lại"}
    assert len(section.cssselect("time")) == len(links) <= 8


def test_front_charts_thirty_days(served: Served) -> None:
    """The chart has a bar for each of 30 days, and its figures add up to the articles of those days."""
    page = tree(served.get("/"))
    assert len(page.cssselect(".chart > svg > g")) == 30
    assert sum(int(figure) for figure in texts(page, ".chart td")) >= 60
    assert page.cssselect(".chart > svg")[0].get("aria-label")


def test_news_are_summed_up_by_the_provinces_of_today() -> None:
    """Sites of provinces that were merged count together, one of two provinces for each; none is left out for zero."""
    lines = [
        SiteLine("a.vn", "A", "newspaper", '["06"]', 9, None),
        SiteLine("b.vn", "B", "newspaper", '["19", "40"]', 9, None),
        SiteLine("c.vn", "C", "newspaper", '["01"]', 9, None),
        SiteLine("d.vn", "D", "newspaper", "[]", 9, None),
    ]
    assert news_by_province(lines, {"a.vn": 2, "b.vn": 3, "d.vn": 7}) == [
        ProvinceNews(Province("since", "19"), "Thái Nguyên", 5),
        ProvinceNews(Province("since", "40"), "Nghệ An", 3),
    ]
