"""Host names. Apart from URLs: whoever only reads a site's file need not load what cleans those."""

from __future__ import annotations


def bare_host(netloc: str) -> str:
    """A host without `www.` and without its scheme's default port, in lower case."""
    return netloc.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
