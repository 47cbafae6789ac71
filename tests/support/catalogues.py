"""The catalogues of words as their files have them, for the tests that hold code and pages against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from pipeline.locale import LOCALES

if TYPE_CHECKING:
    from babel.messages.catalog import Message


def messages(language: str) -> dict[str, Message]:
    """Messages of a catalogue file by msgid; a plural one by its singular."""
    with (LOCALES / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language, abort_invalid=True)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id
    }
