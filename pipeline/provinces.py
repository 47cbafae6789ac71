"""Provinces by their code in the national list of administrative units: the 63 until 2025-07-01, the 34 since.

On that day 63 became 34, and each of these kept one of the old codes (Resolution 202/2025/QH15).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

Era = Literal["before", "since"]

# One that took in others kept one of the old codes; its name now is that of whoever bears the code, where it changed.
_NAMES = """
01 Hà Nội | 02 Hà Giang | 04 Cao Bằng | 06 Bắc Kạn | 08 Tuyên Quang | 10 Lào Cai | 11 Điện Biên | 12 Lai Châu
14 Sơn La | 15 Yên Bái | 17 Hòa Bình | 19 Thái Nguyên | 20 Lạng Sơn | 22 Quảng Ninh | 24 Bắc Giang | 25 Phú Thọ
26 Vĩnh Phúc | 27 Bắc Ninh | 30 Hải Dương | 31 Hải Phòng | 33 Hưng Yên | 34 Thái Bình | 35 Hà Nam | 36 Nam Định
37 Ninh Bình | 38 Thanh Hóa | 40 Nghệ An | 42 Hà Tĩnh | 44 Quảng Bình | 45 Quảng Trị | 46 Huế | 48 Đà Nẵng
49 Quảng Nam | 51 Quảng Ngãi | 52 Bình Định | 54 Phú Yên | 56 Khánh Hòa | 58 Ninh Thuận | 60 Bình Thuận
62 Kon Tum | 64 Gia Lai | 66 Đắk Lắk | 67 Đắk Nông | 68 Lâm Đồng | 70 Bình Phước | 72 Tây Ninh | 74 Bình Dương
75 Đồng Nai | 77 Bà Rịa - Vũng Tàu | 79 Thành phố Hồ Chí Minh | 80 Long An | 82 Tiền Giang | 83 Bến Tre
84 Trà Vinh | 86 Vĩnh Long | 87 Đồng Tháp | 89 An Giang | 91 Kiên Giang | 92 Cần Thơ | 93 Hậu Giang
94 Sóc Trăng | 95 Bạc Liêu | 96 Cà Mau
"""
NAMES: dict[str, str] = {
    code: name
    for entry in _NAMES.replace("\n", " | ").split(" | ")
    if entry
    for code, _, name in [entry.partition(" ")]
}

MERGED_ON = date(2025, 7, 1)

# The old codes that went, and whose is the province since.
_GONE = """
02>08 06>19 10>15 17>25 26>25 27>24 30>31 34>33 35>37 36>37 45>44 49>48 54>66 58>56 60>68 62>51 64>52 67>68
70>75 72>80 74>79 77>79 83>86 84>86 87>82 89>91 93>92 94>92 95>96
"""
_INTO: dict[str, str] = dict(pair.split(">") for pair in _GONE.split())
# Where the code is one province's and the name another's.
_RENAMED = {
    "15": "Lào Cai",
    "24": "Bắc Ninh",
    "44": "Quảng Trị",
    "52": "Gia Lai",
    "80": "Tây Ninh",
    "82": "Đồng Tháp",
    "91": "An Giang",
}
_PROVINCE = re.compile(rf"({'|'.join(get_args(Era))})-(\d\d)")


@attrs.frozen
class Province:
    """A province of the 63 before 2025-07-01, or of the 34 since."""

    era: Era
    code: str

    def __str__(self) -> str:
        """As `parse` reads it: `before-06`, `since-19`."""
        return f"{self.era}-{self.code}"

    @classmethod
    def parse(cls, text: str) -> Province | None:
        """Read what `str` gives; None where it is none."""
        match = _PROVINCE.fullmatch(text)
        return cls(match[1], match[2]) if match else None  # type: ignore[arg-type]  # the pattern knows the eras


def name_of(code: str) -> str:
    """A province's name until 2025-06-30; the code itself where the list does not have it."""
    return NAMES.get(code, code)


def present(code: str) -> str:
    """The code since of what was a province before; its own where nothing changed."""
    return _INTO.get(code, code)


def since(codes: Iterable[str]) -> set[str]:
    """The provinces since 2025-07-01 of a site's codes (docs/sites.md)."""
    return {present(code) for code in codes}


def before(codes: Iterable[str]) -> set[str]:
    """The provinces before 2025-07-01 of a site's codes: those that are not there as what others became."""
    codes = set(codes)
    return {code for code in codes if not any(present(other) == code for other in codes - {code})} & set(NAMES)


def name_since(code: str) -> str:
    """A province's name since 2025-07-01; the code itself where it is none."""
    return _RENAMED.get(code) or NAMES.get(code, code)


def provinces_of(codes: list[str], *, since_merger: bool) -> list[Province]:
    """Where a site of such codes reports from since the merger, or reported from before; in the order of codes."""
    era: Era = "since" if since_merger else "before"
    return [Province(era, code) for code in sorted((since if since_merger else before)(codes))]
