from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.byline import Byline, looks_signed, read_byline


@pytest.mark.parametrize(
    ("line", "authors", "agency"),
    [
        ("Kim Oanh - Thành Chung", ("Kim Oanh", "Thành Chung"), None),
        ("Hoàng Thảo Nguyên (TTXVN)", ("Hoàng Thảo Nguyên",), "TTXVN"),
        ("Tin, ảnh: P.Y", ("P.Y",), None),
        ("Bài và ảnh: Hồng Thanh", ("Hồng Thanh",), None),
        ("Bài: Minh Anh - Ảnh: Lê Bình", ("Minh Anh",), None),
        ("Ảnh: Lê Bình - Bài: Minh Anh", ("Minh Anh",), None),
        ("Tâm HằngTTXVN", ("Tâm Hằng",), "TTXVN"),
        ("Đức Anh TTXVN", ("Đức Anh",), "TTXVN"),
        ("Thu Hằng/TTXVN", ("Thu Hằng",), "TTXVN"),
        ("(TTXVN/Vietnam+)", (), "TTXVN"),
        ("Theo TTXVN", (), "TTXVN"),
        ("(Theo VOV)", (), "VOV"),
        ("SONG MAI", ("SONG MAI",), None),
        ("Bảo Ngọc", ("Bảo Ngọc",), None),
        ("Trường Giang và Công Minh", ("Trường Giang", "Công Minh"), None),
        ("Phóng viên Lê Minh", ("Lê Minh",), None),
        ("Hà Anh (Tổng hợp)", ("Hà Anh",), None),
        ("Lan Chi / Báo Kinh Bắc", ("Lan Chi",), None),
        ("K Kim Phong 15:21, 14/08/2026", ("Kim Phong",), None),
        ("Lê Minh - leminh@vidu.vn", ("Lê Minh",), None),
        ("15:21, 14/08/2026", (), None),
        ("Báo Nghệ An", (), None),
        ("Cổng Thông tin điện tử tỉnh", (), None),
        ("Báo Lào Cai điện tử", (), None),
        ("VnExpress", (), None),
        ("PV", (), None),
        ("Nhóm PV", (), None),
        ("Ảnh: Thành Duy", (), None),
        ("Các đại biểu tham dự hội nghị", (), None),
        ("Hội nghị diễn ra tốt đẹp.", (), None),
        ("", (), None),
    ],
)
def test_bylines_name_people_and_agencies(line: str, authors: tuple[str, ...], agency: str | None) -> None:
    """People are split; an agency, an outlet, a desk and a photographer are no authors."""
    read = read_byline(line, ("VnExpress",))
    assert (read.authors, read.agency) == (authors, agency)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("vidu.gov.vn", "vidu.gov.vn"),
        ("Nguồn: http://vidu.vn/a-b", "http://vidu.vn/a-b"),
        ("Theo Báo Nhân Dân", "Báo Nhân Dân"),
        ("Theo báo Quê Lúa, Sông Hồng", "báo Quê Lúa, Sông Hồng"),
        ("Nguồn: tư liệu của xã, bản in", "tư liệu của xã, bản in"),
    ],
)
def test_source_lines_name_where_it_is_from(line: str, source: str) -> None:
    """An address or another outlet is the source."""
    assert read_byline(line) == Byline(source=source)


@pytest.mark.parametrize(
    "line",
    [
        "Theo ông Tư, điều đáng mừng nhất là bà con đã tự giữ đường làng sạch.",
        "Theo Chủ tịch UBND xã, đến nay mọi hộ đã có nước.",
        "Theo thống kê thì năm nay được mùa.",
    ],
)
def test_a_sentence_that_cites_someone_is_no_source(line: str) -> None:
    """Only a name stands after `Theo` where it signs."""
    assert not read_byline(line)


def test_a_credit_is_kept_apart() -> None:
    """Whose picture it is stands in the credit."""
    assert read_byline("Ảnh: Thành Duy").credit == "Thành Duy"


@pytest.mark.parametrize(
    ("line", "surely"),
    [("Vũ Phương Nhi", True), ("Giang Huy - Hoàng Phương", True), ("Kết luận hội nghị", False), ("Ghi chú", False)],
)
def test_a_plain_last_line_is_a_byline_only_with_names(line: str, surely: bool) -> None:  # noqa: FBT001
    """A last line without any dress is a byline when all of it is full names."""
    assert looks_signed(line) is surely


@given(st.text(max_size=200))
def test_any_line_is_read(line: str) -> None:
    """No line makes reading raise; whatever is named is no empty name."""
    assert all(read_byline(line).authors) or not read_byline(line).authors
    looks_signed(line)
