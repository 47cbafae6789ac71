"""The words that people read in Vietnamese or English: one gettext catalogue a language, in `pipeline/locales`.

A msgid is a name (`health.silent`), not a sentence; phrases have `{placeholders}` as str.format has them. The .po
files are read as they are, there is nothing to compile.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALES = Path(__file__).parent / "locales"


def phrase(language: Language, msgid: str, /, **values: object) -> str:
    """Fill in a phrase's placeholders. Raises KeyError for a msgid that the catalogue does not have."""
    return _catalogue(language).gettext(msgid).format(**values)


def plural(language: Language, msgid: str, number: int, /, **values: object) -> str:
    """Fill in the form of a phrase that goes with a number of things. Raises KeyError as `phrase` does."""
    return _catalogue(language).ngettext(msgid, msgid, number).format(**values)


class _Strict(gettext.NullTranslations):
    """What a catalogue falls back on: an error, where gettext's own habit is to show the msgid."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002  gettext's signature
        raise KeyError(msgid1)


@cache
def _catalogue(language: Language) -> gettext.GNUTranslations:
    # Imported here: it takes 50 ms, and most commands say nothing in either language.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    with (LOCALES / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
    compiled.seek(0)
    catalogue = gettext.GNUTranslations(compiled)
    catalogue.add_fallback(_Strict())
    return catalogue
