"""Types of what a person writes: each is a plain type with the rule that its values keep.

The converter structures the type, then calls the rule: so each field's fault is found alone, and all of them at once.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pipeline.provinces import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = re.compile(r"(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?", re.ASCII)
MAX_DELAY = 86_400  # seconds between two requests; a day
SPAN = re.compile(r"(\d+)\s*([smhd])", re.ASCII)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def check_host(value: str) -> str:
    """Let a host name through, with its port where it has one. Raises ValueError for anything else."""
    if not HOST.fullmatch(value):
        msg = f"{value!r}; a lower-case host name is wanted, with :port where it has one"
        raise ValueError(msg)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:  # past 65535 `port` raises
        msg = f"{value!r}; a whole http:// or https:// address is wanted"
        raise ValueError(msg)
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        msg = f"{value!r}; a regular expression is wanted ({error})"
        raise ValueError(msg) from None
    return value


def _selector(value: str) -> str:
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415  only a file with selectors pays for it

    try:
        HTMLTranslator().css_to_xpath(value)
    except SelectorError as error:
        msg = f"{value!r}; a CSS selector is wanted ({error})"
        raise ValueError(msg) from None
    return value


def _between(least: float, most: float) -> Callable[[float], float]:
    def check(value: float) -> float:
        if not least <= value <= most:
            msg = f"{value}; {least} to {most} is wanted" if value > most else f"{value}; {least} or more is wanted"
            raise ValueError(msg)
        return value

    return check


def _province(value: str) -> str:
    if value not in NAMES:
        msg = f"{value!r} is no province's code; Thái Nguyên's is \"19\""
        raise ValueError(msg)
    return value


def _some_text(value: str) -> str:
    if not value.strip():
        msg = "is empty; say something"
        raise ValueError(msg)
    return value


def parse_span(text: object) -> timedelta:
    """The length of time that `90s`, `15m`, `6h` or `1d` names. Raises ValueError."""
    match = SPAN.fullmatch(text) if isinstance(text, str) else None
    if not match or int(match[1]) == 0 or len(match[1]) > 6:
        msg = f"{text!r} is no length of time; 90s, 15m, 6h or 1d is wanted"
        raise ValueError(msg)
    return timedelta(**{UNITS[match[2]]: int(match[1])})


Text = Annotated[str, _some_text]
ProvinceCode = Annotated[str, _province]
Host = Annotated[str, check_host]
HttpUrl = Annotated[str, _address]
Pattern = Annotated[str, _pattern]
Selector = Annotated[str, _selector]
Seconds = Annotated[float, _between(0, MAX_DELAY)]
Gigabytes = Annotated[float, _between(0, 1_000_000)]
Count = Annotated[int, _between(1, 1_000_000)]
Port = Annotated[int, _between(1, 65_535)]
