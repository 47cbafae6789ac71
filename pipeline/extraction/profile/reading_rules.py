"""ReadingRules: what is known of a site when one of its pages is read: its file's rules and the profile of its pages.

What a page was read with is kept as its *reading version*: the profile's (`v3`), a digest of the site rules that
matched (`1f0c99ab`), or both (`v3+1f0c99ab`).
"""

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
class ReadingRules:
    """What one page is read with."""

    site_rules: tuple[Rules, ...] = ()
    """Selectors of the site's file, best first."""
    profile: Profile | None = None
    keep: tuple[str, ...] = ()
    """Lines that a person says are no boilerplate, whatever the profile says."""

    @property
    def boilerplate(self) -> frozenset[str]:
        """The lines that are taken out of the text, as `profile.normal` writes them."""
        if self.profile is None:
            return frozenset()
        return self.profile.boilerplate - {normal(fold(line)) for line in self.keep}

    def reading_version(self, used: Rules | None) -> str | None:
        """Reading version of a page on which the site rules `used` matched; None where nothing was known of it."""
        version = f"v{self.profile.version}" if self.profile else None
        rules = hashlib.sha256(repr(used).encode()).hexdigest()[:8] if used else None
        return "+".join(filter(None, (version, rules))) or None


def reading_rules(site: Site, day: date, profile: Profile | None = None) -> ReadingRules:
    """Rules for a page that a site had on a day (in Vietnam), with a version of its profile."""
    return ReadingRules(site.rules_at(day), profile, site.keep)


def describe_version(reading_version: str | None) -> str:
    """Spell a reading version out for a person: `profile v3, site rules 1f0c99ab`; "" for None."""
    version, _, rules = (reading_version or "").partition("+")
    if profile_version_in(version) is None:
        version, rules = "", version
    return ", ".join(filter(None, (version and f"profile {version}", rules and f"site rules {rules}")))


def profile_version_in(reading_version: str | None) -> int | None:
    """Version of the profile in a reading version, None where it names none."""
    first = (reading_version or "").partition("+")[0]
    return int(first[1:]) if first[:1] == "v" and first[1:].isdecimal() else None
