from __future__ import annotations

import pytest

from pipeline.extraction.lines.feed_dates import is_month_first, read_feed_date


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Wed, 16 Jul 2025 09:30:00 GMT+7", "2025-07-16T09:30:00+07:00"),
        ("Fri, 04 Sep 2026 18:48:27 GMT+07:00", "2026-09-04T18:48:27+07:00"),
        ("Sat, 05 Sep 26 17:09:00 +0700", "2026-09-05T17:09:00+07:00"),
        ("Sat, 05 Sep 2026 17:09:00 +07:00", "2026-09-05T17:09:00+07:00"),
        ("Sat, 05 Sep 2026 17:09:00 +7", "2026-09-05T17:09:00+07:00"),
        ("Fri, 04 Sep 2026 02:43:06 GMT", "2026-09-04T02:43:06+00:00"),
        ("Fri, 04 Sep 2026 02:43:06 -0000", "2026-09-04T02:43:06+00:00"),
        ("Fri, 04 Sep 2026 02:43:06", "2026-09-04T02:43:06+07:00"),
        ("Fri Sep 4 02:43:06 2026", "2026-09-04T02:43:06+07:00"),
        ("Thứ 5, 28/05/2026 17:00:00 GMT+7", "2026-05-28T17:00:00+07:00"),
        ("Thứ năm, 28/05/2026, 17:00", "2026-05-28T17:00:00+07:00"),
        ("CN, 3/5/2026 17:00", "2026-05-03T17:00:00+07:00"),
        ("24/9/2026 9:41:00 CH", "2026-09-24T21:41:00+07:00"),
        ("24/9/2026 12:05:00 SA", "2026-09-24T00:05:00+07:00"),
        ("2026-07-16", "2026-07-16T00:00:00+07:00"),
        ("2026-07-16T17:17:00.5+07", "2026-07-16T17:17:00+07:00"),
        ("2026-07-16 17:17:00 +0700", "2026-07-16T17:17:00+07:00"),
        ("2026-07-16T10:17Z", "2026-07-16T10:17:00+00:00"),
    ],
)
def test_dates(raw: str, wanted: str) -> None:
    """Each way a publisher writes a moment is read; without a zone it is Vietnam's."""
    moment = read_feed_date(raw)
    assert moment is not None
    assert moment.isoformat() == wanted


@pytest.mark.parametrize(
    ("raws", "wanted"),
    [
        (["9/5/2026 1:30:00 PM"], True),
        (["9/5/2026 13:30:00", "9/24/2026 9:41:00"], True),
        (["9/5/2026 1:30:00 PM", "24/9/2026 1:30:00 PM"], False),
        (["5/9/2026 13:30"], False),
        (["05-09-2026 - 17:09 PM"], False),
        (["Mon, 18 Feb 2019 20:35:51 +0700", "", None], False),
    ],
)
def test_month_first_is_told_by_the_whole_feed(raws: list[str | None], wanted: bool) -> None:  # noqa: FBT001
    """Whether the month comes first is settled by an impossible month, else by a 12-hour clock."""
    assert is_month_first(raws) is wanted
