from __future__ import annotations

import pytest

from pipeline.provinces import NAMES, Province, before, name_since, present, since


def test_63_became_34() -> None:
    """So many provinces there were and are, and whoever took others in kept its own code."""
    present_codes = {present(code) for code in NAMES}
    assert (len(NAMES), len(present_codes)) == (63, 34)
    assert all(present(code) == code for code in present_codes)


@pytest.mark.parametrize(
    ("codes", "then", "now"),
    [
        (["19"], {"19"}, {"19"}),
        (["06"], {"06"}, {"19"}),
        (["27", "24"], {"27"}, {"24"}),
        (["24"], {"24"}, {"24"}),
        (["10", "15"], {"10"}, {"15"}),
        ([], set(), set()),
    ],
)
def test_a_sites_provinces_before_and_since(codes: list[str], then: set[str], now: set[str]) -> None:
    """A code that others became is of the time since; alone it is of both."""
    assert (before(codes), since(codes)) == (then, now)


def test_a_code_may_bear_another_name_since() -> None:
    """Bắc Giang's code is Bắc Ninh's today, Yên Bái's is Lào Cai's."""
    assert [name_since(code) for code in ("24", "15", "19", "xx")] == ["Bắc Ninh", "Lào Cai", "Thái Nguyên", "xx"]


@pytest.mark.parametrize("text", ["", "19", "since-1", "since-190", "until-19", "since-ab", " since-19"])
def test_what_is_no_province(text: str) -> None:
    """Only an era and a code of two digits are one."""
    assert Province.parse(text) is None
    assert str(Province.parse("before-06")) == "before-06"
