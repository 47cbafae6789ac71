from __future__ import annotations

import string
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import attrs
import cattrs
import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import (
    Domain,
    Every,
    Politeness,
    Rules,
    Site,
    Source,
    file_name,
    load_site,
    set_paused,
    to_toml,
    with_politeness,
)
from pipeline.config.site_files import load_sites
from pipeline.errors import BadFile
from pipeline.provinces import NAMES

if TYPE_CHECKING:
    from pathlib import Path

QUARTER = Every(timedelta(minutes=15), timedelta(minutes=15))
FULL = """
name = "Báo Ví Dụ"
kind = "portal"
provinces = ["40", "42"]
domains = ["www.bao.example", { name = "cu.example", until = 2024-07-01 }]
article = '-\\d+\\.html$'

[[sources]]
kind = "feed"
url = "https://bao.example/rss"
every = "15m"
since = 2020-01-31

[[sources]]
kind = "listing"
url = "https://con.bao.example/tin"
max_pages = 5

[politeness]
delay = 3
allow_private = true

[[extraction]]
until = 2023-01-01
title = "h1.cu"
remove = [".ads", "div > p"]

[[extraction]]
body = "article"
"""


def write(folder: Path, text: str, name: str = "bao.example.toml") -> Path:
    """Write a site's file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str, name: str = "bao.example.toml") -> list[str]:
    """Return the faults of a site's file."""
    with pytest.raises(BadFile) as caught:
        load_site(write(folder, text, name))
    return caught.value.faults


def test_a_full_file(tmp_path: Path) -> None:
    """Each key has its place; the domain is the file's name unless it is said."""
    assert load_site(write(tmp_path, FULL)) == Site(
        domain="bao.example",
        name="Báo Ví Dụ",
        kind="portal",
        provinces=("40", "42"),
        domains=(Domain("www.bao.example"), Domain("cu.example", date(2024, 7, 1))),
        sources=(
            Source("feed", "https://bao.example/rss", QUARTER, date(2020, 1, 31)),
            Source("listing", "https://con.bao.example/tin", max_pages=5),
        ),
        politeness=Politeness(3, allow_private=True),
        article=r"-\d+\.html$",
        extraction=(
            Rules(date(2023, 1, 1), title="h1.cu", remove=(".ads", "div > p")),
            Rules(body="article"),
        ),
    )


def test_the_least_a_file_says(tmp_path: Path) -> None:
    """A name is enough."""
    assert load_site(write(tmp_path, 'name = "x"')) == Site("bao.example", "x")


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    """Each with its place, what stands there, and what is wanted instead."""
    text = """
        kind = "blog"
        provinces = [40, "00"]
        domains = ["HOA.example", { name = "cu.example", until = "2024" }]
        article = "("
        colour = "xanh"
        [[sources]]
        kind = "feed"
        url = "bao.example/rss"
        every = "often"
        max_pages = 0
        [[sources]]
        url = 5
        since = 2024
        [politeness]
        delay = -1
        allow_private = "yes"
        [[extraction]]
        body = "p["
        remove = ["a", 7]
    """
    found = faults(tmp_path, text)
    wanted = {
        "name": "is missing",
        "kind": "one of portal, newspaper, agency is wanted",
        "provinces[0]": "40 is no text; put it in quotes",
        "provinces[1]": "'00' is no province's code; Thái Nguyên's is \"19\"",
        "domains[0]": "'HOA.example'; a lower-case host name is wanted",
        "domains[1].until": "'2024' is no day; 2024-01-31 (without quotes) is wanted",
        "article": "a regular expression is wanted",
        "sources[0].url": "'bao.example/rss'; a whole http:// or https:// address is wanted",
        "sources[0].every": "'often' is no length of time; 90s, 15m, 6h or 1d is wanted",
        "sources[0].max_pages": "0; 1 or more is wanted",
        "sources[1].kind": "is missing",
        "sources[1].url": "5 is no text",
        "sources[1].since": "2024 is no day",
        "politeness.delay": "-1; 0 or more is wanted",
        "politeness.allow_private": "'yes'; true or false is wanted",
        "extraction[0].body": "'p['; a CSS selector is wanted",
        "extraction[0].remove[1]": "7 is no text",
    }
    said = {place: text for place, _, text in (fault.partition(": ") for fault in found)}
    for place, rule in wanted.items():
        assert rule in said.get(place, ""), (place, said)
    assert any("unknown key colour" in fault and "known: domain, name, kind" in fault for fault in found)
    assert len(found) == len(wanted) + 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name = ", "not TOML"),
        ('name = "x"\nname = "y"', "not TOML"),
        ('name = " "', "name: is empty"),
        ('name = "x"\nprovinces = "40"', "provinces: '40'; a list is wanted"),
        ('name = "x"\nsources = "https://bao.example/rss"', "sources: "),
        ('name = "x"\nsources = ["https://bao.example/rss"]', "sources[0]: "),
        ('name = "x"\n[sources]\nkind = "feed"', "sources: "),
        ('name = "x"\npoliteness = 3', "politeness: 3; a table is wanted"),
        ('name = "x"\n[[politeness]]\ndelay = 1', "politeness: "),
        ('name = "x"\n[[extraction]]\nremove = ".ads"', "extraction[0].remove: '.ads'; a list is wanted"),
        ('name = "x"\n[politeness]\ndelay = nan', "politeness.delay: nan; 0 or more is wanted"),
        ('name = "x"\n[politeness]\ndelay = true', "politeness.delay: True; a number is wanted"),
        ('name = "x"\ndomain = "khac.example"', "has to be called khac.example.toml"),
        ('name = "x"\n[[sources]]\nkind = "feed"\nurl = "https://khac.example/rss"', "none of the site's hosts"),
        ('name = "x"\n[[sources]]\nkind = "feed"\nurl = "https://bao.example:99999/"', "sources[0].url: "),
        ('name = "x"\n[[sources]]\nkind = "feed"\nurl = "https://[bao/"', "sources[0].url: "),
        ('name = "x"\n[[sources]]\nkind = "feed"\nurl = "ftp://bao.example/"', "sources[0].url: "),
        (
            'name = "x"\n[[sources]]\nkind = "feed"\nurl = "https://bao.example/"\n' * 1
            + '[[sources]]\nkind = "listing"\nurl = "https://bao.example/"',
            "is listed twice",
        ),
    ],
)
def test_one_fault(tmp_path: Path, text: str, fault: str) -> None:
    """Each fault names the place and the rule."""
    found = faults(tmp_path, text)
    assert any(fault in one for one in found), found


def test_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    """A missing file, a folder, and one that is not UTF-8 are BadFile as well."""
    with pytest.raises(BadFile, match="No such file"):
        load_site(tmp_path / "none.toml")
    (tmp_path / "d.toml").mkdir()
    with pytest.raises(BadFile, match="directory"):
        load_site(tmp_path / "d.toml")
    (tmp_path / "bao.example.toml").write_bytes('name = "Báo"'.encode("utf-16"))
    with pytest.raises(BadFile, match="not TOML"):
        load_site(tmp_path / "bao.example.toml")


def test_the_faults_of_all_files(tmp_path: Path) -> None:
    """A folder is read as a whole: sites by domain, or the faults of every file under its name."""
    for name in ("b.example", "a.example"):
        write(tmp_path, f'name = "{name}"', f"{name}.toml")
    assert [site.domain for site in load_sites(tmp_path)] == ["a.example", "b.example"]
    write(tmp_path, "name = 1", "c.example.toml")
    write(tmp_path, "kind = 'x'", "d.example.toml")
    with pytest.raises(BadFile) as caught:
        load_sites(tmp_path)
    assert {fault.partition(":")[0] for fault in caught.value.faults} == {"c.example.toml", "d.example.toml"}
    assert load_sites(tmp_path / "none") == []


values: st.SearchStrategy[Any] = st.recursive(
    st.none().map(lambda _: "")
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.floats()
    | st.text(max_size=9)
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                sorted(
                    {field.name for kind in (Site, Source, Politeness, Rules, Domain) for field in attrs.fields(kind)}
                )
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.sampled_from([field.name for field in attrs.fields(Site)]), values, max_size=6))
def test_whatever_a_file_says_it_is_a_site_or_bad(tmp_path: Path, data: dict[str, Any]) -> None:
    """No file makes anything but a Site or a BadFile whose every fault is a line a person can read."""
    try:
        text = tomlkit.dumps(data)
    except (ValueError, TypeError, OverflowError):  # what TOML itself can't say
        return
    path = tmp_path / "bao.example.toml"
    path.write_bytes(text.encode("utf-8", "replace"))
    found: list[str] = []
    try:
        load_site(path)
    except BadFile as error:
        found = error.faults or [""]
    for fault in found:
        assert fault.strip()
        assert "object" not in fault
        assert "iterable" not in fault


def without_defaults(site: Site) -> str:
    """A site as the shortest file says it."""
    unstructured: dict[str, Any] = cattrs.Converter(omit_if_default=True).unstructure(site)
    for source, value in zip(unstructured.get("sources", ()), site.sources, strict=True):
        if "every" in source:
            spans = [f"{int(span.total_seconds())}s" for span in (value.every.soonest, value.every.latest)]
            source["every"] = spans[0] if value.every.is_fixed else spans
    return tomlkit.dumps(_without_none(unstructured))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, (list, tuple)) else value


hosts = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=9).map(lambda name: f"{name}.example")
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)
days = st.none() | st.dates()
domains = hosts | hosts.map(lambda host: f"{host}:8080") | st.just("127.0.0.1:9101") | st.just("[::1]:9101")


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """Draw a site that is as it should be."""
    domain = draw(domains)
    spans = st.integers(1, 999_999).map(lambda seconds: timedelta(seconds=seconds))
    pairs = st.tuples(spans, spans).map(lambda pair: Every(min(pair), max(pair)))
    source = st.builds(
        Source,
        st.sampled_from(["feed", "sitemap", "listing"]),
        st.integers(0, 10**6).map(lambda number: f"https://{domain}/{number}"),
        pairs,
        days,
        st.none() | st.integers(1, 10**6),
    )
    selectors = st.none() | st.sampled_from(["h1", ".a > b", "#x", "a[href]", "p:not(.b)"])
    return Site(
        domain,
        draw(texts),
        draw(st.sampled_from(["portal", "newspaper", "agency"])),
        tuple(draw(st.lists(st.sampled_from(sorted(NAMES)), max_size=2))),
        tuple(draw(st.lists(st.builds(Domain, hosts, days), max_size=2))),
        tuple(draw(st.lists(source, max_size=3, unique_by=lambda one: one.url))),
        draw(st.builds(Politeness, st.none() | st.floats(0, 86_400), st.booleans())),
        draw(st.none() | st.just(r"\d+\.html")),
        tuple(draw(st.lists(st.builds(Rules, days, selectors, selectors, selectors), max_size=2))),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(site=sites())
def test_a_site_comes_back_from_its_file(tmp_path: Path, site: Site) -> None:
    """Whatever a site is, its file says it."""
    path = write(tmp_path, without_defaults(site), file_name(site.domain))
    assert load_site(path) == site


@pytest.mark.parametrize(
    ("said", "soonest", "latest"),
    [('"15m"', 15, 15), ('["2m", "3h"]', 2, 180), ('["5m", "5m"]', 5, 5)],
)
def test_how_often(tmp_path: Path, said: str, soonest: int, latest: int) -> None:
    """One length of time, or the shortest and the longest."""
    text = f'name = "x"\n[[sources]]\nkind = "feed"\nurl = "https://bao.example/rss"\nevery = {said}\n'
    every = load_site(write(tmp_path, text)).sources[0].every
    assert every == Every(timedelta(minutes=soonest), timedelta(minutes=latest))
    assert every.is_fixed == (soonest == latest)


@pytest.mark.parametrize("said", ['["3h", "2m"]', '["2m"]', '["1m", "2m", "3m"]', "15", '["2m", 3]', "[]"])
def test_not_how_often(tmp_path: Path, said: str) -> None:
    """Anything else is refused, and said."""
    text = f'name = "x"\n[[sources]]\nkind = "feed"\nurl = "https://bao.example/rss"\nevery = {said}\n'
    with pytest.raises(BadFile, match=r"sources\[0\].every: .* is wanted"):
        load_site(write(tmp_path, text))


def test_the_name_of_a_file() -> None:
    """A port's colon has no place in it."""
    assert file_name("127.0.0.1:9101") == "127.0.0.1_9101.toml"


WHOLE = Site(
    domain="baotinh.vn:8080",
    name='Báo "Tỉnh" \\ #1',
    kind="agency",
    provinces=("19", "06"),
    domains=(Domain("cu.vn"), Domain("cu-hon.vn", date(2023, 10, 1))),
    sources=(
        Source("feed", "https://cu.vn/rss?a=1#b", every=Every(timedelta(seconds=90), timedelta(seconds=90))),
        Source(
            "listing",
            "http://baotinh.vn:8080/tin",
            every=Every(timedelta(hours=1), timedelta(days=1)),
            since=date(2026, 1, 1),
            max_pages=3,
        ),
        Source("sitemap", "http://baotinh.vn:8080/sitemap.xml", every=Every(timedelta(hours=36), timedelta(hours=36))),
    ),
    politeness=Politeness(delay=0.5, allow_private=True),
    article=r"-\d+\.html$",
    extraction=(
        Rules(title="h1.a > b", body='div[class="x"]', remove=("p:not(.a)", "div")),
        Rules(date(2024, 1, 1), "h1", "h2", "div", "time", ".tac-gia", "figcaption", ("aside",)),
    ),
)


@pytest.mark.parametrize(
    "site", [WHOLE, Site("baotinh.vn", "Báo Tỉnh"), attrs.evolve(WHOLE, article="it's", politeness=Politeness())]
)
def test_a_written_file_reads_back_as_the_same_site(site: Site, tmp_path: Path) -> None:
    """Every field of a site survives being written and read."""
    assert load_site(write(tmp_path, to_toml(site), file_name(site.domain))) == site


RECIPE = """\
name = "Báo Ví Dụ"  # as it calls itself

[politeness]
delay = 3.0  # asked for by its webmaster

[[sources]]
kind = "feed"
url = "https://bao.example/rss"
"""


@pytest.mark.parametrize("text", [RECIPE, 'name = "Báo Ví Dụ"  # as it calls itself\n'])
def test_what_politeness_says_is_written_into_a_file(tmp_path: Path, text: str) -> None:
    """Delay and leave go into the file's table of politeness, or a new one, comments stay; nothing said, no change."""
    assert with_politeness(text, delay=None, allow_private=False) == text
    site = load_site(write(tmp_path, text))
    changed = with_politeness(text, delay=0, allow_private=True)
    assert "# as it calls itself" in changed
    assert load_site(write(tmp_path, changed)) == attrs.evolve(site, politeness=Politeness(0, allow_private=True))


def test_a_site_is_paused_and_goes_on(tmp_path: Path) -> None:
    """Only the one line of the file comes and goes, whoever wrote it where; what it says already is not written."""
    path = write(tmp_path, RECIPE)
    assert not set_paused(path, paused=False)
    assert set_paused(path, paused=True)
    assert load_site(path).paused
    assert not set_paused(path, paused=True)
    path.write_text('name = "x"\n  paused=true # for now\nkind = "portal"\n', encoding="utf-8")
    assert set_paused(path, paused=False)
    assert path.read_text(encoding="utf-8") == 'name = "x"\nkind = "portal"\n'


def test_a_faulty_file_is_not_paused(tmp_path: Path) -> None:
    """Its faults are said, and it stays as it was."""
    path = write(tmp_path, "kind = 1")
    with pytest.raises(BadFile, match="name: is missing"):
        set_paused(path, paused=True)
    assert path.read_text(encoding="utf-8") == "kind = 1"
