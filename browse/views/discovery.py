"""How the pages are found: what search engines may list, and the search that a browser can add (OpenSearch 1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Response
from markupsafe import escape

from browse.view import absolute_url, settings

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

PATHS = {"search": "/tim", "itself": "/-/opensearch.xml"}
NOTHING = "User-agent: *\nDisallow: /\n"
ALL_BUT_DATA = "User-agent: *\nDisallow: /archive\nDisallow: /tim\nDisallow: /-/\n"
DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Kho Báo</ShortName>
  <Description>Tìm trong kho lưu trữ báo chí địa phương</Description>
  <Language>vi</Language>
  <InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" template="{search}?q={{searchTerms}}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="{itself}"/>
</OpenSearchDescription>
"""


async def robots(datasette: Datasette) -> Response:
    """Say what search engines may look at: nothing, unless khobao.toml says so."""
    return Response.text(ALL_BUT_DATA if settings(datasette).indexable else NOTHING)


async def opensearch(datasette: Datasette, request: Request) -> Response:
    """Describe the search to a browser."""
    addresses = {name: escape(absolute_url(datasette, request, path)) for name, path in PATHS.items()}
    return Response(
        DESCRIPTION.format(**addresses), content_type="application/opensearchdescription+xml; charset=utf-8"
    )
