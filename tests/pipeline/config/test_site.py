from __future__ import annotations

from datetime import date

from pipeline.config import Domain, Rules, Site


def test_which_addresses_are_a_sites_own() -> None:
    """Its hosts with and without www, what is below them, former ones; a port or a longer name is another host."""
    site = Site("bao.example", "x", domains=(Domain("www.cu.example", date(2020, 1, 1)), Domain("127.0.0.1:9101")))
    for url in (
        "https://bao.example/a",
        "http://WWW.Bao.Example:80/",
        "https://bao.example:443",
        "https://thanhpho.bao.example/",
        "http://cu.example/x",
        "http://127.0.0.1:9101/",
        "http://user@bao.example/",
    ):
        assert site.owns(url), url
    for url in (
        "https://xbao.example/",
        "https://bao.example.evil.example/",
        "https://bao.example@evil.example/",
        "https://bao.example:8443/",
        "http://127.0.0.1:9102/",
        "http://127.0.0.1/",
        "javascript:alert(1)",
        "",
    ):
        assert not site.owns(url), url


def test_which_rules_held_on_a_day() -> None:
    """Those that had not ended, the one that ended soonest first; the day named in `until` is the first without."""
    old, older, now = Rules(date(2024, 1, 1), title="a"), Rules(date(2020, 1, 1), title="b"), Rules(title="c")
    site = Site("bao.example", "x", extraction=(now, old, older))
    assert site.rules_at(date(2019, 12, 31)) == (older, old, now)
    assert site.rules_at(date(2020, 1, 1)) == (old, now)
    assert site.rules_at(date(2024, 1, 1)) == (now,)
