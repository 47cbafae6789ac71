from __future__ import annotations

import re
from pathlib import Path

import pytest

from browse.locale import WORDS, Wording, choose
from pipeline.revisits.availability import STATES

BROWSE = Path(__file__).resolve().parents[2] / "browse"
VI, EN = Wording("vi"), Wording("en")


def test_each_phrase_takes_the_same_values_in_both_languages() -> None:
    """A value named in the Vietnamese phrase is named in the English one, and the other way round."""
    for key, (vietnamese, english) in WORDS.items():
        assert set(re.findall(r"\{(\w+)\}", vietnamese)) == set(re.findall(r"\{(\w+)\}", english)), key


def test_every_phrase_is_used_and_every_phrase_used_is_there() -> None:
    """The pages and the words agree: nothing missing, nothing left over."""
    templates = "".join(path.read_text(encoding="utf-8") for path in (BROWSE / "templates" / "khobao").glob("*.html"))
    code = "".join(path.read_text(encoding="utf-8") for path in BROWSE.glob("*.py") if path.name != "wording.py")
    assert set(re.findall(r'say\("(\w+)"', templates)) | set(STATES) <= set(WORDS)
    assert {
        key
        for key in WORDS.keys() - set(STATES)
        if f'"{key.removesuffix("_1").removesuffix("_more")}"' not in templates + code
    } == set()


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


def test_short_days() -> None:
    """Short days have no weekday."""
    assert (VI.short_day("2026-03-02"), EN.short_day("2026-03-02")) == ("2/3/2026", "2 Mar 2026")


def test_numbers_and_plurals() -> None:
    """Vietnamese groups thousands by dots, English by commas; one is singular in English."""
    assert VI.some("articles", 12345) == "12.345 bài"
    assert EN.some("articles", 12345) == "12,345 articles"
    assert EN.some("articles", 1) == "1 article"
    assert (VI.decimal(0.954), EN.decimal(1)) == ("0,95", "1.00")


@pytest.mark.parametrize(
    ("asked", "remembered", "code"),
    [
        (None, None, "vi"),
        ("en", None, "en"),
        (None, "en", "en"),
        ("vi", "en", "vi"),
        ("de", "en", "en"),
        ("", "x", "vi"),
    ],
)
def test_language_asked_for_beats_the_one_remembered(asked: str | None, remembered: str | None, code: str) -> None:
    """?lang= first, then the cookie, then Vietnamese; languages there are not count for nothing."""
    assert choose(asked, remembered).code == code
