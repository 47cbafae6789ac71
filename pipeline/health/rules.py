"""Health: whether a site does as it has been doing, by what it published and how its pages read. Pure.

Three colours, with reasons in words. An alarm that is none is worse than one that comes a day late: each limit is set
where chance alone brings less than one alarm a year in a hundred sites.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import attrs

from pipeline.clock import VIETNAM
from pipeline.health.holidays import is_holiday
from pipeline.health.publishing_rate import HOURS, MEMORY, hour_of, learn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from pipeline.health.publishing_rate import Rates

Colour = Literal["green", "yellow", "red"]

DAY = timedelta(days=1)
WATCHED = 14 * DAY  # before that nothing is known of a site's habits
HOLIDAY = 0.3  # of what a Sunday brings; seen at newspapers. A portal that rests on Sundays is not expected to publish
SILENT = 16.0  # articles that were to be expected since the last one: chance is silent so long once in 9 million times
# Or half of that, where no such day was ever nearly as poor.
REGULARLY_SILENT, LEAST, REGULAR_DAYS = 8.0, 3, 15
FALLING, RARE = 0.6, 4.0  # of what three such days bring; standard deviations below that
RECENT = 12  # latest articles whose reading is compared with those before
ODD = 1e-7  # the chance of it, below which a change of reading is no chance
BEFORE = 30  # articles at least to compare with
BLOCKED, ENOUGH = 0.5, 10  # share of requests of two days that were turned away; requests to tell


@attrs.frozen
class Printed:
    """One article as it was read: when it came out (as far as known), its text's length, what was found and left out.

    `removed` is the share of the page's text that was left out as the site's own.
    """

    at: datetime
    length: int
    has_date: bool = True
    has_title: bool = True
    removed: float = 0.0


@attrs.frozen
class Facts:
    """What is known of a site: since when it is watched, its `habits`, its last three hundred articles in order.

    `days` counts what came out on each day of the last eight weeks. `failures` counts what was asked for in vain in the
    last two days, by reason, of `asked`. `retired` are sources that are dead; `fails` is how many crawls in a row came
    to nothing, `error` why.
    """

    watched_since: datetime
    habits: Rates = (0.0,) * HOURS
    days: Mapping[date, int] = attrs.Factory(dict)
    news: Sequence[Printed] = ()
    asked: int = 0
    failures: Mapping[str, int] = attrs.Factory(dict)
    retired: Sequence[str] = ()
    fails: int = 0
    error: str | None = None


@attrs.frozen
class Reason:
    """Why a site is not green: a `kind` of KINDS, how bad that is, and its numbers."""

    kind: str
    colour: Colour
    values: dict[str, object] = attrs.Factory(dict)

    def say(self, language: Literal["vi", "en"]) -> str:
        """Return it in words."""
        return KINDS[self.kind][0 if language == "vi" else 1].format(**self.values)


KINDS = {
    "failing": (
        "{times} lần thu thập liên tiếp không được: {error}",
        "{times} crawls in a row came to nothing: {error}",
    ),
    "silent": (
        "im lặng từ {since}, lẽ ra đã có khoảng {expected} bài",
        "silent since {since}; some {expected} articles were to be expected",
    ),
    "falling": (
        "ba ngày qua có {count} bài, thường là {usual}",
        "{count} articles in three days, where {usual} are usual",
    ),
    "shorter": (
        "bài mới ngắn hẳn: {now} chữ cái, trước đây {before}",
        "new articles are much shorter: {now} letters, before {before}",
    ),
    "undated": ("bài mới không đọc được ngày đăng", "no day of publication is found on new articles"),
    "untitled": ("bài mới không đọc được tiêu đề", "no title is found on new articles"),
    "boilerplate": (
        "phần bị lược khỏi trang tăng: {now} %, trước đây {before} %",
        "more of the page is left out: {now} %, before {before} %",
    ),
    "blocked": (
        "bị từ chối {count} trên {asked} lần hỏi trong hai ngày ({reasons})",
        "turned away {count} of {asked} times in two days ({reasons})",
    ),
    "retired": ("nguồn không còn tin: {sources}", "sources that bring nothing any more: {sources}"),
}
TURNED_AWAY = frozenset({"forbidden", "overloaded", "robots.txt", "no robots.txt", "unreachable"})


def weigh(facts: Facts, now: datetime) -> list[Reason]:
    """Return why a site is not green, the worst first; nothing where it is."""
    reasons = [
        _failing(facts),
        _blocked(facts),
        Reason("retired", "yellow", {"sources": ", ".join(facts.retired)}) if facts.retired else None,
    ]
    if now - facts.watched_since >= WATCHED and facts.news:
        reasons += [_silent(facts, now), _falling(facts, now), *_read_otherwise(facts.news)]
    return sorted((one for one in reasons if one), key=lambda one: one.colour != "red")


def colour_of(reasons: Sequence[Reason]) -> Colour:
    """Return the worst of the reasons' colours; green where there is none."""
    return reasons[0].colour if reasons else "green"


def _failing(facts: Facts) -> Reason | None:
    if facts.fails < 3:
        return None
    return Reason("failing", "red", {"times": facts.fails, "error": facts.error or "?"})


def _blocked(facts: Facts) -> Reason | None:
    away = {reason: count for reason, count in facts.failures.items() if reason in TURNED_AWAY}
    count = sum(away.values())
    if facts.asked < ENOUGH or count < BLOCKED * facts.asked:
        return None
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(away.items()))
    return Reason("blocked", "red", {"count": count, "asked": facts.asked, "reasons": reasons})


# what it publishes


def _silent(facts: Facts, now: datetime) -> Reason | None:
    last = facts.news[-1].at
    expected = _expected(facts.habits, last, now)
    is_long = now - last >= DAY and _expected(facts.habits, now - DAY, now) >= REGULARLY_SILENT
    if expected < SILENT and not (is_long and _is_regular(facts, now)):
        return None
    since = f"{last.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    return Reason("silent", "red", {"since": since, "expected": round(expected)})


def habits(news: Sequence[datetime], watched_since: datetime, now: datetime) -> Rates:
    """Return how many articles an hour a site brings on days that are no holidays, as known a day before now."""
    working = [moment for moment in news if not is_holiday(moment.astimezone(VIETNAM).date())]
    begun = max(min([watched_since, *working[:1]]), now - MEMORY)
    days = [(begun + number * DAY).astimezone(VIETNAM).date() for number in range((now - begun).days)]
    share = sum(not is_holiday(day) for day in days) / max(1, len(days))
    rates = learn(working, begun, now - DAY, usual=(0.0,) * 24)
    return tuple(rate / max(share, 0.5) for rate in rates)


def _expected(rates: Rates, since: datetime, until: datetime) -> float:
    """Return how many articles are to be expected in a time."""
    expected, moment = 0.0, since
    while moment < until:
        ends = min(until, moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
        hour = hour_of(moment)
        rate = rates[hour]
        if is_holiday(moment.astimezone(VIETNAM).date()):
            rate = HOLIDAY * min(rate, rates[6 * 24 + hour % 24])
        expected += rate * ((ends - moment) / timedelta(hours=1))
        moment = ends
    return expected


def kind_of(day: date) -> str:
    """Return what is to be expected of a day: as of other holidays, weekends, or working days."""
    return "holiday" if is_holiday(day) else "weekend" if day.weekday() > 4 else "working day"


def _by_day(facts: Facts, now: datetime) -> dict[date, int]:
    """Return how many articles came out on each whole day since the site is watched, of eight weeks at most."""
    today = now.astimezone(VIETNAM).date()
    begun = max(facts.watched_since, now - 56 * DAY).astimezone(VIETNAM).date() + DAY
    days = [begun + number * DAY for number in range((today - begun).days)]
    return {day: facts.days.get(day, 0) for day in days}


def _is_regular(facts: Facts, now: datetime) -> bool:
    """Tell whether no day like those of the silence was ever nearly as poor."""
    last = facts.news[-1].at.astimezone(VIETNAM).date()
    kind = kind_of(now.astimezone(VIETNAM).date())
    alike = [count for day, count in _by_day(facts, now).items() if day < last and kind_of(day) == kind]
    return len(alike) >= REGULAR_DAYS and min(alike) >= LEAST


def _falling(facts: Facts, now: datetime) -> Reason | None:
    """Compare the last three whole working days with all those before."""
    days = [count for day, count in sorted(_by_day(facts, now).items()) if kind_of(day) == "working day"]
    before, latest = days[:-3], days[-3:]
    if len(before) < REGULAR_DAYS:
        return None
    mean = sum(before) / len(before)
    spread = math.sqrt(max(mean, sum((count - mean) ** 2 for count in before) / (len(before) - 1)))
    usual, count = 3 * mean, sum(latest)
    if count >= FALLING * usual or usual - count < RARE * math.sqrt(3) * spread:
        return None
    return Reason("falling", "yellow", {"count": count, "usual": round(usual)})


# how it reads


def _read_otherwise(news: Sequence[Printed]) -> list[Reason]:
    latest = news[-RECENT:]
    before = [one for one in news[:-RECENT] if one.at < latest[-1].at - DAY]  # what changed today is not yet usual
    if len(before) < BEFORE:
        return []
    lengths = sorted(one.length for one in before)
    removed = sorted(one.removed for one in before)
    short, much = lengths[len(lengths) // 20], removed[-1 - len(removed) // 20]
    middle, left_out = lengths[len(lengths) // 2], removed[len(removed) // 2]
    found = []
    if _is_odd([one.length < short / 1.25 for one in before], [one.length < short / 1.25 for one in latest]):
        values: dict[str, object] = {"now": sorted(one.length for one in latest)[len(latest) // 2], "before": middle}
        found.append(Reason("shorter", "red", values))
    if _is_odd([not one.has_date for one in before], [not one.has_date for one in latest]):
        found.append(Reason("undated", "red"))
    if _is_odd([not one.has_title for one in before], [not one.has_title for one in latest]):
        found.append(Reason("untitled", "red"))
    limit = much + 0.05
    if _is_odd([one.removed > limit for one in before], [one.removed > limit for one in latest]):
        now = sorted(one.removed for one in latest)[len(latest) // 2]
        found.append(Reason("boilerplate", "yellow", {"now": round(100 * now), "before": round(100 * left_out)}))
    return found


def _is_odd(before: Sequence[bool], latest: Sequence[bool]) -> bool:
    """Tell whether something is so much more frequent of late that chance does not explain it.

    By the latest articles in a row, however few: a layout changes from one article to the next. Binomial, with a share
    that is doubted where little was seen.
    """
    share = (sum(before) + 1) / (len(before) + 2)
    return any(
        sum(latest[-length:]) > 0.7 * length and _tail(sum(latest[-length:]), length, share) < ODD
        for length in range(3, len(latest) + 1)
    )


def _tail(count: int, number: int, share: float) -> float:
    """Return the chance of so many or more of a number."""
    return sum(math.comb(number, k) * share**k * (1 - share) ** (number - k) for k in range(count, number + 1))
