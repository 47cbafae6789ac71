"""ArticleSpider: no sources, only what waits in the frontier, or stored articles to visit once more."""

from crawlers.spiders.site import SiteSpider


class ArticleSpider(SiteSpider):
    """Fetch what waits in a site's frontier, newest first."""

    name = "article"
