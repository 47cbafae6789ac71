"""Annotation: what an outcome depends on and no page says, kept as a WARC metadata record of our own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs


@attrs.frozen
class Annotation:
    """A record that belongs to no response: a new profile, an availability change, an article hidden or unhidden."""

    kind: str
    """`profile`, `availability`, `hide` or `unhide`; a later version may write others."""
    site: str
    """Domain of the watched site."""
    target_uri: str
    """The article's address, or a URN for what has none: the record's WARC-Target-URI."""
    at: datetime
    fields: dict[str, str] = attrs.field(factory=dict)
    """What the kind needs besides: names to texts of one line, as `application/warc-fields` holds them."""

    def as_json(self) -> dict[str, Any]:
        """What one process of ours sends another; `from_json` reads it."""
        return {**attrs.asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Annotation:
        """The annotation that `as_json` wrote. Raises TypeError or KeyError for anything else."""
        return cls(**{**document, "at": datetime.fromisoformat(document["at"])})
