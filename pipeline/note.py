"""Note: what an outcome depends on and no page says, as a WARC keeps it: a metadata record of its own."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  attrs values name their types at run time

import attrs


@attrs.frozen
class Note:
    """`kind` says what it tells, `about` which page or site (a URI), `fields` the rest: names to texts of one line."""

    kind: str
    site: str
    about: str
    at: datetime
    fields: dict[str, str] = attrs.field(factory=dict)
