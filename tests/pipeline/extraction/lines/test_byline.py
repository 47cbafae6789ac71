from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.lines.byline import Byline, is_dated_byline, is_desk, looks_signed, read_byline


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
        ("Tác giả bài viết: Lê Na", ("Lê Na",), None),
        ("Người đăng: Lê Na", ("Lê Na",), None),
        ("Được viết bởi Lê Na", ("Lê Na",), None),
        ("by Lê Na", ("Lê Na",), None),
        ("Bởi", (), None),
        ("Lê Na Theo dõi", ("Lê Na",), None),
        ("Lê NaTheo dõi", ("Lê Na",), None),
        ("Lê Na Phóng viên", ("Lê Na",), None),
        ("Lê Na./.", ("Lê Na",), None),
        ("Ngày đăng: 16/07/2026 - Tác giả: Lê Na", ("Lê Na",), None),
        ("Lê Na/VOV-Tây Bắc", ("Lê Na",), "VOV"),
        ("Lê Na (PV TTXVN tại Seoul)", ("Lê Na",), "TTXVN"),
        ("Lê Na - PV TTXVN tại Seoul", ("Lê Na",), "TTXVN"),
        ("Theo Lê Na (TTXVN)", (), "TTXVN"),
        ("Theo VOV.VN", (), "VOV"),
        ("Nguyễn Thị Mừng", ("Nguyễn Thị Mừng",), None),
        ("Thanh Chúc - Hữu Tin", ("Thanh Chúc", "Hữu Tin"), None),
        ("Bội Ngọc", ("Bội Ngọc",), None),
        ("Mai&Lan", ("Mai", "Lan"), None),
        ("Huy", ("Huy",), None),
        ("Lê Na - Thứ ba, ngày 12/05/2026 10:32", ("Lê Na",), None),
        ("Tin Liên Quan", (), None),
        ("Trung tâm VHTT&TT", (), None),
        ("TIN ĐÃ ĐƯA", (), None),
        ("VIDEO ĐANG ĐƯỢC XEM NHIỀU", (), None),
        ("CÒN NỮA", (), None),
        ("Hết", (), None),
        ("Ảnh Tư Liệu", (), None),
        ("PHÓ CHỦ TỊCH", (), None),
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
    ("line", "is_one"),
    [
        ("BBT", True),
        ("PV - CTV", True),
        ("PV (t/h)", True),
        ("Tin, ảnh: PV", True),
        ("Nhóm PV Thời sự", True),
        ("Cổng TTĐT tỉnh", True),
        ("Đài TTTH xã", True),
        ("Lê Na - PV", False),
        ("Sở Y tế", False),
        ("ỦY BAN NHÂN DÂN XÃ AN BÌNH", False),
        ("Tỉnh ra mới biết mùa thu đã về", False),
        ("Báo cáo của xã", False),
        ("Cổng TTĐT tỉnh: 0218 3456 78", False),
        ("Một câu bình thường", False),
        ("", False),
    ],
)
def test_a_desk_is_nobody(line: str, is_one: bool) -> None:  # noqa: FBT001
    """A line of desks and outlets alone signs an article, and names no author."""
    assert is_desk(line) is is_one
    assert not is_one or not read_byline(line).authors


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Kim Oanh / TTXVN • 06:40 - 02/03/2026", True),
        ("16/07/2026 bởi Lê Na", True),
        ("Đăng bởi: Lê Na | 16/07/2026", True),
        ("Báo Ví Dụ - Thứ ba, 12/05/2026 10:32", True),
        ("Lê Na - Thứ ba, ngày 12/05/2026 10:32 Lượt xem: 1.234", True),
        ("Đăng lúc: Thứ tư - 16/07/2026 08:15 - Người đăng bài viết: Admin", True),
        ("Thứ Tư, 16/07/2026, 08:15 GMT+7", False),
        ("Thứ Tư 08:15 16-07-2026", False),
        ("Hội nghị diễn ra ngày 16/07/2026", False),
        ("Quảng Trị, 14/11/2024", False),
        ("Đà Lạt, ngày 16/07/2026", False),
        ("Từ ngày 16/07/2026", False),
        ("Báo cáo ngày 16/07/2026", False),
        ("Thông tin thị trường nông sản ngày 16/07/2026", False),
    ],
)
def test_a_line_of_names_and_a_date(line: str, is_one: bool) -> None:  # noqa: FBT001
    """In either order, with the names' label; a weekday, a place and a sentence are nobody's name."""
    assert is_dated_byline(line) is is_one


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
