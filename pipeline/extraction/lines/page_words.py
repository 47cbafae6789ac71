"""Lines of pages that are no article: a site's particulars, a record's labels, notices that a page is still empty."""

from __future__ import annotations

import re

# What a site says of itself below its pages, folded: where it sits, who answers for it, who made it, how many came.
_IMPRINT_LINES = (
    r"(?:dia chi|tru so(?: chinh)?|dien thoai|tel|phone|hotline|duong day nong|e-?mail|fax|website|web)\s*(?::.*|$)",
    r"(?:hop tac |thiet ke |duoc )*(?:phat trien|thiet ke|xay dung|van hanh)(?: va \w+(?: \w+)?)? boi\b.*",
    r"(?:©|copyright|ban quyen)\b.*|.*\bban quyen (?:thuoc ve|©|cua)\b.*",
    r".*\bghi ro nguon\b.*|.*\bphat hanh lai thong tin\b.*",
    r"(?:nguoi )?chiu trach nhiem(?: noi dung| chinh| quan ly|:).*|(?:truong )?ban bien tap\b.{0,60}",
    r"giay phep(?: so|:| thiet lap| hoat dong).*|[\d.() +-]{8,20}(?:[;,] ?fax.*)?",
    r"(?:lien ket|thong ke)(?: website| web| truy cap)?",
    r"chao mung (?:quy vi |ban |cac ban )?(?:da )?den voi (?:cong|trang|website)\b.*",
    r"(?:hom (?:nay|qua)|(?:thang|tuan|nam) (?:nay|truoc|\d+)|tat ca|dang truy cap) ?:? ?[\d.,]+",
)
_IMPRINT = re.compile("|".join(_IMPRINT_LINES))
# What the lines of a document's, a record's or a person's page are called.
_RECORD_LABELS = (
    r"tieu de(?: van ban)?|ten van ban|so hieu(?: van ban)?|so(?:,| /|/)? ky hieu|trich yeu|noi nhan|stt",
    r"(?:co quan|noi|ngay) ban hanh|ngay (?:co |het )?hieu luc|nguoi ky|loai (?:van ban|tai lieu)",
    r"hinh thuc(?: van ban)?|linh vuc|pham vi|trang thai|mo ta|tinh trang(?: hieu luc)?|van ban lien quan",
    r"(?:file|tep|tap tin|tai lieu) dinh kem|tai (?:ve|xuong)(?: tai day)?|so luot (?:xem|tai(?: ve)?)|dung luong",
    r"cap do|chu nhiem|thanh vien|ho va ten|ho ten|gioi tinh|chuc vu|ngay sinh|trinh do(?: chuyen mon)?",
)
_RECORD = re.compile(rf"\b(?:{'|'.join(_RECORD_LABELS)})(?=\s*:|\s|$)")
_HEAD = (
    120  # letters: the head of a table of documents, read as one line; labels within longer lines are words of theirs
)
_WHAT = r"bai(?: viet)?|tin(?: bai)?|du lieu|noi dung|ban ghi|thong tin|ket qua"
_WHERE = r"muc|chuyen muc|danh muc|trang"
_TO_COME = re.compile(
    rf"[\s.…*-]*(?:(?:(?:{_WHAT}|{_WHERE})(?: nay)? )?(?:hien )?(?:dang|se) (?:duoc )?"
    rf"(?:cap nhat|bo sung|xay dung|hoan thien)(?: (?:{_WHAT}|sau))?"
    rf"|(?:(?:{_WHERE})(?: nay)? )?(?:hien )?(?:chua|khong) co (?:{_WHAT})(?: nao)?(?: (?:trong )?(?:{_WHERE}) nay)?)"
    r"[\s.…!*-]*"
)


def is_imprint(folded: str) -> bool:
    """Whether a folded line is one of a site's particulars, as below each of its pages."""
    return bool(_IMPRINT.fullmatch(folded))


def record_labels(folded: str) -> set[str]:
    """The labels of a folded line of a record: the one it begins with, or those of a table's head."""
    first = _RECORD.match(folded)
    if len(folded) <= _HEAD and len(labels := set(_RECORD.findall(folded))) >= 3:
        return labels
    return {first[0]} if first else set()


def is_to_come(folded: str) -> bool:
    """Whether a folded line says that its page has no text yet."""
    return bool(_TO_COME.fullmatch(folded))
