from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from scrapy import Request

from crawlers.net.errors import LeadsAway, PrivateAddress
from crawlers.net.offsite import GuardedResolver, StayOnSite, admit
from pipeline.config import Domain, Politeness, Site
from tests.support.loopback import Paper, crawl, open_paper, watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPEN = Site("bao.example", "x", domains=(Domain("cu.example"),))
OWN = Site("10.0.0.5:8000", "x", politeness=Politeness(allow_private=True))


@pytest.fixture
def paper() -> Iterator[Paper]:
    """Serve a paper on loopback."""
    with open_paper() as made:
        yield made


def ask(site: Site, url: str) -> None:
    """Let a request of a site's spider pass the guard."""
    StayOnSite(SimpleNamespace(spider=SimpleNamespace(site=site))).process_request(Request(url))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("site", "url"),
    [
        (OPEN, "https://bao.example/a"),
        (OPEN, "https://anh.bao.example/a"),
        (OPEN, "http://www.cu.example/a"),
        (OWN, "http://10.0.0.5:8000/a"),
    ],
)
def test_a_sites_own_addresses_pass(site: Site, url: str) -> None:
    """Its hosts, what is below them, former ones; private ones where its file allows them."""
    ask(site, url)


@pytest.mark.parametrize("site", [OPEN, OWN])
@pytest.mark.parametrize(
    "url",
    ["https://khac.example/", "http://10.0.0.5:22/", "http://10.0.0.6:8000/", "https://bao.example@khac.example/"],
)
def test_what_leads_away_does_not(site: Site, url: str) -> None:
    """Another host or another port is none of the site's own; the message says how it could be."""
    with pytest.raises(LeadsAway, match="add it to domains"):
        ask(site, url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "192.168.1.1:8080", "169.254.169.254", "[::1]:80", "127.1", "0x7f000001"]
)
def test_a_private_address_wants_leave(host: str) -> None:
    """A site that lives on one is not asked unless its file says so."""
    site = Site(host, "x")
    with pytest.raises(PrivateAddress, match="allow_private"):
        ask(site, f"http://{host}/")


def test_a_dns_answer_wants_leave_too() -> None:
    """A public name that leads to a private address is refused, but for the names of sites that allow it."""
    with pytest.raises(PrivateAddress):
        GuardedResolver._check("10.0.0.7", "ten.example")
    assert GuardedResolver._check("93.184.216.34", "ten.example") == "93.184.216.34"
    admit(Site("khong.example", "x"))
    with pytest.raises(PrivateAddress):
        GuardedResolver._check("10.0.0.7", "khong.example")
    admit(Site("rieng.example:8000", "x", politeness=Politeness(allow_private=True)))
    assert GuardedResolver._check("10.0.0.7", "rieng.example") == "10.0.0.7"


def test_a_site_at_home_is_refused_unless_allowed(tmp_path: Path, paper: Paper) -> None:
    """By its address or by a name that DNS leads there: the crawl fails and asks nothing."""
    paper.publish("/bai-1.html")
    for host in ("127.0.0.1", "localhost"):
        home = tmp_path / host
        home.mkdir()
        watch(home, paper, host=host, private=False)
        tally = crawl(home)
        assert (tally["status"], tally["sources_failed"]) == (1, 1)
    assert paper.asked == []
    watch(tmp_path / "localhost", paper, host="localhost", private=True)
    paper.publish("/bai-1.html", host="localhost")
    assert crawl(tmp_path / "localhost")["stored"] == {"new": 1}


def test_a_redirect_does_not_lead_us_away(tmp_path: Path, paper: Paper) -> None:
    """One within the site is followed; one to another machine of ours is not, robots.txt there not even asked."""
    with open_paper() as other:
        paper.publish("/bai-1.html", "/bai-2.html", "/bai-3.html")
        paper.answers["/bai-2.html"] = (302, {"Location": f"http://{other.address()}/bi-mat"}, b"")
        paper.answers["/bai-3.html"] = (301, {"Location": "/moi/bai-3.html"}, b"")
        paper.answers["/moi/bai-3.html"] = paper.answers["/bai-1.html"]
        watch(tmp_path, paper)
        tally = crawl(tmp_path)
        assert other.asked == []
    assert tally["failures"] == {"moved away": 1}
    assert sum(tally["stored"].values()) == 2
    assert "/moi/bai-3.html" in paper.paths
