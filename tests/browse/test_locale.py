from __future__ import annotations

import re
from pathlib import Path

import pytest

from browse.locale import Locale, choose_locale
from browse.views.fault import FAULT_KINDS
from pipeline.revisits.availability import AVAILABILITIES
from tests.support.catalogues import messages

BROWSE = Path(__file__).resolve().parents[2] / "browse"
VI, EN = Locale("vi"), Locale("en")


def literals(path: Path) -> set[str]:
    """Words in quotation marks of a template or a module."""
    return set(re.findall(r"""["']([a-z][\w.]*)["']""", path.read_text(encoding="utf-8")))


def test_every_phrase_of_the_pages_is_used_and_there() -> None:
    """Catalogue and pages agree: no msgid that a template or view names is missing, none is left over."""
    templates = list((BROWSE / "templates" / "khobao").glob("*.html"))
    msgids = {msgid for msgid in messages("vi") if "." not in msgid or msgid.startswith("format.")}
    for template in templates:
        named = re.findall(r'(?:say|locale\.count)\("(\w+)"', template.read_text(encoding="utf-8"))
        assert set(named) <= msgids, template.name
    used = set.union(*(literals(path) for path in (*templates, *BROWSE.rglob("*.py"))))
    used |= {f"{kind}_more" for kind in FAULT_KINDS} | set(AVAILABILITIES)
    assert msgids - used == set()
    assert {*AVAILABILITIES, *FAULT_KINDS, *(f"{kind}_more" for kind in FAULT_KINDS)} <= msgids


@pytest.mark.parametrize(
    ("stamp", "vietnamese", "english"),
    [
        ("2026-11-23T15:07:00+07:00", "Thứ hai, 23/11/2026, 15:07", "Monday, 23 November 2026, 15:07"),
        ("2026-11-22T20:05:00Z", "Thứ hai, 23/11/2026, 03:05", "Monday, 23 November 2026, 03:05"),
        ("2026-01-04", "Chủ nhật, 4/1/2026", "Sunday, 4 January 2026"),
    ],
)
def test_times_are_vietnams_and_written_as_each_language_does(stamp: str, vietnamese: str, english: str) -> None:
    """A stamp is shown on Vietnam's clock; a bare day has no time."""
    assert (VI.moment(stamp), EN.moment(stamp)) == (vietnamese, english)


def test_short_dates() -> None:
    """Short days have no weekday, months no day."""
    assert (VI.month("2026-09-30"), EN.month("2026-09-30")) == ("9/2026", "Sep 2026")
    assert (VI.short_date("2026-03-02"), EN.short_date("2026-03-02")) == ("2/3/2026", "2 Mar 2026")


def test_numbers_and_plurals() -> None:
    """Vietnamese groups thousands by dots, English by commas; one is singular in English."""
    assert VI.count("article_count", 12345) == "12.345 bài"
    assert EN.count("article_count", 12345) == "12,345 articles"
    assert EN.count("article_count", 1) == "1 article"
    assert (VI.decimal(0.954), EN.decimal(1)) == ("0,95", "1.00")
    assert EN.decimal(0.005) == f"{0.005:.2f}", "rounded by its value, not by how it prints"


@pytest.mark.parametrize(
    ("requested", "remembered", "language"),
    [
        (None, None, "vi"),
        ("en", None, "en"),
        (None, "en", "en"),
        ("vi", "en", "vi"),
        ("de", "en", "en"),
        ("", "x", "vi"),
    ],
)
def test_language_asked_for_beats_the_one_remembered(
    requested: str | None, remembered: str | None, language: str
) -> None:
    """?lang= first, then the cookie, then Vietnamese; languages there are not count for nothing."""
    assert choose_locale(requested, remembered).language == language
