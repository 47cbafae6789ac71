"""Scrapy follows pages that leap elsewhere at once, and brings back cookies within one chain of redirects.

A server that tests for cookies redirects, mostly to the same address, and answers only who brings back what it set.
What is fetched must not depend on what was fetched before, so each chain begins without any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware
from scrapy.http.cookies import CookieJar

from crawlers.net.chains import chain_policy, leads_elsewhere, leap_target
from crawlers.net.robots_middleware import is_for_robots

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_JAR = "khobao_cookies"  # in the meta of a request, which a redirect's takes over


class FollowLeaps(BaseRedirectMiddleware):
    """A downloader middleware in place of Scrapy's MetaRefreshMiddleware, which follows pages of errors, too."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Follow a page that leads elsewhere at once."""
        if response.status != 200 or is_for_robots(request):
            return response
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        target = leap_target(response.body, response.url, content_type)
        is_new_visitor = b"Set-Cookie" in response.headers and b"Cookie" not in request.headers
        if target is None or not leads_elsewhere(target, response.url, is_new_visitor=is_new_visitor):
            return response
        return self._redirect(self._redirect_request_using_get(request, response, target), request, "meta refresh")


class ChainCookies:
    """A downloader middleware: what an answer sets is sent with what it redirects to."""

    def process_request(self, request: Request) -> None:
        """Send what the answers of this chain have set so far."""
        jar = request.meta.get(_JAR)
        if jar is not None:
            request.headers.pop("Cookie", None)
            jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what an answer sets for the rest of its chain."""
        if b"Set-Cookie" in response.headers:
            request.meta.setdefault(_JAR, CookieJar(chain_policy())).extract_cookies(response, request)
        return response
