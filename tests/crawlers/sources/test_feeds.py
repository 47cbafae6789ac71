import re
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sources import feeds
from crawlers.sources.dates import is_month_first, read_date
from crawlers.sources.discovered import BadSource, DiscoveredUrl
from crawlers.sources.feeds import read_feed
from pipeline.clock import VIETNAM

URL = "https://baotinh.vn/rss/home.rss"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    """Return a feed of these items."""
    channel = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel><title>Báo Tỉnh</title>{channel}</channel></rss>'


ONE = "<title>Mở đường lên bản</title><link>https://baotinh.vn/mo-duong-post1.html</link>"


def read(*items: str) -> list[DiscoveredUrl]:
    """Read a feed of these items."""
    return read_feed(rss(*items).encode(), URL)


def test_a_plain_item() -> None:
    """An item gives its address, its title and its moment."""
    (found,) = read(ONE + "<pubDate>Mon, 18 Feb 2019 20:35:51 +0700</pubDate>")
    assert found == DiscoveredUrl(
        "https://baotinh.vn/mo-duong-post1.html",
        published_at=datetime(2019, 2, 18, 20, 35, 51, tzinfo=VIETNAM),
        title="Mở đường lên bản",
    )


@pytest.mark.parametrize(
    "body",
    [
        rss(ONE, head='<?xml version="1.0" encoding="utf-16"?>').encode(),
        rss(ONE, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-le"),
        rss(ONE, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-be"),
        rss(ONE).encode("utf-16"),
        rss(ONE).encode("utf-8-sig"),
        b"\r\n\n  " + rss(ONE).encode(),
        rss(ONE, head="\n").encode(),
        rss(ONE, head='<?xml version="1.0" encoding="iso-8859-1"?>').encode(),
        rss(ONE, head='<?xml version="1.0" encoding="rot13"?>').encode(),
        rss(ONE + "<description>Chợ&nbsp;phiên & bản làng <br></description>").encode(),
        rss(ONE)[: -len("</channel></rss>")].encode(),
    ],
    ids=[
        "UTF-8 that says UTF-16",
        "UTF-16LE without a mark",
        "UTF-16BE without a mark",
        "UTF-16 with a mark",
        "UTF-8 with a mark",
        "blank lines before the declaration",
        "no declaration",
        "UTF-8 that says Latin-1",
        "UTF-8 that says nonsense",
        "an entity that XML has not, and a bare ampersand",
        "cut off",
    ],
)
def test_bytes_as_they_come(body: bytes) -> None:
    """A feed is read by what its bytes are, whatever they are declared to be."""
    (found,) = read_feed(body, URL, "text/xml; charset=utf-16")
    assert found.title == "Mở đường lên bản"
    assert found.url == "https://baotinh.vn/mo-duong-post1.html"


def test_an_old_encoding() -> None:
    """What is no UTF-8 is read as the header or the declaration says."""
    body = rss("<title>Cà phê</title><link>/a.htm</link>", head='<?xml version="1.0" encoding="windows-1258"?>')
    body = unicodedata.normalize("NFD", body).replace("e\u0302", "ê")  # windows-1258 has letters and tone marks apart
    assert read_feed(body.encode("cp1258"), URL)[0].title == "Cà phê"


def test_everything_in_cdata() -> None:
    """CDATA in every field, the link too, changes nothing."""
    (found,) = read(
        "<title><![CDATA[ Mưa lớn\n ở vùng cao ]]></title><link><![CDATA[\nhttps://baotinh.vn/mua-lon.htm ]]></link>"
        "<pubDate><![CDATA[9/24/2026 9:41:00 PM]]></pubDate>"
        '<description><![CDATA[<a href><img width=130 src="x.jpg" ></a></br>Tóm tắt]]></description>'
    )
    assert found.url == "https://baotinh.vn/mua-lon.htm"
    assert found.title == "Mưa lớn ở vùng cao"
    assert found.published_at == datetime(2026, 9, 24, 21, 41, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/tin/a.htm</link>", "https://baotinh.vn/tin/a.htm"),
        ("<guid>https://baotinh.vn/a.htm</guid>", "https://baotinh.vn/a.htm"),
        ('<guid isPermaLink="false">https://baotinh.vn/a.htm</guid>', "https://baotinh.vn/a.htm"),
        ('<link></link><guid isPermaLink="false">https://baotinh.vn/a.htm</guid>', "https://baotinh.vn/a.htm"),
        ("<link>javascript:void(0)</link><guid>https://baotinh.vn/a.htm</guid>", "https://baotinh.vn/a.htm"),
        ("<link>http://baotinh.vn/a.htm?id=1&amp;utm_source=rss#x</link>", "http://baotinh.vn/a.htm?id=1"),
        ("<link>https://baotinh.vn/a.htm?id=1&cid=2</link>", "https://baotinh.vn/a.htm?cid=2&id=1"),
    ],
)
def test_the_address_of_an_item(item: str, url: str) -> None:
    """Relative, missing, tracked and unescaped links lead to the article."""
    assert [found.url for found in read(item)] == [url]


def test_an_item_without_an_address_is_left_out() -> None:
    """An item that names no page yields nothing, and the others stay."""
    assert [found.url for found in read("<title>a</title>", "<guid>tin-5</guid>", ONE)] == [
        "https://baotinh.vn/mo-duong-post1.html"
    ]


def test_each_address_once_in_order() -> None:
    """An address that comes again is named once, where it came first."""
    links = ["/b.htm", "/a.htm", "/b.htm#2"]
    found = read(*(f"<link>{link}</link><title>{number}</title>" for number, link in enumerate(links)))
    assert [(one.url[-5:], one.title) for one in found] == [("b.htm", "0"), ("a.htm", "1")]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Giá &quot;xăng&quot; &#273;i&#7879;n", 'Giá "xăng" điện'),
        ("&amp;quot;Xăng&amp;quot;", '"Xăng"'),
        ("<![CDATA[<b>Xăng</b> tăng]]>", "Xăng tăng"),
        ("Xa\u0306ng", "Xăng"),
        (" ", None),
    ],
)
def test_titles_are_text(title: str, wanted: str | None) -> None:
    """Entities, once or twice escaped, markup and combining marks come out as plain text."""
    assert read(f"<title>{title}</title><link>/a.htm</link>")[0].title == wanted


def test_atom() -> None:
    """An Atom entry's alternate link is its address, its `published` its moment, before `updated`."""
    body = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Cổng</title><entry><title>Họp</title>
      <link rel="enclosure" href="/a.pdf"/><link rel="alternate" href="hop-5.html"/><updated>2026-07-20T08:00:00Z</updated>
      <published>2026-07-16T17:17:00+07:00</published></entry></feed>"""
    (found,) = read_feed(body.encode(), "https://baotinh.vn/tin/atom.xml")
    assert found.url == "https://baotinh.vn/tin/hop-5.html"
    assert found.published_at == datetime(2026, 7, 16, 17, 17, tzinfo=VIETNAM)


def test_an_empty_feed_is_no_fault() -> None:
    """A feed without items names nothing."""
    assert read() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><html><body><p>404</p></body></html>",
        b"\x00" * 100,
        b"PK\x03\x04",
        b"<rss><item>" + b"<item>" * (feeds.MAX_ITEMS + 1),
        rss(ONE).encode() + b"<p>" * feeds.MAX_TAGS,
        b" " * (feeds.MAX_BYTES + 1),
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>",
    ],
    ids=["nothing", "a page", "zeros", "a zip", "too many items", "too many tags", "too long", "a sitemap"],
)
def test_what_is_no_feed_is_said(body: bytes) -> None:
    """Bytes that are no feed raise BadSource with the address."""
    with pytest.raises(BadSource, match=rf"^{re.escape(URL)}: "):
        read_feed(body, URL)


def test_entities_that_multiply_are_not_unfolded() -> None:
    """A feed that defines entities by entities does not grow."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    (found,) = read_feed(rss("<title>x&l11;&f;</title><link>/a.htm</link>", head=head).encode(), URL)
    assert len(found.title or "") < 50
    assert "root:" not in (found.title or "")


pieces = st.one_of(
    st.sampled_from(
        [rss(ONE), "<rss>", "<item>", "<entry>", "<link>", "</link>", "<title>", "]]>", "<![CDATA[", "&#x"]
    ),
    st.sampled_from(
        ["<pubDate>", "<guid>", "http://[", "//x:99999/", "<feed xmlns='http://www.w3.org/2005/Atom'>", "&"]
    ),
    st.sampled_from(
        ["<?xml encoding='idna'?>", "xml:base='http://['", "<!DOCTYPE", "<!ENTITY a '&a;'>", "<a:item", "'"]
    ),
    st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.lists(pieces, max_size=20).map(lambda p: "".join(p).encode("utf-8", "replace"))
    )
)
def test_any_bytes_give_a_list_or_bad_source(body: bytes) -> None:
    """No bytes lead to anything but a list of addresses or BadSource."""
    try:
        found = read_feed(body, URL, "application/rss+xml")
    except BadSource:
        return
    assert all(isinstance(one, DiscoveredUrl) for one in found)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Wed, 16 Jul 2025 09:30:00 GMT+7", "2025-07-16T09:30:00+07:00"),
        ("Fri, 04 Sep 2026 18:48:27 GMT+07:00", "2026-09-04T18:48:27+07:00"),
        ("Sat, 05 Sep 26 17:09:00 +0700", "2026-09-05T17:09:00+07:00"),
        ("Sat, 05 Sep 2026 17:09:00 +07:00", "2026-09-05T17:09:00+07:00"),
        ("Sat, 05 Sep 2026 17:09:00 +7", "2026-09-05T17:09:00+07:00"),
        ("Fri, 04 Sep 2026 02:43:06 GMT", "2026-09-04T02:43:06+00:00"),
        ("Fri, 04 Sep 2026 02:43:06 -0000", "2026-09-04T02:43:06+00:00"),
        ("Fri, 04 Sep 2026 02:43:06", "2026-09-04T02:43:06+07:00"),
        ("Fri Sep 4 02:43:06 2026", "2026-09-04T02:43:06+07:00"),
        ("Thứ 5, 28/05/2026 17:00:00 GMT+7", "2026-05-28T17:00:00+07:00"),
        ("Thứ năm, 28/05/2026, 17:00", "2026-05-28T17:00:00+07:00"),
        ("CN, 3/5/2026 17:00", "2026-05-03T17:00:00+07:00"),
        ("24/9/2026 9:41:00 CH", "2026-09-24T21:41:00+07:00"),
        ("24/9/2026 12:05:00 SA", "2026-09-24T00:05:00+07:00"),
        ("2026-07-16", "2026-07-16T00:00:00+07:00"),
        ("2026-07-16T17:17:00.5+07", "2026-07-16T17:17:00+07:00"),
        ("2026-07-16 17:17:00 +0700", "2026-07-16T17:17:00+07:00"),
        ("2026-07-16T10:17Z", "2026-07-16T10:17:00+00:00"),
    ],
)
def test_dates(raw: str, wanted: str) -> None:
    """Each way a publisher writes a moment is read; without a zone it is Vietnam's."""
    moment = read_date(raw)
    assert moment is not None
    assert moment.isoformat() == wanted


@pytest.mark.parametrize(
    "raw",
    [
        "",
        None,
        "hôm qua",
        "0001-01-01T00:00:00+07:00",
        "1/1/0001 12:00:00 AM",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 18 Feb 2999 20:35:51 +0700",
        "2026-13-45",
        "99/99/2026",
        "Mon, 18 Feb 2019 25:35:51 +0700",
        "17/63",
        "2026-07-16T17:17:00+99:99",
        "Mon, 18 Feb 2019 20:35:51 +9999",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_no_date_is_none(raw: str | None) -> None:
    """What is no date, or none that can be, is None: an invented one would be worse."""
    assert read_date(raw) is None


def test_the_future_is_none() -> None:
    """A moment more than a day ahead is none; a clock that is a little fast is forgiven."""
    now = datetime.now(UTC)
    assert read_date((now + timedelta(hours=7)).isoformat(timespec="seconds")) is not None
    assert read_date((now + timedelta(days=2)).isoformat(timespec="seconds")) is None


@pytest.mark.parametrize(
    ("raws", "wanted"),
    [
        (["9/5/2026 1:30:00 PM"], True),
        (["9/5/2026 13:30:00", "9/24/2026 9:41:00"], True),
        (["9/5/2026 1:30:00 PM", "24/9/2026 1:30:00 PM"], False),
        (["5/9/2026 13:30"], False),
        (["05-09-2026 - 17:09 PM"], False),
        (["Mon, 18 Feb 2019 20:35:51 +0700", "", None], False),
    ],
)
def test_month_first_is_told_by_the_whole_feed(raws: list[str | None], wanted: bool) -> None:  # noqa: FBT001
    """Whether the month comes first is settled by an impossible month, else by a 12-hour clock."""
    assert is_month_first(raws) is wanted


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), st.from_regex(r"\d{1,4}[/.-]\d{1,4}[/.-]\d{1,4}[T ]\d\d:\d\d( ?[+-]\d{4})?")))
def test_any_date_is_a_moment_or_none(raw: str) -> None:
    """No string makes the reading of dates fail."""
    moment = read_date(raw)
    assert moment is None or moment.tzinfo is not None
