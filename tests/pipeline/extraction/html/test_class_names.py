from __future__ import annotations

import pytest

from pipeline.extraction.html.class_names import role_of_names
from pipeline.extraction.lines.labels import is_label, is_promotion
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
        ("brief font-size-text mb-10", "sapo"),
        ("author-share-top", "byline"),
        ("share-buttons", "share"),
        ("font-size-control", "control"),
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
        "Đang phátTốc độ 1x0:00 / 12:47", "Bỏ tiếng-03:15",
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
        "Đội nhà thắng 3:1 sau hiệp phụ",
    ],
)  # fmt: skip
def test_subheads_are_no_labels(line: str) -> None:
    """A subhead that begins like a label is none."""
    assert not is_label(fold(line))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Mời bạn đọc theo dõi trang Zalo của tòa soạn để biết thêm.", True),
        ("Quý khán giả xem lại chương trình trên kênh YouTube của Đài.", True),
        ("Theo dõi Báo Xứ Lam trên Facebook", True),
        ("Cài ứng dụng Xứ Lam trên điện thoại để không bỏ lỡ tin nóng!", True),
        ("Tải ứng dụng để nhận bản tin mỗi sáng", True),
        ("Tại buổi tiếp xúc cử tri, 33 lượt ý kiến của người dân xã Trung Kênh tập trung vào đất đai.", False),
        ("Cái kênh dẫn nước dài hai cây số đã được nạo vét xong.", False),
        ("Đăng ký qua ứng dụng VNeID, người dân không phải nộp bản sao giấy tờ.", False),
        ("Theo dõi mực nước trên kênh chính, huyện cho đóng ba cống.", False),
        ("Mỗi bạn đọc có một thẻ riêng để mượn sách.", False),
        ("Mời bạn đọc ghé thăm thư viện tỉnh vào cuối tuần.", False),
    ],
)
def test_lines_that_promote_the_site(line: str, wanted: bool) -> None:  # noqa: FBT001
    """Whoever is asked to follow the site's own channels reads no news; accents tell `tải` from `tại`.

    It went wrong: a sapo that began with "Tại" and named the commune of Trung Kênh was taken for a promotion.
    """
    assert is_promotion(line) == wanted
