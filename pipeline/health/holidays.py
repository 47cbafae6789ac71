"""Holidays: the days on which Vietnam's offices rest, and papers print less. By the `holidays` package."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache


@cache
def _rest_days(year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415  45 ms, for who weighs a site's health alone

    named = country_holidays("VN", years=[year], language="en_US")
    days = set(named)
    # Around the lunar new year offices empty before the first and fill after the last day that the law gives.
    tet = [day for day, name in named.items() if "Lunar New Year" in name]
    if tet:
        before, after = min(tet) - timedelta(days=3), max(tet) + timedelta(days=4)
        days |= {before + timedelta(days=number) for number in range((after - before).days + 1)}
    return frozenset(days)


@lru_cache(maxsize=1000)  # a site's health asks again and again of the same eight weeks
def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday, near enough to Tết to be one, or a working day between two off days."""
    bridges = _is_off(day - timedelta(days=1)) and _is_off(day + timedelta(days=1))
    return day in _rest_days(day.year) or (bridges and day.weekday() < 5)


def _is_off(day: date) -> bool:
    return day.weekday() > 4 or day in _rest_days(day.year)
