import io
import json
import re
import unicodedata
from datetime import datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sources import feeds
from crawlers.sources.discovered import BadSource, DiscoveredUrl, HubTopic
from crawlers.sources.feeds import may_be_feed, read_feed, read_hub
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


REFERENCES = ["&#55357;&#56832;", "&#xD83D;", "&#x110000;", "&#99999999999;", "&#0;"]


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("field", ["title", "description"])
def test_one_wrong_reference_loses_nothing(reference: str, field: str) -> None:
    """A reference to half a character, or to none, costs neither its entry nor the others."""
    entry = f"<link>/vui.htm</link><{field}>Vui {reference}</{field}>"
    assert [found.url[-7:] for found in read(entry, ONE)] == ["vui.htm", "t1.html"]


def test_two_halves_make_a_character() -> None:
    """Both units of UTF-16, escaped one by one, are the character that they are."""
    assert read("<title>Vui &#55357;&#56832;&#xD83D;&#xDE00;</title><link>/a.htm</link>")[0].title == "Vui 😀😀"


def test_an_entry_beyond_reading_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one entry makes the parser give up, the others are read all the same; where all do, that is said."""
    real = feedparser.parse

    def parse(stream: io.BytesIO, **options: Any) -> Any:
        if b"doi-trang" in stream.getvalue():
            raise ValueError
        return real(stream, **options)

    monkeypatch.setattr(feedparser, "parse", parse)
    entries = [f"<link>/tin-{number}.htm</link>" for number in range(9)]
    assert len(read(*entries[:4], "<link>/doi-trang.htm</link>", *entries[4:])) == 9
    with pytest.raises(BadSource, match="broken beyond reading"):
        read("<link>/doi-trang.htm</link>")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/rss/kinh-te", True),
        ("/kinh-te/rss", True),
        ("/kinh-te.rss", True),
        ("/rss/cate/kinh-te/", True),
        ("/Rss.aspx?id=3", True),
        ("/?feed=rss2", True),
        ("/tin/feed/", True),
        ("/atom.xml", True),
        ("/feedback", False),
        ("/feeder-cho-tom-5.html", False),
        ("/anatomy", False),
        ("/cross/a", False),
    ],
)
def test_addresses_that_may_be_feeds(path: str, expected: bool) -> None:  # noqa: FBT001
    """The word stands alone in path or query, wherever it is; a word that holds it is another."""
    assert may_be_feed(f"https://rss.baotinh.vn{path}") is expected


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Cổng xã",
    "feed_url": "https://baotinh.vn/feed.json",
    "hubs": [{"type": "rssCloud", "url": "https://cloud.vn/"}, {"type": "WebSub", "url": "https://hub.vn/"}],
    "items": [
        {"id": "1", "url": "/hop-5.html", "title": "Họp", "date_published": "2026-07-16T17:17:00+07:00"},
        {"id": "https://baotinh.vn/cho-6.html", "external_url": "https://khac.vn/", "date_modified": "2026-07-17"},
        {"id": 3, "title": None},
        "4",
    ],
}


def test_json_feed() -> None:
    """A JSON Feed's items give what those of RSS do, with a mark of bytes before it too."""
    for body in (json.dumps(JSON_FEED).encode(), b"\xef\xbb\xbf \n" + json.dumps(JSON_FEED).encode()):
        meeting, market = read_feed(body, URL, "application/feed+json")
        assert (meeting.url, meeting.title) == ("https://baotinh.vn/hop-5.html", "Họp")
        assert meeting.published_at == datetime(2026, 7, 16, 17, 17, tzinfo=VIETNAM)
        assert market.url == "https://baotinh.vn/cho-6.html"
        assert market.published_at == datetime(2026, 7, 17, tzinfo=VIETNAM)
        assert read_hub(body, URL) == HubTopic("https://hub.vn/", "https://baotinh.vn/feed.json")


@pytest.mark.parametrize("body", ["{", "{}", '{"items": [{"url": "/a"}]}', "[" * 100_000, '{"a":' * 100_000])
def test_other_json_is_no_feed(body: str) -> None:
    """JSON that does not say that it is one is none, be it ever so deep."""
    with pytest.raises(BadSource, match="is no"):
        read_feed(body.encode(), URL, "application/json")


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
