"""Note: what an outcome depends on and no page says, as a WARC keeps it: a metadata record of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs


@attrs.frozen
class Note:
    """`kind` says what it tells, `about` which page or site (a URI), `fields` the rest: names to texts of one line."""

    kind: str
    site: str
    about: str
    at: datetime
    fields: dict[str, str] = attrs.field(factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the note as one process of ours tells it another."""
        return {**attrs.asdict(self), "at": self.at.isoformat()}


def note_of(told: dict[str, Any]) -> Note:
    """Return the note that `Note.as_json` told."""
    return Note(**{**told, "at": datetime.fromisoformat(told["at"])})
