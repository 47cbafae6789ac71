"""Lines of pages that are no article."""

from __future__ import annotations

import pytest

from pipeline.extraction.lines import is_imprint, is_to_come, record_labels
from pipeline.text import fold


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Địa chỉ: số 5 đường Lê Lợi, phường Một", True),
        ("Điện thoại: 0210 3847 512; Fax: 0210 3847 513", True),
        ("Thiết kế và phát triển bởi Công ty Ví Dụ", True),
        ("Chịu trách nhiệm nội dung: ông Nguyễn Văn An", True),
        ("Chào mừng bạn đến với cổng thông tin điện tử của trường", True),
        ("Hôm qua : 35", True),
        ("Địa chỉ ấy ngày nay không còn ai ở", False),
        ("Trường được xây dựng từ năm 1975", False),
        ("Chào mừng năm học mới", False),
    ],
)
def test_particulars_of_a_site(line: str, wanted: bool) -> None:  # noqa: FBT001
    """What stands below every page of a site, and sentences that only begin like it."""
    assert is_imprint(fold(line)) is wanted


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Số hiệu: 12/CV", {"so hieu"}),
        ("Ngày ban hành 12/3/2026", {"ngay ban hanh"}),
        ("STT Tên văn bản Nơi nhận Số hiệu", {"stt", "ten van ban", "noi nhan", "so hieu"}),
        ("Ông cho biết lĩnh vực này đang lớn dần", set()),
    ],
)
def test_labels_of_a_record(line: str, labels: set[str]) -> None:
    """The one a line begins with, or all of a table's head."""
    assert record_labels(fold(line)) == labels


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Đang cập nhật……", True),
        ("Nội dung đang được cập nhật.", True),
        ("Chuyên mục này hiện chưa có bài viết nào", True),
        ("Không có dữ liệu", True),
        ("Đang cập nhật kết quả bầu cử", False),
        ("Xã chưa có trường", False),
    ],
)
def test_pages_without_text_yet(line: str, wanted: bool) -> None:  # noqa: FBT001
    """Notices of sections and pages that somebody means to fill."""
    assert is_to_come(fold(line)) is wanted
