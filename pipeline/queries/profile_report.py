"""A site's profile as a person or a script reads it: each version, where the parts stand, which lines are its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.errors import KhobaoError
from pipeline.extraction import Profile, ReadingRules, as_selector, normal
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from pipeline.config import Site
    from pipeline.extraction import Template

_RULES = {"title": "title", "sapo": "sapo", "body": "body", "date": "date", "byline": "authors"}


class NotLearned(KhobaoError):
    """A site has taught nothing yet, or not that version."""


@attrs.frozen
class Portrait:
    """One version of a site's profile, when each version was learned, and which of its lines a person wants kept."""

    site: str
    profile: Profile
    versions: dict[int, str]
    kept: frozenset[str]


def portray(db: Database, site: Site, version: int | None = None) -> Portrait:
    """Return a version of a site's profile, the standing one by default. Raises NotLearned."""
    rows = db.execute(
        "SELECT version, learned_at, profile FROM profiles JOIN sites ON sites.id = site_id WHERE domain = ?"
        " ORDER BY version",
        [site.domain],
    ).fetchall()
    found = {row[0]: row for row in rows}
    if not found and not db.execute("SELECT 1 FROM sites WHERE domain = ?", [site.domain]).fetchone():
        message = f"nothing is archived of {site.domain}"
        raise NotLearned(message)
    if not found:
        message = f"{site.domain} has taught nothing yet: five articles whose text stands in one place are wanted"
        raise NotLearned(message)
    wanted = version or max(found)
    if wanted not in found:
        message = f"{site.domain} has no version {wanted}: there are {', '.join(map(str, found))}"
        raise NotLearned(message)
    kept = frozenset(normal(fold(line)) for line in site.keep)
    return Portrait(site.domain, Profile.from_json(found[wanted][2]), {row[0]: row[1] for row in rows}, kept)


def as_json(portrait: Portrait) -> dict[str, Any]:
    """Return what `khobao profile --json` prints."""
    profile = portrait.profile
    taken = ReadingRules(profile=profile).boilerplate - portrait.kept
    return {
        "site": portrait.site,
        "version": profile.version,
        "learned_at": portrait.versions[profile.version],
        "pages": profile.pages,
        "versions": [{"version": number, "learned_at": at} for number, at in portrait.versions.items()],
        "templates": [
            {
                "pages": one.pages,
                "region": as_selector(one.region),
                "selectors": one.selectors(),
                "captions": list(one.captions),
                "cut": _cut(one),
            }
            for one in profile.templates
        ],
        "lines": [
            {"text": one.text, "pages": one.pages, "of": one.of, "step": one.step, "taken_out": one.line in taken}
            for one in profile.recurring
        ],
    }


def _cut(template: Template) -> list[str | None] | None:
    return [template.marks.start, template.marks.end] if template.marks else None


def as_lines(portrait: Portrait) -> Iterator[str]:
    """Yield a profile as a person reads it."""
    told = as_json(portrait)
    yield f"{told['site']}: version {told['version']}, learned {told['learned_at']} from {told['pages']} pages"
    yield from (f"  version {one['version']} learned {one['learned_at']}" for one in told["versions"])
    for number, template in enumerate(told["templates"], 1):
        yield f"\ntemplate {number}, as {template['pages']} pages taught it"
        around = template["region"]
        yield f"  {'in':<8} {around}"
        yield from (
            f"  {part:<8} {where.removeprefix(around).strip() or 'itself'}"
            for part, where in template["selectors"].items()
        )
        yield from (f"  caption  {step}" for step in template["captions"])
        if template["cut"]:
            start, end = template["cut"]
            yield f"  read     the head, and from {start} to {end or 'the end'}"
    for heading, taken in (("taken out of the text", True), ("also on many pages", False)):
        lines = [line for line in told["lines"] if line["taken_out"] == taken]
        if lines:
            yield f"\n{heading}"
        yield from (f"  {line['pages']:>3} of {line['of']:<3} {line['text'][:90]}  [{line['step']}]" for line in lines)


def as_toml(portrait: Portrait) -> Iterator[str]:
    """Yield the templates as rules for the site's file, there to be corrected: what it names wins over the profile."""
    for template in portrait.profile.templates:
        yield "[[extraction]]"
        for part, selector in template.selectors().items():
            if part in _RULES:
                yield f"{_RULES[part]} = {json.dumps(selector, ensure_ascii=False)}"
        if template.captions:
            yield f"caption = {json.dumps(', '.join(template.captions), ensure_ascii=False)}"
        yield ""
