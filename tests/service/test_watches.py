"""Watches under the real daemon: from what a site publishes to what a receiver is told."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.watches.watch import load_watch
from tests.support.harness import end_with_sigterm, wait_for
from tests.support.receiver import Receiver, receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.press import Press
    from tests.support.harness import Command

pytestmark = [pytest.mark.service, pytest.mark.parametrize("press", [4], indirect=True)]

SITE = "epi"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give one that answers well."""
    with receiving() as made:
        yield made


@pytest.fixture
def archived(khobao: Command, press: Press) -> str:
    """Archive what a site has so far; return its domain."""
    khobao.watch(SITE, press.sites[SITE].address)
    khobao("crawl")
    return press.sites[SITE].address.removeprefix("http://")


def events(khobao: Command) -> list[dict[str, Any]]:
    """Return all events."""
    return [json.loads(line) for line in khobao("events", "--json").splitlines()]


def test_what_is_published_and_edited_is_told(khobao: Command, press: Press, receiver: Receiver, archived: str) -> None:
    """Signed, with what the event says, by webhook and notice; what stood there before is not told."""
    notice = receiver.url.replace("http://", "json://").replace("hook", "notice")
    khobao("watch", "add", "", "--name", "tat-ca", "--site", SITE, "--webhook", receiver.url, "--notify", notice)
    khobao("watch", "add", "", "--name", "sua", "--on", "edited", "--webhook", receiver.url)
    khobao("watch", "add", "khongcotunaynhuthe", "--name", "khong", "--webhook", receiver.url)
    with khobao.running("run", "--no-serve") as daemon:
        story = press.publish(SITE)
        wait_for(lambda: len(receiver.taken) == 2)
        press.edit(SITE, 1, "sentence")
        khobao("crawl", "--again")
        wait_for(lambda: len(receiver.taken) == 3)
        end_with_sigterm(daemon)
    hooks = [sent for sent in receiver.taken if sent.path == "/hook"]
    assert [(sent.message["type"], sent.message["data"]["watch"]) for sent in hooks] == [
        ("article.new", "tat-ca"),
        ("article.revised", "sua"),
    ]
    for sent, name in zip(hooks, ("tat-ca", "sua"), strict=True):
        secret = load_watch(khobao.home / "watches" / f"{name}.toml").secret
        assert secret is not None
        sent.verify(secret)
    (notice_sent,) = (sent for sent in receiver.taken if sent.path == "/notice")
    data = hooks[0].message["data"]
    assert data["title"] == story.title
    assert (data["site"], data["url"] in notice_sent.body.decode()) == (archived, True)
    listed = {watch["name"]: watch for watch in json.loads(khobao("watch", "list", "--json"))}
    assert [way["delivered"] for way in listed["tat-ca"]["ways"]] == [1, 1]
    assert listed["khong"]["ways"][0]["delivered"] == 0


def test_kill_9_between_deliveries_loses_none(khobao: Command, press: Press, receiver: Receiver, archived: str) -> None:
    """What was sent and not answered yet comes again under its id, then the rest, in order."""
    khobao("watch", "add", "", "--name", "tat-ca", "--webhook", receiver.url)
    for _ in range(3):
        press.publish(SITE)
    khobao("crawl")
    wanted = [event["title"] for event in events(khobao)[4:]]
    assert len(wanted) == 3
    receiver.awake.clear()
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: receiver.sent)
        daemon.send_signal(signal.SIGKILL)
        daemon.wait()
    receiver.awake.set()
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: len({sent.id for sent in receiver.taken}) == 3)
        end_with_sigterm(daemon)
    assert list(dict.fromkeys(receiver.titles)) == wanted
    assert len(receiver.sent) == 4
    assert len({sent.id for sent in receiver.sent}) == 3, "what came twice is told by its id"
    assert archived in {sent.message["data"]["site"] for sent in receiver.taken}


def test_a_rebuild_tells_nothing_twice_and_loses_nothing(
    khobao: Command, press: Press, receiver: Receiver, archived: str
) -> None:
    """Events are numbered anew; what was told stays told, but for what shares its second, under its id."""
    khobao("watch", "add", "", "--name", "tat-ca", "--site", archived, "--webhook", receiver.url)
    with khobao.running("run", "--no-serve") as daemon:
        press.publish(SITE)
        wait_for(lambda: len(receiver.taken) == 1)
        end_with_sigterm(daemon)
    press.publish(SITE)
    khobao("crawl")
    khobao("rebuild")
    with khobao.running("run", "--no-serve") as daemon:
        wait_for(lambda: len({sent.id for sent in receiver.taken}) == 2)
        end_with_sigterm(daemon)
    assert list(dict.fromkeys(receiver.titles)) == [event["title"] for event in events(khobao)[4:]]


def test_a_failing_webhook_is_listed_and_a_test_that_goes_well_mends_it(
    khobao: Command, press: Press, receiver: Receiver, archived: str
) -> None:
    """410 switches it off; `watch test` tells why it is not taken, and once it is, what was missed follows."""
    khobao("watch", "add", "", "--name", "tat-ca", "--webhook", receiver.url + "/SECRET")
    receiver.status = 410
    with khobao.running("run", "--no-serve") as daemon:
        press.publish(SITE)
        wait_for(lambda: "SWITCHED OFF" in khobao("watch", "list"))
        assert "SECRET" not in khobao("watch", "list") + khobao.log
        assert "410 Gone" in khobao("watch", "test", "tat-ca", status=1)
        receiver.status = 200
        assert "taken" in khobao("watch", "test", "tat-ca")
        wait_for(lambda: [sent.message["type"] for sent in receiver.taken] == ["watch.test", "article.new"])
        end_with_sigterm(daemon)
    assert receiver.taken[0].message["data"]["site"] == archived
    assert "SWITCHED OFF" not in khobao("watch", "list")
