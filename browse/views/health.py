"""The health page: how the sites do, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from browse.view import ask, render
from pipeline.archive import assessments
from pipeline.clock import now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

    from pipeline.archive import HealthAssessment


@attrs.frozen(kw_only=True)
class HealthPage:
    """What the template health.html shows."""

    assessments: Sequence[HealthAssessment]
    now: datetime


async def show(datasette: Datasette, request: Request) -> Response:
    """Show the assessment of each site, with its reasons."""
    page = HealthPage(assessments=await ask(datasette, assessments), now=now())
    return await render(datasette, request, "health.html", page)
