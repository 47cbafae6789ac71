from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.extraction.fields.publication import (
    PrintedDate,
    Publication,
    choose_modified,
    choose_publication,
    printed_dates,
)
from pipeline.extraction.lines.printed_dates import read_printed
from tests.support.blocks import blocks_of

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def published(stated: str, printed: str = "", now: datetime | None = NOW) -> str | None:
    """Decide one stated string against one printed line."""
    stamp = read_printed(printed)
    dates = [PrintedDate("page", stamp, blocks_of(f"<p>{printed}</p>")[0])] if stamp else []
    return choose_publication([("json-ld", stated)] if stated else [], dates, now).at


@pytest.mark.parametrize(
    ("stated", "printed", "wanted"),
    [
        ("2019-02-08T17:08:25+08:00", "8/2/2019, 17:08 (GMT+7)", "2019-02-08T17:08:00+07:00"),
        ("2019-02-08T17:08:25+08:00", "", "2019-02-08T17:08:00+07:00"),
        ("2019-02-08T17:08:25-07:00", "", "2019-02-08T17:08:00+07:00"),
        ("2019-02-08T17:08:25Z", "08/02/2019 17:08", "2019-02-08T17:08:00+07:00"),
        ("2019-02-08T17:08:25Z", "09/02/2019 00:08", "2019-02-09T00:08:00+07:00"),
        ("2019-02-08T17:08:25Z", "", "2019-02-09T00:08:00+07:00"),
        ("2026-01-08", "08/01/2026 - 18:21", "2026-01-08T18:21:00+07:00"),
        ("2026-01-08T00:00:00+07:00", "08/01/2026 - 18:21", "2026-01-08T18:21:00+07:00"),
        ("2021-01-13T00:00:00+07:00", "Thứ tư, 13/1/2021, 00:00 (GMT+7)", "2021-01-13T00:00:00+07:00"),
        ("2021-01-13T00:00:00+07:00", "13/1/2021", "2021-01-13"),
        ("2/1/2022 8:12:40 AM", "02/01/2022 08:12", "2022-01-02T08:12:00+07:00"),
        ("2025-06-17T13:43:02+0700", "24/11/2026 00:00", "2025-06-17T13:43:00+07:00"),
        ("2018-02-09T14:57:00+07:00", "04/02/2018 14:55", "2018-02-04T14:55:00+07:00"),
        ("2018-02-04T14:55:00+07:00", "Cập nhật: 09/02/2018 14:57", "2018-02-04T14:55:00+07:00"),
        ("2031-01-01T00:00:00+07:00", "02/03/2021 10:00", "2021-03-02T10:00:00+07:00"),
        ("2031-01-01T00:00:00+07:00", "", None),
        ("không rõ", "02/03/2021", "2021-03-02"),
        ("", "", None),
    ],
)
def test_the_ladder_of_trust(stated: str, printed: str, wanted: str | None) -> None:
    """What readers are told decides between the readings of what is stated; a day in the future is not believed."""
    assert published(stated, printed) == wanted


def test_changed_before_published_is_not_believed() -> None:
    """A modified time earlier than the publication is dropped, one read with the same wrong offset is mended."""
    publication = choose_publication([("json-ld", "2019-02-08T17:08:25+08:00")], [], NOW)
    assert choose_modified([("json-ld", "2019-02-08T19:16:06+08:00")], publication, NOW) == "2019-02-08T19:16:00+07:00"
    assert choose_modified([("json-ld", "2019-02-08T06:00:00+07:00")], publication, NOW) is None
    assert choose_modified([("json-ld", "2030-02-08T06:00:00+07:00")], Publication(), NOW) is None


def dates(before: str, after: str) -> list[str]:
    """Wall clocks of the dates printed above and below a headline."""
    return [date.stamp.wall[:10] for date in printed_dates(blocks_of(before), blocks_of(after), NOW)]


def test_the_date_below_the_headline_comes_first() -> None:
    """Below the headline before above it, there the nearest first; a sentence with a date is none."""
    before = "<p>14/08/2026</p><p>15/08/2026</p>"
    assert dates(before, "<p>Hội nghị ngày 12/08/2026 bàn việc xã</p><p>16/08/2026 08:15</p>") == [
        *("2026-08-16", "2026-08-15", "2026-08-14"),
    ]


def test_a_clock_and_what_is_beyond_the_menu_are_no_date() -> None:
    """The banner's clock shows the day of the capture; beyond the menu nothing belongs to the article."""
    assert dates("<p>14/08/2026</p><nav><a href=/>Trang chủ</a></nav><p>15/08/2026</p>", "") == ["2026-08-15"]
    assert dates("<div class=clock>14/08/2026 10:00</div>", "") == []


def test_a_rule_wins_over_what_is_stated() -> None:
    """A date that a site's rule names is believed before the head's."""
    stamp = read_printed("02/03/2021")
    assert stamp is not None
    date = PrintedDate("site rule", stamp, blocks_of("<p>02/03/2021</p>")[0])
    publication = choose_publication([("json-ld", "2019-02-08T17:08:25+07:00")], [date], NOW)
    assert (publication.at, publication.method) == ("2021-03-02", "site rule")


def test_a_date_among_numbers_is_one() -> None:
    """A count of readers may stand beside it; words may not."""
    below = blocks_of("<p>(08.05.2019 12:24) 19 0</p><p>Ngày 1/2/2018 ông về làng 19</p>")
    assert [date.stamp.wall for date in printed_dates([], below, NOW)] == ["2019-05-08T12:24:00+07:00"]
