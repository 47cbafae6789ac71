"""Faults in the pages' look: what an exception is to a reader, and the page or JSON object that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import attrs
from datasette.utils.asgi import Base400, Forbidden, NotFound, Response
from datasette.views.base import DatasetteError

from browse.view import NoArchive, QueryTimeout, render

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

FaultKind = Literal["waiting", "too_wide", "not_found", "forbidden", "bad_request", "failed"]
FAULT_KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
RETRY_AFTER = 5  # seconds after which a 503 may be gone
LONGEST_REASON = 300


@attrs.frozen
class RequestFault:
    """What went wrong with a request, as its reader is told."""

    status: int
    kind: FaultKind
    """Names the phrases of the page: itself, and itself with `_more`."""
    reason: str = ""
    """What is wrong with the request itself, as Datasette or SQLite says it; empty where it is not the reader's."""


FORBIDDEN = RequestFault(403, "forbidden")


def fault_of(exception: Exception) -> RequestFault:
    """Judge an exception; one that nobody foresaw is a 500 and tells the reader nothing of its inside."""
    match exception:
        case NoArchive():
            return RequestFault(503, "waiting")
        case QueryTimeout():
            return RequestFault(503, "too_wide")
        case NotFound() | DatasetteError(status=404):
            return RequestFault(404, "not_found")
        case Forbidden() | DatasetteError(status=403):
            return FORBIDDEN
        case Base400() | DatasetteError():  # also what Datasette calls 500 is a reader's: a column that there is not
            status = int(exception.status) if exception.status < 500 else 400
            return RequestFault(status, "bad_request", _reason(exception) if status == 400 else "")
        case _:
            return RequestFault(500, "failed")


def _reason(exception: Exception) -> str:
    if isinstance(exception, DatasetteError):
        return str(exception.title if exception.message_is_html else exception.message)[:LONGEST_REASON]
    return str(exception)[:LONGEST_REASON]


async def show(datasette: Datasette, request: Request, fault: RequestFault) -> Response:
    """Answer with a page, or with JSON where the address ends in .json."""
    if request.path.endswith(".json"):
        error = fault.reason or fault.kind.replace("_", " ")
        return Response.json({"ok": False, "status": fault.status, "error": error}, status=fault.status)
    response = await render(datasette, request, "fault.html", fault)
    response.status = fault.status
    if fault.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
