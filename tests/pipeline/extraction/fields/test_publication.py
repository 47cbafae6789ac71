from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.extraction.fields.publication import Publication, choose, modified
from pipeline.extraction.lines.printed_dates import read_printed

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def published(stated: str, printed: str = "", now: datetime | None = NOW) -> str | None:
    """Decide one stated string against one printed line."""
    stamp = read_printed(printed)
    return choose([("json-ld", stated)] if stated else [], [("page", stamp)] if stamp else [], now).at


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
    publication = choose([("json-ld", "2019-02-08T17:08:25+08:00")], [], NOW)
    assert modified([("json-ld", "2019-02-08T19:16:06+08:00")], publication, NOW) == "2019-02-08T19:16:00+07:00"
    assert modified([("json-ld", "2019-02-08T06:00:00+07:00")], publication, NOW) is None
    assert modified([("json-ld", "2030-02-08T06:00:00+07:00")], Publication(), NOW) is None
