from __future__ import annotations

import pytest

from pipeline.roles import is_label, role_of_names
from pipeline.text import fold


@pytest.mark.parametrize(
    ("names", "role"),
    [
        ("article-relate", "related"),
        ("box-tinlienquan", "related"),
        ("social article__social", "share"),
        ("sda_middle", "ad"),
        ("c-widget-tags onecms__tags", "tags"),
        ("detail-author__date", "date"),
        ("detail-author__name", "byline"),
        ("c-detail-head__time", "date"),
        ("article__sapo cms-desc", "sapo"),
        ("ck_legend caption", "caption"),
        ("hightlight-box", "notice"),
        ("currentDate", "clock"),
        ("content-detail cate_4B8AD09E0F3C", None),
        ("css-1ad9x2 content", None),
        ("content no-sidebar", None),
        ("detail-content social-embed", None),
        ("header-content width_common", None),
        ("td-post-content tagdiv-type", None),
        ("article__body zce-content-body cms-body", None),
        ("loading shadow readme", None),
        ("document", None),
        ("subtitle", None),
    ],
)
def test_names_hint_at_roles(names: str, role: str | None) -> None:
    """The names of known CMSes hint at what they are; hashes, negations and words inside words hint at nothing."""
    assert role_of_names(names) == role


@pytest.mark.parametrize(
    "line",
    [
        "Tin liên quan:", "Tin mới", "Đọc thêm", "Bài viết liên quan", "Tin cùng chuyên mục", "Các tin khác", "BÌNH LUẬN",
        "Bình Luận (19)", "Thông tin bạn đọc", "Đóng Lưu thông tin", "Từ khóa:", "Chia sẻ:", "Chú thích ảnh", "Nữ miền Nam",
        "0:00 / 0:00", "Có thể bạn quan tâm", "» Xem thêm", "Theo dõi Báo Ví Dụ trên Google News", "« Trở về",
    ],
)  # fmt: skip
def test_labels_are_known(line: str) -> None:
    """What sites print around articles is a label."""
    assert is_label(fold(line))


@pytest.mark.parametrize(
    "line",
    [
        "Tin vui", "Không để ai thiếu đói", "Bạn lạc quan", "Có chỉ tiêu đã về đích", "Đóng góp của nhân dân", "Ghi nhận ở cơ sở",
        "Chia sẻ khó khăn với đồng bào", "Trở lại với cuộc sống", "Gửi gắm niềm tin", "Thông tin mới nhất về dịch bệnh", "",
    ],
)  # fmt: skip
def test_subheads_are_no_labels(line: str) -> None:
    """A subhead that begins like a label is none."""
    assert not is_label(fold(line))
