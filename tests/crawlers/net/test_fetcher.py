import gzip
import socket
from collections.abc import Iterator
from typing import Any

import brotli
import pytest

from crawlers.net import fetcher as fetch
from crawlers.net.errors import PrivateAddress, Refused
from crawlers.net.fetcher import Fetcher
from tests.support.small_server import Server, serve_pages

AGENT = "khobao/0 (thử; +mailto:toi@vidu.vn)"


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve on loopback while a test runs."""
    with serve_pages() as made:
        yield made


@pytest.fixture
def other() -> Iterator[Server]:
    """Serve on another port while a test runs."""
    with serve_pages() as made:
        yield made


@pytest.fixture
def fetcher(server: Server) -> Iterator[Fetcher]:
    """Fetch without delay, the server's private address allowed."""
    with Fetcher(AGENT, delay=0, private=[server.host]) as made:
        yield made


def test_a_page(server: Server, fetcher: Fetcher) -> None:
    """A page comes with its address, its type and its bytes, asked for under our name, after robots.txt."""
    server.page("/tin?id=1", b"<p>x</p>")
    page = fetcher.get(server.address + "/tin?utm_source=x&id=1#a")
    assert (page.url, page.content_type, page.body) == (server.address + "/tin?id=1", "text/html", b"<p>x</p>")
    assert server.paths == ["/robots.txt", "/tin?id=1"]
    assert {headers["User-Agent"].encode("latin-1").decode() for _, headers, _ in server.asked} == {AGENT}


def test_gzip(server: Server, fetcher: Fetcher) -> None:
    """A packed answer is unpacked."""
    server.page("/", gzip.compress(b"<p>x</p>"), Content_Encoding="gzip")
    assert fetcher.get(server.address).body == b"<p>x</p>"


def test_redirects(server: Server, fetcher: Fetcher) -> None:
    """Redirects are followed, relative ones too, and the last address is told."""
    server.page("/a", status=301, Location="b")
    server.page("/b", status=302, Location=server.address + "/c")
    server.page("/c", b"c")
    assert fetcher.get(server.address + "/a").url == server.address + "/c"


@pytest.mark.parametrize("location", ["/a", "javascript:alert(1)", "http://[", "file:///etc/passwd", "//"])
def test_a_redirect_to_nowhere(server: Server, fetcher: Fetcher, location: str) -> None:
    """A ring of redirects, or one to what is no page, ends in Refused."""
    server.page("/a", status=302, Location=location)
    with pytest.raises(Refused):
        fetcher.get(server.address + "/a")


def leap(target: str, seconds: str = "0") -> bytes:
    """Return a page that leads elsewhere."""
    return f'<html><head><meta http-equiv="refresh" content="{seconds}; url={target}"></head></html>'.encode()


def test_a_page_that_leaps(server: Server, fetcher: Fetcher) -> None:
    """It is a redirect; a page that waits, or is not there, is none."""
    server.page("/", leap("/web/trang-chu"))
    server.page("/web/trang-chu", leap("/web/trang-chu", "1800"))
    server.page("/mat", leap("/"), status=404)
    assert fetcher.get(server.address).url == server.address + "/web/trang-chu"
    with pytest.raises(Refused, match="answered 404"):
        fetcher.get(server.address + "/mat")


def test_leaps_without_end(server: Server, fetcher: Fetcher) -> None:
    """A page that leaps to itself is read as it is; a ring of them is given up; robots.txt is obeyed behind one."""
    server.page("/robots.txt", b"User-agent: *\nDisallow: /kin\n")
    server.page("/a", leap("/a"))
    server.page("/b", leap("/c"))
    server.page("/c", leap("/b"))
    server.page("/d", leap("/kin"))
    assert fetcher.get(server.address + "/a").body == leap("/a")
    with pytest.raises(Refused, match="more than 5 redirects"):
        fetcher.get(server.address + "/b")
    with pytest.raises(Refused, match=r"robots\.txt"):
        fetcher.get(server.address + "/d")


def test_a_leap_to_a_private_address_is_refused(server: Server, fetcher: Fetcher, other: Server) -> None:
    """As any redirect to one is."""
    server.page("/a", leap(other.address + "/bi-mat"))
    with pytest.raises(PrivateAddress):
        fetcher.get(server.address + "/a")
    assert other.asked == []


def test_cookies_within_one_chain(server: Server, fetcher: Fetcher, other: Server) -> None:
    """Who brings back what a redirect set gets the page; nothing of it is sent to other hosts, or with what follows."""
    server.page("/tin", b"tin")
    server.page("/khac", status=302, Location=f"http://localhost:{other.server_port}/", Set_Cookie="a=1")
    server.behind_cookie.add("/tin")
    for _ in range(2):
        assert fetcher.get(server.address + "/tin").body == b"tin"
    assert [headers.get("Cookie") for path, headers, _ in server.asked] == [None, None, "kiemtra=1", None, "kiemtra=1"]
    with Fetcher(AGENT, delay=0, private=[server.host, f"localhost:{other.server_port}"]) as both:
        other.page("/")
        both.get(server.address + "/khac")
    assert all("Cookie" not in headers for _, headers, _ in other.asked)


def test_statuses_are_said(server: Server, fetcher: Fetcher) -> None:
    """An answer other than 200 is an error that tells the status."""
    server.page("/a", status=403)
    with pytest.raises(Refused, match="/a: answered 403") as caught:
        fetcher.get(server.address + "/a")
    assert caught.value.status == 403


@pytest.mark.parametrize("url", ["", "tin", "javascript:x", "ftp://127.0.0.1/", "http://"])
def test_no_address(fetcher: Fetcher, url: str) -> None:
    """What is no http(s) address is not asked for."""
    with pytest.raises(Refused, match="is no http:// or https:// address"):
        fetcher.get(url)


def test_nobody_there(fetcher: Fetcher, server: Server) -> None:
    """A server that is not there, or a name that is not known, is an error that says so."""
    server.shutdown()
    server.server_close()
    with pytest.raises(Refused, match="can't be reached"):
        fetcher.get(server.address)
    with pytest.raises(Refused, match=r"no address of khong-co\.invalid is known"):
        fetcher.get("http://khong-co.invalid/")


def test_robots_are_obeyed(server: Server, fetcher: Fetcher) -> None:
    """What robots.txt forbids us is not asked for, be it behind a redirect; the rest is."""
    server.page("/robots.txt", b"User-agent: *\nDisallow: /kin\n")
    server.page("/tin")
    server.page("/a", status=302, Location="/kin")
    server.page("/kin")
    fetcher.get(server.address + "/tin")
    for path in ("/kin", "/a"):
        with pytest.raises(Refused, match=r"forbidden by robots\.txt"):
            fetcher.get(server.address + path)
    assert "/kin" not in server.paths
    assert server.paths.count("/robots.txt") == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_no_robots_for_now_forbids_all(server: Server, fetcher: Fetcher, status: int) -> None:
    """While robots.txt can't be had nothing is asked for (RFC 9309)."""
    server.page("/robots.txt", status=status)
    server.page("/tin")
    with pytest.raises(Refused, match=r"robots\.txt can't be had"):
        fetcher.get(server.address + "/tin")
    assert server.paths == ["/robots.txt"]


@pytest.mark.parametrize("status", [403, 404, 410])
def test_no_robots_allow_all(server: Server, fetcher: Fetcher, status: int) -> None:
    """Where there is no robots.txt everything may be asked for (RFC 9309)."""
    server.page("/robots.txt", status=status)
    server.page("/tin")
    assert fetcher.get(server.address + "/tin").body


@pytest.mark.parametrize(("delay", "robots"), [(0.15, b""), (0, b"User-agent: *\nCrawl-delay: 0.15\n")])
def test_a_delay_between_requests(server: Server, delay: float, robots: bytes) -> None:
    """Two pages of a host are asked for no faster than our delay, and its Crawl-delay, let us."""
    server.page("/robots.txt", robots)
    server.page("/a")
    server.page("/b")
    with Fetcher(AGENT, delay=delay, private=[server.host]) as fetcher:
        fetcher.get(server.address + "/a")
        fetcher.get(server.address + "/b")
    times = [at for path, _, at in server.asked if path != "/robots.txt"]
    assert times[1] - times[0] >= 0.14


def test_too_long(server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page over the limit is no page, also where it grows only on unpacking; one that fits is."""
    monkeypatch.setattr(fetch, "MAX_BYTES", 1 << 20)
    server.page("/long", b"a" * ((1 << 20) + 1))
    server.page("/bomb", gzip.compress(b"\0" * (200 << 20), compresslevel=1), Content_Encoding="gzip")
    server.page("/fits", b"a" * (1 << 20))
    for path in ("/long", "/bomb"):
        with pytest.raises(Refused, match="is longer than 1024 KB"):
            fetcher.get(server.address + path)
    assert fetcher.get(server.address + "/fits").body


def test_packed_though_not_asked_for(server: Server, fetcher: Fetcher) -> None:
    """An encoding we did not ask for is undone, and one that the bytes do not have passed over."""
    server.page("/br", brotli.compress(b"<p>x</p>"), Content_Encoding="br")
    server.page("/gz", gzip.compress(b"<p>x") + gzip.compress(b"</p>"), Content_Encoding="gzip")
    server.page("/plain", b"<p>x</p>", Content_Encoding="gzip")
    for path in ("/br", "/gz", "/plain"):
        assert fetcher.get(server.address + path).body == b"<p>x</p>"


def test_packed_as_it_should_not_be(server: Server, fetcher: Fetcher) -> None:
    """An encoding that nobody has, or one whose sum is wrong, is an error."""
    server.page("/old", b"not packed at all", Content_Encoding="compress")
    server.page("/wrong", gzip.compress(b"<p>x</p>")[:-8] + bytes(8), Content_Encoding="gzip")
    for path in ("/old", "/wrong"):
        with pytest.raises(Refused, match="came packed as '"):
            fetcher.get(server.address + path)


def test_too_slow(server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that takes longer than its whole time is given up, though pieces keep coming."""
    monkeypatch.setattr(fetch, "DEADLINE", 0.0)
    server.page("/a", b"a" * 100_000)
    with pytest.raises(Refused, match="took longer than"):
        fetcher.get(server.address + "/a")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_private_addresses_are_refused(server: Server, host: str) -> None:
    """Without leave no private address is connected to, by whatever name it is asked for."""
    with Fetcher(AGENT, delay=0) as fetcher, pytest.raises(PrivateAddress, match="a private address"):
        fetcher.get(f"http://{host}:{server.server_port}/")
    assert server.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_redirect_to_a_private_address_is_refused(server: Server, fetcher: Fetcher, other: Server, host: str) -> None:
    """Leave for one host is none for another, or for another port of it, that a redirect leads to."""
    server.page("/a", status=302, Location=f"http://{host}:{other.server_port}/bi-mat")
    with pytest.raises(PrivateAddress):
        fetcher.get(server.address + "/a")
    assert other.asked == []


def test_a_dns_answer_is_asked_for_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one connected to: DNS has no second chance to name another."""
    real, questions = socket.getaddrinfo, list[str]()

    def answer(host: str, *more: Any, **options: Any) -> Any:
        questions.append(host)
        return real("127.0.0.1" if host == "bao.vidu.vn" else host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    server.page("/tin")
    name = f"bao.vidu.vn:{server.server_port}"
    with Fetcher(AGENT, delay=0, private=[name]) as fetcher:
        fetcher.get(f"http://{name}/tin")
    assert questions.count("bao.vidu.vn") == len(server.asked) == 2  # robots.txt and the page, a connection each
    with Fetcher(AGENT, delay=0) as fetcher, pytest.raises(PrivateAddress, match=r"bao\.vidu\.vn: is at 127\.0\.0\.1"):
        fetcher.get(f"http://{name}/tin")


def test_one_private_answer_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a public and a private address is refused, before either is connected to."""
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("192.0.0.9", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    )
    with Fetcher(AGENT, delay=0) as fetcher, pytest.raises(PrivateAddress, match=r"10\.0\.0\.1"):
        fetcher.get("http://bao.vidu.vn/")


def test_proxies_of_the_environment_are_not_asked(
    server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect where we can't look, so none is used."""
    monkeypatch.setenv("HTTP_PROXY", other.address)
    server.page("/tin")
    with Fetcher(AGENT, delay=0, private=[server.host]) as fetcher:
        fetcher.get(server.address + "/tin")
    assert other.asked == []
