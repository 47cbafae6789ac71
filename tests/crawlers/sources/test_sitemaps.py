import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sources import sitemaps
from crawlers.sources.discovered import BadSource, DiscoveredUrl
from crawlers.sources.sitemaps import SitemapPage, read_sitemap
from pipeline.clock import VIETNAM

URL = "https://baotinh.vn/sitemap.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*entries: str, head: str = HEAD) -> str:
    """Return a URL set of these entries."""
    return f"{head}<urlset {NAMESPACE}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>"


def locs(page: SitemapPage) -> list[str]:
    """Return the pages a sitemap names."""
    return [url.url for url in page.pages]


ENTRY = "<loc>https://baotinh.vn/chợ-phiên.html</loc><lastmod>2026-07-16T17:17:00+07:00</lastmod>"
MARKET = "https://baotinh.vn/ch%E1%BB%A3-phi%C3%AAn.html"


def test_a_url_set() -> None:
    """An entry gives its address; its lastmod is when it changed, not when it was published."""
    page = read_sitemap(urlset(ENTRY).encode(), URL)
    assert page == SitemapPage([], [DiscoveredUrl(MARKET, changed_at=datetime(2026, 7, 16, 17, 17, tzinfo=VIETNAM))])


def test_an_index() -> None:
    """An index names further files, with the time they last changed."""
    body = f"""{HEAD}<sitemapindex {NAMESPACE}>
      <sitemap><loc>https://baotinh.vn/sitemaps/news-2026-7.xml</loc><lastmod>2026-07-20T08:00:00Z</lastmod></sitemap>
      <sitemap><loc>/sitemaps/categories.xml</loc></sitemap></sitemapindex>"""
    page = read_sitemap(body.encode(), URL)
    assert page.pages == []
    assert [child.url for child in page.files] == [
        "https://baotinh.vn/sitemaps/news-2026-7.xml",
        "https://baotinh.vn/sitemaps/categories.xml",
    ]
    assert page.files[0].changed_at == datetime(2026, 7, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize("namespaces", ['xmlns:news="n" xmlns:image="i"', ""], ids=["declared", "undeclared"])
def test_a_news_sitemap(namespaces: str) -> None:
    """A news entry's publication date and title are the article's; an image's address and title are not."""
    body = f"""{HEAD}<urlset {namespaces}><url><loc> <![CDATA[https://baotinh.vn/a.html]]>
      </loc><lastmod>2026-07-20T08:00:00Z</lastmod>
      <image:image><image:loc>https://baotinh.vn/a.jpg</image:loc><image:title>Ảnh</image:title></image:image>
      <news:news><news:publication><news:name>Báo Tỉnh</news:name></news:publication>
      <news:publication_date>2026-07-16T17:17:00+07:00</news:publication_date><news:title>Mưa &amp; lũ</news:title>
      </news:news></url></urlset>"""
    assert read_sitemap(body.encode(), URL).pages == [
        DiscoveredUrl(
            "https://baotinh.vn/a.html",
            published_at=datetime(2026, 7, 16, 17, 17, tzinfo=VIETNAM),
            title="Mưa & lũ",
            changed_at=datetime(2026, 7, 20, 8, tzinfo=UTC),
        ),
    ]


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(urlset(ENTRY).encode()),
        gzip.compress(urlset(ENTRY)[:90].encode()) + gzip.compress(urlset(ENTRY)[90:].encode()),
        b"\r\n \xef\xbb\xbf" + urlset(ENTRY).encode(),
        urlset(ENTRY, head='<?xml version="1.0" encoding="utf-16"?>').encode(),
        urlset(ENTRY, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
        urlset(ENTRY, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-le"),
        urlset(ENTRY).replace(NAMESPACE, "").encode(),
        urlset(ENTRY).replace(NAMESPACE, 'xmlns="http://www.google.com/schemas/sitemap/0.84"').encode(),
        urlset(ENTRY)[:-9].encode(),
        urlset(ENTRY).replace("<url>", "&nbsp;<br><url>").encode(),
    ],
    ids=[
        "gzip",
        "gzip of two members",
        "mark and blank lines",
        "UTF-8 that says UTF-16",
        "UTF-16",
        "UTF-16LE without a mark",
        "no namespace",
        "another namespace",
        "no end",
        "HTML inside",
    ],
)
def test_bytes_as_they_come(body: bytes) -> None:
    """A sitemap is read whatever it is packed in, declared to be, or broken by."""
    assert locs(read_sitemap(body, URL)) == [MARKET]


@pytest.mark.parametrize(
    "loc", ["/a?b=1&c=2", "/a?b=1&amp;c=2", "<![CDATA[/a?b=1&c=2]]>", "<![CDATA[/a?b=1&amp;c=2]]>"]
)
def test_ampersands(loc: str) -> None:
    """An ampersand stays one, escaped or not, also where the pieces of the stream meet at it."""
    for padding in range(sitemaps.CHUNK - 250, sitemaps.CHUNK - 150, 3):
        body = urlset(f"<loc>{loc}</loc>", head=HEAD + " " * padding)
        assert locs(read_sitemap(body.encode(), URL)) == ["https://baotinh.vn/a?b=1&c=2"]


def test_plain_text() -> None:
    """A text sitemap has an address a line."""
    body = "\ufeffhttps://baotinh.vn/a.html\r\nhttps://baotinh.vn/b.html\n"
    assert locs(read_sitemap(body.encode(), URL)) == ["https://baotinh.vn/a.html", "https://baotinh.vn/b.html"]


def test_each_address_once_in_order() -> None:
    """An address that comes again is named once, and an entry without one not at all."""
    page = read_sitemap(urlset(*(f"<loc>{loc}</loc>" for loc in ("/b", "/a", "", "#", "/b#x"))).encode(), URL)
    assert locs(page) == ["https://baotinh.vn/b", "https://baotinh.vn/a"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"not found",
        b"\0" * 50,
        b"\x1f\x8b",
    ],
    ids=["nothing", "a page", "text", "zeros", "no gzip"],
)
def test_what_is_no_sitemap_is_said(body: bytes) -> None:
    """Bytes that are no sitemap raise BadSource with the address."""
    with pytest.raises(BadSource, match=r"^https://baotinh\.vn/sitemap\.xml: is no sitemap"):
        read_sitemap(body, URL)


def test_a_torn_file_gives_what_came() -> None:
    """A gzip file that broke off gives the entries before the tear, and says so."""
    whole = gzip.compress(urlset(*(f"<loc>/tin-{n}.html</loc>" for n in range(20_000))).encode())
    page = read_sitemap(whole[: len(whole) // 2], URL)
    assert page.is_cut
    assert 5000 < len(page.pages) < 15_000


def test_a_limit_on_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more entries than the limit the newest are kept, and that is said; just as many are not cut."""
    monkeypatch.setattr(sitemaps, "MAX_ENTRIES", 3)
    lines = [f"https://baotinh.vn/tin-{n}.html" for n in range(100, 109)]
    entries = [f"<loc>{line}</loc>" for line in lines]
    for more in (urlset(*entries), "\n".join(lines)):
        page = read_sitemap(more.encode(), URL)
        assert (page.is_cut, locs(page)) == (True, lines[-3:])
    for enough in (urlset(*entries[:3]), "\n".join(lines[:3])):
        page = read_sitemap(enough.encode(), URL)
        assert (page.is_cut, len(page.pages)) == (False, 3)


def test_a_limit_on_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text sitemap is read up to a number of lines."""
    monkeypatch.setattr(sitemaps, "MAX_LINES", 20)
    assert read_sitemap(b"https://baotinh.vn/a\n" * 30, URL).is_cut is False
    assert read_sitemap(b"https://baotinh.vn/a\n" * 31, URL).is_cut is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("reference", ["&#55357;&#56832;", "&#xD83D;", "&#x110000;", "&#99999999999;", "&#0;"])
def test_one_wrong_reference_loses_nothing(reference: str, encoding: str) -> None:
    """A reference to half a character, or to none, costs no entry, wherever the pieces of the stream meet."""
    title = f"<loc>/a.html</loc><news:news><news:title>Vui {reference}</news:title></news:news>"
    for padding in range(sitemaps.CHUNK - 300, sitemaps.CHUNK - 200, 9):
        body = urlset(title, "<loc>/b.html</loc>", head=HEAD + " " * padding)
        assert locs(read_sitemap(body.encode(encoding), URL)) == [
            "https://baotinh.vn/a.html",
            "https://baotinh.vn/b.html",
        ]


RSS = "<rss version='2.0'><channel><item><link>/a.html</link></item></channel></rss>"
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a.html'/></entry></feed>"
JSON = '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/a.html"}]}'


@pytest.mark.parametrize("body", [RSS, HEAD + RSS, ATOM, JSON], ids=["RSS", "with a declaration", "Atom", "JSON"])
def test_a_feed(body: str) -> None:
    """A feed is a sitemap of articles, packed or not."""
    for packed in (body.encode(), gzip.compress(body.encode())):
        assert read_sitemap(packed, URL) == SitemapPage([], [DiscoveredUrl("https://baotinh.vn/a.html")], is_feed=True)


HOSTILE = {
    "a bomb of spaces": 'pack(head + b" " * MB for _ in range(400))',
    "forty million elements": 'pack(b"<a/>" * (MB // 4) for _ in range(160))',
    "a deep nest": 'b"<urlset>" + b"<a>" * (10 * MB)',
    "an endless text": 'head + b"<url><loc>" + b"a" * (45 * MB)',
    "an endless attribute": "head + b'<url b=\"' + b'a' * (45 * MB)",
    "millions of lines": 'b"https://x.vn/a\\n" * 3_000_000',
    "entities of entities": """('<!DOCTYPE u [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n-1};" * 10}">'
        for n in range(1, 12)) + ']><urlset><url><loc>/&a11;</loc></url><a>&a11;</a></urlset>').encode()""",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_bomb_takes_little(body: str) -> None:
    """A hostile sitemap takes less than 400 MB and ten seconds, and no error but BadSource comes of it.

    The peak is read from /proc: ru_maxrss begins at what the process had that started this one.
    """
    script = f"""
import resource, zlib
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from crawlers.sources.discovered import BadSource
from crawlers.sources.sitemaps import read_sitemap
MB = 1 << 20
head = b"<urlset><url><loc>https://x.vn/a</loc></url>"
def pack(pieces):
    packer = zlib.compressobj(wbits=31)
    return packer.compress(b"<urlset>") + b"".join(packer.compress(piece) for piece in pieces) + packer.flush()
try:
    read_sitemap({body}, "https://x.vn/sitemap.xml")
except BadSource:
    pass
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    reading = [sys.executable, "-c", script]
    limited = subprocess.run(reading, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False)
    assert limited.returncode == 0, limited.stderr[-500:]
    assert int(limited.stdout) < 400 << 10  # KB


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    """An external entity does not bring a file's text into an address or a title."""
    secret = tmp_path / "secret"
    secret.write_text("bi-mat")
    body = f"""<!DOCTYPE urlset [<!ENTITY f SYSTEM "{secret.as_uri()}">]><urlset xmlns:news="n"><url>
      <loc>https://x.vn/a-&f;</loc><news:news><news:title>&f;</news:title></news:news></url></urlset>"""
    assert "bi-mat" not in str(read_sitemap(body.encode(), URL))


pieces = st.one_of(
    st.sampled_from(
        ["<urlset>", "<url>", "</url>", "<loc>", "</loc>", "<sitemapindex>", "<sitemap>", "/a", "&", "]]>"]
    ),
    st.sampled_from(
        ["<?xml version='1.0' encoding='idna'?>", "<!DOCTYPE a", "<![CDATA[", "<a:b", "</c>", "<lastmod>", "2"]
    ),
    st.text(max_size=10),
)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.lists(pieces, max_size=20).map(lambda p: "".join(p).encode("utf-8", "replace"))
    )
)
def test_any_bytes_give_a_page_or_bad_source(body: bytes) -> None:
    """No bytes lead to anything but a page or BadSource."""
    try:
        page = read_sitemap(body, URL)
    except BadSource:
        return
    assert isinstance(page, SitemapPage)
