"""The merger of provinces on 2025-07-01: 63 became 34, and each of these kept one of the old codes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.provinces import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

MERGED_ON = date(2025, 7, 1)

# The old codes that went, and whose is the province since (Resolution 202/2025/QH15).
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


def present(code: str) -> str:
    """Return the code of the province that one of before belongs to since; its own where nothing changed."""
    return _INTO.get(code, code)


def since(codes: Iterable[str]) -> set[str]:
    """Return the provinces since 2025-07-01 of a site's codes (docs/sites.md)."""
    return {present(code) for code in codes}


def before(codes: Iterable[str]) -> set[str]:
    """Return the provinces before 2025-07-01 of a site's codes: those that are not there as what others became."""
    codes = set(codes)
    return {code for code in codes if not any(present(other) == code for other in codes - {code})} & set(NAMES)


def name_since(code: str) -> str:
    """Return a province's name since; the code where it is none."""
    return _RENAMED.get(code) or NAMES.get(code, code)
