"""A province's portal on a web-part server: one form around nested tables, then, redone, a panel CMS.

First template: no h1, a rich-text field whose class is a hash of its page, four habits of typing paragraphs (Word's,
div, bare text with br, font), zero-width spaces, a clock of twelve hours with SA and CH, attachments, an evaluation.
The redesign: a panel, the date alone, the summary repeated as first line, bold lines for headings, tooltips with the
whole summary of other articles.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from zlib import crc32

from demo.outlet import SECTIONS, Outlet
from pipeline.extraction.evaluation.case import Case
from tests.support.unseen.printing import ballast, body, boxes, menu, weekday, window
from tests.support.unseen.stories import House, Manuscript, labels

if TYPE_CHECKING:
    from datetime import datetime

HOST = "vinhsa.gov.vn"
HOUSE = House(
    outlet=Outlet(
        "zones",
        "Cổng thông tin điện tử tỉnh Vĩnh Sa",
        "Vĩnh Sa",
        ("xã Gia Lộc", "xã Thanh Bình", "phường Tân Hưng", "xã Long Phú", "phường Hải Châu", "xã Đông Hà", "xã Mỹ Lâm"),
        agency="TTXVN",
    ),
    always="Kính mời quý vị quét mã QR đặt tại các trụ sở để quan tâm trang Zalo chính thức của Cổng thông tin điện tử tỉnh Vĩnh Sa.",
    sometimes="Mọi phản ánh, kiến nghị của người dân và doanh nghiệp xin gọi về tổng đài 1022 nhánh 3, hoạt động cả ngày nghỉ và ngày lễ.",
    notice="Bài viết được dẫn lại nguyên văn từ nguồn tin, Ban biên tập Cổng không sửa đổi nội dung.",
    subhead="Giao nhiệm vụ cho từng đơn vị",
    shared=(
        "Đây là năm thứ ba liên tiếp tỉnh Vĩnh Sa duy trì cách làm này.",
        "Hội nghị được truyền hình trực tiếp tới điểm cầu của tất cả các xã, phường trong tỉnh.",
    ),
    licence='Cơ quan chủ quản: Ủy ban nhân dân tỉnh Vĩnh Sa. Giấy phép số 88/GP-TTĐT. Ghi rõ nguồn "vinhsa.gov.vn" khi sử dụng lại thông tin.',
)
MENU = (
    "Giới thiệu: Tổng quan Vĩnh Sa, Lịch sử hình thành, Điều kiện tự nhiên, Bản đồ hành chính, Di tích và danh thắng, Các đơn vị hành chính"
    "|Bộ máy: Tỉnh ủy, Hội đồng nhân dân, Ủy ban nhân dân, Đoàn đại biểu Quốc hội, Sở ban ngành, Xã phường, Danh bạ điện thoại"
    "|Tin tức: Thời sự, Kinh tế, Xã hội, Văn hóa - Thể thao, Pháp luật, Tin hoạt động của lãnh đạo, Tin từ cơ sở"
    "|Chỉ đạo điều hành: Lịch công tác tuần, Thông báo kết luận, Báo cáo kinh tế - xã hội, Ý kiến chỉ đạo, Giao ban báo chí"
    "|Công dân: Hỏi đáp, Tiếp công dân, Góp ý dự thảo văn bản, Phản ánh hiện trường, Tra cứu hồ sơ, Dịch vụ công trực tuyến"
    "|Doanh nghiệp: Thủ tục đầu tư, Dự án kêu gọi đầu tư, Khu công nghiệp, Đấu thầu mua sắm công, Hỗ trợ khởi nghiệp, Đối thoại doanh nghiệp"
    "|Văn bản: Văn bản quy phạm pháp luật, Văn bản chỉ đạo, Công báo điện tử, Văn bản dự thảo, Văn bản trung ương"
    "|Quy hoạch: Quy hoạch tỉnh, Quy hoạch đô thị, Quy hoạch sử dụng đất, Kế hoạch sử dụng đất hằng năm, Bảng giá đất"
    "|Công khai: Ngân sách nhà nước, Dự án đầu tư công, Khen thưởng, Xử phạt vi phạm, Thống kê, Chương trình khoa học"
    "|Chuyên đề: Chuyển đổi số, Cải cách hành chính, Nông thôn mới, Phòng chống thiên tai, Bảo hiểm xã hội, Bầu cử"
)
FONT = '<font face="Times New Roman" size="3">{0}</font>'
IMAGE = '<img src="/PublishingImages/{0}" alt="" style="margin:5px;width:600px" />'
COMMON = {
    "items": "<ul>{0}</ul>",
    "item": "<li>{0}</li>",
    "rows": '<table class="ms-rteTable-default" cellspacing="0" width="100%"><tbody>{0}</tbody></table>',
    "row": '<tr class="ms-rteTableEvenRow-default">{0}</tr>',
    "cell": '<td class="ms-rteTableOddCol-default">{0}</td>',
    "credit": " (Ảnh: {0})",
}
WORD = '<p class="MsoNormal" style="text-align:justify;text-indent:.5in;line-height:115%"><span lang="VI" style="font-size:14.0pt;font-family:&quot;Times New Roman&quot;,serif">{}<o:p></o:p></span></p>'
HABITS = tuple(
    {
        **COMMON,
        "text": wrap.format("{0}"),
        "quote": wrap.format("{0}"),
        "promo": wrap.format("{0}"),
        "head": wrap.format("<strong>{0}</strong>"),
        "notice": wrap.format("<em>{0}</em>"),
        "related": wrap.format('&gt;&gt; <a href="/tin-tuc/Pages/{0}.aspx">{1}</a>'),
        "photo": photo,
    }
    for wrap, photo in (
        (
            WORD,
            f'<p align="center">{IMAGE}</p><p class="MsoNormal" align="center" style="text-align:center"><i>{{1}}{{2}}</i></p>',
        ),
        (
            "<div>\u200b{}</div>",
            f'<div style="text-align:center">{IMAGE}<br /><em>{{1}}{{2}}</em></div><div>\u200b</div>',
        ),
        (
            "\u200b{}<br /><br />",
            f'<table align="center"><tr><td>{IMAGE}</td></tr><tr><td class="ms-imgcaption" align="center">{{1}}{{2}}</td></tr></table>',
        ),
        (
            f'<p align="justify">{FONT.replace("{0}", "{}")}</p>',
            f'<p align="center">{IMAGE}<br /><font size="2" color="#0000ff">{{1}}{{2}}</font></p>',
        ),
    )
)
PANEL = {
    **COMMON,
    "text": '<p style="text-align: justify;">{0}</p>',
    "quote": '<p style="text-align: justify;"><em>{0}</em></p>',
    "promo": '<p style="text-align: justify;">{0}</p>',
    "head": '<p style="text-align: justify;"><strong>{0}</strong></p>',
    "notice": '<p style="text-align: right;"><em>{0}</em></p>',
    "related": '<p style="text-align: justify;"><strong>Xem thêm: <a href="/vi/news/{0}.html">{1}</a></strong></p>',
    "photo": '<div style="text-align:center"><figure class="image" style="display:inline-block"><img alt="{1}" height="400" src="/uploads/news/{0}" width="600" /><figcaption>{1}{2}</figcaption></figure></div>',
    "rows": '<table border="1" cellpadding="1" style="width:100%"><tbody>{0}</tbody></table>',
    "row": "<tr>{0}</tr>",
    "cell": "<td>{0}</td>",
}
VOICE = "Nghe nội dung bài viết bằng giọng đọc nhân tạo"
GRADE = "Tổng điểm của bài viết là: 0 trong 0 lượt đánh giá"
GREETING = (
    "Nhiệt liệt chào mừng quý vị đến với Cổng thông tin điện tử tỉnh Vĩnh Sa, chúc quý vị một ngày làm việc hiệu quả."
)


def template(manuscript: Manuscript) -> Case:
    """Print a page of nested tables and web parts."""
    story, number = manuscript.story, manuscript.number
    url = f"https://{HOST}/tin-tuc/Pages/{story.slug}.aspx?ItemID={4100 + number}&CateID={list(SECTIONS).index(story.section)}"
    links = menu(
        MENU,
        '<td class="ms-topnav" nowrap><a class="ms-topnav zz1_TopNav_1" href="/{0}/Pages/default.aspx">{1}</a></td>',
        '<tr id="zz1n{0}"><td class="ms-topNavContainer"><table cellpadding="0"><tr><td><b>{1}</b></td>{2}</tr></table></td></tr>',
    )
    left = boxes(
        window(manuscript, 3, 14),
        '<tr><td class="ms-vb"><img src="/_layouts/images/square.gif" alt="{title}" width="5" height="5" /><a onfocus="OnLink(this)" href="/tin-tuc/Pages/{slug}.aspx">{title}</a> <span class="ms-date">({day})</span></td></tr>',
    )
    right = boxes(
        window(manuscript, 21, 16),
        '<tr><td width="60"><a href="/tin-tuc/Pages/{slug}.aspx"><img src="/PublishingImages/thumb/{number}.jpg" alt="{title}" title="{title}" width="60" /></a></td><td class="ms-vb2"><a href="/tin-tuc/Pages/{slug}.aspx">{title}</a></td></tr>',
    )
    older = boxes(
        window(manuscript, 11, 10),
        '<div class="link-item" style="padding:3px"><a href="/tin-tuc/Pages/{slug}.aspx">{title}</a> <i>({day} {clock})</i></div>',
    )
    field, text = f"{crc32(story.slug.encode()):08X}" * 4, body(manuscript, HABITS[number % 4])
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns:o="urn:schemas-microsoft-com:office:office" dir="ltr" lang="vi-VN"><head><meta http-equiv="X-UA-Compatible" content="IE=8" /><meta name="GENERATOR" content="Microsoft SharePoint" /><meta http-equiv="Content-type" content="text/html; charset=utf-8" /><title>
	Tin tức - {escape(HOUSE.outlet.name)}
</title><script type="text/javascript">var _spPageContextInfo = {{webServerRelativeUrl: "\\u002ftin-tuc", pageItemId: {number}, currentLanguage: 1066}};</script></head>
<body scroll="no" onload="javascript:_spBodyOnLoadWrapper();"><form method="post" action="{story.slug}.aspx?ItemID={4100 + number}" onsubmit="javascript:return WebForm_OnSubmit();" id="aspnetForm"><div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEP{ballast(manuscript, 30000)}" /></div>
<noscript><div class="noindex">Trình duyệt của quý vị đang tắt JavaScript, một số chức năng của Cổng sẽ không hoạt động.</div></noscript>
<div id="s4-workspace"><div id="s4-bodyContainer"><table width="1000" align="center" cellpadding="0" cellspacing="0"><tr><td colspan="3"><img src="/Style Library/banner.jpg" alt="{escape(HOUSE.outlet.name)}" /><div class="today">Thứ ba, ngày 24 tháng 11 năm 2026</div><marquee>{GREETING}</marquee></td></tr><tr><td colspan="3"><table id="zz1_TopNav">{links}</table></td></tr>
<tr><td width="190" valign="top"><table class="ms-webpart-zone" id="MSOZoneCell_WebPartWPQ5"><tr><td class="s4-wpcell"><table class="s4-wpTopTable"><tr class="ms-WPHeader"><td class="ms-WPTitle">Tin mới cập nhật</td></tr><tr><td><div WebPartID="5" id="WebPartWPQ5" class="ms-WPBody"><table>{left}</table></div></td></tr></table></td></tr></table></td>
<td width="600" valign="top"><table class="ms-webpart-zone" width="100%"><tr><td id="MSOZoneCell_WebPartWPQ2" class="s4-wpcell"><div id="WebPartWPQ2" class="ms-WPBody noindex"><div class="ms-WPBreadcrumb"><a href="/">Trang chủ</a> &gt; <a href="/tin-tuc">Tin tức</a> &gt; <a href="/tin-tuc?c={story.section}">{SECTIONS[story.section]}</a></div>
<table width="100%" id="ctl00_m_g_detail"><tr><td><span id="ctl00_m_g_detail_lblTitle" class="tdTitle">{escape(story.title)}</span></td></tr><tr><td><span id="ctl00_m_g_detail_lblDate" class="tdDate">{weekday(story)}, {half_day(story.published)}</span> <a href="javascript:zoom(1)">A+</a> <a href="javascript:zoom(-1)">A-</a> <span class="tts">{VOICE}</span></td></tr>
<tr><td><div id="ctl00_m_g_detail_lblDesc" class="tdDesc"><b>{escape(story.sapo)}</b></div></td></tr><tr><td><div id="ctl00_PlaceHolderMain_RichHtmlField_displayContent" class="ms-rtestate-field" style="display:inline" aria-labelledby="x"><div class="ExternalClass{field}">{player(manuscript)}{text}</div></div></td></tr>
<tr><td align="right"><b>{escape(manuscript.signature)}</b></td></tr><tr><td class="tdFiles">Tập tin đính kèm: <a href="/Attachments/{number}/phu-luc.docx">phu-luc-{number}.docx</a></td></tr><tr><td>Lượt xem: {number * 37} &nbsp; <a href="#">In trang</a> &nbsp; <a href="#">Gửi email</a><div class="rate">{GRADE}</div></td></tr></table></div></td></tr></table>
<table class="ms-webpart-zone" width="100%"><tr><td class="s4-wpcell"><div class="ms-WPTitle">Các tin đã đưa</div><div id="WebPartWPQ3" class="ms-WPBody">{older}</div></td></tr></table></td>
<td width="210" valign="top"><table class="ms-webpart-zone"><tr><td class="s4-wpcell"><div class="ms-WPTitle">Được quan tâm nhiều</div><div id="WebPartWPQ7" class="ms-WPBody"><table>{right}</table></div><div class="ms-WPTitle">Thống kê truy cập</div><div>Đang trực tuyến: 57</div><div>Tổng lượt truy cập: 9.812.004</div></td></tr></table></td></tr>
<tr><td colspan="3" align="center" bgcolor="#c00000"><font color="#ffffff">{escape(HOUSE.licence)}</font></td></tr></table></div></div></form></body></html>"""
    expected = labels(
        manuscript,
        VOICE,
        GRADE,
        GREETING,
        "Các tin đã đưa",
        manuscript.others[(11 + number // 4 * 3) % (len(manuscript.others) - 10)].title,
        tags=[],
    )
    return Case(f"zones-{number:03}", url, page.encode(), expected)


def redesign(manuscript: Manuscript) -> Case:
    """Print a page of the panel CMS that followed."""
    story, number = manuscript.story, manuscript.number
    url = f"https://{HOST}/vi/news/{story.section}/{story.slug}-{9000 + number}.html"
    links = menu(
        MENU,
        '<li role="menuitem"><a href="/vi/{0}/" title="{1}">{1}</a></li>',
        '<li class="dropdown" role="presentation"><a class="dropdown-toggle" href="/vi/{0}/" aria-expanded="false"><span>{1}</span><strong class="caret">&nbsp;</strong></a><ul class="dropdown-menu">{2}</ul></li>',
    )
    tips = '<li><em class="fa fa-angle-right">&nbsp;</em><h4><a href="/vi/news/{slug}.html" data-toggle="tooltip" data-content="{sapo}" data-img="/assets/{number}.jpg">{title}</a></h4><em>({day})</em></li>'
    side = boxes(
        window(manuscript, 8, 18),
        '<li class="clearfix"><a title="{title}" href="/vi/news/{slug}.html"><img src="/assets/news/{number}.jpg" alt="{title}" width="65" class="img-thumbnail pull-left" /></a><a class="show" href="/vi/news/{slug}.html" data-content="{sapo}">{title}</a></li>',
    )
    again = f'<p style="text-align: justify;"><strong>{escape(story.sapo)}</strong></p>' if number % 2 else ""
    signed = (
        f'<p style="text-align: right;"><strong>{escape(manuscript.signature)}</strong></p>'
        if manuscript.signature
        else ""
    )
    page = f"""<!DOCTYPE html><html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#"><head><title>{escape(story.title)} - {escape(HOUSE.outlet.name)}</title><meta charset="utf-8"><meta name="description" content="{escape(story.title)} - Tin Tức - {escape(HOUSE.outlet.name)}"><meta name="author" content="{escape(HOUSE.outlet.name)}"><meta property="og:title" content="{escape(story.title)}"><meta property="og:site_name" content="{escape(HOUSE.outlet.name)}"><script>var nv_base_siteurl="/",nv_state="{ballast(manuscript, 14000)}";</script></head>
<body><div class="body-bg"><header><div class="container"><div class="logo"><h2 class="site-name">{escape(HOUSE.outlet.name)}</h2><p>{GREETING}</p></div></div></header><nav class="second-nav" id="menusite"><ul class="nav navbar-nav">{links}</ul></nav><section><div class="container" id="body"><nav class="third-nav"><ol class="breadcrumb"><li><a href="/"><span>Trang nhất</span></a></li><li><a href="/vi/news/"><span>Tin Tức</span></a></li><li><a href="/vi/news/{story.section}/"><span class="txt">{SECTIONS[story.section]}</span></a></li></ol><span class="current-time">Thứ hai, 01/11/2027, 09:12</span></nav>
<div class="row"><div class="col-sm-8 col-md-6"><div class="block"><ul class="hot-news">{side}</ul></div></div><div class="col-sm-16 col-md-18"><div class="news_column panel panel-default"><div class="panel-body"><ul class="pull-right socialicon"><li>Gửi bài viết qua email</li><li>In ra</li><li>Lưu bài viết này</li></ul><span class="h5">Ngày đăng: {story.published:%d/%m/%Y}</span><h1 class="title margin-bottom-lg">{escape(story.title)}</h1><div class="hometext m-bottom">{escape(story.sapo)}</div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{player(manuscript)}{again}{body(manuscript, PANEL)}{signed}</div></div></div>
<div class="news_column panel panel-default"><div class="panel-body"><form id="form3B"><div class="h5">{GRADE}</div><div class="vote-list">Click để đánh giá bài viết</div></form></div></div><div class="news_column panel panel-default"><div class="panel-body"><div class="h5"><em class="fa fa-tags">&nbsp;</em><strong>Từ khóa:</strong> {", ".join(f'<a title="{escape(tag)}" href="/vi/news/tag/{place}/"><em>{escape(tag)}</em></a>' for place, tag in enumerate(story.tags))}</div></div></div>
<div class="news_column panel panel-default"><div class="panel-body other-news"><p class="h3"><strong>Những tin mới hơn</strong></p><ul class="related list-inline">{boxes(window(manuscript, 0, 8), tips)}</ul><p class="h3"><strong>Những tin cũ hơn</strong></p><ul class="related list-inline">{boxes(window(manuscript, 26, 8), tips)}</ul></div></div></div></div></div></section>
<footer id="footer"><div class="container"><p>{escape(HOUSE.licence)}</p></div></footer></div></body></html>"""
    expected = labels(
        manuscript,
        GRADE,
        GREETING,
        "Những tin cũ hơn",
        "Gửi bài viết qua email",
        published_at=f"{story.published:%Y-%m-%d}",
    )
    return Case(f"zones-redesign-{number:03}", url, page.encode(), expected)


def half_day(moment: datetime) -> str:
    """Return `02/03/2026 1:40 CH`, as a server set to Vietnamese prints an afternoon."""
    return f"{moment:%d/%m/%Y} {(moment.hour - 1) % 12 + 1}:{moment:%M} {'SA' if moment.hour < 12 else 'CH'}"


def player(manuscript: Manuscript) -> str:
    """Return the words a film's player leaves in the text."""
    if manuscript.kind != "video":
        return ""
    return '<div class="mediaPlayer"><object data="/Video/phim.mp4"></object><div class="controls">Phát lại 0:00 / 4:12 Toàn màn hình</div></div>'
