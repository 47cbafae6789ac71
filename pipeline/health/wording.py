"""Reasons in words, for pages, commands and webhooks. Nothing else of this package knows a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.locale import phrase

if TYPE_CHECKING:
    from pipeline.health.reason import Reason
    from pipeline.locale import Language


def reason_in_words(reason: Reason, language: Language) -> str:
    """One sentence, or part of one, without a full stop."""
    return phrase(language, f"health.{reason.kind}", **reason.values)
