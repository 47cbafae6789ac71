"""Addresses that differ from the reader's own in some arguments."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode


def with_arguments(query_string: str, **changes: str | None) -> str:
    """Write a query string, `?` included, with some arguments changed, or left out (None).

    `lang` is left out unless it is among the changes: the cookie remembers the language.
    """
    unchanged = (argument for name, argument in _arguments(query_string) if name not in changes and name != "lang")
    changed = (urlencode({name: value}) for name, value in changes.items() if value is not None)
    return "?" + "&".join([*unchanged, *changed])


@lru_cache(maxsize=8)  # a page asks for some eighty addresses that differ from its own in one argument
def _arguments(query_string: str) -> tuple[tuple[str, str], ...]:
    """Name of each argument, and the whole argument as an address has it."""
    return tuple((name, urlencode({name: value})) for name, value in parse_qsl(query_string, errors="replace"))
