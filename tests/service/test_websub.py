"""A feed that names a hub: the daemon subscribes, and polls the moment the hub tells of news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.harness import end_with_sigterm, wait_for
from tests.support.hub import open_hub
from tests.support.loopback import open_paper, watch
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.harness import Command
    from tests.support.hub import Hub
    from tests.support.loopback import Paper

pytestmark = pytest.mark.service


@pytest.fixture
def hub() -> Iterator[Hub]:
    """Serve a hub."""
    with open_hub() as made:
        yield made


@pytest.fixture
def paper(hub: Hub) -> Iterator[Paper]:
    """Serve a paper whose feed names the hub, and another address of its own."""
    with open_paper() as made:
        publish(made, hub, "/bai-1.html", "/bai-2.html")
        yield made


def publish(paper: Paper, hub: Hub, *paths: str) -> None:
    """Put articles into the feed."""
    paper.publish(*paths)
    status, headers, body = paper.answers["/rss"]
    links = (
        '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel>'
        f'<a:link rel="hub" href="http://{hub.address}/"/><a:link rel="self" href="{topic(paper)}"/>'
    )
    paper.answers["/rss"] = (status, headers, body.replace(b'<rss version="2.0"><channel>', links.encode()))


def topic(paper: Paper) -> str:
    """Return the feed's name at the hub."""
    return f"http://{paper.address()}/rss?ban=day-du"


def settle(khobao: Command, paper: Paper, hub: Hub, *, domains: bool = True) -> int:
    """Write khobao.toml and the site's file, whose feed is not due for hours. Returns the port for calls."""
    port = free_port()
    said = f'callback = "http://127.0.0.1:{port}/websub"\ncallback_port = {port}\n'
    (khobao.home / "khobao.toml").write_text(said, encoding="utf-8")
    watch(khobao.home, paper)
    (path,) = (khobao.home / "sites").iterdir()
    text = path.read_text(encoding="utf-8").replace("[politeness]", 'every = "6h"\n[politeness]')
    path.write_text((f'domains = ["{hub.address}"]\n' if domains else "") + text, encoding="utf-8")
    return port


def test_news_are_polled_when_the_hub_tells(khobao: Command, paper: Paper, hub: Hub) -> None:
    """Verified by the feed's name; a call that is not signed with our secret does nothing; an old one is told so."""
    port = settle(khobao, paper, hub)
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: hub.verified)
        (one,) = hub.verified
        assert one.topic == topic(paper)
        wait_for(lambda: khobao.archived() == 2)
        publish(paper, hub, "/bai-3.html", "/bai-1.html")
        polls = paper.paths.count("/rss")
        assert hub.publish(topic(paper), b"<rss/>", secret="khac") == [202]
        assert httpx.post(f"http://127.0.0.1:{port}/websub/khong-co", content=b"x").status_code == 410
        asked = {"hub.mode": "subscribe", "hub.topic": "http://khac.example/rss", "hub.challenge": "x"}
        assert httpx.get(one.callback, params=asked).status_code == 404
        assert (
            httpx.get(one.callback, params={**asked, "hub.mode": "unsubscribe", "hub.topic": one.topic}).status_code
            == 404
        )
        assert paper.paths.count("/rss") == polls
        assert hub.publish(topic(paper), b"<rss/>") == [202]
        wait_for(lambda: khobao.archived() == 3)
        end_with_sigterm(daemon)
        assert daemon.returncode == 0


def test_a_hub_at_a_private_address_is_not_asked(khobao: Command, paper: Paper, hub: Hub) -> None:
    """Unless it is one of the site's own hosts, and the site's file allows it: a feed may name any."""
    settle(khobao, paper, hub, domains=False)
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: "hub not reached" in khobao.log)
        assert "private address" in khobao.log
        assert hub.subscribers == {}
        end_with_sigterm(daemon)
