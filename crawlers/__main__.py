"""`python -m crawlers HOME`: the crawl process.

A module of its own, because the readers it spawns load the main module again, unless it is a `__main__.py`: they need
no Scrapy.
"""

if __name__ == "__main__":
    from crawlers.worker import main

    main()
