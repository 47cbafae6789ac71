"""The Datasette plugin: our pages before Datasette's own, nothing open that a reader has no use for."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.plugins import pm
from datasette.utils.asgi import NotFound, asgi_static
from jinja2 import ChoiceLoader, FileSystemLoader

from browse import tables
from browse.security import is_closed, with_security_headers
from browse.view import ARCHIVE, settings
from browse.views import article, discovery, fault, feeds, front, health, metrics, provinces, search, site, watches

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeVar

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from jinja2 import Environment

    from browse.security import Application

    Hook = TypeVar("Hook", bound=Callable[..., Any])

    def hookimpl(function: Hook, /) -> Hook:
        """Mark a function as a hook (Datasette's own has no types)."""
else:
    from datasette import hookimpl

HERE = Path(__file__).parent
log = logging.getLogger(__name__)


@hookimpl
def startup() -> None:
    """Take away what others would do beside us.

    Datasette's own answer to exceptions prints all locals to stdout. Of datasette-auth-passwords only the hashes are
    used (browse.security.password), not the page that asks for a password by POST.
    """
    for name in ("datasette.handle_exception", "auth_passwords"):
        if pm.has_plugin(name):
            pm.unregister(name=name)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages; and what Datasette tells about itself (/-/threads, /-/databases, ...) is closed."""
    return [
        (r"/$", front.show),
        (r"/bai/(?P<key>[0-9A-Za-z]+)(?:/(?P<number>[1-9][0-9]{0,5}))?$", article.show),
        (r"/tim$", search.show),
        (r"/tim\.json$", search.show_json),
        (r"/trang/(?P<domain>[^/]+)$", site.show),
        (r"/tinh$", provinces.show),
        (r"/suc-khoe$", health.show),
        (r"/robots\.txt$", discovery.robots),
        (r"/-/opensearch\.xml$", discovery.opensearch),
        (r"/-/live$", metrics.live),
        (r"/-/metrics$", metrics.metrics),
        (r"/theo-doi$", watches.show),
        (r"/tin/(?P<about>tat-ca|trang|tinh|theo-doi)(?:/(?P<name>[^/]+))?\.(?P<form>atom|json)$", feeds.show),
        (r"/-/khobao/(?P<path>.*)$", asgi_static(HERE / "static")),
        (r"/-/(?!static/).*$", _closed),
    ]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Let our templates be found. Datasette looks for them beside packages only, and this plugin is a module."""
    datasettes = env.loader or ChoiceLoader([])
    env.loader = ChoiceLoader([datasettes, FileSystemLoader(HERE / "templates")])


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """Put the security headers on every answer."""
    return partial(with_security_headers, indexable=settings(datasette).indexable)


@hookimpl
def permission_allowed(action: str, resource: Any) -> bool | None:
    """Close the search indexes with their inner tables, and what the libraries keep for themselves."""
    if action != "view-table":
        return None
    return False if is_closed(resource[1]) else None


@hookimpl
def get_metadata() -> dict[str, Any]:
    """Describe the archive's tables where Datasette shows them."""
    return {"title": "Kho Báo", "databases": {ARCHIVE: {"tables": tables.metadata()}}}


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """Lead from Datasette's pages back to ours."""
    return [
        {"href": datasette.urls.path("/"), "label": "Kho Báo"},
        {"href": datasette.urls.path("/tim"), "label": "Tìm"},
    ]


@hookimpl
def forbidden(datasette: Datasette, request: Request) -> Callable[[], Awaitable[Response]]:
    """Answer what is not allowed in our look."""
    return partial(fault.show, datasette, request, fault.FORBIDDEN)


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """Answer a fault in our look. The log gets the traceback, the reader none of it."""
    judged = fault.fault_of(exception)
    if judged.status == 500:
        log.error("%s failed", request.path, exc_info=exception)
    return partial(fault.show, datasette, request, judged)


async def _closed() -> None:
    message = "closed"
    raise NotFound(message)
