"""How the pages speak one language: its phrases (pipeline.locale), its numbers, and its dates on Vietnam's clock."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import attrs
from babel.dates import format_date
from babel.numbers import format_decimal

from pipeline.clock import VIETNAM
from pipeline.locale import LANGUAGES, Language, phrase, plural


@attrs.frozen
class Locale:
    """One language of the pages.

    A `stamp` is a time as the archive stores it: `2026-11-23`, `2026-11-23T15:07:00+07:00` or `2026-11-23T08:07:00Z`.
    """

    language: Language

    def say(self, msgid: str, **values: object) -> str:
        """Fill in a phrase. Raises KeyError for a msgid that the catalogue does not have."""
        return phrase(self.language, msgid, **values)

    def count(self, msgid: str, number: int) -> str:
        """Say a number of things: `1 article`, `1,250 articles`."""
        return plural(self.language, msgid, number, n=self.number(number))

    def number(self, number: int) -> str:
        """Group a number's digits: 1.250 (Vietnamese) or 1,250 (English)."""
        return format_decimal(number, locale=self.language)

    def decimal(self, number: float) -> str:
        """Round to two places: 0,95 (Vietnamese) or 0.95 (English)."""
        # A Decimal of the float itself: Babel would round what repr() prints, so that 0.005 became 0.00.
        return format_decimal(Decimal(number), "0.00", locale=self.language)

    def date(self, stamp: str) -> str:
        """Write a day with its weekday: `Thứ hai, 23/11/2026` or `Monday, 23 November 2026`."""
        # "Thứ hai", where Unicode's data have "Thứ Hai".
        weekday = format_date(_moment(stamp), "EEEE", locale=self.language).capitalize()
        return f"{weekday}, {self._formatted(stamp, 'format.date')}"

    def short_date(self, stamp: str) -> str:
        """Write a day without its weekday: `23/11/2026` or `23 Nov 2026`."""
        return self._formatted(stamp, "format.short_date")

    def month(self, stamp: str) -> str:
        """Write a month: `11/2026` or `Nov 2026`."""
        return self._formatted(stamp, "format.month")

    def time(self, stamp: str) -> str:
        """Write the time of day, `15:07`; nothing where only the day is known."""
        moment = _moment(stamp)
        return moment.strftime("%H:%M") if isinstance(moment, datetime) else ""

    def moment(self, stamp: str) -> str:
        """Write day and time, as a newspaper heads its articles: `Thứ hai, 23/11/2026, 15:07`."""
        return ", ".join(filter(None, (self.date(stamp), self.time(stamp))))

    def _formatted(self, stamp: str, pattern: str) -> str:
        return format_date(_moment(stamp), self.say(pattern), locale=self.language)


def choose_locale(requested: str | None, remembered: str | None) -> Locale:
    """Choose the language asked for now (`?lang=`), else the one asked for before (cookie), else Vietnamese."""
    for language in (requested, remembered):
        if language in LANGUAGES:
            return Locale(language)
    return Locale("vi")


def _moment(stamp: str) -> date | datetime:
    """Read a stamp on Vietnam's clock; a bare day stays one."""
    if len(stamp) == len("2026-11-23"):
        return date.fromisoformat(stamp)
    return datetime.fromisoformat(stamp).astimezone(VIETNAM)
