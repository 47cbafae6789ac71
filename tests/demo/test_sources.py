from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from lxml import etree

from demo.feeds import (
    gmt7_date,
    month_first_date,
    plain_date,
    short_year_date,
    utc_date,
    vietnamese_date,
)
from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    import httpx

    from demo.press import Press

MOMENT = datetime(2026, 9, 5, 10, 9, tzinfo=UTC)


def addresses(press: Press, key: str) -> set[str]:
    """Return the main address of every article of a site."""
    return {article.url for article in press.expected(key)}


def feed_text(body: bytes) -> str:
    """Decode a feed by its byte order mark, else as UTF-8: what its declaration says may be wrong."""
    return body.decode("utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8")


def feed_links(body: bytes) -> set[str]:
    """Return the links of a feed's items, without their query."""
    links = re.findall(r"<item>.*?<link>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</link>", feed_text(body), re.DOTALL)
    return {urlsplit(unescape(link))._replace(query="").geturl() for link in links}


def locations(body: bytes) -> list[str]:
    """Return the addresses of a sitemap or index."""
    root = etree.fromstring(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
    return [
        str(loc) for loc in root.xpath("//*[local-name()='url' or local-name()='sitemap']/*[local-name()='loc']/text()")
    ]


def page_links(client: httpx.Client, url: str) -> list[tuple[str, str]]:
    """Return the text and whole address of a page's links."""
    tree = lxml.html.document_fromstring(client.get(url).text)
    return [(link.text_content().strip(), urljoin(url, link.get("href"))) for link in tree.xpath("//a[@href]")]


def walk(client: httpx.Client, url: str, label: str) -> set[str]:
    """Follow a listing's links of a label to its end and return all links met."""
    met: set[str] = set()
    for _ in range(50):
        links = page_links(client, url)
        met |= {link for _, link in links}
        following = [link for text, link in links if text == label and not link.startswith("javascript:")]
        if not following or following[0] == url:  # '#' leads back to the page itself
            return met
        url = following[0]
    raise AssertionError("the listing has no end")


def test_portal_lists_all_articles_by_its_long_paging_query(press: Press, client: httpx.Client) -> None:
    """Liferay: the sections' pages, followed by 'Next', hold every article; the highlights hold the second addresses."""
    address = press.sites["liferay"].address
    met = walk(client, address + "/web/guest/tin-noi-bat", "Next")
    for section in ("thoi-su", "kinh-te", "xa-hoi", "van-hoa", "phap-luat"):
        met |= walk(client, f"{address}/web/guest/{section}", "Next")
    assert met >= {url for article in press.expected("liferay") for url in article.urls}
    assert any("p_p_lifecycle=0" in link and link.endswith("cur=2") for link in met)
    assert "Sitemap" not in client.get(address + "/robots.txt").text
    assert "Crawl-delay: 0.1" in client.get(address + "/robots.txt").text


def test_paper_on_aspnet_is_found_by_rss_htm(press: Press, client: httpx.Client) -> None:
    """ASP.NET: the front page links /rss.htm, whose feeds hold every article; there is neither robots.txt nor sitemap."""
    address = press.sites["aspnet"].address
    assert address + "/rss.htm" in {link for _, link in page_links(client, address + "/")}
    feeds = {link for _, link in page_links(client, address + "/rss.htm") if link.endswith(".rss")}
    assert set().union(*(feed_links(client.get(feed).content) for feed in feeds)) == addresses(press, "aspnet")
    assert client.get(address + "/robots.txt").status_code == 404
    assert client.get(address + "/sitemap.xml").status_code == 404


def test_feeds_of_aspnet_speak_five_dialects(press: Press, client: httpx.Client) -> None:
    """Real UTF-16; UTF-8 that says UTF-16, with empty dates; month first and all CDATA; two-digit years; links with tracking."""
    bodies = {
        name: client.get(f"{press.sites['aspnet'].address}/{name}.rss").content
        for name in ("thoi-su", "kinh-te", "xa-hoi", "van-hoa", "phap-luat")
    }
    assert bodies["thoi-su"].startswith(b"\xff\xfe")
    liar = bodies["kinh-te"].decode("utf-8")
    assert 'encoding="utf-16"' in liar
    assert "GMT+7" in liar
    assert "&amp;agrave;" in liar
    assert "<pubDate></pubDate>" in liar
    assert re.search(r"<pubDate>\d{1,2}/\d{1,2}/2026 \d{1,2}:\d\d:\d\d [AP]M</pubDate>", bodies["xa-hoi"].decode())
    assert "<link><![CDATA[http" in bodies["xa-hoi"].decode()
    assert "<guid>" not in bodies["xa-hoi"].decode()
    assert re.search(r"<pubDate>\w{3}, \d\d \w{3} 26 ", bodies["van-hoa"].decode())
    assert "</br>" in bodies["van-hoa"].decode()
    assert "utm_source=rss&amp;" in bodies["phap-luat"].decode()


def test_epi_lists_all_articles_in_monthly_sitemaps(press: Press, client: httpx.Client) -> None:
    """ePi: robots.txt names an index of files with unpadded months, the older ones gzipped, each beginning with the home page."""
    address = press.sites["epi"].address
    assert f"Sitemap: {address}/sitemap.xml" in client.get(address + "/robots.txt").text
    children = locations(client.get(address + "/sitemap.xml").content)
    months = [child for child in children if "/news-" in child]
    assert any(re.search(r"news-2026-[89]\.xml\.gz$", child) for child in months)
    assert months[-1].endswith("news-2026-11.xml")
    bodies = [client.get(child) for child in months]
    assert {body.content[:2] == b"\x1f\x8b" for body in bodies} == {True, False}
    assert all(locations(body.content)[0] == address + "/" for body in bodies)
    found = {loc for body in bodies for loc in locations(body.content)[1:]}
    assert found == addresses(press, "epi")


def test_onecms_is_found_three_ways(press: Press, client: httpx.Client) -> None:
    """OneCMS: the feeds of the front page's head, the sections' pages, and the days' sitemaps each hold every article."""
    address = press.sites["onecms"].address
    tree = lxml.html.document_fromstring(client.get(address + "/").text)
    feeds = tree.xpath("//link[@type='application/rss+xml']/@href")
    bodies = [client.get(address + feed, follow_redirects=True) for feed in feeds]
    assert [len(body.history) for body in bodies].count(1) == 1
    assert set().union(*(feed_links(body.content) for body in bodies)) == addresses(press, "onecms")
    assert not any("." in feed for feed in feeds)

    listed = set().union(
        *(
            walk(client, f"{address}/{name}", "Trang sau")
            for name in ("thoi-su", "kinh-te", "xa-hoi", "van-hoa", "phap-luat")
        )
    )
    assert listed >= addresses(press, "onecms")

    children = locations(client.get(address + "/sitemap.xml").content)
    days = [child for child in children if "sitemap-article-" in child]
    assert {loc for day in days for loc in locations(client.get(day).content)} == addresses(press, "onecms")
    assert client.get(address + "/sitemap-category.xml").status_code == 403
    assert b"news:publication_date" in client.get(address + "/sitemap-news.xml").content


def test_mediasoft_has_only_its_pages(press: Press, client: httpx.Client) -> None:
    """Mediasoft: no sitemap in robots.txt, one of another host beside it; the front page leads on to page 2 of all news."""
    address = press.sites["mediasoft"].address
    assert "Sitemap" not in client.get(address + "/robots.txt").text
    assert not any(loc.startswith(address) for loc in locations(client.get(address + "/sitemap.xml").content))
    met = walk(client, address + "/", "Trang tiếp")
    assert address + "/tin-moi/?page=2" in met
    assert met >= addresses(press, "mediasoft")
    sections = set().union(
        *(
            walk(client, f"{address}/{name}/", "Trang tiếp")
            for name in ("thoi-su", "kinh-te", "xa-hoi", "van-hoa", "phap-luat")
        )
    )
    assert sections >= addresses(press, "mediasoft")
    empty = client.get(address + "/multimedia/")
    assert (empty.status_code, len(lxml.html.document_fromstring(empty.text).text_content().strip())) == (200, 0)


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (plain_date, "Sat, 05 Sep 2026 17:09:00 +0700"),
        (utc_date, "Sat, 05 Sep 2026 10:09:00 GMT"),
        (gmt7_date, "Sat, 05 Sep 2026 17:09:00 GMT+7"),
        (short_year_date, "Sat, 05 Sep 26 17:09:00 +0700"),
        (month_first_date, "9/5/2026 5:09:00 PM"),
        (vietnamese_date, "Thứ 7, 05/09/2026 17:09:00 GMT+7"),
    ],
)
def test_dates_as_feeds_write_them(form: object, written: str) -> None:
    """Each dialect prints the same moment on Vietnam's clock, or marked GMT."""
    assert callable(form)
    assert form(MOMENT) == written
    assert form(MOMENT.astimezone(VIETNAM)) == written


def test_noon_midnight_and_sunday_in_feeds() -> None:
    """Twelve o'clock has no zero hour in the month-first form, and Sunday has a name instead of a number."""
    sunday = datetime(2026, 9, 6, 0, 5, tzinfo=VIETNAM)
    assert month_first_date(sunday) == "9/6/2026 12:05:00 AM"
    assert month_first_date(sunday + timedelta(hours=12)) == "9/6/2026 12:05:00 PM"
    assert vietnamese_date(sunday).startswith("Chủ nhật, 06/09/2026")
