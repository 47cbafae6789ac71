"""The Datasette plugin: our pages before Datasette's own, nothing open that a reader has no use for."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.plugins import pm
from datasette.utils.asgi import Base400, Forbidden, NotFound, Response, asgi_static
from datasette.views.base import DatasetteError
from jinja2 import ChoiceLoader, FileSystemLoader

from browse import tables, view
from browse.security import headers as policy
from browse.security import sql_sandbox as fence
from browse.views import discovery, metrics, site
from browse.views import provinces as atlas
from browse.views import search as finding

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeVar

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
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
        (r"/$", view.front),
        (r"/bai/(?P<key>[0-9A-Za-z]+)(?:/(?P<number>[1-9][0-9]{0,5}))?$", view.article),
        (r"/tim$", finding.find),
        (r"/tim\.json$", finding.data),
        (r"/trang/(?P<domain>[^/]+)$", site.site),
        (r"/tinh$", atlas.provinces),
        (r"/suc-khoe$", view.health),
        (r"/robots\.txt$", discovery.robots),
        (r"/-/opensearch\.xml$", discovery.opensearch),
        (r"/-/live$", metrics.live),
        (r"/-/metrics$", metrics.metrics),
        (r"/theo-doi$", view.watches),
        (r"/tin/(?P<about>tat-ca|trang|tinh|theo-doi)(?:/(?P<name>[^/]+))?\.(?P<form>atom|json)$", view.feed),
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
    return partial(policy.guard, indexable=view.settings(datasette).indexable)


@hookimpl
def permission_allowed(action: str, resource: Any) -> bool | None:
    """Close the search indexes with their inner tables, and what the libraries keep for themselves."""
    if action != "view-table":
        return None
    return False if fence.is_closed(resource[1]) else None


@hookimpl
def get_metadata() -> dict[str, Any]:
    """Describe the archive's tables where Datasette shows them."""
    return {"title": "Kho Báo", "databases": {view.ARCHIVE: {"tables": tables.metadata()}}}


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

    async def answer() -> Response:
        return await _fault(datasette, request, 403, "forbidden")

    return answer


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """Answer a fault in our look. The log gets the traceback, the reader none of it."""
    status, kind = _judge(exception)
    if status == 500:
        log.error("%s failed", request.path, exc_info=exception)

    async def answer() -> Response:
        return await _fault(datasette, request, status, kind, _reason(exception) if status == 400 else "")

    return answer


def _judge(exception: Exception) -> tuple[int, str]:
    """Return the status that says what went wrong, and the name of its words."""
    match exception:
        case view.NoArchive():
            return 503, "waiting"
        case view.TooWide():
            return 503, "too_wide"
        case NotFound() | DatasetteError(status=404):
            return 404, "not_found"
        case Forbidden() | DatasetteError(status=403):
            return 403, "forbidden"
        case Base400() | DatasetteError():  # also what Datasette calls 500 is a reader's: a column that there is not
            return int(exception.status) if exception.status < 500 else 400, "bad_request"
        case _:
            return 500, "failed"


def _reason(exception: Exception) -> str:
    """Return what is wrong with a reader's own request, as Datasette or SQLite says it."""
    if isinstance(exception, DatasetteError):
        return str(exception.title if exception.message_is_html else exception.message)[:300]
    return str(exception)[:300]


async def _fault(datasette: Datasette, request: Request, status: int, kind: str, reason: str = "") -> Response:
    if request.path.endswith(".json"):
        error = reason or kind.replace("_", " ")
        return Response.json({"ok": False, "status": status, "error": error}, status=status)
    return await view.fault(datasette, request, status, kind, reason)


async def _closed() -> None:
    message = "closed"
    raise NotFound(message)
