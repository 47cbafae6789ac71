"""Annotation: what an outcome depends on and no page says, kept as a WARC metadata record of our own."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  cattrs reads it

import attrs


@attrs.frozen
class Annotation:
    """A record that belongs to no response: what a site taught, an availability change, an article (un)hidden."""

    kind: str
    """`profile`, `shapes`, `availability`, `hide` or `unhide`; a later version may write others."""
    site: str
    """Domain of the watched site."""
    target_uri: str
    """The article's address, or a URN for what has none: the record's WARC-Target-URI."""
    at: datetime
    fields: dict[str, str] = attrs.field(factory=dict)
    """What the kind needs besides: names to texts of one line, as `application/warc-fields` holds them."""
