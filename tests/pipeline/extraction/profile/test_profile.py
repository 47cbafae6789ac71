from __future__ import annotations

import json

import attrs
import pytest

from pipeline.extraction.profile.profile import Profile, Recurring, RegionMarks, Template, normal

TEMPLATE = Template(
    pages=9,
    region=("div.detail",),
    container=("div.text",),
    parts={"title": ("h1:1",)},
    captions=("p.chu-thich",),
    skips=((("div.side",), ("ul.menu",)),),
    marks=RegionMarks('class="detail"', 'class="right"'),
)
PROFILE = Profile(
    3,
    30,
    (TEMPLATE, attrs.evolve(TEMPLATE, container=("div.b",), marks=None)),
    (Recurring("moi doc gia xem them", "Mời độc giả xem thêm", "p", 9, 30, in_text=True),),
)


def test_the_json_of_archives_stays() -> None:
    """Archives and WARC files hold profiles: their keys and their order are for ever, and are read back."""
    text = PROFILE.as_json()
    assert list(json.loads(text)) == ["version", "pages", "templates", "recurring"]
    assert text.startswith(
        '{"version":3,"pages":30,"templates":[{"pages":9,"region":["div.detail"],"container":["div.text"],'
        '"parts":{"title":["h1:1"]},"captions":["p.chu-thich"],"skips":[[["div.side"],["ul.menu"]]],'
        '"cut":{"start":"class=\\"detail\\"","end":"class=\\"right\\""}},'
    )
    assert '"cut":null' in text
    assert Profile.from_json(text) == PROFILE


def test_keys_of_a_later_version_are_passed_over() -> None:
    """A profile that a newer release wrote can still be read."""
    assert Profile.from_json(json.dumps({**json.loads(PROFILE.as_json()), "new": 1})) == PROFILE


@pytest.mark.parametrize(
    ("line", "compared"),
    [("luot xem: 1.204", "luot xem: 0.0"), ("nam 2026 " * 8, "nam 2026 " * 8)],
)
def test_counters_are_compared_without_their_numbers(line: str, compared: str) -> None:
    """In a short line numbers are alike; in a long one they tell lines apart."""
    assert normal(line) == compared


def test_profiles_that_read_alike() -> None:
    """Counts of pages and lines out of the text make no other profile; another line in it does."""
    assert PROFILE.is_like(attrs.evolve(PROFILE, version=4, pages=25))
    assert not PROFILE.is_like(attrs.evolve(PROFILE, recurring=()))
    assert not PROFILE.is_like(attrs.evolve(PROFILE, pages=5))


def test_the_audited_share() -> None:
    """One page in two of a young profile, one in fifty of a proven one; the address alone decides."""
    urls = [f"https://vidu.vn/bai-{number}.html" for number in range(2000)]
    young = attrs.evolve(PROFILE, pages=19)
    assert 900 < sum(map(young.audits, urls)) < 1100
    assert 20 < sum(map(PROFILE.audits, urls)) < 60
    assert [PROFILE.audits(url) for url in urls] == [PROFILE.audits(url) for url in urls]


def test_selectors_for_a_site_s_file() -> None:
    """The text and the parts, as CSS from the region on."""
    assert TEMPLATE.selectors().keys() == {"body", "title"}
    assert "detail" in TEMPLATE.selectors()["body"]
