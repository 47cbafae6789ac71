from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import lxml.html
import pytest

from demo.press import EPOCH, Press
from demo.server import serve
from pipeline.text import clean

if TYPE_CHECKING:
    import httpx

    from demo.story import ExpectedArticle


def words(tree: lxml.html.HtmlElement) -> str:
    """Return all text of a page as a reader sees it, scripts and styles left out."""
    return clean(" ".join(tree.xpath("//body//text()[not(parent::script)]")))


def attributes(tree: lxml.html.HtmlElement) -> str:
    """Return what a page says beside its text."""
    return clean(" ".join(tree.xpath("//@alt | //@content | //@title | //@href | //@src | //@data-src")))


def assert_in_order(pieces: tuple[str, ...], text: str) -> None:
    """Assert that the pieces stand in the text one after the other."""
    place = 0
    for piece in pieces:
        found = text.find(clean(piece), place)
        assert found >= 0, piece
        place = found + 1


def fetch_tree(client: httpx.Client, url: str) -> lxml.html.HtmlElement:
    """Fetch a page and parse it."""
    response = client.get(url)
    assert response.status_code == 200, url
    return lxml.html.document_fromstring(response.content, parser=lxml.html.HTMLParser(encoding="utf-8"))


def test_every_expected_text_stands_on_its_page(press: Press, client: httpx.Client, key: str) -> None:
    """Title, paragraphs in order, captions, credits, names, tags and section of each article stand on its page, at each of its addresses."""
    for article in press.expected(key):
        for url in article.urls:
            tree = fetch_tree(client, url)
            text, beside = words(tree), attributes(tree)
            assert clean(article.title) in text
            assert_in_order(article.paragraphs, text[text.index(clean(article.paragraphs[0])) :])
            for piece in (*article.authors, *article.tags, *filter(None, [article.agency, article.section])):
                assert piece in text, piece
            for image in article.images:
                assert image.url in beside
                assert (image.caption or "") in text
                assert (image.credit or "") in text


def test_boilerplate_stands_on_the_page_and_in_no_paragraph(press: Press, client: httpx.Client, key: str) -> None:
    """What is named boilerplate is really there, and belongs to no field."""
    for article in press.expected(key):
        tree = fetch_tree(client, article.url)
        text = words(tree) + " " + attributes(tree)
        for line in article.boilerplate:
            assert not set(article.paragraphs) & {line}
            assert clean(line) in text, line


def shown_forms(moment: datetime) -> list[str]:
    """Return a moment in all forms that the templates print it in."""
    return [
        f"{moment:%d/%m/%Y %H:%M}",
        f"{moment:%H:%M %d/%m/%Y}",
        f"{moment:%d/%m/%Y - %H:%M}",
        f"{moment:%d-%m-%Y %H:%M}",
        f"{moment:%d-%m-%Y - %H:%M %p}",
        f"{moment:%H:%M ngày %d}/{moment.month}/{moment.year}",
        f"{moment:%H:%M, %d/%m/%Y}",
    ]


def test_the_time_of_publication_is_shown(press: Press, client: httpx.Client, key: str) -> None:
    """A reader can see when an article appeared: the minute, or the day where no more is expected."""
    for article in press.expected(key):
        text = words(fetch_tree(client, article.url))
        assert article.published_at
        moment = datetime.fromisoformat(article.published_at)
        forms = shown_forms(moment) if "T" in article.published_at else [f"{moment:%d/%m/%Y}"]
        assert any(form in text for form in forms), article.url
        if "T" not in article.published_at:
            assert f"{press.sites[key].stories[article.number].published:%H:%M}" not in text


def test_each_site_has_two_templates(press: Press, key: str) -> None:
    """Older articles stand in an older template on the same site."""
    layouts = [article.layout for article in press.expected(key)]
    assert len(set(layouts)) == 2
    assert layouts == sorted(layouts, reverse=True)


def test_no_two_articles_share_a_paragraph_or_a_title(press: Press, key: str) -> None:
    """Every article is a text of its own."""
    articles = press.expected(key)
    titles = {article.title for article in articles}
    paragraphs = [text for article in press.sites[key].edition.stories for text in article.texts if len(text) > 60]
    assert len(titles) == len(articles)
    assert len(set(paragraphs)) == len(paragraphs)
    assert all(5 <= len(article.paragraphs) <= 40 for article in articles)


def test_a_title_with_a_script_is_text(press: Press, client: httpx.Client, key: str) -> None:
    """The seventh story's title has a script element in it, and the page prints it as text."""
    article = next(article for article in press.expected(key) if article.number == 7)
    assert "<script>alert" in article.title
    response = client.get(article.url)
    assert b"<script>alert" not in response.content


def test_every_link_on_the_front_page_answers(press: Press, client: httpx.Client, key: str) -> None:
    """Only the planted dead ends of a front page lead nowhere; what robots.txt forbids is not asked for."""
    site = press.sites[key]
    tree = fetch_tree(client, site.address + "/")
    tree.make_links_absolute(site.address)
    links = {link for link in tree.xpath("//a/@href") if link.startswith(site.address)}
    allowed = {link for link in links if not urlsplit(link).path.startswith(site.family.disallowed or ("\0",))}
    dead = {link for link in allowed if client.get(link).status_code >= 400}
    assert len(allowed) > 10
    assert all("tin-da-go-xuong" in link for link in dead)


def test_what_robots_forbids_is_linked(press: Press, client: httpx.Client) -> None:
    """A crawler that ignores robots.txt would find something to ask for."""
    for key in ("liferay", "epi"):
        site = press.sites[key]
        forbidden = [path for path in site.family.disallowed if path in client.get(site.address + "/").text]
        assert forbidden, key
        assert all(f"Disallow: {path}" in client.get(site.address + "/robots.txt").text for path in forbidden)


def test_calendar_and_list_of_all_news_never_end(press: Press, client: httpx.Client) -> None:
    """The portal's calendar and OneCMS' list of all news always link to a further page."""
    for key, start in (("liferay", "/web/guest/lich-cong-tac"), ("onecms", "/tin-moi")):
        address, seen = press.sites[key].address, set()
        url = start
        for _ in range(30):
            assert url not in seen
            seen.add(url)
            url = re.findall(
                r'href="([^"]+)"(?: rel="next")?>(?:Tháng sau|Trang sau)<', client.get(address + url).text
            )[0]


def test_a_redirect_without_end(press: Press, client: httpx.Client) -> None:
    """One link of the Mediasoft front page redirects for ever, each time to another address."""
    site = press.sites["mediasoft"]
    url, seen = "/thoi-su/202611/tam-dung-dang-bai-0000001/", set()
    assert url in client.get(site.address + "/").text
    for _ in range(30):
        response = client.get(site.address + url)
        assert response.status_code == 302
        assert url not in seen
        seen.add(url)
        url = response.headers["location"]


@pytest.mark.parametrize(
    ("key", "template"),
    [
        ("aspnet", "/in-ra-n{time}.htm"),
        ("epi", "/share{post}.html"),
    ],
)
def test_share_and_print_addresses_lead_to_the_article(
    press: Press, client: httpx.Client, key: str, template: str
) -> None:
    """An alias redirects once, to the article's main address."""
    article = press.expected(key)[0]
    numbers = re.findall(r"\d+(?=\.htm)", article.url)
    response = client.get(press.sites[key].address + template.format(time=numbers[-1], post=numbers[-1]))
    assert response.status_code == 301
    assert article.url.endswith(response.headers["location"].removeprefix(press.sites[key].address))


def test_second_addresses_with_and_without_canonical(press: Press, client: httpx.Client) -> None:
    """A text under two addresses: ePi names the main one in both pages, the portal in neither."""
    for key, named in (("epi", True), ("liferay", False)):
        doubles = [article for article in press.expected(key) if len(article.urls) == 2]
        assert doubles
        for article in doubles:
            for url in article.urls:
                canonical = fetch_tree(client, url).xpath("//link[@rel='canonical']/@href")
                assert canonical == ([article.url] if named else [])


def named_traps(body: str, article: ExpectedArticle) -> dict[str, bool]:
    """Tell which traps of the table in demo/README.md stand on a page."""
    glued = json.dumps(", ".join(article.authors) + (article.agency or ""))
    return {
        "form": '<form method="post"' in body and "form1" in body,
        "cut": 'id="divend"' in body,
        "named entities": "&agrave;" in body,
        "double escape": "&amp;#39;" in body,
        "NFD": unicodedata.normalize("NFD", article.title) in body,
        "bare text": "<br /><br /><p></p>" in body,
        "glued byline": bool(article.authors and article.agency) and glued in body,
        "offset without colon": '+0700"' in body,
        "feff": "\ufeff" in body,
        "noscript": "<noscript>" in body,
        "p in p": '<p class="text-justify"><strong><p>' in body,
        "nbsp": "&nbsp;" in body,
        "24 h with PM": bool(re.search(r"- (1[2-9]|2\d):\d\d PM", body)),
        "lang": '<html lang="en">' in body,
        "month without zero": bool(re.search(r"ngày \d\d/[1-9]/2026", body)),
        "table captions": 'class="desc"' in body and "example-image-link" in body,
        "title in alts": f'{article.title} ảnh 1"' in body,
        "voice player": "0:00 / 0:00" in body,
        "header in article": "sc-longform-header" in body,
        "og locale": 'content="en_US"' in body,
    }


TRAPS = {
    "liferay": {"p in p", "nbsp", "og locale"},
    "aspnet": {"form", "cut", "named entities", "double escape", "NFD", "bare text", "glued byline"},
    "epi": {"offset without colon", "feff", "noscript", "title in alts", "voice player"},
    "onecms": {"24 h with PM", "header in article"},
    "mediasoft": {"lang", "nbsp", "named entities", "month without zero", "table captions"},
}


def test_traps_stand_where_the_readme_says(press: Press, client: httpx.Client, key: str) -> None:
    """Each site's own traps are on at least one of its pages."""
    seen = set()
    for article in press.expected(key):
        seen |= {name for name, there in named_traps(client.get(article.url).text, article).items() if there}
    assert seen >= TRAPS[key]


def test_a_redesigned_site_shows_the_same_texts(client: httpx.Client) -> None:
    """After a redesign every article stands in a template the site never had, its text unchanged."""
    changed = Press(["onecms"], articles=6)
    before = {article.number: article.paragraphs for article in changed.expected("onecms")}
    changed.redesign("onecms")
    with serve(changed):
        for article in changed.expected("onecms"):
            text = words(fetch_tree(client, article.url))
            assert article.layout == "redesign"
            assert article.paragraphs == before[article.number]
            assert_in_order(article.paragraphs, text)


def test_stories_begin_before_the_epoch(press: Press, key: str) -> None:
    """Stories of the start are dated before a fixed moment, so that a press started anew tells the same ones."""
    assert max(story.published for story in press.sites[key].edition.stories) == EPOCH
