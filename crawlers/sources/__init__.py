"""Feeds, sitemaps and listings: bytes in, discovered URLs out."""

from crawlers.sources.discovered import BadSource, Found, once
from crawlers.sources.feeds import read_feed, read_hub
from crawlers.sources.links import LinkedPage, read_links
from crawlers.sources.listings import ListingPage, articles_of, is_article_url, read_listing
from crawlers.sources.paging import next_page
from crawlers.sources.sitemaps import read_sitemap

__all__ = [
    "BadSource",
    "Found",
    "LinkedPage",
    "ListingPage",
    "articles_of",
    "is_article_url",
    "next_page",
    "once",
    "read_feed",
    "read_hub",
    "read_links",
    "read_listing",
    "read_sitemap",
]
