"""What one poll of a source came to, and how the source stands by that. Pure but for the clock."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from crawlers.frontier import SourceState


@attrs.define
class PollResult:
    """What one poll of a source came to, while it goes on."""

    named: set[str] = attrs.Factory(set)
    """URLs of the site's articles that it named."""
    new: int = 0
    """How many of them were not known."""
    is_changed: bool = False
    """One of its pages came otherwise than before."""
    is_skipped: bool = False
    """One of its pages came as before, and was not read again."""

    def update(self, state: SourceState, *, is_read_whole: bool) -> SourceState:
        """State of the source by this poll.

        Whether it changed is told by what it names: its bytes may hold the time of day. Of a sitemap's files only some
        are read, so there the bytes have to do.
        """
        now = time.time()
        habits = attrs.evolve(state.habits, news_at=now) if self.new else state.habits
        if self.named or not self.is_skipped:
            digest = self._digest() if is_read_whole else None
            is_changed = self.new > 0 or (digest != habits.named if is_read_whole else self.is_changed)
            is_empty = not self.named and not self.is_skipped
            habits = attrs.evolve(
                habits,
                named=digest,
                changed_at=now if is_changed else habits.changed_at or now,
                empty_since=(habits.empty_since or now) if is_empty else None,
            )
        return attrs.evolve(state, habits=habits)

    def _digest(self) -> str:
        return hashlib.sha256("\n".join(sorted(self.named)).encode()).hexdigest()
