from .article import ArticleSpider
from .feed import FeedSpider
from .listing import ListingSpider
from .site import CrawlPlan, SiteSpider
from .sitemap import SitemapSpider

__all__ = ["ArticleSpider", "CrawlPlan", "FeedSpider", "ListingSpider", "SiteSpider", "SitemapSpider"]
