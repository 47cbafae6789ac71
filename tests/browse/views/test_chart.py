from __future__ import annotations

from datetime import date

from browse.views.chart import COLOURS, DAYS, HEIGHT, draw, span

TODAY = date(2026, 3, 5)


def test_each_day_has_a_bar_and_holes_stay_visible() -> None:
    """Thirty bars up to today, in order; days without an article are there with nothing in them."""
    chart = draw({("2026-03-05", "a.vn"): 2, ("2026-02-04", "a.vn"): 1}, TODAY)
    assert [bar.day for bar in chart.bars][:: DAYS - 1] == list(span(TODAY)) == [date(2026, 2, 4), TODAY]
    assert [bar.articles for bar in chart.bars] == [1, *[0] * 28, 2]
    assert chart.bars[1].segments == ()


def test_fullest_day_reaches_the_top_and_segments_stand_on_each_other() -> None:
    """Heights are proportional, segments touch without overlap, the bar of the fullest day is as high as the drawing."""
    chart = draw({("2026-03-05", "a.vn"): 3, ("2026-03-05", "b.vn"): 1, ("2026-03-04", "b.vn"): 2}, TODAY)
    low, high = chart.bars[-1].segments
    assert (low.top, low.height, high.top, high.height) == (25.0, 75.0, 0.0, 25.0)
    assert chart.bars[-2].segments[0].height == HEIGHT / 2
    assert chart.fullest.day == TODAY
    assert chart.series == ("a.vn", "b.vn")


def test_sites_beyond_the_colours_are_one_grey() -> None:
    """The largest sites have a colour of their own, all others share the last."""
    chart = draw({("2026-03-05", f"{n}.vn"): 20 - n for n in range(9)}, TODAY)
    assert chart.series == (*(f"{n}.vn" for n in range(COLOURS)), None)
    assert chart.bars[-1].segments[-1].articles == 14 + 13 + 12
    assert chart.articles == sum(20 - n for n in range(9))


def test_nothing_to_draw() -> None:
    """Without an article the chart is thirty empty days."""
    assert draw({}, TODAY).articles == 0
