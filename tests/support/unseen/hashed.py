"""A paper built as a streaming application: class names are hashes of the build, and a new build comes every 15 articles.

First template: CSS modules (`Pane_run__x7Kd2`), no article element, comments between the texts of one line, pictures as
span towers with a noscript twin, a card with title and summary inside the text, bullets a machine wrote, the byline
first; what comes late stands at the end of the page in hidden divs. The redesign: nothing but `css-1q2w3e`, the head after
the picture, paragraphs as div, each part of the text in a section of its own, the byline and date last, hardly any metas.
"""

from __future__ import annotations

import re
from base64 import b32encode, urlsafe_b64encode
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING
from zlib import crc32

import attrs

from demo.outlet import SECTIONS, Outlet
from pipeline.extraction.evaluation.case import Case
from tests.support.unseen.printing import ballast, body, boxes, data, menu, printed, weekday, window
from tests.support.unseen.stories import House, Manuscript, labels

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "baosongcam.vn"
BUILD = 15  # articles between two releases
HOUSE = House(
    outlet=Outlet(
        "hashed",
        "Báo Sông Cấm",
        "Sông Cấm",
        (
            "phường Bến Bính",
            "xã Cát Hải Đông",
            "xã Tiên Cựu",
            "phường Đồ Lễ",
            "xã Vĩnh Quang",
            "xã Kiến Thành",
            "phường Lạch Tray",
        ),
        agency="TTXVN",
        dateline="(Sông Cấm) - ",
    ),
    always="Mời quý độc giả nhấn nút quan tâm để nhận bản tin sáng của Báo Sông Cấm qua Zalo mỗi ngày.",
    sometimes="Cài ứng dụng Sông Cấm trên điện thoại để không bỏ lỡ những tin nóng nhất trong ngày!",
    notice="Nội dung bài viết được đăng lại theo thỏa thuận hợp tác với cơ quan báo chí bạn.",
    subhead="Chờ một lời giải căn cơ",
    shared=(
        "Đêm qua, thành phố vừa trải qua trận mưa lớn nhất kể từ đầu mùa.",
        "Chưa ai nói trước được câu chuyện sẽ đi đến đâu.",
    ),
    licence="© 2019 Báo Sông Cấm. Giữ bản quyền nội dung trên website này, cấm sao chép dưới mọi hình thức khi chưa có văn bản đồng ý.",
)
MENU = (
    "Thời sự: Chính trị, Xây dựng Đảng, Quốc phòng, Biển đảo, Đối ngoại, Nhịp sống đô thị"
    "|Kinh tế: Cảng biển - Logistics, Công nghiệp, Tài chính, Thị trường, Nông nghiệp, Bất động sản"
    "|Xã hội: Việc làm, An sinh, Giáo dục, Y tế, Môi trường, Giao thông"
    "|Văn hóa - Thể thao: Sân khấu, Di sản, Điện ảnh, Bóng đá, Võ thuật, Lễ hội"
    "|Pháp luật: An ninh trật tự, Pháp đình, Tư vấn luật, Phòng chống ma túy, Cảnh giác, Văn bản mới"
    "|Thế giới: Châu Á, Châu Âu, Châu Mỹ, Chuyện bốn phương, Người Việt năm châu, Phân tích"
    "|Đời sống: Ẩm thực, Gia đình, Du lịch, Sức khỏe, Nhà đẹp, Thú chơi"
    "|Công nghệ: Điện thoại, Trí tuệ nhân tạo, Bảo mật, Khởi nghiệp, Xe, Khám phá"
    "|Bạn đọc: Thư tòa soạn, Hồi âm, Đường dây nóng, Tấm lòng vàng, Góc ảnh, Thăm dò ý kiến"
    "|Đa phương tiện: Podcast, Video, Ảnh, Infographic, Báo in, Longform"
)
FORMS = {
    "text": '<p class="~Pane_line">{0}</p>',
    "head": '<p class="~Pane_line ~Pane_strong"><b>{0}</b></p>',
    "quote": '<div class="~Pane_said"><span>{0}</span></div>',
    "items": '<ul class="~Pane_list">{0}</ul>',
    "item": "<li><span>{0}</span></li>",
    "rows": '<div class="~Pane_scroll"><table><tbody>{0}</tbody></table></div>',
    "row": "<tr>{0}</tr>",
    "cell": "<td><p>{0}</p></td>",
    "credit": '<!-- --> <span class="~Shot_by">Ảnh: <!-- -->{0}</span>',
    "photo": '<div class="~Shot_box"><span style="box-sizing:border-box;display:block"><span style="padding-top:66%"></span><img alt="{1}" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP" data-nimg="responsive"/><noscript><img alt="{1}" srcSet="/_next/image?url=%2F{0}&amp;w=1080" decoding="async"/></noscript></span><div class="~Shot_note">{1}{2}</div></div>',
    "promo": '<p class="~Pane_line">{0}</p>',
    "notice": '<p class="~Pane_line"><i>{0}</i></p>',
    "related": '<div class="~Card_root"><a href="/tin/{0}"><img alt="{1}" loading="lazy"/></a><div class="~Card_side"><a class="~Card_name" href="/tin/{0}">{1}</a><p class="~Card_gist">{2}</p></div></div>',
}
SECTIONED = {
    **FORMS,
    "text": '<section class="~s1"><div class="~s2">{0}</div></section>',
    "head": '<section class="~s1"><div class="~s2 ~s3"><strong>{0}</strong></div></section>',
    "quote": '<section class="~s4"><blockquote class="~s5"><div>{0}</div></blockquote></section>',
    "items": '<section class="~s1"><ol class="~s6">{0}</ol></section>',
    "item": '<li class="~s7">{0}</li>',
    "rows": '<section class="~s8"><table class="~s9"><tbody>{0}</tbody></table></section>',
    "cell": '<td class="~sA">{0}</td>',
    "credit": " - Ảnh: {0}",
    "photo": '<section class="~p1"><figure class="~p2"><picture><source type="image/webp" srcSet="/{0}.webp"/><img src="/{0}" alt=""/></picture><figcaption class="~p3">{1}{2}</figcaption></figure></section>',
    "promo": '<section class="~s1"><div class="~s2">{0}</div></section>',
    "notice": '<section class="~s1"><div class="~s2">{0}</div></section>',
    "related": '<section class="~s1"><div class="~s2"><a class="~r1" href="/tin/{0}">{1}</a></div></section>',
}
TTS = "Giọng nữ miền Trung 1.0x Nghe toàn bài"
LATE = "Bạn cần đăng nhập để gửi ý kiến về bài viết này"


def template(manuscript: Manuscript) -> Case:
    """Print a page with CSS modules."""
    story, number = manuscript.story, manuscript.number
    url = f"https://{HOST}/tin/{story.slug}"
    links = menu(
        MENU,
        '<a class="~Nav_leaf" href="/muc/{0}">{1}</a>',
        '<div class="~Nav_branch"><a class="~Nav_top" href="/muc/{0}">{1}</a><div class="~Nav_fly">{2}</div></div>',
    )
    rail = boxes(
        window(manuscript, 5, 24),
        '<div class="~Rail_item"><a href="/tin/{slug}"><img alt="{title}" loading="lazy" src="/t/{number}.webp"/></a><a class="~Rail_name" href="/tin/{slug}">{title}</a><span class="~Rail_ago">{number}<!-- --> giờ trước</span></div>',
    )
    cards = boxes(
        window(manuscript, 23, 12),
        '<div class="~Card_root"><a href="/tin/{slug}"><img alt="{title}" loading="lazy" src="/t/{number}.webp"/></a><div class="~Card_side"><a class="~Card_name" href="/tin/{slug}">{title}</a><p class="~Card_gist">{sapo}</p></div></div>',
    )
    again = f'<p class="~Pane_line"><b>{escape(story.sapo)}</b></p>' if number % 3 == 2 else ""
    gist = [
        f"Bản tóm lược số {number} do máy viết, nêu {number % 4 + 2} ý chính của bài.",
        f"Độ dài gốc chừng {number * 7 % 300 + 240} chữ, thời gian đọc ước khoảng {number % 5 + 2} phút.",
    ]
    bullets = "".join(f"<li>{line}</li>" for line in gist)
    page = f"""<!DOCTYPE html><html lang="vi"><head><meta charSet="utf-8"/><meta name="viewport" content="width=device-width"/><title>{escape(story.title)} - {HOUSE.outlet.name}</title><meta name="description" content="{escape(story.sapo)}"/><meta property="og:title" content="{escape(story.title)}"/><meta property="og:site_name" content="{HOUSE.outlet.name}"/><meta property="article:published_time" content="{story.published.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"/><meta name="next-head-count" content="7"/><link rel="preload" href="/_next/static/css/{crc32(b"%d" % (number // BUILD)):x}.css" as="style"/></head>
<body><div id="__next"><div class="~Shell_root"><div class="~Shell_head"><a href="/"><img alt="{HOUSE.outlet.name}" src="/logo.svg"/></a><span class="~Shell_now">Thứ ba, 24/11/2026</span><div class="~Nav_bar">{links}</div></div>
<div class="~Shell_grid"><div class="~Shell_wide"><div class="~Trail_root"><a href="/">Trang chủ</a><span>/</span><a href="/muc/{story.section}">{SECTIONS[story.section]}</a></div><h1 class="~Top_name">{escape(story.title)}</h1>{_signed(manuscript)}<div class="~Top_when">{story.published:%H:%M}<!-- --> | <!-- -->{story.published:%d/%m/%Y}</div>
<div class="~Voice_root"><button>{TTS}</button><span>0:00</span></div><p class="~Top_lead">{escape(story.sapo)}</p><div class="~Gist_root"><span>Tóm tắt nhanh</span><ul>{bullets}</ul></div><div class="~Pane_run">{_player(manuscript)}{again}{body(manuscript, FORMS)}</div><div class="~Tag_row">{"".join(f'<a class="~Tag_pill" href="/tag/{place}">{escape(tag)}</a>' for place, tag in enumerate(story.tags))}</div><!--$?--><template id="B:0"></template><!--/$--></div>
<div class="~Shell_slim"><div class="~Rail_root"><span class="~Rail_head">Đọc nhiều hôm nay</span>{rail}</div></div></div><div class="~Foot_root"><p>{HOUSE.licence}</p></div></div></div>
<div hidden="" id="S:0"><div class="~Talk_root"><span>{LATE}</span></div><div class="~More_root"><span class="~More_head">Có thể bạn chưa đọc</span>{cards}</div></div><script>$RC("B:0","S:0")</script><script id="__NEXT_DATA__" type="application/json">{data(manuscript, 46)}</script></body></html>"""
    expected = labels(manuscript, TTS, LATE, "Tóm tắt nhanh", "Đọc nhiều hôm nay", *gist)
    related = [piece.lines[2] for piece in manuscript.pieces if piece.kind == "related"]
    expected = attrs.evolve(expected, boilerplate=(*expected.boilerplate, *related))
    return Case(f"hashed-{number:03}", url, _named(page, number // BUILD, _module).encode(), expected)


def redesign(manuscript: Manuscript) -> Case:
    """Print a page whose names say nothing at all."""
    first = next((piece for piece in manuscript.pieces if piece.kind == "photo"), None)
    rest = attrs.evolve(manuscript, pieces=tuple(piece for piece in manuscript.pieces if piece is not first))
    lead = printed(first, SECTIONED) if first else ""
    story, number = manuscript.story, manuscript.number
    url = f"https://{HOST}/{story.section}/{story.slug}-a{70000 + number}"
    links = menu(
        MENU,
        '<li class="~n1"><a href="/{0}">{1}</a></li>',
        '<li class="~n2"><a href="/{0}">{1}</a><ul class="~n3">{2}</ul></li>',
    )
    teaser = '<li class="~t1"><a class="~t2" href="/{slug}"><span class="~t3">{title}</span></a><div class="~t4">{sapo}</div><div class="~t5">{clock} {day}</div></li>'
    side = '<li class="~t6"><a class="~t2" href="/{slug}"><img alt="{title}" src="/t/{number}.webp"/><span class="~t3">{title}</span></a></li>'
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"/><title>{escape(story.title)}</title><meta property="og:site_name" content="{HOUSE.outlet.name}"/><style data-emotion="css">{"".join(f".~z{rule}{{margin:{rule}px;padding:0 {rule}rem}}" for rule in range(90))}</style></head><body><div id="root"><div class="~a1"><ul class="~n0">{links}</ul></div>
<main class="~a2"><div class="~a3"><div class="~a4"><ul class="~b1"><li><a href="/">Trang chủ</a></li><li><a href="/{story.section}">{SECTIONS[story.section]}</a></li></ul>{lead}<h1 class="~h1">{escape(story.title)}</h1><div class="~h2">{escape(story.sapo)}</div><div class="~v1"><span>{TTS}</span></div>
<div class="~c1">{_player(manuscript)}{body(rest, SECTIONED)}</div><div class="~k1">{_signed(manuscript)}<div class="~k3">{weekday(story)}, {story.published:%d.%m.%Y} | {story.published:%H:%M} (GMT+7)</div></div><div class="~k4"><span>Chia sẻ bài viết</span><span>Sao chép liên kết</span></div></div>
<div class="~a5"><div class="~q1">Mới nhất</div><ul>{boxes(window(manuscript, 2, 20), side)}</ul></div></div><div class="~a6"><div class="~q1">Cùng chuyên mục</div><ul>{boxes(window(manuscript, 24, 14), teaser)}</ul></div></main><footer class="~f1">{HOUSE.licence}</footer></div><script>window.__STATE__={data(manuscript, 30)};window.__CHUNK__="{ballast(manuscript, 9000)}"</script></body></html>"""
    expected = labels(manuscript, TTS, "Sao chép liên kết", "Cùng chuyên mục", tags=[])
    return Case(f"hashed-redesign-{number:03}", url, _named(page, number // BUILD, _emotion).encode(), expected)


def _named(page: str, build: int, name: Callable[[str], str]) -> str:
    """Replace `~Name` by the name a build gives it."""
    return re.sub(r"~(\w+)", lambda found: name(f"{found[1]}|{build}"), page)


def _module(key: str) -> str:
    return f"{key.partition('|')[0]}__{urlsafe_b64encode(crc32(key.encode()).to_bytes(4, 'big')).decode()[:5]}"


def _emotion(key: str) -> str:
    return "css-" + b32encode(crc32(key.encode()).to_bytes(4, "big")).decode()[:7].lower()


def _signed(manuscript: Manuscript) -> str:
    """Return the byline with the pictures of its people: alt texts repeat the names."""
    story = manuscript.story
    people = "".join(
        f'<span class="~Who_one"><img alt="{name}" src="/u/{place}.webp"/><a href="/tac-gia/{place}">{name}</a></span>'
        for place, name in enumerate(story.authors)
    )
    source = f'<span class="~Who_from">{"" if story.authors else "Theo "}{story.agency}</span>' if story.agency else ""
    return f'<div class="~Who_row">{people}{source}</div>' if people or source else ""


def _player(manuscript: Manuscript) -> str:
    """Return the words a film's player leaves in the text."""
    if manuscript.kind != "video":
        return ""
    return '<div class="~Film_root"><video poster="/p.webp"></video><div><span>Đang phát</span><span>Tốc độ 1x</span><span>Bật phụ đề</span><span>0:00 / 2:47</span></div></div>'
