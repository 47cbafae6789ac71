"""Find and fetch: the only package that imports Scrapy."""
