from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.lines.printed_dates import is_date_line, is_day, is_mostly_date, read_printed

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)

PRINTED = [
    ("Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2023-11-02T19:20:00+07:00"),
    ("08/01/2026 - 18:21", "2026-01-08T18:21:00+07:00"),
    ("08:12 21/01/2022", "2022-01-21T08:12:00+07:00"),
    ("20/01/2022 01:39 PM", "2022-01-20T13:39:00+07:00"),
    ("12:05 AM 20/01/2022", "2022-01-20T00:05:00+07:00"),
    ("Cập nhật lúc 10:30 ngày 25/11/2021", "2021-11-25T10:30:00+07:00"),
    ("Ngày đăng: 05/07/2025", "2025-07-05"),
    ("10h30, ngày 2/3/2021", "2021-03-02T10:30:00+07:00"),
    ("Chủ nhật, ngày 2 tháng 3 năm 2021", "2021-03-02"),
    ("Thứ Tư, 2 Tháng 3, 2021", "2021-03-02"),
    ("2-3-2021", "2021-03-02"),
    ("02.03.2021", "2021-03-02"),
    ("T5, 25/11/2021", "2021-11-25"),
    ("(Thứ bảy, 22/05/2021 11:38)", "2021-05-22T11:38:00+07:00"),
    ("05-09-2026 - 17:09 PM", "2026-09-05T17:09:00+07:00"),
    ("17:35 04/1/2023", "2023-01-04T17:35:00+07:00"),
    ("Thứ Hai, ngày 20/07/2026 - 06:31", "2026-07-20T06:31:00+07:00"),
    ("14/08/2026 19:26 |", "2026-08-14T19:26:00+07:00"),
    ("Monday, 24/05/2021, 22:38", "2021-05-24T22:38:00+07:00"),
    ("2021-03-02 10:11", "2021-03-02T10:11:00+07:00"),
    ("10:20 SA 02/03/2021", "2021-03-02T10:20:00+07:00"),
    ("14 giờ trước", "2026-11-22"),
    ("24/12/2012 11:05 tối", "2012-12-24T23:05:00+07:00"),
    ("24/12/12 11:05 tối", "2012-12-24T23:05:00+07:00"),
    ("30/11/2012 04:00 chiều", "2012-11-30T16:00:00+07:00"),
    ("02/03/2021 09:15 sáng", "2021-03-02T09:15:00+07:00"),
    ("02/03/2021 11:30 trưa", "2021-03-02T11:30:00+07:00"),
    ("02/03/2021 1:30 trưa", "2021-03-02T13:30:00+07:00"),
    ("2026/10/12 08:15", "2026-10-12T08:15:00+07:00"),
    ("Thứ năm, 08 08 2019 08:51", "2019-08-08T08:51:00+07:00"),
    ("16 Tháng Bảy 2026", "2026-07-16"),
    ("Tháng Năm 12, 2026", "2026-05-12"),
    ("12 Tháng Mười Hai, 2026 10:32", "2026-12-12T10:32:00+07:00"),
    ("Thứ Tư, 16/7/2026 8:15'(GMT+7)", "2026-07-16T08:15:00+07:00"),
    ("Cập nhật lần cuối: 08h15' ngày 16/07/2026", "2026-07-16T08:15:00+07:00"),
    ("10:32 ICT Thứ bảy, 12/05/2026", "2026-05-12T10:32:00+07:00"),
    ("Được đăng: Thứ ba, 12 Tháng 5 2026 10:32", "2026-05-12T10:32:00+07:00"),
    ("Tin đăng ngày: 16/7/2026 - Xem 1234", "2026-07-16"),
    ("16/07/2026 08:15 | Lượt xem: 123", "2026-07-16T08:15:00+07:00"),
    ("Ngày viết: 16/07/2026", "2026-07-16"),
    ("Được viết bởi admin vào T3, 12/05/2026 - 10:32", "2026-05-12T10:32:00+07:00"),
]


@pytest.mark.parametrize(("text", "wanted"), PRINTED)
def test_printed_dates_are_read_day_first(text: str, wanted: str) -> None:
    """Each of the shapes Vietnamese pages print is read, and seen to be nothing but a date."""
    stamp = read_printed(text, NOW)
    assert stamp
    assert stamp.wall == wanted
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "17/63",
        "2020 - 2025",
        "2021-2025",
        "Sáng 2/3",
        "sáng nay (25/11)",
        "31/02/2021",
        "tháng 9/2021",
        "05-CT/TW",
        "9 tháng năm 2025",
        "tháng Năm 2026",
        "",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Ranks, terms, days without a year and days that do not exist are no dates."""
    assert read_printed(text, NOW) is None


def test_a_relative_date_needs_the_moment_of_the_capture() -> None:
    """Nothing is ever dated by today's clock."""
    assert read_printed("14 giờ trước") is None


@pytest.mark.parametrize("text", ["Ngày 18/5/2021, hội đồng xã vừa họp nghị quyết", "Hội nghị ngày 2 tháng 3 năm 2021"])
def test_a_sentence_with_a_date_is_no_date_line(text: str) -> None:
    """A date inside a sentence does not make it a date line."""
    assert not is_date_line(text)


@pytest.mark.parametrize(
    ("text", "day", "mostly"),
    [
        ("16/07/2026", True, True),
        ("16/07/2026 08:15", False, True),
        ("Ngày đăng: 16/07/2026", False, True),
        ("Hà Nội, ngày 16/07/2026", True, False),
        ("Hội nghị bế mạc ngày 16/07/2026", True, False),
        ("17/63", False, False),
    ],
)
def test_a_day_and_a_line_that_is_mostly_a_date(text: str, day: bool, mostly: bool) -> None:  # noqa: FBT001
    """A day has no time and is not said to be of a publication; a date beside words is mostly one where it is."""
    assert (is_day(text), is_mostly_date(text)) == (day, mostly)


@given(st.text(alphabet="0123456789/-.: ThứngàyTháNăm,hgGMT+|()APMZ", max_size=60))
def test_any_line_is_read_or_is_none(text: str) -> None:
    """No line makes a reader of printed dates raise, and what it gives is ISO 8601."""
    is_date_line(text)
    is_day(text)
    is_mostly_date(text)
    stamp = read_printed(text, NOW)
    assert stamp is None or datetime.fromisoformat(stamp.wall)
