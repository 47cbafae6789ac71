"""What a crawl does where a page leaps, or a server tests for cookies; most with the real command."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  pytest's fixtures name their types
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings

from crawlers.net.redirects import ChainCookies, FollowLeaps
from tests.support.loopback import crawl, open_paper, watch

URL = "https://bao.vidu.vn/a"
LEAP = '<html><head><meta http-equiv="refresh" content="0; url={}"></head></html>'
HTML = {"Content-Type": "text/html"}


def test_a_feed_of_old_addresses(tmp_path: Path) -> None:
    """Pages that leap are followed to the articles, which are stored under the new addresses."""
    with open_paper() as paper:
        paper.publish("/cu-1.html", "/cu-2.html")
        for path in ("/cu-1.html", "/cu-2.html"):
            paper.answers[path.replace("cu", "moi")] = paper.answers[path]
            paper.answers[path] = (200, HTML, LEAP.format(path.replace("cu", "moi")).encode())
        watch(tmp_path, paper)
        assert crawl(tmp_path)["stored"] == {"new": 2}
        assert "/moi-1.html" in paper.paths


def test_a_test_for_cookies(tmp_path: Path) -> None:
    """The feed and the article come; each chain begins without cookies, and the archive keeps none that was sent."""
    with open_paper() as paper:
        paper.publish("/tin-1.html")
        paper.behind_cookie |= {"/rss", "/tin-1.html"}
        watch(tmp_path, paper)
        assert crawl(tmp_path)["stored"] == {"new": 1}
        assert crawl(tmp_path, "--again")["status"] == 0
        asked = [
            (path, cookie) for path, cookie in zip(paper.paths, paper.cookies, strict=True) if "robots" not in path
        ]
    assert [cookie for path, cookie in asked if path == "/rss"] == [None, "kiemtra=1"]
    assert {cookie for _, cookie in asked[::2]} == {None}
    assert {cookie for _, cookie in asked[1::2]} == {"kiemtra=1"}
    kept = b"".join(path.read_bytes() for path in (tmp_path / "warc").iterdir())
    assert b"Cookie: kiemtra" not in kept


@pytest.mark.parametrize("target", ["http://127.0.0.1:{other}/bi-mat", "http://localhost:{port}/bi-mat"])
def test_a_leap_away(tmp_path: Path, target: str) -> None:
    """A leap to a host that is none of the site's is refused, as a redirect is."""
    with open_paper() as paper, open_paper() as other:
        paper.publish("/tin-1.html")
        address = target.format(other=other.server_port, port=paper.server_port)
        paper.answers["/tin-1.html"] = (200, HTML, LEAP.format(address).encode())
        watch(tmp_path, paper)
        assert crawl(tmp_path)["failures"] == {"moved away": 1}
        assert "/bi-mat" not in paper.paths + other.paths


def follower() -> FollowLeaps:
    """Make the middleware outside a crawl."""
    made = FollowLeaps(Settings({"REDIRECT_MAX_TIMES": 2}))
    made.crawler: Any = SimpleNamespace(spider=None)
    return made


def answer(target: str, status: int = 200, **headers: str) -> Response:
    """Return a page that leaps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(URL, status=status, headers=HTML | named, body=LEAP.format(target).encode())


def test_what_is_followed() -> None:
    """A page of 200 that leads elsewhere, or to itself with a first cookie; no page of an error, no robots.txt."""
    followed = follower().process_response(Request(URL), answer("/b"))
    assert isinstance(followed, Request)
    assert followed.url == "https://bao.vidu.vn/b"
    assert isinstance(follower().process_response(Request(URL), answer("/a", Set_Cookie="a=1")), Request)
    for request, response in (
        (Request(URL), answer("/a")),
        (Request(URL, headers={"Cookie": "a=1"}), answer("/a", Set_Cookie="a=1")),
        (Request(URL), answer("/", status=404)),
        (Request(URL, meta={"khobao_robots": True}), answer("/b")),
    ):
        assert follower().process_response(request, response) is response


def test_leaps_count_as_redirects() -> None:
    """No more are followed than of those."""
    with pytest.raises(IgnoreRequest):
        follower().process_response(Request(URL, meta={"redirect_times": 2, "redirect_ttl": 0}), answer("/b"))


def test_cookies_stay_with_their_host() -> None:
    """What a host sets for all of gov.vn, or for another host, is kept by nobody."""
    cookies, request = ChainCookies(), Request("https://xa.tinh.gov.vn/a")
    sets = ["a=1; domain=.gov.vn", "b=2; domain=khac.gov.vn", "c=3; domain=.tinh.gov.vn", "d=4; path=/x"]
    cookies.process_response(request, Response(request.url, headers={"Set-Cookie": sets}))
    onward = request.replace(url="https://tinh.gov.vn/a")
    cookies.process_request(onward)
    assert onward.headers.get("Cookie") == b"c=3"
    cookies.process_request(fresh := Request(request.url))
    assert "Cookie" not in fresh.headers
