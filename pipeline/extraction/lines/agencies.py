"""News agencies and broadcasters, by every name that pages credit them with."""

from __future__ import annotations

import re

from pipeline.text import fold

# Folded name -> the name under which the archive lists the agency.
_LISTED_AS = {
    "ttxvn": "TTXVN", "thong tan xa viet nam": "TTXVN", "vna": "TTXVN", "vietnam news agency": "TTXVN",
    "vietnam+": "TTXVN", "vietnamplus": "TTXVN", "vov": "VOV", "vtv": "VTV", "vgp": "VGP", "tto": "TTO",
    "afp": "AFP", "reuters": "Reuters", "ap": "AP", "xinhua": "Tân Hoa xã", "tan hoa xa": "Tân Hoa xã",
    "thx": "Tân Hoa xã", "kyodo": "Kyodo", "yonhap": "Yonhap", "sputnik": "Sputnik", "tass": "TASS",
    "ria novosti": "RIA Novosti", "bernama": "Bernama", "dpa": "DPA", "bloomberg": "Bloomberg",
}  # fmt: skip
_WITH_REPORTER = re.compile(
    r"(?:(?:nhom )?(?:pv|p/v|phong vien)\s+)?(ttxvn|vov|vtv|vna)"
    r"(?:\d{1,2}|\.vn|\s?-\s?\w[\w ]{2,20}|\s+tai\s+\w[\w ]{1,20})?"
)
_SLASH = re.compile(r"\s*/\s*")
_GLUED = re.compile(r"(?<=[a-zà-ỹ])\s?(TTXVN|VOV|VTV|TTO)$")


def agency_of(name: str) -> str | None:
    """Agency that a name credits: its own, a reporter's (`PV TTXVN tại Seoul`), the last of `AFP/TTXVN`."""
    folded = fold(name).strip(" .()")
    if folded in _LISTED_AS:
        return _LISTED_AS[folded]
    if reporter := _WITH_REPORTER.fullmatch(folded):
        return _LISTED_AS[reporter[1]]
    return next((_LISTED_AS[part] for part in reversed(_SLASH.split(folded)) if part in _LISTED_AS), None)


def split_agency(name: str) -> tuple[str, str | None]:
    """Split an agency off the end of a name that metadata glued it to: `Tâm HằngTTXVN` -> (`Tâm Hằng`, `TTXVN`)."""
    if glued := _GLUED.search(name):
        return name[: glued.start()].strip(), _LISTED_AS[glued[1].lower()]
    return name, None
