"""Whether a site does as it has been doing: each alarm, and a year of thirty sites with Tết, weekends and holidays."""

from __future__ import annotations

import random
from collections import Counter, deque
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import attrs
import pytest

from pipeline.clock import VIETNAM
from pipeline.health.inputs import HealthInputs, RecentArticle
from pipeline.health.publishing import kind_of_day, usual_rates
from pipeline.health.reason import worst_colour
from pipeline.health.rules import assess

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.health.publishing_rate import Rates

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 3, 18, 12, tzinfo=VIETNAM)  # a Wednesday


def steady(until: datetime, a_day: int = 24, days: int = 50) -> list[RecentArticle]:
    """Return the news of a site that prints evenly all day long, up to a moment."""
    step = DAY / a_day
    return [RecentArticle(until - number * step, 2000, removed_share=0.3) for number in range(a_day * days)][::-1]


def inputs_of(news: Sequence[RecentArticle], now: datetime, **fields: object) -> HealthInputs:
    """Return what is known by its news of a site that has been watched for long."""
    days = Counter(article.published_at.astimezone(VIETNAM).date() for article in news)
    rates = usual_rates([article.published_at for article in news], now - 50 * DAY, now)
    return attrs.evolve(HealthInputs(now - 50 * DAY, rates, days, news[-300:]), **fields)


def kinds(inputs: HealthInputs, now: datetime = NOON) -> list[str]:
    """Return the kinds of the reasons why a site is not green."""
    return [reason.kind for reason in assess(inputs, now)]


def test_a_site_that_goes_on_is_green() -> None:
    """And so is one of which little is known."""
    assert assess(inputs_of(steady(NOON), NOON), NOON) == []
    assert worst_colour([]) == "green"
    news = steady(NOON - 2 * DAY)
    assert kinds(attrs.evolve(inputs_of(news, NOON), watched_since=NOON - 10 * DAY)) == []
    assert kinds(HealthInputs(NOON - 50 * DAY)) == []


def test_silence() -> None:
    """One that prints an article an hour is missed after less than a day; one a day later only."""
    assert kinds(inputs_of(steady(NOON - 6 * HOUR), NOON)) == []
    (reason,) = assess(inputs_of(steady(NOON - 22 * HOUR), NOON), NOON)
    assert (reason.kind, reason.colour) == ("silent", "red")
    assert reason.values["since"] == "17/03/2026 14:00"
    assert kinds(inputs_of(steady(NOON - 4 * DAY, 1), NOON)) == []


def test_a_silence_that_a_holiday_explains() -> None:
    """The same silence, over the lunar new year."""
    tet = datetime(2026, 2, 18, 9, tzinfo=VIETNAM)
    workdays = [one for one in steady(datetime(2026, 2, 13, 17, tzinfo=VIETNAM), 24) if one.published_at.weekday() < 5]
    assert kinds(inputs_of(workdays, tet), tet) == []
    assert kinds(inputs_of(workdays, tet + 12 * DAY), tet + 12 * DAY) == ["silent", "falling"]


def test_a_yield_that_falls() -> None:
    """Half of what three days bring."""
    news = [one for number, one in enumerate(steady(NOON)) if one.published_at < NOON - 6 * DAY or number % 2]
    assert kinds(inputs_of(news, NOON)) == ["falling"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"length": 600}, "shorter"),
        ({"has_date": False}, "undated"),
        ({"has_title": False}, "untitled"),
        ({"removed_share": 0.7}, "boilerplate"),
    ],
)
def test_pages_that_read_otherwise(change: dict[str, object], kind: str) -> None:
    """A changed layout is seen by how the next articles read; one odd article is no layout."""
    news = steady(NOON)
    odd = [attrs.evolve(one, **change) for one in news[-6:]]
    assert kinds(inputs_of([*news[:-6], *odd], NOON)) == [kind]
    assert kinds(inputs_of([*news[:-1], odd[0]], NOON)) == []


def test_being_turned_away() -> None:
    """By robots.txt, blocks, overload: half of what was asked for."""
    good = inputs_of(steady(NOON), NOON)
    assert kinds(attrs.evolve(good, requests=100, failed_requests={"forbidden": 60, "gone": 5})) == ["blocked"]
    assert kinds(attrs.evolve(good, requests=100, failed_requests={"gone": 60, "forbidden": 5})) == []
    assert kinds(attrs.evolve(good, requests=4, failed_requests={"forbidden": 4})) == []


def test_crawls_that_fail_and_sources_that_are_dead() -> None:
    """The worst comes first."""
    bad = inputs_of(
        steady(NOON), NOON, failed_crawls=3, error="answered 500", retired_sources=["https://bao.example/rss"]
    )
    assert [(one.kind, one.colour) for one in assess(bad, NOON)] == [("failing", "red"), ("retired", "yellow")]
    assert worst_colour(assess(bad, NOON)) == "red"


# A year of thirty sites

SITES, YEAR = 30, 365
FIRST = datetime(2026, 1, 1, tzinfo=VIETNAM)
HOURS_OF_DAY = (0, 0, 0, 0, 0, 2, 5, 9, 10, 10, 8, 6, 3, 5, 9, 10, 10, 7, 4, 3, 3, 2, 1, 0)
Fault = Literal["silence", "short", "undated", "boilerplate"]
FOUND: dict[Fault, str] = {"silence": "silent", "short": "shorter", "undated": "undated", "boilerplate": "boilerplate"}


@attrs.define
class Simulated:
    """A site of so many articles a working day; portals rest at weekends and holidays, newspapers print on."""

    number: int
    size: float
    portal: bool
    planted: dict[date, Fault]

    def on(self, day: date, chance: random.Random) -> Iterator[RecentArticle]:
        """Yield what it prints on a day, in order."""
        factor = {"working day": 1.0, "weekend": 0.05 if self.portal else 0.7, "holiday": 0.02 if self.portal else 0.4}
        wanted = self.size * factor[kind_of_day(day)] * chance.uniform(0.7, 1.3)
        fault = self.planted.get(day)
        if fault == "silence":
            return
        count = int(wanted) + (chance.random() < wanted % 1)
        begun = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
        hours = chance.choices(range(24), HOURS_OF_DAY, k=count)
        for moment in sorted(begun + HOUR * hour + HOUR * chance.random() for hour in hours):
            length = int(chance.lognormvariate(7.6, 0.5))
            removed = min(0.9, max(0.0, chance.gauss(0.35, 0.08)))
            yield RecentArticle(
                moment.astimezone(UTC),
                length // 5 if fault == "short" else length,
                has_date=fault != "undated" and chance.random() > 0.02,
                removed_share=min(0.95, removed + 0.4) if fault == "boilerplate" else removed,
            )


def plan(number: int) -> Simulated:
    """Return a site of the year: 2 to 120 articles a day, every third a portal, each with a fault of each kind."""
    chance = random.Random(number)
    planted: dict[date, Fault] = {}
    for month, fault in zip((5, 7, 9, 11), FOUND, strict=True):
        begun = date(2026, month, chance.randint(5, 12))
        while kind_of_day(begun) != "working day" or kind_of_day(begun + DAY) != "working day":
            begun += DAY
        planted |= {begun + number * DAY: fault for number in range(8)}
    return Simulated(number, 2 * 60 ** (number / (SITES - 1)), number % 3 == 0, planted)


@attrs.define
class Course:
    """How a year went: alarms that were none, and how many hours each fault of a site took to be found."""

    false: list[tuple[date, str]] = attrs.Factory(list)
    took: dict[Fault, float] = attrs.Factory(dict)


def live(site: Simulated) -> Course:
    """Assess a site each six hours for a year, learning its habits anew each two weeks."""
    chance = random.Random(f"{site.number} prints")
    course = Course()
    moments: deque[datetime] = deque(maxlen=8000)
    news: deque[RecentArticle] = deque(maxlen=300)
    days: Counter[date] = Counter()
    rates: Rates = HealthInputs(FIRST).usual_rates
    begun = {fault: min(day for day, one in site.planted.items() if one == fault) for fault in FOUND}
    for number in range(YEAR):
        day = (FIRST + number * DAY).date()
        if number % 14 == 0:
            recent = [moment for moment in moments if moment > FIRST + (number - 56) * DAY]
            rates = usual_rates(recent, FIRST, FIRST + number * DAY)
        coming = deque(site.on(day, chance))
        for hour in (6, 12, 18, 24):
            now = FIRST + number * DAY + hour * HOUR
            while coming and coming[0].published_at <= now:
                one = coming.popleft()
                news.append(one)
                moments.append(one.published_at)
                days[day] += 1
            for reason in assess(HealthInputs(FIRST, rates, days, list(news)), now):
                _note(course, begun, day, reason.kind, now)
    return course


def _note(course: Course, begun: dict[Fault, date], day: date, kind: str, now: datetime) -> None:
    near = [fault for fault, first in begun.items() if first <= day < first + 25 * DAY]  # and its echo in the habits
    if not near:
        course.false.append((day, kind))
    for fault in near:
        first = datetime.combine(begun[fault], datetime.min.time(), VIETNAM)
        if kind == FOUND[fault]:
            course.took.setdefault(fault, (now - first) / HOUR)


def test_a_year_of_thirty_sites() -> None:
    """No false alarm; each fault is found, within a day where a day has articles enough to tell it from chance."""
    sites = [plan(number) for number in range(SITES)]
    courses = [live(site) for site in sites]
    assert [course.false for course in courses if course.false] == []
    for site, course in zip(sites, courses, strict=True):
        if site.size >= 8:
            assert max(course.took[fault] for fault in FOUND) <= 24, site
    found = [hours for course in courses for hours in course.took.values()]
    assert len(found) >= 0.97 * SITES * len(FOUND)
