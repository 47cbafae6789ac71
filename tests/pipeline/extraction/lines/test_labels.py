from __future__ import annotations

import pytest

from pipeline.extraction.lines.labels import FRONT_PAGE_NAMES, are_labels, is_button, is_label, is_promotion
from pipeline.text import fold


@pytest.mark.parametrize(
    "line",
    [
        *("Tin liên quan", "Tin cùng chuyên mục:", "» Xem thêm", "Chia sẻ", "Lượt xem: 1.204", "Bình luận (3)"),
        *("0:00 / 4:12", "Trở lại Trang chủ", "A+ A-", "Giọng nữ miền Bắc"),
    ],
)
def test_labels(line: str) -> None:
    """Headings of boxes, counters and buttons, whatever marks stand around them."""
    assert is_label(fold(line))
    assert is_button(fold(line))


@pytest.mark.parametrize("line", ["Đọc bài viết", "[In trang] [Gửi email]", "Hôm nay: 1.204", "Facebook Zalo", "Hết"])
def test_buttons_are_more(line: str) -> None:
    """Tools beside a text, also several in brackets, are buttons alone: in a list the same words may be text."""
    assert is_button(fold(line))


@pytest.mark.parametrize(
    "line", ["Tin liên quan đến vụ cháy ở chợ", "Chia sẻ cùng bà con vùng lũ", "Xem xét kỷ luật", ""]
)
def test_text_is_neither(line: str) -> None:
    """A label's words within a sentence are text."""
    assert not is_label(fold(line))
    assert not is_button(fold(line))


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("Mời bạn đọc theo dõi Báo Nghệ An trên Zalo", True),
        ("Hãy tải ứng dụng Báo Ví Dụ để không bỏ lỡ tin nào", True),
        ("Quý vị và các bạn nghe podcast tại đây", True),
        ("Kính mời quý vị đại biểu truy cập website của tỉnh", False),
        ("Người dân quét mã QR để khai báo y tế", False),
        ("Theo dõi Báo Nghệ An trên Zalo " * 10, False),
    ],
)
def test_promotions(line: str, asks: bool) -> None:  # noqa: FBT001
    """What asks readers to follow something of the site's own; news that tell people to scan a code are text."""
    assert is_promotion(line) is asks


def test_labels_without_spaces() -> None:
    """Buttons in one element run into each other; a sentence does not come apart so."""
    assert are_labels("Chia sẻLưu bài viếtBình luận")
    assert not are_labels("Chia sẻ")
    assert not are_labels("Chia sẻMột bài về làng")


def test_names_of_front_pages() -> None:
    """Folded, as breadcrumbs are compared with them."""
    assert {fold(name) for name in ("Trang chủ", "Trang nhất", "HOME", "Tin tức")} <= FRONT_PAGE_NAMES
