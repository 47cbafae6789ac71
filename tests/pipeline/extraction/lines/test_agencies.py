from __future__ import annotations

import pytest

from pipeline.extraction.lines.agencies import agency_of, split_agency


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("TTXVN", "TTXVN"),
        ("Thông tấn xã Việt Nam", "TTXVN"),
        ("VietnamPlus", "TTXVN"),
        ("(VOV)", "VOV"),
        ("PV TTXVN tại Seoul", "TTXVN"),
        ("VOV-Tây Bắc", "VOV"),
        ("VTV24", "VTV"),
        ("AFP/TTXVN", "TTXVN"),
        ("Tân Hoa Xã", "Tân Hoa xã"),
        ("Kim Oanh", None),
        ("VTVcab", None),
        ("", None),
    ],
)
def test_an_agency_has_one_name(name: str, agency: str | None) -> None:
    """Each of its names, its reporters and joint credits stand for the agency that lists show."""
    assert agency_of(name) == agency


def test_an_agency_glued_to_a_name() -> None:
    """Metadata lose the space between them; capitals alone are no glue."""
    assert split_agency("Tâm HằngTTXVN") == ("Tâm Hằng", "TTXVN")
    assert split_agency("Đức Anh TTXVN") == ("Đức Anh", "TTXVN")
    assert split_agency("TTXVN") == ("TTXVN", None)
