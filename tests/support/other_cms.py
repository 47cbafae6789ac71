"""Pages in five templates that the demo's papers do not have, with their labels: as cases of a benchmark.

In the manner of VCCorp's CMS, of a paper on WordPress, of a district's portal from before style sheets, of a paper built as
an application, and of a department's portal on Joomla.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from demo.outlet import SECTIONS, Outlet
from demo.prose import Newsroom
from demo.story import Photo, Story, Subhead
from pipeline.clock import VIETNAM
from pipeline.extraction.evaluation.case import Case, Labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OUTLET = Outlet("vidu", "Báo Ví Dụ", "Ví Dụ", ("Tân Lập", "Phú Mỹ", "Hòa Sơn", "An Bình"), agency="TTXVN")
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
LICENCE = (
    "Trang thông tin điện tử tổng hợp. Giấy phép số 123/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 02/03/2020. "
    "Mọi hành động sử dụng nội dung đăng tải phải có sự đồng ý bằng văn bản của tòa soạn và ghi rõ nguồn."
)
BIO = (
    "Nhiều năm gắn bó với mảng nông thôn, tác giả đã đi qua hầu hết các xã trong tỉnh và kể lại những câu chuyện nhỏ của "
    "người dân bằng giọng văn giản dị. Tác giả thích cà phê đen, những chuyến xe sớm và tiếng mưa trên mái tôn."
)
COMMENT = (
    "Bài viết rất hay, đúng với những gì tôi thấy ở quê mình. Mong tòa soạn có thêm nhiều bài như vậy về bà con vùng sâu, "
    "vùng xa, những nơi đường sá còn khó khăn, trẻ em đi học phải qua suối."
)
STRIP = "Thông báo: Tòa soạn nghỉ Tết từ ngày 15/2, bạn đọc gửi bài qua hộp thư điện tử và được trả lời sau kỳ nghỉ."


def stories(count: int) -> list[Story]:
    """Write some stories, a day and a bit apart."""
    newsroom, first = Newsroom(OUTLET, 7), datetime(2026, 3, 2, 6, 40, tzinfo=VIETNAM)
    return [newsroom.write(first + timedelta(hours=31, minutes=7) * number) for number in range(count)]


def cases(template: Callable[[Story, Sequence[Story]], Case], count: int = 30) -> list[Case]:
    """Render some stories in a template; each page links others."""
    written = stories(count)
    return [template(story, [other for other in written if other is not story][:12]) for story in written]


def labels(story: Story, **more: Any) -> Labels:
    """Labels that a person would give a story's page."""
    document = {
        "title": story.title,
        "sapo": story.sapo,
        "paragraphs": [story.sapo, *story.texts],
        "authors": list(story.authors),
        "agency": story.agency,
        "section": SECTIONS[story.section],
        "tags": list(story.tags),
        "published_at": story.published.isoformat(),
        "captions": [photo.caption for photo in story.photos],
        **more,
    }
    return Labels.from_json(document)


def vccorp(story: Story, others: Sequence[Story]) -> Case:
    """Write a page of a large commercial CMS: data-role attributes, boxes in the text that are told by their type alone."""
    url = f"https://vidu.vn/{story.slug}-1022603{story.number:05}.htm"
    body = "".join(_vccorp_body(story, others))
    boxes = "".join(
        f'<div class="box-category-item" data-id="{other.number}"><a class="box-category-link-with-avatar" href="/{other.slug}.htm" title="{escape(other.title)}"><img class="box-category-avatar" src="/zoom/{other.number}.jpg" alt="{escape(other.title)}"></a><div class="box-category-content"><h3><a class="box-category-link-title" data-type="title" href="/{other.slug}.htm">{escape(other.title)}</a></h3><p class="box-category-sapo" data-type="sapo">{escape(other.sapo)}</p></div></div>'
        for other in others[:8]
    )
    page = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(story.title)}</title>
<meta name="description" content="{escape(story.sapo[:150])}"><meta name="keywords" content="{escape(", ".join(story.tags))}"><meta property="og:site_name" content="vidu.vn"><meta property="og:title" content="{escape(story.title)}"><meta property="article:author" content="vidu.vn">
<script type="application/ld+json">{{"@context":"http://schema.org","@type":"NewsArticle","headline":"","datePublished":"{story.published.isoformat()}","author":{{"@type":"Person","name":"vidu.vn"}},"publisher":{{"@type":"Organization","name":"vidu.vn"}}}}</script></head>
<body><div class="header"><div class="header__top"><span class="date-now">Thứ ba, 24/11/2026</span></div><ul class="header__nav">{"".join(f'<li><a href="/{key}.htm">{name}</a></li>' for key, name in SECTIONS.items())}</ul></div>
<div class="main"><div class="detail__main"><div class="detail__cmain"><div class="detail-cate"><a href="/{story.section}.htm" data-role="cate-name">{SECTIONS[story.section]}</a></div>
<h1 class="detail-title" data-role="title">{escape(story.title)}</h1><div class="detail__info"><div class="detail-time"><div data-role="publishdate">{story.published:%d/%m/%Y %H:%M}</div></div><button>Nghe đọc bài</button><div class="audio">0:00 / 0:00 Nam miền Bắc</div></div>
<h2 class="detail-sapo" data-role="sapo">{escape(story.sapo)}</h2>
<div class="detail-cmain"><div class="detail-content afcbc-body" data-role="content" itemprop="articleBody">{body}</div></div>
<div class="detail-like"><a href="#">Thích</a><a href="#">Chia sẻ</a></div><div class="detail-tab"><div class="title">Từ khóa:</div><ul class="detail-tag-list" data-role="tags">{"".join(f'<li><a href="/{number}.htm">{escape(tag)}</a></li>' for number, tag in enumerate(story.tags))}</ul></div>
<div class="detail-comment" id="detail_comment"><div class="title">Bình luận (1)</div><div class="item"><p class="content">{COMMENT}</p></div></div></div>
<div class="detail__sub"><div class="box-category"><div class="box-category-top"><h2>Tin cùng chuyên mục</h2></div><div class="box-category-middle">{boxes}</div></div></div></div></div>
<div class="footer"><p>{LICENCE}</p></div></body></html>"""
    return Case(
        "vccorp", url, page.encode(), labels(story, boilerplate=[LICENCE, COMMENT, others[1].title, "Đọc tiếp"])
    )


def _vccorp_body(story: Story, others: Sequence[Story]) -> Iterator[str]:
    yield f"<!-- {story.published + timedelta(days=200):%a %b %d %Y %H:%M:%S} GMT+0700 (Indochina Time) -->"
    for number, block in enumerate(story.blocks):
        if isinstance(block, Photo):
            yield f'<figure class="VCSortableInPreviewMode" type="Photo"><div><img src="/{block.name}.jpg" alt="{escape(story.title)} - Ảnh {number}." title="{escape(story.title)} - Ảnh {number}."></div><figcaption class="PhotoCMS_Caption"><p data-placeholder="Nhập chú thích ảnh">{escape(block.caption)}{f" Ảnh: {block.credit}" if block.credit else ""}</p></figcaption></figure>'
        else:
            yield f"<{'h3' if isinstance(block, Subhead) else 'p'}>{escape(block.text)}</{'h3' if isinstance(block, Subhead) else 'p'}>"
        if number == 3:
            other = others[1]
            yield f'<div class="VCSortableInPreviewMode" type="RelatedOneNews" data-style="align-left"><a href="/{other.slug}.htm" class="title">{escape(other.title)}</a><div class="wrapper"><a href="/{other.slug}.htm" class="VCCTitle">{escape(other.title)}</a><p class="VCObjectBoxRelatedNewsItemSapo">{escape(other.sapo)}</p></div><a class="more" href="/x.htm">Đọc tiếp</a></div>'
    if story.authors:
        yield f"<p>{escape(' - '.join(story.authors))}{f' ({story.agency})' if story.agency else ''}</p>"
    elif story.agency:
        yield f"<p>Theo {story.agency}</p>"


def wordpress(story: Story, others: Sequence[Story]) -> Case:
    """Write a page of a small paper on WordPress: a table of contents in the text, the author's life under it, comments, widgets."""
    url = f"https://vidu.vn/{story.slug}/"
    name = ", ".join(story.authors) or "admin"
    heads = [block for block in story.blocks if isinstance(block, Subhead)]
    toc = "".join(
        f'<li><a class="ez-toc-link" href="#m{number}">{escape(head.text)}</a></li>'
        for number, head in enumerate(heads)
    )
    recent = "".join(
        f'<li><a href="/{other.slug}/">{escape(other.title)}</a><span class="post-date">{other.published:%d/%m/%Y}</span></li>'
        for other in others[:5]
    )
    cards = "".join(
        f'<article class="post"><div class="post-thumbnail"><a href="/{other.slug}/"><img src="/{other.number}.jpg"></a></div><h4 class="entry-title"><a href="/{other.slug}/">{escape(other.title)}</a></h4><div class="entry-summary"><p>{escape(other.sapo)} [&hellip;]</p></div></article>'
        for other in others[5:9]
    )
    agency = f"<p><em>Theo {story.agency}</em></p>" if story.agency else ""
    page = f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><title>{escape(story.title)} &#8211; {OUTLET.name}</title>
<link rel="canonical" href="{url}"><meta property="og:type" content="article"><meta property="og:site_name" content="{OUTLET.name}"><meta property="og:title" content="{escape(story.title)} - {OUTLET.name}"><meta name="author" content="{escape(name)}">
<script type="application/ld+json" class="yoast-schema-graph">{{"@context":"https://schema.org","@graph":[{{"@type":"Article","author":{{"name":"admin","@id":"x"}},"headline":"","datePublished":"{(story.published - timedelta(hours=7)).replace(tzinfo=None).isoformat()}+00:00"}},{{"@type":"WebPage","name":"","datePublished":"{(story.published - timedelta(hours=7)).replace(tzinfo=None).isoformat()}+00:00"}}]}}</script></head>
<body class="post-template-default single single-post has-sidebar"><a class="skip-link screen-reader-text" href="#content">Skip to content</a><header id="masthead" class="site-header"><h1 class="site-title"><a href="/">{OUTLET.name}</a></h1><p class="site-description">Tiếng nói của người dân Ví Dụ</p><nav id="site-navigation" class="main-navigation"><ul>{"".join(f'<li class="menu-item"><a href="/{key}/">{value}</a></li>' for key, value in SECTIONS.items())}</ul></nav></header>
<div class="notice-bar"><p>{STRIP}</p></div><div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
<article id="post-{story.number}" class="post type-post status-publish has-post-thumbnail category-{story.section}"><header class="entry-header"><div class="cat-links"><a href="/category/{story.section}/" rel="category tag">{SECTIONS[story.section]}</a></div><h1 class="entry-title">{escape(story.title)}</h1>
<div class="entry-meta"><span class="posted-on"><a href="{url}" rel="bookmark"><time class="entry-date published" datetime="{story.published.isoformat()}">{story.published:%d/%m/%Y}</time><time class="updated" datetime="{story.modified.isoformat()}">{story.modified:%d/%m/%Y}</time></a></span> <span class="byline">bởi <span class="author vcard"><a class="url fn n" href="/author/x/">{escape(name)}</a></span></span> <span class="comments-link"><a href="#respond">Để lại bình luận</a></span></div></header>
<div class="entry-content"><p><strong>{escape(story.sapo)}</strong></p><div id="ez-toc-container" class="ez-toc-v2"><p class="ez-toc-title">Nội dung bài viết</p><nav><ul class="ez-toc-list">{toc}</ul></nav></div>{"".join(_wordpress_body(story, others))}{agency}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Chia sẻ:</h3><ul><li><a href="#">Facebook</a></li><li><a href="#">X</a></li></ul></div><div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Có liên quan</em></h3></div></div>
<footer class="entry-footer"><span class="tags-links">Thẻ: {", ".join(f'<a href="/tag/{number}/" rel="tag">{escape(tag)}</a>' for number, tag in enumerate(story.tags))}</span></footer></article>
<div class="about-author"><img class="avatar" src="/avatar.jpg"><h4>Về tác giả</h4><p>{BIO}</p></div><nav class="post-navigation"><div class="nav-previous"><a href="/{others[0].slug}/"><span>Bài trước</span> {escape(others[0].title)}</a></div></nav>
<section class="more-posts"><h2>Có thể bạn quan tâm</h2>{cards}</section><div id="comments" class="comments-area"><h2 class="comments-title">Một bình luận về bài này</h2><ol class="comment-list"><li class="comment"><div class="comment-content"><p>{COMMENT}</p></div></li></ol></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2 class="widget-title">Bài viết mới</h2><ul>{recent}</ul></section></aside></div><footer class="site-footer"><p>{LICENCE}</p></footer></body></html>"""
    expected = labels(story, boilerplate=[LICENCE, COMMENT, BIO, STRIP, "Nội dung bài viết", others[2].title])
    return Case("wordpress", url, page.encode(), expected)


def _wordpress_body(story: Story, others: Sequence[Story]) -> Iterator[str]:
    head = 0
    for number, block in enumerate(story.blocks):
        if isinstance(block, Photo):
            credit = f" Ảnh: {block.credit}" if block.credit else ""
            yield f'<figure class="wp-block-image size-large"><img decoding="async" src="data:image/svg+xml,x" data-lazy-src="/wp-content/{block.name}.jpg" alt=""><noscript><img src="/wp-content/{block.name}.jpg"></noscript><figcaption class="wp-element-caption">{escape(block.caption)}{credit}</figcaption></figure>'
        elif isinstance(block, Subhead):
            yield f'<h2 class="wp-block-heading"><span class="ez-toc-section" id="m{head}"></span>{escape(block.text)}<span class="ez-toc-section-end"></span></h2>'
            head += 1
        else:
            yield f"<p>{escape(block.text)}</p>\n"
        if number == 2:
            yield f'<p>&gt;&gt;&gt; Xem thêm: <a href="/{others[2].slug}/">{escape(others[2].title)}</a></p>'


def tables(story: Story, others: Sequence[Story]) -> Case:
    """Write a page of a district's portal of 2006: tables in tables, font tags, one title for all pages, a clock, no metas."""
    url = f"http://vidu.gov.vn/?page=detail&amp;cat={list(SECTIONS).index(story.section)}&id={story.number}".replace(
        "&amp;", "&"
    )
    menu = "".join(
        f'<tr><td class="menuleft" height="22"><a href="?cat={number}"><font color="#003399">{name}</font></a></td></tr>'
        for number, name in enumerate(SECTIONS.values())
    )
    older = "".join(
        f'<tr><td><img src="/images/bullet.gif" width="8" height="8"> <a href="?id={other.number}" class="lienket">{escape(other.title)}</a> <font color="#666666">({other.published:%d/%m/%Y})</font></td></tr>'
        for other in others[:10]
    )
    signed = " - ".join(story.authors) or (f"Theo {story.agency}" if story.agency else "")
    if story.authors and story.agency:
        signed += f" ({story.agency})"
    sign = f'<p align="right"><b>{escape(signed)}</b></p>' if signed else ""
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Cổng thông tin điện tử huyện Ví Dụ</title></head><body topmargin="0">
<table width="980" align="center" cellpadding="0"><tr><td colspan="3"><img src="/banner.jpg" width="980" height="120"></td></tr><tr><td colspan="3" bgcolor="#003399"><font color="#ffffff">Thứ ba, ngày 24 tháng 11 năm 2026, 08:15:09</font> <marquee>Chào mừng bạn đến với cổng thông tin điện tử huyện Ví Dụ, chúc bạn một ngày tốt lành.</marquee></td></tr>
<tr><td width="180" valign="top"><table width="100%">{menu}</table></td><td width="600" valign="top"><table width="100%"><tr><td class="duongdan"><a href="/">Trang chủ</a> &raquo; <a href="?cat=1">{SECTIONS[story.section]}</a></td></tr>
<tr><td><table width="100%" cellspacing="4"><tr><td class="tieude"><font size="4" color="#cc0000"><b>{escape(story.title)}</b></font></td></tr><tr><td><font size="1" color="#666666">Cập nhật: {story.published:%H:%M} ngày {story.published:%d/%m/%Y}</font></td></tr>
<tr><td align="justify"><b>{escape(story.sapo)}</b></td></tr><tr><td class="noidung" align="justify">{"".join(_tables_body(story))}{sign}</td></tr>
<tr><td align="right"><a href="javascript:print()"><img src="/images/print.gif" width="16" height="16"> In trang</a> <a href="#top">Về đầu trang</a></td></tr></table></td></tr>
<tr><td><font color="#cc0000"><b>Các tin đã đưa</b></font></td></tr><tr><td><table>{older}</table></td></tr></table></td>
<td width="200" valign="top"><table><tr><td><b>Thông báo</b></td></tr><tr><td>{STRIP}</td></tr><tr><td>Số lượt truy cập: 1.234.567</td></tr><tr><td>Đang trực tuyến: 12</td></tr></table></td></tr>
<tr><td colspan="3" align="center"><font size="2">{LICENCE}</font></td></tr></table></body></html>"""
    return Case(
        "tables",
        url,
        page.encode(),
        labels(story, tags=[], boilerplate=[LICENCE, STRIP, "Các tin đã đưa", others[3].title]),
    )


def _tables_body(story: Story) -> Iterator[str]:
    for block in story.blocks:
        if isinstance(block, Photo):
            credit = f" (Ảnh: {block.credit})" if block.credit else ""
            yield f'<table align="center" width="400"><tr><td align="center"><img src="/upload/{block.name}.jpg" width="400" border="0"></td></tr><tr><td align="center"><font size="2"><i>{escape(block.caption)}{credit}</i></font></td></tr></table>'
        elif isinstance(block, Subhead):
            yield f"<b>{escape(block.text)}</b><br><br>"
        else:
            yield f'<font face="Times New Roman" size="3">{escape(block.text)}</font><br><br>'


def tailwind(story: Story, others: Sequence[Story]) -> Case:
    """Write a page of a paper built as an application: utility classes that name nothing, data in a script, no metas."""
    url = f"https://vidu.vn/{story.section}/{story.slug}"
    said = story.published
    inner = []
    for number, block in enumerate(story.blocks):
        if isinstance(block, Photo):
            credit = f'<span class="ml-1 italic">Ảnh: {block.credit}</span>' if block.credit else ""
            inner.append(
                f'<div class="my-6"><div class="relative w-full"><img class="object-cover" src="/_next/image?url=%2F{block.name}.jpg" alt=""></div><div class="mt-2 text-center text-sm text-gray-500">{escape(block.caption)}{credit}</div></div>'
            )
        elif isinstance(block, Subhead):
            inner.append(f'<h2 class="text-xl font-bold">{escape(block.text)}</h2>')
        else:
            inner.append(f'<p class="mb-4 leading-7">{escape(block.text)}</p>')
        if number == 3:
            inner.append(
                f'<aside class="rounded border p-4"><p class="font-bold">Đọc thêm</p><ul><li><a href="/x/{others[1].slug}">{escape(others[1].title)}</a></li><li><a href="/x/{others[2].slug}">{escape(others[2].title)}</a></li></ul></aside>'
            )
    cards = "".join(
        f'<a class="group flex" href="/x/{other.slug}"><img src="/{other.number}.jpg" alt=""><div><h3 class="line-clamp-2">{escape(other.title)}</h3><p class="line-clamp-3 text-sm">{escape(other.sapo)}</p></div></a>'
        for other in others[3:9]
    )
    signed = ", ".join(story.authors)
    agency = f" / {story.agency}" if story.agency else ""
    author = (
        f'<span class="font-medium">{escape(signed)}{agency}</span>'
        if signed
        else f'<span class="font-medium">Theo {story.agency}</span>'
        if story.agency
        else ""
    )
    page = f"""<!DOCTYPE html><html lang="vi"><head><meta charSet="utf-8"/><title>{escape(story.title)} | Ví Dụ Online</title><meta name="description" content="{escape(story.sapo)}"/></head><body class="antialiased"><div id="__next"><header class="sticky top-0"><div class="flex"><a href="/">Ví Dụ Online</a><span class="text-xs">Thứ Ba, 24/11/2026</span></div><nav>{"".join(f'<a class="px-3" href="/{key}">{name}</a>' for key, name in SECTIONS.items())}</nav></header>
<main class="mx-auto max-w-5xl"><div class="grid grid-cols-12"><div class="col-span-8"><ol class="flex text-sm"><li><a href="/">Trang chủ</a></li><li>/</li><li><a href="/{story.section}">{SECTIONS[story.section]}</a></li></ol><h1 class="text-3xl font-bold">{escape(story.title)}</h1><div class="flex text-sm text-gray-500">{author}<span class="mx-2">•</span><span>{said:%H:%M} - {said:%d/%m/%Y}</span></div><p class="my-4 text-lg font-semibold">{escape(story.sapo)}</p><div class="prose max-w-none">{"".join(inner)}</div><div class="mt-6 flex gap-2"><button>Chia sẻ</button><button>Lưu bài viết</button></div><div class="mt-4 flex flex-wrap">{"".join(f'<a class="rounded bg-gray-100 px-2" href="/tag/{number}">#{escape(tag)}</a>' for number, tag in enumerate(story.tags))}</div></div>
<div class="col-span-4"><h2 class="font-bold">Xem nhiều</h2>{cards}</div></div></main><footer class="bg-gray-900"><p>{LICENCE}</p></footer></div><script id="__NEXT_DATA__" type="application/json">{{"props":{{"title":"x"}}}}</script></body></html>"""
    expected = labels(story, tags=[], boilerplate=[LICENCE, "Đọc thêm", others[1].title, others[4].sapo])
    return Case("tailwind", url, page.encode(), expected)


def joomla(story: Story, others: Sequence[Story]) -> Case:
    """Write a page of a department's portal on Joomla: facts in a definition list, documents, a long address at the foot."""
    url = f"https://sovidu.gov.vn/index.php/tin-tuc/{story.number}-{story.slug}"
    inner = []
    for block in story.blocks:
        if isinstance(block, Photo):
            inner.append(
                f'<p style="text-align: center;"><img src="/images/{block.name}.jpg" alt="" width="600" height="400" /></p><p style="text-align: center;"><em>{escape(block.line)}</em></p>'
            )
        elif isinstance(block, Subhead):
            inner.append(f'<p style="text-align: justify;"><strong>{escape(block.text)}</strong></p>')
        else:
            inner.append(
                f'<p style="text-align: justify;"><span style="font-size: 14pt;">{escape(block.text)}</span></p>'
            )
    signed = " - ".join(story.authors)
    if story.agency:
        signed = f"{signed} ({story.agency})" if signed else f"Theo {story.agency}"
    sign = f'<p style="text-align: right;"><strong>{escape(signed)}</strong></p>' if signed else ""
    links = "".join(
        f'<li><a href="/index.php/{other.number}-{other.slug}">{escape(other.title)}</a></li>' for other in others[:6]
    )
    page = f"""<!DOCTYPE html><html xml:lang="vi-vn" lang="vi-vn"><head><meta http-equiv="content-type" content="text/html; charset=utf-8" /><meta name="author" content="Super User" /><meta name="generator" content="Joomla! - Open Source Content Management" /><title>{escape(story.title)}</title></head><body class="site com_content view-article"><div id="header"><img src="/logo.png" alt="Sở Ví Dụ" /><div class="search"><form action="/"><input name="q" /></form></div></div><div id="menu"><ul class="nav menu">{"".join(f'<li><a href="/{key}">{name}</a></li>' for key, name in SECTIONS.items())}</ul></div>
<div id="main"><div id="left"><div class="moduletable"><h3>Văn bản mới</h3><ul>{"".join(f"<li><a href='/vb/{number}'>Quyết định số {number}/QĐ-UBND về việc phê duyệt kế hoạch năm 2026 của ngành</a></li>" for number in range(101, 109))}</ul></div></div><div id="content"><div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 itemprop="headline">{escape(story.title)}</h2></div><dl class="article-info muted"><dt class="article-info-term">Chi tiết</dt><dd class="category-name">Chuyên mục: <a href="/{story.section}">{SECTIONS[story.section]}</a></dd><dd class="published"><span class="icon-calendar"></span><time datetime="{story.published.isoformat()}" itemprop="datePublished">Được đăng: {story.published:%d/%m/%Y %H:%M}</time></dd><dd class="hits"><span>Lượt xem: 1234</span></dd></dl>
<div itemprop="articleBody"><p style="text-align: justify;"><strong><span style="font-size: 14pt;">{escape(story.sapo)}</span></strong></p>{"".join(inner)}{sign}</div><ul class="pager pagenav"><li class="previous"><a href="/p">Trước</a></li><li class="next"><a href="/n">Tiếp</a></li></ul><div class="items-more"><h3>Các bài viết khác</h3><ul>{links}</ul></div></div></div></div>
<div id="footer"><p>{LICENCE}</p><p>Địa chỉ: Số 1 đường Trần Phú, phường Tân Lập, tỉnh Ví Dụ. Điện thoại: 0208 3123 456. Chịu trách nhiệm chính: Ông Phó Giám đốc Sở.</p></div></body></html>"""
    expected = labels(story, tags=[], boilerplate=[LICENCE, "Các bài viết khác", "Lượt xem", others[1].title])
    return Case("joomla", url, page.encode(), expected)


TEMPLATES = {"vccorp": vccorp, "wordpress": wordpress, "tables": tables, "tailwind": tailwind, "joomla": joomla}
