"""How much is had of what a site's pages link to."""

from __future__ import annotations

from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class LinkCoverage:
    """Addresses of articles that a site's pages were seen to link to, by what became of them."""

    held: int = 0
    """They lead to articles of the archive."""
    waiting: int = 0
    """Not fetched yet."""
    failed: int = 0
    """Fetched in vain."""
    refused: int = 0
    """Not taken for articles by their shape, though others of that shape are."""
    unlisted: int = 0
    """No source names them: articles alone link to them."""

    @property
    def linked(self) -> int:
        """All of them."""
        return self.held + self.waiting + self.failed + self.refused + self.unlisted

    def as_json(self) -> dict[str, Any]:
        """As `khobao health --json` prints it."""
        return {"linked": self.linked, **attrs.asdict(self)}


NOTHING_LINKED = LinkCoverage()
