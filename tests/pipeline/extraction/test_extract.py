"""Small pages, each with one trap that real pages set."""

from __future__ import annotations

import pickle
import time
import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Rules
from pipeline.errors import Unreadable
from pipeline.extraction.extract import EXTRACTOR
from pipeline.extraction.html.json_ld import _load
from pipeline.extraction.profile.reading_rules import ReadingRules
from tests.support.reading import read_article

TITLE = "Khám bệnh miễn phí cho người cao tuổi xã Tân Lập"
SAPO = "Hơn hai trăm người cao tuổi ở xã Tân Lập được khám bệnh, phát thuốc miễn phí trong ngày đầu tuần."
TEXT = (
    "Sáng 12/3, tại xã Tân Lập, huyện đoàn phối hợp với trạm y tế tổ chức khám bệnh miễn phí cho hơn hai trăm người cao tuổi.",
    "Theo ban tổ chức, chương trình nhằm chăm lo sức khỏe cho bà con vùng sâu, nơi đường đến bệnh viện còn nhiều khó khăn.",
    "Bà Nguyễn Thị Lành, 71 tuổi, cho biết đây là lần đầu tiên bà được đo điện tim ngay tại nhà văn hóa của thôn.",
    "Dịp này, đoàn công tác trao tặng ba mươi suất quà cho các gia đình chính sách và học sinh vượt khó.",
)
URL = "https://vidu.vn/xa-hoi/bai-123.html"
MENU = (
    "<ul class='menu'>"
    + "".join(f"<li><a href='/m{number}'>Mục số {number}</a></li>" for number in range(12))
    + "</ul>"
)
TEASERS = "".join(
    f"<div class='item'><a href='/b{number}.html'><img alt='Một tin khác thứ {number} của tòa soạn' src='/t{number}.jpg'></a>"
    f"<h3><a href='/b{number}.html'>Một tin khác thứ {number} của tòa soạn báo</a></h3>"
    f"<p>Tóm tắt tin khác thứ {number}, dài đủ để trông như một đoạn văn bình thường của bài báo đang đọc hôm nay.</p></div>"
    for number in range(20)
)


def paragraphs(tag: str = "p") -> str:
    """Write the text, an element for each paragraph."""
    return "".join(f"<{tag}>{text}</{tag}>" for text in TEXT)


def page(body: str, head: str = f"<title>{TITLE} - Báo Ví Dụ</title>") -> bytes:
    """Write a page with a menu before and teasers after."""
    return f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{MENU}{body}<div>{TEASERS}</div></body></html>".encode()


def body_of(text: str, before: str = "") -> bytes:
    """Write a page with a headline and a container."""
    return page(f"<h1>{TITLE}</h1>{before}<div class='noidung'>{text}</div>")


def test_a_plain_page() -> None:
    """Headline and paragraphs are read, the longer teasers below are not; the language is the text's, not the attribute's."""
    article = read_article(body_of(paragraphs()), URL)
    assert article.title == TITLE
    assert article.paragraphs == TEXT
    assert article.sapo is None
    assert article.language == "vi"
    assert article.published_at is None
    assert article.extractor == EXTRACTOR
    assert article.profile is None


HALVES = "<script>ad()</script><div class='ads_middle'></div>".join(
    f"<div>{''.join(f'<p>{text}</p>' for text in half)}</div>" for half in (TEXT[:2], TEXT[2:])
)


@pytest.mark.parametrize(
    "text",
    [
        paragraphs("div"),
        "<br><br>".join(TEXT),
        "<p></p>".join(TEXT),
        "".join(f"<p><strong></strong><p>{text}</p></p>" for text in TEXT),
        "".join(f"<p>&nbsp;</p><p><span>{text}</span>&nbsp;</p>" for text in TEXT),
        f"<table><tr><td>{'<br>'.join(TEXT)}</td></tr></table>",
        f"<section>{paragraphs()}</section>",
        "".join(f"<p>{text.replace(', ', ', <br>')}</p>" for text in TEXT),
        paragraphs().replace("bệnh viện", "<a class='cms-relate' href='/tag'>bệnh viện</a>"),
        unicodedata.normalize("NFD", paragraphs()),
        paragraphs().replace(" cho ", "\u00a0cho\u200b "),
        paragraphs().replace("à", "&agrave;").replace("ê", "&#234;"),
        f"<form action='x'>{paragraphs()}<input type='hidden' value='/wEP'></form>",
        HALVES,
        f"<div class='content no-sidebar'>{paragraphs()}</div>",
    ],
)
def test_paragraphs_in_any_element(text: str) -> None:
    """Paragraphs come out alike in p, div, cells, bare text, forms, halves, and in any spelling of their letters."""
    assert read_article(body_of(text), URL).paragraphs == TEXT


@pytest.mark.parametrize(
    "page",
    [
        f"<title>{TITLE}</title><h1>{TITLE}</h1>{paragraphs()}",
        f"<html><head><title>{TITLE}</title></head><h1>{TITLE}</h1><div>{paragraphs()}</div></html>",
        f"<title>{TITLE}</title><form method=post><h1>{TITLE}</h1><input type=hidden value={'x' * 100_000}>{paragraphs()}</form>",
        f"<title>{TITLE}</title><h1>{TITLE}</h1>{paragraphs()}<script>var a='{'ă' * 1_000_000}'</script>",
        f"<title>{TITLE}</title><h1>{TITLE}</h1>{paragraphs()}<!-- {'<p>x</p>' * 100_000} -->",
    ],
    ids=["no body", "text after the head", "in a form", "a line of a megabyte", "a comment of a megabyte"],
)
def test_pages_of_any_build(page: str) -> None:
    """Without html or body, in one form with its view state, on one line of a megabyte: the text comes out."""
    assert read_article(page.encode(), URL).paragraphs == TEXT


def test_the_look_alike_of_a_letter() -> None:
    """The Icelandic Ð is Đ in title and text."""
    article = read_article(
        body_of(paragraphs().replace("Dịp", "\u00d0ịp")).replace("Khám".encode(), "\u00d0ám".encode()), URL
    )
    assert (article.title, article.paragraphs[3][:3]) == (TITLE.replace("Kh", "Đ"), "Địp")


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        ("<div class='article-relate'><h2><a href='/x'>Một bài khác của báo hôm nay</a></h2></div>", "related"),
        ("<p><a href='/x'>Một bài khác của báo hôm nay</a></p>", "related"),
        (
            "<div><a href='/x'>Một bài khác của báo hôm nay</a><p>Câu tóm tắt của bài khác, dài như một đoạn văn thật.</p></div>",
            "related",
        ),
        (
            "<div class='VCSortableInPreviewMode' type='RelatedNews'><a href='/x'>Bài khác</a> và một câu.</div>",
            "related",
        ),
        ("<div style='display:none'>Một đoạn văn bị giấu đi, người đọc không bao giờ nhìn thấy nó.</div>", "hidden"),
        ("<div class='desc hidden'>Một đoạn văn bị giấu đi, người đọc không bao giờ nhìn thấy nó.</div>", "hidden"),
        ("<div class='likeshare'>Chia sẻ: facebook zalo</div>", "share"),
        ("<div class='audio tts-player'>Nam miền Bắc 0:00 / 0:00</div>", "player"),
        ("<p>Nam miền Bắc</p>", "label"),
        ("<p>Chú thích ảnh</p>", "label"),
        (f"<p>{TITLE}</p>", "title again"),
        (f"<p>{TITLE} - ảnh 3</p>", "title again"),
        ("<p>(Thứ bảy, 22/05/2021 11:38)</p>", "date"),
        ("<div class='kksr-legend'>5/5 - (3 bình chọn)</div>", "control"),
        ("<p>Có thể bạn quan tâm: <a href='/x'>Con đường thuở mới khai hoang</a></p>", "related"),
        ("<p>Từ khóa: <a href='/x'>khám bệnh</a>, <a href='/y'>Tân Lập</a></p>", "tags"),
        ("<div class='elementor-widget elementor-widget-posts'><p>Một tin khác của tòa soạn.</p></div>", "related"),
        (f"<p>{TEXT[0]}</p>", "said twice"),
        (
            "<section id='comment'><p>Bạn đọc bình luận một câu rất dài về bài báo này, không phải lời của báo.</p></section>",
            "comment",
        ),
    ],
)
def test_what_is_removed_says_why(piece: str, reason: str) -> None:
    """What stands among the paragraphs and is none is kept apart, with the reason."""
    article = read_article(body_of(paragraphs().replace(f"<p>{TEXT[2]}", f"{piece}<p>{TEXT[2]}")), URL)
    assert article.paragraphs == TEXT
    assert reason in {removed.reason for removed in article.removed}


@pytest.mark.parametrize(
    "line",
    ["1.234 lượt xem", "Đánh giá: 5/5 (2 lượt)", "Facebook Twitter Zalo", "[In trang] [Trở về]", "Hôm nay: 1.204"],
)
def test_counters_and_tools_stand_around_the_text(line: str) -> None:
    """Above and below it they are none of it, and hide no byline; within it they are its own words."""
    signed = "<p style='text-align:right'><b>Lê Na</b></p>"
    around = read_article(body_of(f"<p>{line}</p>{paragraphs()}{signed}<div>{line}</div>"), URL)
    assert (around.paragraphs, around.authors) == (TEXT, ("Lê Na",))
    within = read_article(body_of(paragraphs().replace(f"<p>{TEXT[2]}", f"<p>{line}</p><p>{TEXT[2]}")), URL)
    assert within.paragraphs == (*TEXT[:2], line, *TEXT[2:])


@pytest.mark.parametrize(
    ("before", "first"),
    [
        (f"<div class='detail__sapo'>{SAPO}</div>", ""),
        (f"<h2>{SAPO}</h2>", ""),
        (f"<p class='desc'>{SAPO}</p>", f"<p><strong>{SAPO}</strong></p>"),
        ("", f"<p><strong>{SAPO}</strong></p>"),
        ("", f"<h2 class='sapo'>{SAPO}</h2>"),
        ("", f"<b>{SAPO}</b><br><br>"),
        (f"<p class='description'><span class='location-stamp'>Hà Giang</span>{SAPO}</p>", ""),
        (
            f"<div class='x'>{SAPO}</div><ul class='list-concern'><li><a href='/y'>Một tin liên quan khác nữa</a></li></ul>",
            "",
        ),
    ],
)
def test_the_sapo_stands_apart(before: str, first: str) -> None:
    """The sapo is found above the text, first in it, or in both; it is a paragraph once, the first."""
    article = read_article(body_of(first + paragraphs(), before), URL)
    assert article.sapo == SAPO
    assert article.paragraphs == (SAPO, *TEXT)


@pytest.mark.parametrize(
    ("label", "kept"), [("BNEWS ", ""), ("Hà Giang", ""), ("(PLO)- ", "(PLO)- "), ("TTO - ", "TTO - ")]
)
def test_a_label_before_the_sapo(label: str, kept: str) -> None:
    """A place or an outlet's name printed before the sapo is no part of it where the head states it without; a dateline is."""
    head = f"<title>{TITLE}</title><meta property='og:description' content='{SAPO}'>"
    article = read_article(
        page(f"<h1>{TITLE}</h1><div class='x'>{label}{SAPO}</div><div>{paragraphs()}</div>", head), URL
    )
    assert article.sapo == kept + SAPO
    assert article.paragraphs == (kept + SAPO, *TEXT)


def test_a_sapo_that_begins_the_first_paragraph() -> None:
    """A sapo that is a prefix of the first paragraph takes nothing from it."""
    longer = f"{SAPO} Đây là hoạt động thường niên của huyện đoàn và trạm y tế."
    article = read_article(body_of(f"<p>{longer}</p>{paragraphs()}", f"<h2 class='sapo'>{SAPO}</h2>"), URL)
    assert article.paragraphs == (SAPO, longer, *TEXT)


CAPTION = "Cán bộ y tế khám bệnh cho bà con tại nhà văn hóa. Ảnh: Thu Hà/TTXVN"


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='/a.jpg' alt='Chú thích ảnh'><figcaption>{}</figcaption></figure>",
        "<table class='picture'><tr><td class='pic'><img src='/a.jpg' alt='x.png'></td></tr><tr><td class='caption'><p>{}</p></td></tr></table>",
        "<table><tr><td><img src='/a.jpg'></td></tr><tr><td>{}</td></tr></table>",
        "<p><img src='/a.jpg'></p><p><em>{}</em></p>",
        "<p><img src='/a.jpg'></p><p style='text-align:center'>{}</p>",
        "<p><img src='/a.jpg'></p><p>{}</p>",
        "<p style='text-align:center'><img src='/a.jpg'><br>{}</p>",
        "<div class='insertImage'><img src='/a.jpg'><div class='caption'>{}</div></div>",
        "<figure><img src='data:image/gif;base64,R0lG' data-src='/a.jpg'><noscript><img src='/a.jpg'></noscript><figcaption>{}</figcaption></figure>",
        "<figure><img src='data:image/gif;base64,R0lG'><noscript><img src='/a.jpg'></noscript><figcaption>{}</figcaption></figure>",
    ],
)
def test_captions_are_no_text(picture: str) -> None:
    """A caption belongs to its picture, in every dress; the credit is read from it and the photographer is no author."""
    article = read_article(
        body_of(paragraphs().replace(f"<p>{TEXT[2]}", f"{picture.format(CAPTION)}<p>{TEXT[2]}")), URL
    )
    assert article.paragraphs == TEXT
    assert [(image.url, image.caption, image.credit) for image in article.images] == [
        ("https://vidu.vn/a.jpg", CAPTION, "Thu Hà/TTXVN")
    ]
    assert article.authors == ()


def test_a_caption_where_tables_lay_out_the_page() -> None:
    """The table around all of the text is no picture's frame."""
    picture = "<p align='center'><img src='/a.jpg'><br><font size='2'>Bà con xếp hàng chờ đến lượt khám.</font></p>"
    lines = [*TEXT, *(f"{line} Có mặt từ sớm là bà con các thôn." for line in TEXT)]
    text = f"<p>{lines[0]}</p>{picture}" + "".join(f"<p>{line}</p>" for line in lines[1:])
    laid_out = f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>{text}</td></tr></table>"
    article = read_article(page(laid_out), URL)
    assert list(article.paragraphs) == lines
    assert [image.caption for image in article.images] == ["Bà con xếp hàng chờ đến lượt khám."]


def said(*lines: str) -> str:
    """Write lines as paragraphs."""
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Short lines, more of them than prose: results, fixtures, answers.
        (said(TEXT[0], *(f"Đội số {n} thắng đội khách" for n in range(30))), "Đội số 29 thắng đội khách"),
        (f"{said(TEXT[0])}<p><img src='/a.jpg'></p>{said('Ông Hùng nhấn mạnh:', *TEXT[1:])}", "Ông Hùng nhấn mạnh:"),
        (said(TEXT[0], "Ngày 7/5/1954:", *TEXT[1:]), "Ngày 7/5/1954:"),
        (f"{said(*TEXT[:2])}<h3>Thứ Hai, ngày 2/9/2024</h3>{said(*TEXT[2:])}", "Thứ Hai, ngày 2/9/2024"),
        (said(*TEXT, "Theo Sở Y tế dự kiến mở thêm 5 trạm cấp cứu."), "Theo Sở Y tế dự kiến mở thêm 5 trạm cấp cứu."),
        (said(*TEXT, "Hình: Tam giác ABC vuông tại A."), "Hình: Tam giác ABC vuông tại A."),
        (f"{said(TEXT[0])}<p><a name='d1'><b>Điều 1. Phạm vi điều chỉnh</b></a></p>{said(*TEXT[1:])}", "Điều 1. Phạm vi điều chỉnh"),
        (f"{said(TEXT[0])}<h2 id='toc-1'>Nguyên nhân sạt lở</h2>{said(*TEXT[1:])}", "Nguyên nhân sạt lở"),
        (f"{said(*TEXT, 'Đoạt giải gồm:')}<ul><li>Nguyễn Văn An</li><li>Trần Thị Bình</li></ul>", "Trần Thị Bình"),
        (f"{said(*TEXT)}<ul><li>Giải Nhất: xã Tân Lập</li><li>Giải Nhì: xã Tân Hòa</li></ul><div class='related'><a href='/x.html'>Một bài khác của tòa soạn báo</a></div>", "Giải Nhì: xã Tân Hòa"),
        (f"{said(TEXT[0])}<p>Ngày <time>5/6/2024</time>, UBND xã khởi công đường mới.</p>{said(*TEXT[1:])}", "Ngày 5/6/2024, UBND xã khởi công đường mới."),
        (f"{said(TEXT[0])}<p>Tại <span class='location'>xã Tân Lập</span>, nước đã rút.</p>{said(*TEXT[1:])}", "Tại xã Tân Lập, nước đã rút."),
        (said(TEXT[0], "Thời gian: 08h00, ngày 20/7/2026", *TEXT[1:]), "Thời gian: 08h00, ngày 20/7/2026"),
        (said(TEXT[0], "<b>Thứ Hai, ngày 20/7/2026</b>", *TEXT[1:]), "Thứ Hai, ngày 20/7/2026"),
        (said(*TEXT, "Danh sách gồm:", "Nguyễn Văn An", "Lê Thị Bình", "Trần Văn Cường"), "Trần Văn Cường"),
        (said(*TEXT, "<b>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH</b>", "<b>Lê Văn Mẫu</b>"), "Lê Văn Mẫu"),
        (f"{said(*TEXT, 'Các ứng dụng hay bị lợi dụng:')}<ul><li>Facebook</li><li>Zalo</li><li>Email</li></ul>", "Zalo"),
        (f"{said(TEXT[0])}<h3>Lắng nghe</h3>{said(*TEXT[1:])}", "Lắng nghe"),
        (said(*TEXT, "Điểm: 8,5/10"), "Điểm: 8,5/10"),
        (said(*TEXT, "<b>Giải Nhất</b>", "<b>Mai Anh</b>", "<b>Báo Hòa Bình</b>"), "Mai Anh"),
        (said(*TEXT, "<b>Báo Tết</b>"), "Báo Tết"),
        (said(*TEXT, "Giải Nhì", "Lê Hoàng Nam", "Bùi Thị Thảo", "Quách Văn Hùng"), "Lê Hoàng Nam"),
        (said(TEXT[0], "- Hết.", *TEXT[1:]), "- Hết."),
        (said(TEXT[0], "Một số hình ảnh:", *TEXT[1:]), "Một số hình ảnh:"),
        (f"{said(TEXT[0])}<ul><li>Số hiệu: 35/KH-UBND</li><li>Ngày ban hành: 12/7/2026</li></ul>{said(*TEXT[1:])}", "Ngày ban hành: 12/7/2026"),
        (said(TEXT[0], "<b>30 tháng Tư, 1975</b>", *TEXT[1:]), "30 tháng Tư, 1975"),
        (said(*TEXT[:2], "Ngày 17/8/1995", TEXT[2], "Ngày 18/8/1995", TEXT[3]), "Ngày 17/8/1995"),
        (said(*TEXT, "Vào Đảng: 3/2/1998", "Từ 13h00 đến 16h00: xã Phú Nghĩa"), "Vào Đảng: 3/2/1998"),
        (said(*TEXT, "Sáng 8h00: Khai mạc", "Từ 13h00 đến 16h00: xã Phú Nghĩa"), "Từ 13h00 đến 16h00: xã Phú Nghĩa"),
        (f"{said(*TEXT)}<table><tr><td><p>Vua phá lưới</p></td><td><p>Lê Văn Tám</p></td></tr></table>", "Lê Văn Tám"),
        (f"{said(*TEXT)}<dl><dt>Vua phá lưới</dt><dd>Lê Văn Tám</dd></dl>", "Lê Văn Tám"),
        (f"{said(TEXT[0])}<p class='author'>Ông Phan Đình Lộc, Chủ tịch xã</p>{said(*TEXT[1:])}", "Ông Phan Đình Lộc, Chủ tịch xã"),
        (f"{said(*TEXT)}<div class='footer'><p>Mọi người ra về trong nắng chiều.</p></div>", "Mọi người ra về trong nắng chiều."),
        (f"{said(TEXT[0])}<p>Bài viết này được đăng trong <a href='/x'>Tập san</a> số Xuân.</p>{said(*TEXT[1:])}", "Bài viết này được đăng trong Tập san số Xuân."),
        (said(*TEXT, "Thưa quý vị, đoạn video cho thấy đường đã thông."), "Thưa quý vị, đoạn video cho thấy đường đã thông."),
        (said(*TEXT, "<b>Sở Y tế</b>", "<b>Sở Tài chính</b>", "<b>Công an tỉnh</b>"), "Sở Tài chính"),
        (f"{said(*TEXT)}<table><tr><td colspan='2'>Tên</td></tr><tr><td>Thôn Rộc<br>xã An Bình</td><td>Lê Văn Tám</td></tr></table>", "xã An Bình Lê Văn Tám"),
        (said(*TEXT, "Mời bà con quét mã QR để nộp hồ sơ trực tuyến."), "Mời bà con quét mã QR để nộp hồ sơ trực tuyến."),
        (said(*TEXT, "Kính mời quý vị phụ huynh dự họp qua ứng dụng Zoom."), "Kính mời quý vị phụ huynh dự họp qua ứng dụng Zoom."),
        (said(*TEXT, "Truy cập ứng dụng VNeID để nhận thông báo của xã."), "Truy cập ứng dụng VNeID để nhận thông báo của xã."),
        (f"{said(*TEXT)}<blockquote><p>Cứ làm đi.</p><p class='quote-author'>Trịnh Thị Lụa</p></blockquote>{said('Hết ngày, đường xong.')}", "Trịnh Thị Lụa"),
        (f"{said(TEXT[0])}<p style='text-align:justify'><img class='alignleft' src='/a.jpg'>{TEXT[1]}</p>{said(*TEXT[2:])}", TEXT[1]),
        (f"{said(TEXT[0])}<section><figure><img src='/a.jpg'></figure><p>{TEXT[1]}</p></section>{said(*TEXT[2:])}", TEXT[1]),
        ("".join(f"<div class='elementor-widget elementor-widget-text-editor'><p>{line}</p></div>" for line in TEXT), TEXT[3]),
        ("".join(f"<div>{line}</div>" for line in (TEXT[0], "1. Địa điểm: Hội trường xã", "2. Nội dung: Sơ kết", "3. Chủ trì: Trưởng thôn", "Kính mời!")), "2. Nội dung: Sơ kết"),
        (f"<div>{TEXT[0]}</div><div><table>" + "".join(f"<tr><td>{n}</td><td>Thôn {n}</td></tr>" for n in range(30)) + "</table></div>", "29 Thôn 29"),
        (f"{said(TEXT[0])}<table><tr><td>Số</td><td>12/QĐ</td></tr><tr><td>Ngày</td><td>16/07/2026</td></tr><tr><td>Ký</td><td>Mẫu</td></tr></table>", "Ngày 16/07/2026"),
    ],
)  # fmt: skip
def test_what_looks_like_something_else_is_text(text: str, wanted: str) -> None:
    """Each was lost, or read as a caption, date, byline, link or label."""
    article = read_article(body_of(text), URL)
    assert wanted in article.paragraphs
    assert article.paragraphs[0] == TEXT[0]
    assert (article.authors, article.agency) == ((), None)


@pytest.mark.parametrize("line", ["<b>Ngày 30/4/1975</b>", "Quảng Trị, 14/11/2024"])
def test_what_stands_before_a_date_is_no_author(line: str) -> None:
    """Neither the word for day nor a province."""
    assert read_article(body_of(f"<p>{line}</p>{paragraphs()}"), URL).authors == ()


def test_a_row_of_data_is_a_line() -> None:
    """Also where each cell holds a paragraph, as pasted from a word processor; other tables are read cell by cell."""
    rows = (("Thôn", "Số người"), ("Thôn Thượng", "41"), ("Thôn Hạ", "52"))
    cells = ["".join(f"<td><p>{cell}</p></td>" for cell in row) for row in rows]
    table = "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</tbody></table>"
    assert read_article(body_of(paragraphs() + table + f"<p>{TEXT[0]} Hết.</p>"), URL).paragraphs[4:7] == (
        "Thôn Số người",
        "Thôn Thượng 41",
        "Thôn Hạ 52",
    )
    beside = f"<table><tr><td><p>{TEXT[0]}</p></td><td><p>{TEXT[1]}</p></td></tr></table>"
    assert read_article(body_of(beside + f"<p>{TEXT[2]}</p><p>{TEXT[3]}</p>"), URL).paragraphs == TEXT


def test_cells_that_lay_out_a_page_are_boxes() -> None:
    """A menu's last line does not run into the headline in the cell beside it."""
    menu = "<td><a href='/a'>Tin hoạt động</a><br><a href='/b'>Dân vận</a></td>"
    text = f"<td><b>{TITLE}</b><br>16/07/2026 08:15<br>{'<br>'.join(TEXT)}</td>"
    article = read_article(page(f"<table><tr>{menu}{text}</tr></table>"), URL)
    assert (article.title, article.paragraphs, article.published_at) == (TITLE, TEXT, "2026-07-16T08:15:00+07:00")


def test_a_credit_of_its_own() -> None:
    """A credit that the page keeps apart is no part of the caption."""
    picture = (
        "<table class='picture'><tr><td><img src='/a.jpg'></td></tr><tr><td class='caption'><p>Quang cảnh buổi khám</p>"
        "<div class='source'><p>ảnh: thu hà</p></div></td></tr></table>"
    )
    image = read_article(body_of(picture + paragraphs()), URL).images[0]
    assert (image.caption, image.credit) == ("Quang cảnh buổi khám", "thu hà")


def test_a_photo_story() -> None:
    """Captions are captions and text is text once where every block has a hidden twin."""
    blocks = "".join(
        f"<div class='item'><div class='pic'><img data-src='/p{number}.jpg'><div class='desc_cation' style='display: none'><p>{text}</p></div></div>"
        f"<div class='desc_cation'><p>{text}</p></div></div>"
        for number, text in enumerate(TEXT)
    )
    article = read_article(
        body_of(blocks + "<p style='text-align:right'><strong>Giang Huy - Hoàng Phương</strong></p>"), URL
    )
    assert article.paragraphs == TEXT
    assert len(article.images) == len(TEXT)
    assert article.authors == ("Giang Huy", "Hoàng Phương")


def test_a_story_of_captions_alone() -> None:
    """A page whose text is captions is an article when it has a headline."""
    figures = "".join(
        f"<figure><img src='/p{number}.jpg'><figcaption>{text} Ảnh: Văn Nam</figcaption></figure>"
        for number, text in enumerate(TEXT)
    )
    head = f"<title>{TITLE}</title><meta property='og:type' content='article'>"
    article = read_article(page(f"<h1>{TITLE}</h1><p class='sapo'>{SAPO}</p><article>{figures}</article>", head), URL)
    assert article.sapo == SAPO
    assert article.paragraphs == (SAPO,)
    assert {image.credit for image in article.images} == {"Văn Nam"}
    assert len(article.images) == len(TEXT)


@pytest.mark.parametrize(
    ("signature", "authors", "agency"),
    [
        ("<p style='text-align:right'><strong>Kim Oanh - Thành Chung</strong></p>", ("Kim Oanh", "Thành Chung"), None),
        ("<div class='author'><strong>Tâm Hằng</strong><i> (TTXVN)</i></div>", ("Tâm Hằng",), "TTXVN"),
        ("<p><span><strong>Bài và ảnh: Hồng Thanh</strong></span></p>", ("Hồng Thanh",), None),
        ("<div class='article__source'><span class='name'>(TTXVN/Vietnam+)</span></div>", (), "TTXVN"),
        (
            "<p>Vũ Phương Nhi</p><p><strong>Nguồn: <a href='http://x.vn/a'>http://x.vn/a</a></strong></p>",
            ("Vũ Phương Nhi",),
            None,
        ),
        ("<p>Theo TTXVN</p>", (), "TTXVN"),
        ("<p style='text-align:right'><strong>BBT</strong></p>", (), None),
        ("<p class='has-text-align-right'><strong>Tin, ảnh: PV - CTV</strong></p>", (), None),
        ("<p><span style='font-weight:bold'>Thu</span></p>", ("Thu",), None),
        (
            "<p style='text-align:right'><b><a href='/tac-gia/thu'>Thu Trang Hồng Nhung</a></b></p>",
            ("Thu Trang Hồng Nhung",),
            None,
        ),
        ("<p><em>Ảnh: Thành Duy</em></p>", (), None),
        ("</div><div><b>Tác giả:</b> Lê Na</div><div>", ("Lê Na",), None),
    ],
)
def test_signatures_are_no_text(signature: str, authors: tuple[str, ...], agency: str | None) -> None:
    """What signs the article at its end is read as byline and is no paragraph."""
    article = read_article(body_of(paragraphs() + signature), URL)
    assert article.paragraphs == TEXT
    assert (article.authors, article.agency) == (authors, agency)


@pytest.mark.parametrize(
    ("name", "authors", "agency"),
    [
        ("Tâm HằngTTXVN", ("Tâm Hằng",), "TTXVN"),
        ("", (), None),
        ("Báo Ví Dụ", (), None),
        ("baovidu.vn", (), None),
        ("Lan Chi, Đức Toàn", ("Lan Chi", "Đức Toàn"), None),
    ],
)
def test_stated_authors_are_people(name: str, authors: tuple[str, ...], agency: str | None) -> None:
    """JSON-LD's author counts where it is people: unglued, split, and no outlet."""
    head = (
        (
            f"<title>{TITLE}</title><meta name='author' content='Báo Ví Dụ'><meta property='og:site_name' content='Báo Ví Dụ'>"
            f"<script type='application/ld+json'>{{'@type':'NewsArticle','author':{{'@type':'Person','name':'{name}'}}}}</script>"
        )
        .replace("{'", '{"')
        .replace("':'", '":"')
        .replace("','", '","')
        .replace("':{", '":{')
        .replace("'}", '"}')
    )
    article = read_article(page(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", head), URL)
    assert (article.authors, article.agency) == (authors, agency)


@pytest.mark.parametrize(
    ("head", "heading"),
    [
        (f"<title>{TITLE} | Báo Ví Dụ</title>", f"<h1>{TITLE}</h1>"),
        (f"<title>{TITLE} - Xã hội - Báo Ví Dụ Online</title>", f"<h2>{TITLE}</h2>"),
        (
            f"<title>{TITLE} - Cổng thông tin điện tử tỉnh</title>",
            f"<h1 class='hide-accessible'>Navigation</h1><h4><span class='asset-title'>{TITLE}</span></h4>",
        ),
        (f"<title>{TITLE} - Cổng thông tin điện tử tỉnh</title>", ""),
        ("<title>Tiêu đề viết cho máy tìm kiếm</title>", f"<h1><a href='/'>XÃ HỘI</a></h1><h1>{TITLE}</h1>"),
        ("<title>Báo Ví Dụ</title>", f"<h1>\n  {TITLE}\n </h1>"),
        (f"<title>BNEWS - {TITLE}</title><meta property='og:site_name' content='BNEWS'>", ""),
        (f"<title>{TITLE}</title>", f"<h1>{unicodedata.normalize('NFD', TITLE)}</h1>"),
    ],
)
def test_the_headline_without_the_sites_name(head: str, heading: str) -> None:
    """The headline is what readers see; where nothing is printed it is what the head says, without the site's name."""
    article = read_article(page(f"{heading}<div>{paragraphs()}</div>", head), URL)
    assert article.title == TITLE
    assert article.paragraphs == TEXT


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("<span class='date'>14:08 05/04/2024</span>", "2024-04-05T14:08:00+07:00"),
        ("<div class='pdate'>05-09-2026 - 17:09 PM</div>", "2026-09-05T17:09:00+07:00"),
        ("<div>Ngày đăng: 05/07/2025</div>", "2025-07-05"),
        ("<time class='time' datetime='2026-05-28'>28/05/2026</time>", "2026-05-28"),
        ("<div class='detail__author'>K Kim Phong 15:21, 14/08/2026</div>", "2026-08-14T15:21:00+07:00"),
        ("<div class='date'>Đăng bởi: Lê Na | 16/07/2026 08:15</div>", "2026-07-16T08:15:00+07:00"),
        ("<div class='date'>16/07/2026 08:15 - bản in 12 trang</div>", "2026-07-16T08:15:00+07:00"),
        ("<div>Ngày đăng: 16/07/2026 - Lượt xem: 123</div>", "2026-07-16"),
        ("<time id='currentDate'>Thứ Ba, 24/11/2026</time>", None),
        ("<!-- Sat Aug 15 2026 06:54:00 GMT+0700 -->", None),
        ("", None),
    ],
)
def test_the_printed_date(header: str, wanted: str | None) -> None:
    """The date beside the headline counts; a clock, a comment and the text's own dates never do."""
    article = read_article(
        body_of(paragraphs() + "<p>Chương trình kéo dài đến ngày 25/12/2026 tại xã bên cạnh.</p>", header), URL
    )
    assert article.published_at == wanted
    assert article.published_precision == (None if wanted is None else "minute" if "T" in wanted else "day")


def test_the_date_that_a_time_element_states() -> None:
    """It counts near the headline, where the head states none; a teaser's is somebody else's."""
    own = "<time class='entry-date published' datetime='2026-05-12T10:32:00+07:00'>6 tháng trước</time>"
    teaser = "<ul><li><a href='/x'>Một tin khác của tòa soạn</a> <time class='entry-date published' datetime='2026-03-01'>1/3</time></ul>"
    for header, wanted in ((own, "2026-05-12T10:32:00+07:00"), ("", None)):
        text = f"<article><header><h1>{TITLE}</h1>{header}</header><div>{paragraphs()}</div></article>{teaser}"
        assert read_article(page(text), URL).published_at == wanted
        head = f"<title>{TITLE}</title><meta property='article:published_time' content='2026-05-11T08:00:00+07:00'>"
        assert read_article(page(text, head), URL).published_at == "2026-05-11T08:00:00+07:00"


@pytest.mark.parametrize(
    "line", ["16/07/2026 08:15 | Lượt xem: 123", "Ngày đăng: 16/07/2026 Tác giả: Lê Na", "Đọc bài viết"]
)
@pytest.mark.parametrize("named", ["", " class='date'"], ids=["nameless", "date"])
def test_a_line_above_the_text_is_no_sapo(line: str, named: str) -> None:
    """Nor a paragraph, whatever else stands beside the date."""
    article = read_article(body_of(f"<div{named}>{line}</div>{paragraphs()}"), URL)
    assert article.paragraphs == TEXT
    assert article.sapo != line


@pytest.mark.parametrize(
    "box",
    [
        "<div><p>Thống kê truy cập</p><p>Đang online: 25</p><p>Hôm nay: 1.250</p></div>",
        "<table><tr><td>Giá vàng</td></tr><tr><td>Mua vào: 118,5</td></tr></table>",
        "<ul><li>UBND huyện Ví Dụ</li><li>Số 5 đường Trần Phú</li></ul>",
    ],
)
def test_a_nameless_box_beside_the_text_is_none_of_it(box: str) -> None:
    """Though it is made like the text's and holds no link; what stands in the article's own body is."""
    head = f"<div class='head'><h1>{TITLE}</h1></div>"
    for row in (f"<div>{paragraphs()}</div>{box}", f"{box}<div>{paragraphs()}</div>"):
        assert read_article(page(f"{head}<div class='row'>{row}</div>"), URL).paragraphs == TEXT
    within = (
        f"{head}<div class='article-content'><div>{paragraphs()}</div><div><p>Nơi nhận:</p><p>Như trên</p></div></div>"
    )
    assert read_article(page(within), URL).paragraphs == (*TEXT, "Nơi nhận:", "Như trên")


def test_an_articles_own_footer_signs_it() -> None:
    """Byline and source are read there."""
    foot = "<div class='article__footer'><div class='article__author'>Lê Na</div><div class='article__source'>Nguồn: TTXVN</div></div>"
    article = read_article(body_of(paragraphs() + foot), URL)
    assert (article.authors, article.agency, article.paragraphs) == (("Lê Na",), "TTXVN", TEXT)


def test_a_teasers_author_is_not_this_articles() -> None:
    """A link to a writer's page signs only where it is set apart as a signature."""
    end = "<p style='text-align:right'><b>Lê Na</b></p><h3>Đọc thêm</h3><div><a href='/x1'>Khởi công cầu dân sinh mới</a></div>"
    end += "<div><a href='/author/mai-lan'>Mai Lan</a></div>"
    assert read_article(body_of(paragraphs() + end), URL).authors == ("Lê Na",)


def test_json_ld_of_blanks_costs_no_more_than_its_size() -> None:
    """It went wrong: half a minute for 60,000 blanks. So it would for as many comments that never end."""
    begun = time.process_time()
    assert _load("<!--" * 75_000) is None
    assert time.process_time() - begun < 5
    for waste in (" " * 300_000, "// " * 100_000):
        begun = time.process_time()
        script = f"<script type='application/ld+json'>{waste}{{}}</script>"
        assert read_article(
            page(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", f"<title>{TITLE}</title>{script}"), URL
        ).paragraphs
        assert time.process_time() - begun < 5


def test_a_box_of_comments_with_a_headline_of_its_own() -> None:
    """Is one all the same."""
    box = f"<div id='comments'><h1>Bình luận (8)</h1>{'<p>Một bạn đọc viết khá dài về bài báo này và chuyện của làng.</p>' * 15}</div>"
    assert read_article(body_of(paragraphs() + "</div>" + box + "<div>"), URL).paragraphs == TEXT


def test_an_appointment_above_the_text_is_text() -> None:
    """Though its element is named as a time."""
    first = "Khai mạc: 8 giờ ngày 20/7/2026"
    assert read_article(body_of(f"<div class='time'>{first}</div>{paragraphs()}"), URL).paragraphs == (first, *TEXT)


def test_a_named_body_is_read_whole() -> None:
    """Whatever boxes its rows stand in."""
    rows = "".join(f"<tr><td><p>Thôn {n}</p></td><td><p>{n} hộ</p></td></tr>" for n in range(6))
    table = f"<table><tr><td><p>{TEXT[0]}</p></td><td><p>{TEXT[1]}</p></td></tr>{rows}</table>"
    article = read_article(page(f"<h1>{TITLE}</h1><div class='noi-dung'>{table}</div>"), URL)
    assert article.paragraphs[:4] == (*TEXT[:2], "Thôn 0", "0 hộ")
    assert article.paragraphs[-1] == "5 hộ"
    boxes = f"<div class='a'>{said(*TEXT)}</div><div class='b'><p>Thôn Bưng: 5 hộ</p></div>"
    assert (
        read_article(page(f"<h1>{TITLE}</h1><div class='noi-dung'>{boxes}</div>"), URL).paragraphs[-1]
        == "Thôn Bưng: 5 hộ"
    )


def test_a_sentence_in_an_element_named_as_a_date_is_text() -> None:
    """More than a few words stand beside its date."""
    first = "Ngày 10/07/2026, UBND huyện ban hành kế hoạch làm đường liên xã."
    assert read_article(body_of(f"<p class='ngay-thang'>{first}</p>{paragraphs()}"), URL).paragraphs == (first, *TEXT)


def test_an_article_filed_under_comments() -> None:
    """What WordPress lists among an article's names says where it is filed, not what it is."""
    body = f"<article class='post-12 type-post hentry category-binh-luan tag-y-kien'><h1>{TITLE}</h1>{paragraphs()}</article><p>Giấy phép số 1</p>"
    assert read_article(page(body), URL).paragraphs == TEXT
    beside = f"<div><h1>{TITLE}</h1><div class='binh-luan-detail'>{paragraphs()}</div></div>"
    assert read_article(page(beside), URL).paragraphs == TEXT
    inside = f"<div id='YKienCuTri'><h1>{TITLE}</h1>{paragraphs() * 2}</div>"
    assert read_article(page(inside), URL).paragraphs == TEXT


def test_a_footer_by_name_is_one() -> None:
    """A licence below the text is no paragraph, also where no side box keeps it away."""
    foot = (
        "<div class='footer'><p>Cơ quan chủ quản: Tỉnh ủy. Giấy phép số 12/GP-BTTTT do Bộ cấp ngày 3/2/2021.</p></div>"
    )
    body = f"<html><title>{TITLE}</title><body><ul class='menu'><li><a href='/'>Trang chủ</a></ul><div class='detail'><h1>{TITLE}</h1>"
    body += f"<h2 class='sapo'>{SAPO}</h2><div class='content'>{paragraphs()}</div></div>{foot}</body></html>"
    assert read_article(body.encode(), URL).paragraphs == (SAPO, *TEXT)


def test_a_picture_that_opens_larger() -> None:
    """A link named a popup or modal, which holds nothing but a picture, is no control."""
    picture = "<p><a class='modal' href='/b.jpg'><img src='/a.jpg'></a></p><p><em>Bà con chờ khám</em></p>"
    article = read_article(body_of(f"{said(*TEXT[:2])}{picture}{said(*TEXT[2:])}"), URL)
    assert [(image.url, image.caption) for image in article.images] == [("https://vidu.vn/a.jpg", "Bà con chờ khám")]
    assert article.paragraphs == TEXT


def test_a_byline_below_the_last_picture_is_no_caption() -> None:
    """Set to the right, it says who wrote the article."""
    end = "<p><img src='/a.jpg'></p><p style='text-align:right'><strong>Bài, ảnh: Lê Na</strong></p>"
    article = read_article(body_of(paragraphs() + end), URL)
    assert (article.authors, article.images[0].caption) == (("Lê Na",), None)


def test_the_last_item_of_a_menu_is_no_section() -> None:
    """One short link right above the headline is; a list of many is a menu."""
    menu = "<div><ul>" + "".join(f"<li><a href='/m{n}'>Mục {n}</a></li>" for n in range(8)) + "</ul></div>"
    assert read_article(page(f"{menu}<h1>{TITLE}</h1><div>{paragraphs()}</div>"), URL).section is None


def test_tags_in_a_line_of_text() -> None:
    """WordPress names section and tags in one line: the links that are tags are them."""
    line = "<p>Bài viết này được đăng trong <a rel='category tag' href='/c'>Y tế</a> và gắn thẻ <a rel='tag' href='/t'>khám bệnh</a>.</p>"
    article = read_article(body_of(paragraphs() + line), URL)
    assert (article.tags, article.paragraphs) == (("khám bệnh",), TEXT)


@pytest.mark.parametrize(
    "stated", ["Sở Y tế Ví Dụ > Tin tức > Chi tiết tin", "Xem chi tiết", "Xã Ví Dụ", f"{TITLE[:30]}..."]
)
def test_a_title_that_is_the_same_on_all_pages(stated: str) -> None:
    """Then the line that is dressed as a headline is it; so it is where the stated one is cut short."""
    body = page(f"<div class='title-detail'>{TITLE}</div><div>{paragraphs()}</div>", f"<title>{stated}</title>")
    assert read_article(body, URL).title == TITLE


def test_json_ld_behind_comment_marks_and_by_reference() -> None:
    """`//<![CDATA[` around it is dropped; an author that is named by a reference is looked up."""
    data = '{"@graph":[{"@type":"NewsArticle","headline":"x","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Lê Na"}]}'
    head = f"<title>{TITLE}</title><script type='application/ld+json'>//<![CDATA[\n{data}\n//]]></script>"
    assert read_article(page(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", head), URL).authors == ("Lê Na",)


def test_a_day_in_the_future_is_not_believed() -> None:
    """What claims to be published more than a day after the capture has no date."""
    before = "<span class='date'>14:08 05/04/2030</span>"
    assert read_article(body_of(paragraphs(), before), URL, now=datetime(2026, 11, 23, tzinfo=UTC)).published_at is None
    assert read_article(body_of(paragraphs(), before), URL).published_at == "2030-04-05T14:08:00+07:00"


def test_a_byline_before_a_button() -> None:
    """Nobody's label behind the byline does not hide it."""
    text = (
        paragraphs()
        + "<p>Tùng Lâm</p></div><div class='detail-like'><a href=#>Thích</a><a href=#>Chia sẻ</a></div><div class='tags'><a href=/t>lũ</a>"
    )
    article = read_article(body_of(text), URL)
    assert (article.authors, article.paragraphs) == (("Tùng Lâm",), TEXT)


def test_an_element_is_known_by_its_type_too() -> None:
    """Of elements with one class, that of a related article's type is related, the photo's is not."""
    photo = "<figure class='Box' type='Photo'><img src=/a.jpg><figcaption>Bà con gặt lúa. Ảnh: An</figcaption></figure>"
    box = "<div class='Box' type='RelatedOneNews'>Một tin khác của tòa soạn, dài như một đoạn văn của bài báo.</div>"
    for before, after in ((box, photo), (photo, box)):
        article = read_article(
            body_of(before + f"<p>{TEXT[0]}</p>" + after + "".join(f"<p>{line}</p>" for line in TEXT[1:])), URL
        )
        assert article.paragraphs == TEXT
        assert [image.credit for image in article.images] == ["An"]


@pytest.mark.parametrize("query", ["?p=123", "index.php?option=x&id=9", "?page=detail&id=4"])
def test_an_article_at_the_front_page_s_path(query: str) -> None:
    """A number in the query names an article; without one the path is the front page's."""
    links = "".join(f"<p><a href='/{number}'>Một tin khác thứ {number} của báo</a></p>" for number in range(12))
    body = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{paragraphs()}</div><div>{links}</div>".encode()
    assert read_article(body, f"https://vidu.vn/{query}").paragraphs == TEXT
    with pytest.raises(Unreadable):
        read_article(body, "https://vidu.vn/?utm_source=rss")


@pytest.mark.parametrize(
    "line", ["<div class='tieude'>{}</div>", "<h3>{}</h3>", "<table><tr><td><b>{}</b></td></tr></table>"]
)
def test_a_headline_that_the_head_does_not_know(line: str) -> None:
    """Where all pages have the site's name as title, what is dressed as a headline above the prose is it."""
    body = page(line.format(TITLE) + f"<div>{paragraphs()}</div>", "<title>Cổng thông tin điện tử huyện Ví Dụ</title>")
    article = read_article(body, URL)
    assert (article.title, article.paragraphs) == (TITLE, TEXT)


def test_a_breadcrumb_without_a_name() -> None:
    """Links from the home page on, with marks between them, name the section."""
    trail = "<p><a href='/'>Trang chủ</a> » <a href='/xa-hoi'>Xã hội</a></p>"
    assert read_article(page(f"{trail}<h1>{TITLE}</h1><div>{paragraphs()}</div>"), URL).section == "Xã hội"


def test_a_nameless_line_of_byline_and_date() -> None:
    """Names and then a date between headline and text are byline and date, whatever their element."""
    text = f"<h1>{TITLE}</h1><div><span>Kim Oanh / TTXVN</span><span>•</span><span>06:40 - 02/03/2026</span></div><p>{SAPO}</p>{paragraphs()}"
    article = read_article(page(f"<div>{text}</div>"), URL)
    assert (article.authors, article.agency) == (("Kim Oanh",), "TTXVN")
    assert (article.published_at, article.paragraphs) == ("2026-03-02T06:40:00+07:00", (SAPO, *TEXT))


def test_relative_is_not_related() -> None:
    """A picture in an element that is placed relatively is the article's."""
    picture = "<div class='relative'><img src=/a.jpg></div><div class='text-center'>Bà con gặt lúa</div>"
    article = read_article(body_of(f"<p>{TEXT[0]}</p>{picture}" + "".join(f"<p>{line}</p>" for line in TEXT[1:])), URL)
    assert [image.caption for image in article.images] == ["Bà con gặt lúa"]


def test_a_labelled_section() -> None:
    """Where nothing else names the section, the link behind its label does."""
    before = "<dl><dd>Chuyên mục: <a href='/xa-hoi'>Xã hội</a></dd></dl>"
    assert read_article(body_of(paragraphs(), before), URL).section == "Xã hội"


def test_tags_in_a_footer() -> None:
    """An article's footer may hold its tags."""
    footer = "<footer class='entry-footer'>Thẻ: <span class='tags-links'><a href=/t>Lũ quét</a>, <a href=/u>Y tế</a></span></footer>"
    assert read_article(page(f"<article><h1>{TITLE}</h1><div>{paragraphs()}</div>{footer}</article>"), URL).tags == (
        "Lũ quét",
        "Y tế",
    )


def test_agencys_dateline() -> None:
    """An agency named in the dateline is the agency where no byline names one; the outlet's own is none."""
    assert read_article(body_of(f"<p>Hà Nội (TTXVN) - {TEXT[0]}</p>{paragraphs()}"), URL).agency == "TTXVN"
    assert read_article(body_of(f"<p>(Baovidu.vn) - {TEXT[0]}</p>{paragraphs()}"), URL).agency is None


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("<link rel='canonical' href='/bai-123.html'>", "https://vidu.vn/bai-123.html"),
        ("<link href='https://khac.vn/a' rel='canonical'>", "https://khac.vn/a"),
        ("<link rel='canonical' href='https://vidu.vn/'>", None),
        ("<link rel='canonical' href='javascript:void(0)'>", None),
        ("<meta property='og:url' content='https://vidu.vn/share1.html'>", None),
        ("<link rel='canonical' href='http://[bad'>", None),
    ],
)
def test_canonical_is_the_pages_own(link: str, wanted: str | None) -> None:
    """rel=canonical counts, as an absolute address; og:url does not."""
    article = read_article(page(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", f"<title>{TITLE}</title>{link}"), URL)
    assert article.canonical_url == wanted


def test_windows_1258_and_lying_headers() -> None:
    """An old page comes out in composed letters, whatever it declares."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    text = body_of(paragraphs()).decode()
    split = "".join(
        unicodedata.normalize(
            "NFC", "".join(part for part in unicodedata.normalize("NFD", letter) if part not in tones)
        )
        + "".join(part for part in unicodedata.normalize("NFD", letter) if part in tones)
        for letter in text
    )
    assert read_article(split.encode("cp1258"), URL, content_type="text/html; charset=iso-8859-1").paragraphs == TEXT


def test_the_second_opinion() -> None:
    """A page that says it is an article, its text in an element named like another thing, is read all the same."""
    head = f"<title>{TITLE}</title><meta property='article:published_time' content='2026-03-12T08:00:00+07:00'>"
    article = read_article(page(f"<h1>{TITLE}</h1><div class='comment-box'>{paragraphs()}</div>", head), URL)
    assert set(TEXT) <= set(article.paragraphs)


RULES = Rules(title=".ten", sapo=".mo", body=".than", date=".luc", authors=".ai", caption=".duoi", remove=(".bo",))


def test_site_rules_win() -> None:
    """Where a site's selectors match, they say what is what; the article names them."""
    html = page(
        f"<h1>Một tiêu đề khác hẳn của trang này</h1><div class='ten'>{TITLE}</div><i class='luc'>lúc 8h05 ngày 2/3/2021</i><u class='ai'>lan chi Lan Chi</u>"
        f"<b class='mo'>{SAPO}</b><div class='than'><img src='/a.jpg'><p class='duoi'>Một đoạn dài có chấm câu, mà luật nói là chú thích. Thật vậy.</p>"
        f"{paragraphs()}<p class='bo'>Một đoạn văn dài mà luật của trang nói là không thuộc bài báo.</p></div>"
    ).replace(b"lan chi ", b"")
    article = read_article(html, URL, rules=ReadingRules((Rules(body=".khong-co"), RULES)))
    assert article.title == TITLE
    assert article.sapo == SAPO
    assert article.paragraphs == (SAPO, *TEXT)
    assert article.authors == ("Lan Chi",)
    assert (article.published_at, article.published_method) == ("2021-03-02T08:05:00+07:00", "site rule")
    assert [image.caption for image in article.images] == [
        "Một đoạn dài có chấm câu, mà luật nói là chú thích. Thật vậy."
    ]
    assert "site rule" in {removed.reason for removed in article.removed}
    assert article.profile
    assert (
        article.profile
        != read_article(html, URL, rules=ReadingRules((Rules(until=date(2022, 1, 1), body=".than"),))).profile
    )


def test_rules_that_do_not_match_change_nothing() -> None:
    """A page of another layout is read by the general reading."""
    assert read_article(body_of(paragraphs()), URL, rules=ReadingRules((RULES,))) == read_article(
        body_of(paragraphs()), URL
    )


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"", "text/html", "empty"),
        (b" \n ", "", "empty"),
        (b"<!DOCTYPE html><html><head></head><body><div id='app'></div></body></html>", "text/html", "empty"),
        (page(""), "", "listing"),
        (page("<h1>Tin trong ngày của tòa soạn</h1>"), "", "listing"),
        (b"<html><body><h1>404 Not Found</h1></body></html>", "", "empty"),
        (
            "<html><title>Báo Ví Dụ</title><body><h1>Không tìm thấy trang</h1><p>Nội dung bạn yêu cầu không tồn tại.</p></body></html>".encode(),
            "",
            "empty",
        ),
        (b"%PDF-1.7 ...", "", "not-html"),
        (b"<p>x</p>", "application/pdf", "not-html"),
        (b'{"a": 1}', "application/json", "not-html"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "text/xml", "not-html"),
        (b"chi la chu", "text/plain", "not-html"),
    ],
)
def test_pages_without_an_article_are_refused(body: bytes, content_type: str, kind: str) -> None:
    """A refusal says which kind of page it was, also after it crossed a process."""
    with pytest.raises(Unreadable) as refused:
        read_article(body, "https://vidu.vn/", content_type=content_type)
    assert refused.value.kind == kind
    assert pickle.loads(pickle.dumps(refused.value)).kind == kind


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000 + TEXT[0].encode(),
        (f"<h1>{TITLE}</h1><p>" + TEXT[0] * 5000).encode(),
        b"<p " + b" ".join(b"a%d=1" % number for number in range(60_000)) + b">x",
        (
            f"<h1>{TITLE}</h1>" + "<div class='content related description'>" * 1900 + f"<p>{TEXT[0]}</p>" * 1500
        ).encode(),
        b"<script type='application/ld+json'>" + b"[" * 300_000 + b"</script><p>x",
        ("<?xml version='1.0'?>" + "<!-- -->" * 50_000).encode(),
        (f"<h1>{TITLE}</h1><p>" + "x<br>" * 100_000).encode(),
        (f"<h1>{TITLE}</h1><div>" + "12/3 " * 100_000).encode(),
        ("á»" * 200_000 + "<p>").encode(),
    ],
)
@pytest.mark.timeout(10)
def test_hostile_pages_end_soon(body: bytes) -> None:
    """Depth, length, attributes and repetition neither hang nor break the reading."""
    try:
        read_article(body, URL)
    except Unreadable:
        return


PIECES = st.sampled_from(
    [
        *TEXT, TITLE, SAPO, "<p>", "</p>", "<div class='author'>", "<div class='related'>", "</div>", "<h1>", "</h1>", "<img src=/a.jpg>", "<br>", "<a href='/x'>",
        "</a>", "<table><tr><td>", "</table>", "<figure>", "<figcaption>", "<span class=date>", "2/3/2021 10:00", "<title>", "</title>", "<!--", "-->", "<script>", "</script>",
        "<meta property='article:published_time' content='2021'>", "<script type='application/ld+json'>{\"@type\":\"NewsArticle\"}</script>", "\x00", "&nbsp;", "\ufeff", "<li>", "<em>", "ảnh: a",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_page_is_read_or_refused(pieces: list[str]) -> None:
    """Whatever is put together, the outcome is an article in composed letters or a refusal, and the same twice."""
    body = "".join(pieces).encode()
    try:
        article = read_article(body, URL)
    except Unreadable:
        return
    assert article.title
    assert article.paragraphs or article.images
    assert unicodedata.is_normalized("NFC", article.text + (article.title or ""))
    assert read_article(body, URL) == article


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=windows-1258", "image/png"]),
)
def test_any_bytes_are_read_or_refused(body: bytes, content_type: str) -> None:
    """No bytes make extraction raise anything but its own refusal."""
    for page_bytes in (body, b"<h1>Mot tieu de dai</h1><p>" + body, body_of(paragraphs()) + body):
        try:
            read_article(page_bytes, URL, content_type=content_type)
        except Unreadable:
            continue
