"""What sites print around articles in lines of their own: labels, buttons, counters, calls to their readers."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.text import fold

# What sites call their front page, in breadcrumbs, menus and titles; folded.
FRONT_PAGE_NAMES = frozenset(
    ("trang chu", "trang nhat", "trang chinh", "tin tuc", "home", "home page", "homepage"),
)  # fmt: skip

# Labels as they stand in a line of their own, folded, without the marks around them.
_LABEL_LINES = (
    r"(?:tin|bai|bai viet|cac tin|cac bai|tin tuc|tin bai|thong tin)(?: viet| bai)? (?:lien quan|khac|moi|moi nhat)",
    r"(?:tin|bai|bai viet|cac tin|cac bai|tin bai) (?:moi hon|cu hon|da dua|doc nhieu|doc nhieu nhat|noi bat|nong|hot)",
    r"(?:tin|bai|cac tin|cac bai|tin bai)(?: viet)? (?:cung chuyen muc|cung chu de|doc tiep|xem nhieu|dia phuong)",
    r"(?:doc|xem) (?:them|nhieu|tiep|nhieu nhat|them tin|tin khac)",
    r"(?:co the ban|ban co the) quan tam|dung bo lo|video dang xem nhieu|quan tam(?: nhat)?|nhieu nguoi doc",
    r"cung chuyen muc|cung chu de|moi cap nhat|xem them tai day|bai doc tiep|bai lien quan|moi nhat",
    r"(?:y kien|gop y)(?: ban doc| cua ban)?|ban doc gop y|(?:gui |viet )?binh luan(?: \(?\d+\)?)?|gui y kien",
    r"thong tin ban doc|phan hoi|(?:dong )?luu thong tin|dong|gui|huy|dang nhap|tu khoa|the|tags?|chu de",
    r"(?:chuyen muc|danh muc|the loai|tom tat nhanh|tom tat bai viet)|(?:tap tin|file|tai lieu|tep) dinh kem\b.{0,40}",
    r"(?:luot xem|da xem|so lan xem|luot doc|so luot xem|views?) ?:? ?[\d.,]+(?: luot)?.{0,30}|a ?\+ ?a ?-?",
    r"chia se(?: bai viet| facebook| (?:qua|len) (?:twitter|facebook|email))?|sao chep lien ket",
    r"copy link(?: thanh cong)?|in bai viet|in bai|in trang|gui email|ban in|luu bai viet",
    r"nghe (?:toan )?(?:doc )?(?:bai|noi dung)(?: viet)?.{0,30}|theo doi .{2,40} tren(?: google news)?",
    r"(?:giong )?n(?:am|u) mien (?:bac|nam|trung).{0,40}",
    r".{0,45}\d:\d\d ?/ ?(?:\d{1,2}:){1,2}\d\d|(?:bat|bo) tieng ?-?[\d:]{4,8}",
    r"quang cao|lien he quang cao|tro lai (?:trang chu|thoi su|chuyen muc.{0,20})",
    r"(?:tro|quay) (?:ve|lai)(?: trang chu)?",
    r"(?:ve|len) dau trang|muc luc|an / hien|hien thi muc luc|truy cap noi dung luon|skip to content",
    r"chu thich anh|mask|null|undefined|cac don vi thong tin cua .{2,30}|danh gia bai viet|tong (?:so )?diem.{0,60}",
    r"xem anh lon|phong to|thu nho|co chu",
)
_LABELS = re.compile("|".join(_LABEL_LINES))
_MARKS = re.compile(r"[\s:.…»>\-–|•*]+$|^[\s«»<>\-–|•*#]+")


def is_label(folded: str) -> bool:
    """Whether a folded line is what a site prints around articles: a box's heading, a button."""
    return len(folded) <= 60 and bool(_LABELS.fullmatch(_MARKS.sub("", folded)))


# What buttons, counters and tools around a text say. In a list, a table or a heading the same words may be text.
_BUTTON_LINES = (
    r"so (?:lan|luot) doc ?:? ?[\d.,]+(?: luot)?.{0,30}|[\d.,]+ luot (?:xem|doc)|doc [\d.,]+ lan|xem ?:? ?[\d.,]+",
    r"danh gia ?:? ?[\d.,]+ ?/ ?\d ?\(\d+ .{2,20}\)",
    r"(?:diem ?:? ?)?[\d.,]+ ?/ ?\d ?-? ?\(\d+ (?:binh chon|luot|danh gia)\)",
    r"(?:click|nhap|bam) de danh gia.{0,20}|(?:xem )?(?:voi )?co chu ?:?[a+\- ]{0,12}|mau chu|mac dinh co chu",
    r"doc tin|doc bai viet|giong (?:nu|nam)|toc do doc.{0,10}|do tuong phan|phong to thu nho|luu bai|lang nghe",
    r"gui cho ban be|trang (?:truoc|sau)|(?:in trang|tro ve|ve trang truoc|gui email|ve dau trang)",
    r"print|(?:(?:email|print|facebook|twitter|zalo|messenger|pinterest|linkedin|telegram) ?){2,}",
    r"tin cung loai|(?:tai lieu|(?:cac )?file) (?:dinh )?kem(?: theo)?|mot so hinh anh",
    r"het|con nua|xem video|video dang duoc xem nhieu",
    r"(?:dang (?:truy cap|online)|truc tuyen|hom (?:nay|qua)|(?:tuan|thang) (?:nay|truoc)) ?:? ?[\d.,]+",
    r"thong ke truy cap|tong (?:cong|so luot truy cap|luot truy cap|truy cap) ?:? ?[\d.,]+",
)
_BUTTONS = re.compile("|".join(_BUTTON_LINES))


def is_button(folded: str) -> bool:
    """Whether a folded line is a label, or what a tool beside a text says; also several in brackets."""
    return is_label(folded) or is_tool(folded)


def is_tool(folded: str) -> bool:
    """Words of a button, counter or tool beside a text that are no label; also several in brackets."""
    parts = [part for part in re.split(r"[\[\]]", folded) if part.strip()] if len(folded) <= 60 else []
    return bool(parts) and all(_BUTTONS.fullmatch(_MARKS.sub("", part)) for part in parts)


# How a site turns to its readers in a paragraph of its own: whom it asks, or to do what, and where. With accents: "tải"
# (download) is "tại" (at) without, and "kênh" (channel) part of names. A command alone is also how news tell people to
# register or to scan something: the site's own name or its news have to be in it.
_READERS = "độc giả|bạn đọc|khán giả|thính giả|khán thính giả"
_GUESTS = "phụ huynh|đại biểu|cử tri|đại diện|cán bộ|hội viên|chủ hộ"  # those of a meeting
_YOU = rf"{_READERS}|vị(?! (?:{_GUESTS}))"
_INVITATION = re.compile(rf"(?i:(?:kính )?(?:mời|thưa) (?:quý )?(?:{_YOU}|bạn)\b|quý (?:{_YOU})\b)")
_COMMAND = re.compile(
    r"(?i:(?:hãy |vui lòng )?(?:cài(?: đặt)?|tải(?: về| xuống)?|theo dõi|đăng ký|nhấn|bấm|quét|truy cập) )"
    r"(?=.*(?:(?:Báo|Đài) \w|(?i:của chúng tôi|để không bỏ lỡ"
    r"|để (?:nhận|cập nhật|đọc|xem)(?! thông báo)(?: \w+)? (?:tin|báo)\b)))"
)
_CHANNEL = re.compile(
    r"(?i:\b(?:zalo|facebook|fanpage|youtube|google news|tiktok|viber|telegram|app|ứng dụng|mã qr|kênh|bản tin|hotline"
    r"|đường dây nóng|newsletter|email|app ?store|google play|trang web|website|podcast)\b)"
)
_LONGEST_APPEAL = 220  # letters of such a line


def is_promotion(text: str) -> bool:
    """Whether a line asks readers to follow, install or call something of the site's own. Needs its accents."""
    if len(text) > _LONGEST_APPEAL:
        return False
    return bool((_INVITATION.match(text) or _COMMAND.match(text)) and _CHANNEL.search(text))


def are_labels(text: str) -> bool:
    """Whether a line is labels without a space between them: `Chia sẻLưu bài viết`. Not empty."""
    if len(text) > 120 or text[-1] in ".,;!?…" or all(word[1:].islower() for word in text.split()):
        return False
    joints = [at for at, (letter, after) in enumerate(pairwise(text), 1) if letter.islower() and after.isupper()]
    parts = [text[begin:end] for begin, end in pairwise((0, *joints, len(text)))]
    return bool(joints) and all(is_label(fold(part)) for part in parts)
