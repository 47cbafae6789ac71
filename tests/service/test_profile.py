"""What a site teaches the real daemon: learned, used, told anew after a redesign, and rebuilt from the WARC."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.harness import wait_for, what_is_said

if TYPE_CHECKING:
    from demo.press import Press
    from tests.support.harness import Command

pytestmark = pytest.mark.service

SITE = "onecms"


def changes(khobao: Command) -> list[dict[str, Any]]:
    """Return the events of profiles, oldest first."""
    events = map(json.loads, khobao("events", "--json").splitlines())
    return [event for event in events if event["kind"].startswith("profile.")]


@pytest.mark.parametrize("press", [60], indirect=True)
def test_a_site_teaches_is_redesigned_and_teaches_again(khobao: Command, press: Press) -> None:
    """Every article comes out as it was written, before and after; a rebuild gives the same archive and profiles."""
    site = press.sites[SITE]
    domain = site.address.removeprefix("http://")
    khobao.watch(SITE, site.address)
    khobao("crawl")
    learned = changes(khobao)
    assert (learned[0]["kind"], learned[0]["site"]) == ("profile.learned", domain)
    with khobao.running("run", "--no-serve"):
        press.redesign(SITE)
        for _ in range(12):
            press.publish(SITE)
        wait_for(lambda: khobao.archived() == 72, 60)
    told = changes(khobao)[len(learned) :]
    assert "profile.changed" in {event["kind"] for event in told}
    export = khobao.export()
    by_url = {url: row for row in export.values() for url in row["urls"]}
    for wanted in press.expected(SITE):
        assert by_url[wanted.url]["paragraphs"] == list(wanted.paragraphs), wanted.url
    first = json.loads(khobao("profile", domain, "--version", "1", "--json"))
    latest = json.loads(khobao("profile", domain, "--json"))
    assert latest["version"] == told[-1]["version"] > first["version"] == 1
    khobao("rebuild")
    assert what_is_said(khobao.export()) == what_is_said(export)
    assert json.loads(khobao("profile", domain, "--json")) == latest
    assert json.loads(khobao("profile", domain, "--version", "1", "--json")) == first
