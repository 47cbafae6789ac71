"""Every article page of the demo press, five CMS families in their templates, against what its newsroom wrote."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from demo.press import Press
from pipeline.errors import Unreadable
from tests.support.reading import read_article

SITES = ["liferay", "aspnet", "epi", "onecms", "mediasoft"]


@pytest.fixture(scope="module")
def press() -> Press:
    """Give a press of a few articles for each site."""
    return Press(articles=24)


def answer(press: Press, site: str, url: str) -> tuple[bytes, str]:
    """Return body and type of one of a site's pages."""
    parts = urlsplit(url)
    reply = press.sites[site].answer(parts.path + ("?" + parts.query if parts.query else ""), {})
    return reply.body, reply.content_type


@pytest.mark.parametrize("site", SITES)
def test_articles_come_out_as_they_were_written(press: Press, site: str) -> None:
    """Each field of each article is what the newsroom wrote, and none of the page's boilerplate is text."""
    for wanted in press.expected(site):
        body, content_type = answer(press, site, wanted.url)
        article = read_article(body, wanted.url, content_type=content_type)
        for field in ("title", "sapo", "paragraphs", "authors", "agency", "section", "tags", "published_at"):
            assert (field, getattr(article, field)) == (field, getattr(wanted, field)), wanted.url
        captions = [(image.caption, image.credit) for image in article.images if image.caption]
        assert captions == [(image.caption, image.credit) for image in wanted.images if image.caption], wanted.url
        assert not set(wanted.boilerplate) & set(article.paragraphs), wanted.url
        assert article.canonical_url is None or article.canonical_url in wanted.urls


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("path", ["/", "/thoi-su", "/thoi-su/", "/web/guest/thoi-su", "/thoi-su-471ct0.htm"])
def test_listings_are_no_articles(press: Press, site: str, path: str) -> None:
    """Front and section pages, and pages that are not there, are refused."""
    body, content_type = answer(press, site, path)
    with pytest.raises(Unreadable):
        read_article(body, press.sites[site].address + path, content_type=content_type)


def test_short_articles_with_links_and_videos_are_whole() -> None:
    """Related links in the text don't make a listing of a short article, nor a centred video a caption of its lines.

    Of 300 articles three were refused and two had lost a paragraph to a picture with an empty caption.
    """
    press = Press(["mediasoft"], articles=300)
    for wanted in press.expected("mediasoft"):
        body, content_type = answer(press, "mediasoft", wanted.url)
        assert read_article(body, wanted.url, content_type=content_type).paragraphs == wanted.paragraphs, wanted.url
