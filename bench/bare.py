"""What `khobao crawl` is measured against: a bare Scrapy spider that runs trafilatura where the page arrives.

`python bench/bare.py URLS OUT`: a file with an address a line; a JSON object a line comes out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy
import trafilatura
from scrapy.crawler import CrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

URLS = Path(sys.argv[1]).read_text(encoding="utf-8").split()


class Bare(scrapy.Spider):
    name = "bare"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in URLS:
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        article: Any = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        yield {"url": response.url, "title": article and article.title, "text": article and article.text}


if __name__ == "__main__":
    settings = {
        "FEEDS": {sys.argv[2]: {"format": "jsonlines"}},
        "LOG_LEVEL": "ERROR",
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
    }
    process = CrawlerProcess(settings)
    process.crawl(Bare)
    process.start()
