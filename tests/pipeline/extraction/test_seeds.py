"""The five seed texts, each set into a page of its CMS family: own markup, after what is known of those CMSes.

The texts are read from a folder beside the checkout and are no part of the project.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.reading import read_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.article import Article

SEEDS = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed texts are not beside this checkout")


class Seed:
    """One seed: its lines with what each is, and the article it should be."""

    def __init__(self, number: str) -> None:
        path = next(SEEDS.glob(f"{number}_*.txt"))
        self.raw = path.read_text(encoding="utf-8").split("\n")
        self.wanted: dict[str, Any] = json.loads(path.with_suffix(".article.json").read_text(encoding="utf-8"))
        self.title: str = self.wanted["title"] or "Chặng đường nửa nhiệm kỳ của một tỉnh trung du"
        places = self.wanted["line_map"]
        self.kinds = {
            **dict.fromkeys(places["paragraphs"], "text"),
            **dict.fromkeys(places["captions"], "caption"),
            **dict.fromkeys(places["boilerplate"], "boilerplate"),
            **dict.fromkeys(places["metadata"], "metadata"),
        }

    def lines(self, first: int = 1, last: int = 10_000) -> Iterator[tuple[str, str]]:
        """Yield kind and text of the lines that are not title, sapo or empty."""
        for number, kind in sorted(self.kinds.items()):
            if first <= number <= last:
                yield kind, self.raw[number - 1]

    def line(self, number: int) -> str:
        """Return one line, counted from 1."""
        return self.raw[number - 1]

    @property
    def sapo(self) -> str:
        """The sapo, or nothing."""
        return self.wanted["sapo"] or ""


def page(head: str, body: str, *, lang: str = "vi") -> bytes:
    """Write a whole page."""
    return f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode()


MENU = "".join(
    f'<li><a href="/muc-{number}">{name}</a></li>'
    for number, name in enumerate(
        ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Thủ tục hành chính", "Liên hệ")
    )
)


def liferay(title: str, content: str) -> bytes:
    """Write a page of Liferay 6.2: no description, no Open Graph, the headline above the article."""
    head = (
        '<meta content="text/html; charset=UTF-8" http-equiv="content-type">'
        f"<title>{escape(title)} - Cổng thông tin điện tử tỉnh</title>"
    )
    body = (
        '<a href="#main-content" id="skip-to-content">Truy cập nội dung luôn</a>'
        '<header class="container-fluid"><h4>CỔNG THÔNG TIN ĐIỆN TỬ</h4></header>'
        f'<nav class="sort-pages modify-pages"><span class="sr-only">Toggle navigation</span><ul>{MENU}</ul></nav>'
        '<div id="main-content" role="main"><div class="portlet-layout row-fluid">'
        '<div class="portlet-column" id="column-1"><div class="portlet-dropzone portlet-column-content">'
        '<div class="portlet-boundary portlet-boundary_56_ portlet-journal-content"><span id="p_56"></span>'
        '<div class="portlet-borderless-container"><div class="portlet-body">'
        f'<h1>{escape(title)}</h1><div class="journal-content-article">{content}</div>'
        '<div class="entry-links"></div></div></div></div></div></div></div></div>'
        '<form id="hrefFm" method="post"><span></span></form>'
        "<footer><p>Địa chỉ: số 1 đường Hùng Vương</p><p>Số lượt truy cập: 5698723</p></footer>"
    )
    return page(head, body, lang="vi-VN")


def picture_then_em(alt: str, caption: str) -> str:
    """Write a picture with its caption in the next paragraph, in italics."""
    return (
        f'<p style="text-align: center;"><img alt="{escape(alt)}" src="/documents/1/a.jpg"></p>'
        f'<p style="text-align: center;"><em><span style="font-size:12px">{escape(caption)}</span></em></p>'
    )


def picture_and_line(alt: str, caption: str) -> str:
    """Write a picture with its caption in the same paragraph."""
    return f'<p style="text-align: center;"><img alt="{escape(alt)}" src="/documents/1/a.jpg"><br>{escape(caption)}</p>'


def picture_then_plain(alt: str, caption: str) -> str:
    """Write a picture with its caption in the next paragraph, without any mark."""
    return f'<p><img alt="{escape(alt)}" src="/documents/1/a.jpg"></p>\n<p>{escape(caption)}</p>'


PICTURES = [picture_then_em, picture_and_line]


def justified(text: str) -> str:
    """Write a paragraph as portals do."""
    return f'<p style="text-align: justify;">{escape(text)}</p>\n'


def portal_text(seed: Seed, picture: Callable[[str, str], str], alt: str) -> str:
    """Write the text of a portal's article."""
    return "".join(
        justified(text) if kind == "text" else picture(alt, text) if kind == "caption" else ""
        for kind, text in seed.lines()
    )


@pytest.mark.parametrize("picture", PICTURES)
def test_portal_text_without_sapo(picture: Callable[[str, str], str]) -> None:
    """A portal's text that begins with a picture has no sapo, and the headline in the pictures' alt is not repeated."""
    seed = Seed("000")
    check(seed, read_article(liferay(seed.title, portal_text(seed, picture, seed.title)), "https://vidu.gov.vn/a"))


SIGNATURES = {
    "apart": '<p style="text-align: right;"><strong>{0}</strong></p><p style="text-align: right;"><em>{1}</em></p>',
    "one paragraph": '<p style="text-align: right;"><strong>{0}<br>{1}</strong></p>',
    "plain": "<p>{0}</p><p>{1}</p>",
    "plain, broken": "<p>{0}<br />{1}</p>",
}


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("picture", [*PICTURES, picture_then_plain])
@pytest.mark.parametrize("lead", ["<p>{}</p>", "<p><strong>{}</strong></p>", '<p style="text-align: justify;">{}</p>'])
def test_portal_text_with_signature(picture: Callable[[str, str], str], signature: str, lead: str) -> None:
    """The skip link, bare captions, two writers and the source line are all told from the text."""
    seed = Seed("001")
    end = SIGNATURES[signature].format(*(text for kind, text in seed.lines() if kind == "metadata"))
    content = lead.format(escape(seed.sapo)) + portal_text(seed, picture, "") + end
    check(seed, read_article(liferay(seed.title, content), "https://vidu.gov.vn/a"))


def mediasoft(seed: Seed, picture: Callable[[str], str], dialog: str, *, printed: bool) -> bytes:
    """Write a page of the CMS with table pictures and a reader's dialog."""
    headings = set(seed.wanted["headings"])
    blocks = [f"<p><strong>{escape(seed.sapo)}</strong></p>"]
    for kind, text in seed.lines():
        if kind == "caption":
            blocks.append(picture(escape(text.removesuffix("|").strip())))
        elif kind == "text":
            inner = f"<strong>{escape(text)}</strong>" if text.strip() in headings else escape(text)
            blocks.append(f"<p>{inner}</p>\n")
    header = f'<p class="desc desc-info">{escape(seed.sapo)}</p>' if printed else ""
    content = f'<div id="content" class="content-detail cate_0123456789ABCDEF"><div class="td-post-content tagdiv-type">{"".join(blocks)}</div></div>'
    others = "".join(
        f'<article><h3 class="title l2"><a href="/xa-hoi/202306/tin-{number}-abcdef{number}/">Một tin khác trong ngày số {number}</a></h3>'
        f'<p class="desc">Tóm tắt của một tin khác, dài vừa đủ để trông giống một đoạn văn của bài báo số {number}.</p></article>'
        for number in range(4)
    )
    body = (
        f'<header><ul class="menu">{MENU}</ul></header><nav class="detail-breadcrumb"><a href="/chinh-tri/">Chính trị</a></nav>'
        f'<h1 class="title-info title l1">{escape(seed.title)}</h1>{header}<div class="article_content">{content}{dialog}</div>'
        f'<div class="tin-bai-khac"><h3>Tin bài khác</h3><div id="suggested-list">{others}</div></div>'
    )
    head = f'<meta charset="utf-8"><title>{escape(seed.title)}</title><meta property="og:title" content="{escape(seed.title)}">'
    return page(head, body, lang="en")


def table_picture(caption: str) -> str:
    """Write a picture in a table, its caption in the second row."""
    return (
        '<div><table align="center" class="image center"><tbody><tr><td><div class="new">'
        f'<a class="example-image-link" data-lightbox="example-set" data-title="{caption}" href="/file/a.jpg"><img src="/file/a.jpg" alt="{caption}"></a>'
        f'</div></td></tr><tr><td class="desc">{caption}</td></tr></tbody></table></div>'
    )


def nested_table_picture(caption: str) -> str:
    """Write the same with a paragraph in the cell, and without alt."""
    return f'<table class="image" align="center"><tr><td><img src="/file/a.jpg"></td></tr><tr><td class="desc"><p>{caption}</p></td></tr></table>'


DIALOGS = {
    "dialog": '<div class="modal" role="dialog"><h4>Thông tin bạn đọc</h4><div><button>Đóng</button> <button>Lưu thông tin</button></div></div>',
    "nameless": "<div><h4>Thông tin bạn đọc</h4><p><a href='#'>Đóng</a> <a href='#'>Lưu thông tin</a></p></div>",
    "spans": "<section><div>Thông tin bạn đọc</div><div><span>Đóng</span> <span>Lưu thông tin</span></div></section>",
}


@pytest.mark.parametrize("printed", [True, False])
@pytest.mark.parametrize("dialog", DIALOGS)
@pytest.mark.parametrize("picture", [table_picture, nested_table_picture])
def test_paper_with_table_pictures(picture: Callable[[str], str], dialog: str, printed: bool) -> None:  # noqa: FBT001
    """Captions in table cells are captions, bold paragraphs subheadings, and the reader's dialog is left out."""
    seed = Seed("002")
    check(
        seed,
        read_article(
            mediasoft(seed, picture, DIALOGS[dialog], printed=printed), "https://vidu.vn/chinh-tri/202307/a-0123abc/"
        ),
    )


def aspnet(seed: Seed, *, cut: bool) -> bytes:
    """Write a page that is one form, with a related box after the byline."""
    title = escape(seed.title)
    lines = []
    for kind, text in seed.lines(1, 22):
        if kind == "text":
            lines.append(f"<p>{escape(text)}</p>\n")
        elif kind == "caption":
            lines.append(
                f'<div style="text-align:center"><figure class="image"><img src="/a.jpg" alt="{escape(seed.line(5))}" />'
                f"<figcaption>{escape(text)}</figcaption></figure></div>"
            )
    half = len(lines) // 2
    player = '</div><script>play()</script><div id="ad"></div><div id="divend">' if cut else ""
    text = f'<div id="divfirst">{"".join(lines[:half])}{player}{"".join(lines[half:])}</div>'
    name, _, agency = seed.line(24).partition(" (")
    related, described = escape(seed.line(25)), escape(seed.line(28))
    ads = seed.line(32)
    body = (
        '<form method="post" action="./Details.aspx" id="form1"><input type="hidden" name="__VIEWSTATE" value="/wEP">'
        f'<div class="header"><ul>{MENU}</ul></div><div class="detail-content w1040"><div class="detail-content_wrapper"><div class="detail-left">'
        f'<div class="breadcrumb"></div><h1 class="detail-title">\n   {title}\n  </h1>'
        '<div class="action-link"><div class="date"><span class="txt">Thứ Bảy, 19/12/2020 17:17</span>&nbsp;|&nbsp;<h4 class="cate"><a href="/thoi-su"><strong>Thời sự</strong></a></h4></div></div>'
        f'<div class="content"><h2 class="sapo">{escape(seed.sapo)}</h2>'
        '<ul class="list-concern"><li class="item"><h4><a href="/b.htm">Một tin liên quan đứng giữa sapo và bài</a></h4></li></ul>'
        f'<div class="content_wrapper"><div class="share share-sticky"></div><div class="boxdetail"><div class="contents">{text}</div></div>'
        f'<div class="author"><strong>{escape(name)}</strong><i> ({escape(agency)}</i></div>'
        f'<div class="widget"><a class="widget_thumb" href="/c.htm"><img alt="{related}" src="/c.jpg"></a>'
        f'<div class="widget_info"><a class="info-title" href="/c.htm">{related}</a><p class="des">{described}</p></div></div></div>'
        f'<div class="likeshare">{seed.line(30)} <a href="#"><svg></svg></a></div></div></div></div></div>'
        f'<div class="content_bottom"><h2><span class="txt"><a href="/dn">{escape(ads)}</a></span></h2></div>'
        f'<div class="partner"><h2><span class="txt">{escape(seed.line(34))}</span></h2></div></form>'
    )
    head = f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title} | vidu.vn</title><meta name="author" content="vidu.vn"><meta property="og:title" content="{title}">'
    return page(head, body)


@pytest.mark.parametrize("cut", [True, False])
def test_agency_paper_in_a_form(cut: bool) -> None:  # noqa: FBT001
    """A page wrapped in a form, its body cut in two, loses nothing; the box after the byline gives nothing."""
    seed = Seed("003")
    check(seed, read_article(aspnet(seed, cut=cut), "https://vidu.vn/thoi-su/a-20201219171712345.htm"))


def epi(seed: Seed, mask: str, news: str) -> bytes:
    """Write a page whose pictures carry the numbered headline."""
    blocks = []
    alts = iter(range(1, 100))
    for kind, text in seed.lines(6, 89):
        if kind == "caption":
            alt = escape(f"{seed.title} ảnh {next(alts)}")
            blocks.append(
                '<table class="picture" align="center"><tbody>'
                f'<tr><td class="pic"><img class="cms-photo" data-image-id="1" src="/a.jpg" caption="{alt}" alt="{alt}"></td></tr>'
                f'<tr><td class="caption"><p>{escape(text)}</p></td></tr></tbody></table>'
            )
        elif kind == "text":
            blocks.append(f"<p>{escape(text)}</p>\n")
    body = (
        f'<div class="site-header"><ul>{MENU}</ul></div><div class="article">{mask}<h1 class="article__title cms-title">{escape(seed.title)}</h1>'
        '<div class="article__meta"><time class="time" datetime="2021-03-02T12:01:00+0700">02/03/2021 12:01</time></div>'
        f'<div class="article__sapo cms-desc">{escape(seed.sapo)}</div>'
        f'<div class="article__body cms-body" itemprop="articleBody">{"".join(blocks)}</div>{news}</div>'
    )
    head = f'<meta charset="utf-8"><title>{escape(seed.title)} | Báo Ví Dụ</title><meta property="og:site_name" content="Báo Ví Dụ"><meta name="author" content="Báo Ví Dụ">'
    return page(head, body)


NEWS_LINKS = "".join(
    f'<li><a href="/tin-{number}.html">Tin mới trong ngày số {number} của tòa soạn</a></li>' for number in range(5)
)
MASKS = {
    "alt": '<img class="mask" alt="mask" src="/m.png">',
    "text": '<div class="mask">mask</div>',
    "bare": "<span>mask</span>",
}


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("news", ["<h3>Tin mới</h3>", f"<div><h3>Tin mới</h3><ul>{NEWS_LINKS}</ul></div>"])
def test_paper_with_numbered_alts(mask: str, news: str) -> None:
    """Seven alts that number the headline, a photographer who is no author, and a list's heading after the text."""
    seed = Seed("004")
    article = read_article(epi(seed, MASKS[mask], news), "https://vidu.vn/a-post1.html")
    check(seed, article)
    assert {image.credit for image in article.images if image.caption} == {"Thành Duy"}


def check(seed: Seed, article: Article) -> None:
    """Compare an article with what the seed's own file says."""
    wanted = seed.wanted
    paragraphs = wanted["paragraphs"]
    if wanted["sapo"] and paragraphs[0] != wanted["sapo"]:
        paragraphs = [wanted["sapo"], *paragraphs]
    assert list(article.paragraphs) == paragraphs
    assert article.title == seed.title
    assert article.sapo == wanted["sapo"]
    assert list(article.authors) == wanted["authors"]
    assert article.agency == wanted["agency"]
    assert [image.caption for image in article.images if image.caption] == wanted["captions"]
    for line in wanted["boilerplate"]:
        assert line not in article.paragraphs
