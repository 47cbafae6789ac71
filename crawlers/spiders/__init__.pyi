from .article import ArticleSpider
from .feed import FeedSpider
from .listing import ListingSpider
from .site import SiteSpider
from .sitemap import SitemapSpider

__all__ = ["ArticleSpider", "FeedSpider", "ListingSpider", "SiteSpider", "SitemapSpider"]
