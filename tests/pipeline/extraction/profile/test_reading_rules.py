from __future__ import annotations

from datetime import date

from pipeline.config import Rules, Site
from pipeline.extraction.profile.profile import Profile, Recurring
from pipeline.extraction.profile.reading_rules import (
    ReadingRules,
    describe_version,
    profile_version_in,
    reading_rules,
)

LINE = "Mời độc giả xem thêm"
PROFILE = Profile(3, 30, (), (Recurring("moi doc gia xem them", LINE, "p", 9, 30, in_text=True),))


def test_a_person_has_the_last_word_on_a_line() -> None:
    """A line that the site's file keeps is no boilerplate, however it is written there."""
    assert ReadingRules(profile=PROFILE).boilerplate == {"moi doc gia xem them"}
    assert ReadingRules(profile=PROFILE, keep=(LINE.upper(),)).boilerplate == frozenset()
    assert ReadingRules().boilerplate == frozenset()


def test_the_rules_are_those_of_the_page_s_day() -> None:
    """Rules of a former layout are for the days it was there."""
    former, present = Rules(body=".cu", until=date(2025, 1, 1)), Rules(body=".moi")
    site = Site(domain="vidu.vn", name="Ví Dụ", extraction=(former, present), keep=(LINE,))
    rules = reading_rules(site, date(2026, 1, 1), PROFILE)
    assert rules.site_rules == (present,)
    assert (rules.profile, rules.keep) == (PROFILE, (LINE,))
    assert former in reading_rules(site, date(2024, 1, 1)).site_rules


def test_a_reading_version_is_read_back() -> None:
    """The profile's version, a digest of the rules that matched, or both; None where nothing was known."""
    used = Rules(body=".x")
    both = ReadingRules(profile=PROFILE).reading_version(used)
    digest = ReadingRules().reading_version(used)
    assert digest is not None
    assert (both, ReadingRules().reading_version(None)) == (f"v3+{digest}", None)
    assert [profile_version_in(version) for version in (both, "v3", digest, None)] == [3, 3, None, None]
    assert describe_version(both) == f"profile v3, site rules {digest}"
    assert [describe_version(version) for version in ("v12", digest, None)] == [
        *("profile v12", f"site rules {digest}", ""),
    ]
