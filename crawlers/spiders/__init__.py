"""One generic spider per kind of source, and the one that fetches articles."""

from crawlers.spiders.article import ArticleSpider
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.site import SiteSpider
from crawlers.spiders.sitemap import SitemapSpider

__all__ = ["ArticleSpider", "FeedSpider", "ListingSpider", "SiteSpider", "SitemapSpider"]
