from .article_url import is_article_url
from .discovered import BadSource, DiscoveredUrl, HubTopic, once
from .feeds import may_be_feed, read_feed, read_hub
from .forms import FormPost, next_form
from .links import LinkedPage, read_links
from .listings import ListingPage, articles_of, read_listing
from .newest import newest_first
from .paging import has_script_paging, next_page
from .section_links import SectionLink, section_links
from .sitemaps import read_sitemap

__all__ = [
    "BadSource",
    "DiscoveredUrl",
    "FormPost",
    "HubTopic",
    "LinkedPage",
    "ListingPage",
    "SectionLink",
    "articles_of",
    "has_script_paging",
    "is_article_url",
    "may_be_feed",
    "newest_first",
    "next_form",
    "next_page",
    "once",
    "read_feed",
    "read_hub",
    "read_links",
    "read_listing",
    "read_sitemap",
    "section_links",
]
