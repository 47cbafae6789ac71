from __future__ import annotations

import pytest

from pipeline.extraction.lines.names import (
    is_desk_or_outlet,
    is_full_name,
    is_office,
    is_outlet,
    is_person,
    is_place_or_time,
    is_publisher,
    signs_as_desk,
)


@pytest.mark.parametrize("name", ["Kim Oanh", "Huy", "P.Y", "T.N. Hà", "SONG MAI", "Công Minh", "Bảo Ngọc", "O’Neil"])
def test_persons(name: str) -> None:
    """Names and pen names, initials too; without their accents some would be outlets."""
    assert is_person(name)
    assert not is_desk_or_outlet(name, set())


@pytest.mark.parametrize(
    "name",
    [
        *("", "kim oanh", "Kim Oanh 2", "vidu.gov.vn", "Hết", "Còn nữa", "Xem Thêm", "Sáng", "KT. CHỦ TỊCH"),
        *("Ai Về?", "Một Hai Ba Bốn Năm Sáu Bảy", "Giải Nhất"),
    ],
)
def test_what_is_no_person(name: str) -> None:
    """Numbers, addresses, buttons, offices, times of day, and what is written in small letters."""
    assert not is_person(name)


@pytest.mark.parametrize(
    "name", ["PV", "Nhóm PV", "BBT", "Báo Nghệ An", "Cổng TTĐT tỉnh", "Vidu Online", "Tin tức", ""]
)
def test_desks_and_outlets_are_nobody(name: str) -> None:
    """A desk, an outlet, an account of the CMS."""
    assert is_desk_or_outlet(name, set())


def test_the_site_itself_is_nobody() -> None:
    """Its name, also as its domain without dots."""
    assert is_desk_or_outlet("Ví Dụ", {"vi du"})
    assert is_desk_or_outlet("ViDu", {"vidu.vn"})
    assert not is_desk_or_outlet("Ví Dụ", set())


@pytest.mark.parametrize(
    ("name", "signs"),
    [("PV", True), ("Toà soạn", True), ("Cổng TTĐT tỉnh", True), ("Bạn đọc", False), ("Sở Y tế", False)],
)
def test_what_signs_an_article(name: str, signs: bool) -> None:  # noqa: FBT001
    """A desk does; what may be a line of the text, and the authority at the end of a notice, does not."""
    assert signs_as_desk(name, set()) is signs


@pytest.mark.parametrize(
    ("name", "publishes"),
    [
        ("Tuổi trẻ", True),
        ("báo Nghệ An", True),
        ("vidu.vn", True),
        ("lời kể của bà con", False),
        ("Ông Ba, người làng", False),
    ],
)
def test_who_a_text_may_be_taken_from(name: str, publishes: bool) -> None:  # noqa: FBT001
    """A name without a clause behind it; a sentence is none."""
    assert is_publisher(name) is publishes


def test_other_shapes_of_names() -> None:
    """Full names, offices, outlets in capitals, and places or times that stand before a date."""
    assert is_full_name("Kim Oanh")
    assert not is_full_name("Oanh")
    assert is_office("KT. CHỦ TỊCH")
    assert not is_office("Chu Tích")
    assert is_outlet("Báo Kinh Bắc")
    assert not is_outlet("Báo kinh bắc")
    assert is_place_or_time("Nghệ An")
    assert is_place_or_time("Chủ nhật")
    assert not is_place_or_time("Kim Oanh")
