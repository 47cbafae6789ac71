"""Guide: what is known of a site when one of its pages is read: a person's rules, and what the site has taught."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.profile.profile import normal
from pipeline.text import fold

if TYPE_CHECKING:
    from datetime import date

    from pipeline.config import Rules, Site
    from pipeline.extraction.profile.profile import Profile


@attrs.frozen
class Guide:
    """The rules of the site's file, best first, the profile, and the lines a person says are no boilerplate."""

    rules: tuple[Rules, ...] = ()
    profile: Profile | None = None
    keep: tuple[str, ...] = ()

    @property
    def boilerplate(self) -> frozenset[str]:
        """The lines that are taken out of the text, as `profile.normal` writes them."""
        if self.profile is None:
            return frozenset()
        return self.profile.boilerplate - {normal(fold(line)) for line in self.keep}

    def name(self, used: Rules | None) -> str | None:
        """Name what the page was read with: the profile's version (`v3`), the rules that matched, or both."""
        version = f"v{self.profile.version}" if self.profile else None
        rules = hashlib.sha256(repr(used).encode()).hexdigest()[:8] if used else None
        return "+".join(filter(None, (version, rules))) or None


def guide_of(site: Site, day: date, profile: Profile | None = None) -> Guide:
    """Return what is known for reading a page that a site had on a day."""
    return Guide(site.rules_at(day), profile, site.keep)


def as_words(name: str | None) -> str:
    """Say what `Guide.name` named, after what read the page: `profile v3, site rules 1f0c99ab`."""
    version, _, rules = (name or "").partition("+")
    if version_in(version) is None:
        version, rules = "", version
    return ", ".join(filter(None, (version and f"profile {version}", rules and f"site rules {rules}")))


def version_in(name: str | None) -> int | None:
    """Return the version of the profile that `Guide.name` named, None where there was none."""
    first = (name or "").partition("+")[0]
    return int(first[1:]) if first[:1] == "v" and first[1:].isdecimal() else None
