"""A province's radio and television station on a field-based CMS: every paragraph group in a tower of divs of its own.

First template: `paragraph--type--…` around `field__item`, one text split over many towers, captions in fields, visible
labels (Tác giả, Chuyên mục), view rows around it. The redesign: an HTML5 page of sections with data attributes, elements
of its own making (`kb-figure`), the byline in the header, h3 headings, the date in words.
"""

from __future__ import annotations

import json
from html import escape

from demo.outlet import SECTIONS, Outlet
from pipeline.extraction.evaluation.case import Case
from tests.support.unseen.printing import ballast, body, boxes, menu, weekday, window
from tests.support.unseen.stories import House, Manuscript, labels

HOST = "truyenhinhdongson.vn"
HOUSE = House(
    outlet=Outlet(
        "fields",
        "Báo và Phát thanh, Truyền hình Đông Sơn",
        "Đông Sơn",
        (
            "xã Bản Lầu",
            "xã Nậm Chày",
            "phường Cốc Lếu Mới",
            "xã Tả Phìn Hồ",
            "xã Mường Hum",
            "phường Duyên Hải",
            "xã Si Ma",
        ),
        agency="VOV",
    ),
    always="Quý khán giả xem lại các chương trình trên kênh YouTube của Đài, bản tin mới lên sóng lúc 18 giờ 30 hằng ngày.",
    sometimes="Chuyên mục này được thực hiện với sự phối hợp của Bảo hiểm xã hội tỉnh Đông Sơn và các đơn vị đồng hành.",
    notice="Tác phẩm đã đăng trên ấn phẩm của đơn vị bạn, nay giới thiệu lại với khán thính giả của Đài.",
    subhead="Những người giữ lửa ở bản",
    shared=(
        "Sương còn giăng kín các triền núi khi chúng tôi lên đường.",
        "Con đường phía trước vẫn còn nhiều gian nan.",
    ),
    licence="Bản quyền thuộc Báo và Phát thanh, Truyền hình Đông Sơn, số 5 đường Lê Lợi. Giấy phép hoạt động số 19/GP-BTTTT, thư điện tử tòa soạn ở trang liên hệ.",
)
MENU = (
    "Truyền hình: Thời sự 18 giờ 30, Thời sự 11 giờ 30, Tiếng dân tộc Mông, Tiếng dân tộc Dao, Phim tài liệu, Ca nhạc, Thiếu nhi"
    "|Phát thanh: Bản tin sáng, Bản tin trưa, Câu chuyện truyền thanh, Đọc truyện đêm khuya, Dân ca, Nông nghiệp và nông thôn"
    "|Thời sự: Chính trị, Kinh tế, Xã hội, Văn hóa - Thể thao, Pháp luật, Quốc phòng an ninh, Biên giới"
    "|Địa phương: Bản Lầu, Nậm Chày, Cốc Lếu Mới, Tả Phìn Hồ, Mường Hum, Duyên Hải, Si Ma"
    "|Chuyên mục: Học và làm theo Bác, Đại đoàn kết, Người tốt việc tốt, Cải cách hành chính, Chính sách và cuộc sống, Phụ nữ"
    "|Du lịch: Điểm đến, Ẩm thực vùng cao, Lễ hội, Cẩm nang, Nhà nghỉ cộng đồng, Bản đồ"
    "|Giải trí: Âm nhạc, Phim truyện, Trò chơi truyền hình, Văn nghệ dân gian, Thơ, Hậu trường"
    "|Dịch vụ: Bảng giá quảng cáo, Lịch phát sóng, Đặt lịch thông báo, Tìm đồ rơi, Tuyển dụng, Liên hệ"
    "|Thông tin cần biết: Giá vàng, Thời tiết, Lịch cắt điện, Xổ số, Xe khách, Bệnh viện"
    "|Đơn vị: Lãnh đạo, Phòng Thời sự, Phòng Biên tập, Trung tâm kỹ thuật, Lịch sử, Thành tích"
)
TOWER = (
    '<div class="field__item"><div class="paragraph paragraph--type--{} paragraph--view-mode--default">{}</div></div>'
)
PROSE = TOWER.format(
    "van-ban",
    '<div class="clearfix text-formatted field field--name-field-noi-dung field--type-text-long field--label-hidden field__item">{}</div>',
)
FORMS = {
    "text": PROSE.format("<p>{0}</p>"),
    "head": PROSE.format("<h4>{0}</h4>"),
    "quote": TOWER.format(
        "trich-dan",
        '<blockquote class="field field--name-field-loi field--type-string-long field--label-hidden field__item">{0}</blockquote>',
    ),
    "items": PROSE.format("<ul>\n{0}</ul>"),
    "item": "<li>{0}</li>\n",
    "rows": TOWER.format(
        "bang",
        '<div class="field field--name-field-bang field--type-tablefield field--label-hidden field__item"><table class="tablefield responsive-enabled"><tbody>{0}</tbody></table></div>',
    ),
    "row": '<tr class="odd">{0}</tr>\n',
    "cell": '<td class="col_0 c-0">{0}</td>\n',
    "credit": '<div class="field field--name-field-nguon-anh field--type-string field--label-inline"><div class="field__label">Ảnh</div><div class="field__item">{0}</div></div>',
    "photo": TOWER.format(
        "hinh-anh",
        '<div class="field field--name-field-media field--type-entity-reference field--label-hidden field__item"><article class="media media--type-image media--view-mode-lon"><div class="field field--name-field-media-image field--type-image field--label-visually_hidden"><div class="field__label visually-hidden">Hình ảnh</div><div class="field__item"><img loading="lazy" src="/sites/default/files/styles/lon/public/{0}?itok=q1" width="960" height="640" alt="" class="image-style-lon" /></div></div></article></div><div class="field field--name-field-chu-thich field--type-string field--label-hidden field__item">{1}</div>{2}',
    ),
    "promo": PROSE.format("<p>{0}</p>"),
    "notice": PROSE.format('<p class="text-align-right">{0}</p>'),
    "related": PROSE.format('<p><a href="/bai-viet/{0}">{1}</a></p>'),
}
SECTIONED = {
    "text": '<section data-block="p"><p>{0}</p></section>',
    "head": '<section data-block="h"><h3>{0}</h3></section>',
    "quote": '<section data-block="q"><kb-quote><p>{0}</p></kb-quote></section>',
    "items": '<section data-block="l"><ul>{0}</ul></section>',
    "item": "<li><p>{0}</p></li>",
    "rows": '<section data-block="t"><table>{0}</table></section>',
    "row": "<tr>{0}</tr>",
    "cell": "<td>{0}</td>",
    "credit": " <small>{0}</small>",
    "photo": '<section data-block="i"><kb-figure data-src="/media/{0}" data-caption="{1}"><img src="/media/{0}?w=40" alt="{1}"><p slot="caption">{1}{2}</p></kb-figure></section>',
    "promo": '<section data-block="p"><p>{0}</p></section>',
    "notice": '<section data-block="p"><p><em>{0}</em></p></section>',
    "related": '<section data-block="p"><p><strong>Đọc thêm: <a href="/bai-viet/{0}" data-internal="1">{1}</a></strong></p></section>',
}
LOGIN = "Đăng nhập hoặc ghi danh để gửi ý kiến"
WEATHER = "Trung tâm tỉnh hôm nay 19 - 27 độ, có mưa rào vài nơi, gió nhẹ, độ ẩm trung bình 84 phần trăm."
SLOGAN = "Tiếng nói của Đảng bộ, chính quyền và nhân dân các dân tộc tỉnh Đông Sơn"
ROW = '<div class="views-row"><article about="/bai-viet/{slug}" class="node node--type-bai-viet node--view-mode-teaser"><div class="field field--name-field-anh field--label-hidden field__item"><a href="/bai-viet/{slug}"><img src="/sites/default/files/{number}.jpg" alt="{title}" title="{title}" /></a></div><h3 class="node__title"><a href="/bai-viet/{slug}" rel="bookmark"><span class="field field--name-title field--type-string field--label-hidden">{title}</span></a></h3><div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item"><p>{sapo}</p></div><ul class="links inline"><li class="node-readmore"><a href="/bai-viet/{slug}">Đọc tiếp<span class="visually-hidden"> về {title}</span></a></li></ul></article></div>'
LINE = '<div class="views-row"><div class="views-field views-field-title"><span class="field-content"><a href="/bai-viet/{slug}" hreflang="vi">{title}</a></span></div><div class="views-field views-field-created"><span class="field-content">{day}</span></div></div>'


def template(manuscript: Manuscript) -> Case:
    """Print a page of towers."""
    story, number = manuscript.story, manuscript.number
    url = f"https://{HOST}/bai-viet/{story.slug}"
    links = menu(
        MENU,
        '<li class="menu-item"><a href="/{0}" data-drupal-link-system-path="taxonomy/term/{0}">{1}</a></li>',
        '<li class="menu-item menu-item--expanded"><a href="/{0}">{1}</a><ul class="menu">{2}</ul></li>',
    )
    settings = json.dumps(
        {"path": {"currentPath": f"node/{number}"}, "ajaxPageState": {"libraries": ballast(manuscript, 9000)}}
    )
    page = f"""<!DOCTYPE html>
<html lang="vi" dir="ltr" prefix="content: http://purl.org/rss/1.0/modules/content/ dc: http://purl.org/dc/terms/"><head><meta charset="utf-8" /><link rel="canonical" href="{url}" /><link rel="shortlink" href="https://{HOST}/node/{number}" /><meta name="Generator" content="Drupal 10 (https://www.drupal.org)" /><meta name="dcterms.title" content="{escape(story.title)}" /><title>{escape(story.title)} | {HOUSE.outlet.name}</title></head>
<body class="path-node page-node-type-bai-viet"><a href="#main-content" class="visually-hidden focusable skip-link">Nhảy đến nội dung</a><div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div class="layout-container"><header role="banner"><div class="region region-header"><div id="block-branding" class="block block-system"><a href="/" rel="home">{HOUSE.outlet.name}</a><div class="site-slogan">{SLOGAN}</div></div></div></header>
<div class="region region-primary-menu"><nav role="navigation" aria-labelledby="block-menu" id="block-main"><h2 class="visually-hidden" id="block-menu">Điều hướng chính</h2><ul class="menu">{links}</ul></nav></div><div class="region region-breadcrumb"><nav class="breadcrumb" role="navigation"><h2 class="visually-hidden">Đường dẫn</h2><ol><li><a href="/">Trang chủ</a></li><li><a href="/{story.section}">{SECTIONS[story.section]}</a></li></ol></nav></div>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="layout-content"><div class="region region-content"><div id="block-page-title" class="block block-core"><h1 class="page-title"><span class="field field--name-title field--type-string field--label-hidden">{escape(story.title)}</span></h1></div>
<div id="block-content" class="block block-system"><article data-history-node-id="{number}" about="/bai-viet/{story.slug}" class="node node--type-bai-viet node--promoted node--view-mode-full"><footer class="node__meta"><span>Gửi bởi bientap03 vào {weekday(story)}, {story.published:%d/%m/%Y - %H:%M}</span></footer>
<div class="node__content"><div class="field field--name-field-chuyen-muc field--type-entity-reference field--label-inline"><div class="field__label">Chuyên mục</div><div class="field__item"><a href="/{story.section}" hreflang="vi">{SECTIONS[story.section]}</a></div></div><div class="clearfix text-formatted field field--name-field-sapo field--type-text-long field--label-hidden field__item"><p>{escape(story.sapo)}</p></div>{_player(manuscript)}
<div class="field field--name-field-cac-doan field--type-entity-reference-revisions field--label-hidden field__items">{body(manuscript, FORMS)}</div>{_signed(manuscript)}<div class="field field--name-field-tu-khoa field--type-entity-reference field--label-above"><div class="field__label">Từ khóa</div><div class="field__items">{"".join(f'<div class="field__item"><a href="/tu-khoa/{place}" hreflang="vi">{escape(tag)}</a></div>' for place, tag in enumerate(story.tags))}</div></div>
<ul class="links inline"><li class="comment-forbidden">{LOGIN}</li><li class="statistics-counter">Đã xem {number * 13} lượt</li></ul></div></article></div><div class="views-element-container block block-views"><h2>Tin cùng chuyên mục</h2><div class="view view-tin-cung-chuyen-muc"><div class="view-content">{boxes(window(manuscript, 6, 8), ROW)}</div></div></div></div></div>
<aside class="layout-sidebar-second" role="complementary"><div class="region region-sidebar-second"><div class="block block-block-content"><h2>Thời tiết</h2><p>{WEATHER}</p></div><div class="views-element-container block"><h2>Xem nhiều trong tuần</h2><div class="view-content">{boxes(window(manuscript, 16, 24), LINE)}</div></div></div></aside></main>
<footer role="contentinfo"><div class="region region-footer"><div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item"><p>{HOUSE.licence}</p></div></div></footer></div></div><script type="application/json" data-drupal-selector="drupal-settings-json">{settings}</script></body></html>"""
    expected = labels(manuscript, LOGIN, WEATHER, SLOGAN, "Xem nhiều trong tuần", "Gửi bởi bientap03")
    return Case(f"fields-{number:03}", url, page.encode(), expected)


def redesign(manuscript: Manuscript) -> Case:
    """Print a page of sections with data attributes."""
    story, number, moment = manuscript.story, manuscript.number, manuscript.story.published
    url = f"https://{HOST}/{moment:%Y/%m/%d}/{story.slug}"
    links = menu(
        MENU,
        '<kb-link data-to="/{0}"><a href="/{0}">{1}</a></kb-link>',
        '<li data-menu="{0}"><button type="button">{1}</button><div data-panel>{2}</div></li>',
    )
    card = '<article data-card="{number}" data-kind="teaser"><a href="/{slug}"><img data-src="/media/{number}.jpg" alt="{title}"></a><h2><a href="/{slug}">{title}</a></h2><p>{sapo}</p><time>{clock}, {day}</time></article>'
    again = f'<section data-block="p"><p>{escape(story.sapo)}</p></section>' if number % 2 else ""
    page = f"""<!doctype html>
<html lang="vi" data-theme="light"><head><meta charset="utf-8"><title>{escape(story.title)} – Đông Sơn TV</title><meta name="description" content="{escape(story.title)}"><meta name="author" content="Đông Sơn TV"><script>window.dsn={{build:"{ballast(manuscript, 16000)}"}}</script></head>
<body data-page="detail" data-id="{number}"><header data-bar><a href="/" data-logo>{HOUSE.outlet.name}</a><p data-slogan>{SLOGAN}</p><nav><ul>{links}</ul></nav></header>
<main><aside data-col="left"><h2>Đang nóng</h2>{boxes(window(manuscript, 9, 12), card)}</aside>
<article data-kind="{manuscript.kind}" data-story="{number}"><header><p data-crumbs><a href="/{story.section}">{SECTIONS[story.section]}</a></p><p data-when>{moment.hour}h{moment:%M}, ngày {moment.day}/{moment.month}/{moment.year}</p><h1>{escape(story.title)}</h1><address data-by>{escape(manuscript.signature)}</address><p data-lead><strong>{escape(story.sapo)}</strong></p></header>
<kb-voice><button>Nghe bản đọc tự động</button></kb-voice>{_player(manuscript)}<div data-flow>{again}{body(manuscript, SECTIONED)}</div><footer><p data-share>Gửi cho bạn bè</p><ul data-tags>{"".join(f'<li><a href="/tag/{place}" rel="tag">{escape(tag)}</a></li>' for place, tag in enumerate(story.tags))}</ul></footer></article>
<section data-zone="next"><h2>Xem tiếp</h2>{boxes(window(manuscript, 19, 18), card)}</section><section data-zone="tail"><h2>Bản tin gần đây</h2><ul>{boxes(window(manuscript, 0, 16), '<li><a href="/{slug}">{title}</a> <small>{day}</small></li>')}</ul></section></main>
<footer data-end><p>{HOUSE.licence}</p><p>{WEATHER}</p></footer></body></html>"""
    expected = labels(manuscript, WEATHER, SLOGAN, "Nghe bản đọc tự động", "Bản tin gần đây", "Gửi cho bạn bè")
    return Case(f"fields-redesign-{number:03}", url, page.encode(), expected)


def _signed(manuscript: Manuscript) -> str:
    """Return the byline field, with its visible label."""
    if not manuscript.signature:
        return ""
    return f'<div class="field field--name-field-tac-gia field--type-string field--label-inline"><div class="field__label">Thực hiện</div><div class="field__item">{escape(manuscript.signature)}</div></div>'


def _player(manuscript: Manuscript) -> str:
    """Return the words a film's player leaves in the text."""
    if manuscript.kind != "video":
        return ""
    return '<div class="video-js" data-player><video src="/v.m3u8"></video><p class="vjs-no-js">Trình duyệt này không phát được phim, mời dùng bản mới hơn.</p><span>Bỏ tiếng</span><span>-03:15</span></div>'
