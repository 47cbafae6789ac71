"""A site's profile as a person or a script reads it: each version, where the parts stand, which lines are its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.archive import address_shapes
from pipeline.errors import KhobaoError
from pipeline.extraction import Profile, ReadingRules, as_selector, normal
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from pipeline.config import Site
    from pipeline.extraction import Template
    from pipeline.shapes import AddressShapes, Shape

_RULES = {"title": "title", "sapo": "sapo", "body": "body", "date": "date", "byline": "authors"}


class NotLearned(KhobaoError):
    """A site has taught nothing yet, or not that version."""


@attrs.frozen
class ProfileReport:
    """One version of a site's profile, and what a person said about its lines."""

    site: str
    profile: Profile
    versions: dict[int, str]
    """When each version was learned, `2026-11-23T08:15:00Z`."""
    kept_lines: frozenset[str]
    """Lines that a person wants kept in the articles, folded."""
    shapes: AddressShapes | None = None
    """What is known of the site's addresses now."""

    @property
    def learned_at(self) -> str:
        """When this version was learned: a stamp in UTC."""
        return self.versions[self.profile.version]

    @property
    def removed_lines(self) -> frozenset[str]:
        """Recurring lines that are left out of articles, as `normal` has them."""
        return ReadingRules(profile=self.profile).boilerplate - self.kept_lines

    def as_json(self) -> dict[str, Any]:
        """What `khobao profile --json` prints."""
        profile, removed = self.profile, self.removed_lines
        return {
            "site": self.site,
            "version": profile.version,
            "learned_at": self.learned_at,
            "pages": profile.pages,
            "versions": [{"version": number, "learned_at": at} for number, at in self.versions.items()],
            "templates": [
                {
                    "pages": template.pages,
                    "region": as_selector(template.region),
                    "selectors": template.selectors(),
                    "captions": list(template.captions),
                    "cut": _cut(template),
                }
                for template in profile.templates
            ],
            "lines": [
                {
                    "text": line.text,
                    "pages": line.pages,
                    "of": line.of,
                    "step": line.step,
                    "taken_out": line.line in removed,
                }
                for line in profile.recurring
            ],
            "shapes": [
                {"shape": shape.text, "article": shape.verdict, "articles": shape.articles, "others": shape.others}
                for shape in (self.shapes.shapes if self.shapes else ())
            ],
        }

    def as_lines(self) -> Iterator[str]:
        """The report as a person reads it, line by line."""
        profile = self.profile
        yield f"{self.site}: version {profile.version}, learned {self.learned_at} from {profile.pages} pages"
        yield from (f"  version {version} learned {at}" for version, at in self.versions.items())
        for number, template in enumerate(profile.templates, 1):
            yield f"\ntemplate {number}, as {template.pages} pages taught it"
            yield from _template_lines(template)
        removed = self.removed_lines
        for heading, is_removed in (("taken out of the text", True), ("also on many pages", False)):
            lines = [line for line in profile.recurring if (line.line in removed) == is_removed]
            if lines:
                yield f"\n{heading}"
            yield from (f"  {line.pages:>3} of {line.of:<3} {line.text[:90]}  [{line.step}]" for line in lines)
        if self.shapes:
            yield f"\naddresses: version {self.shapes.version}, from {self.shapes.pages} pages"
            yield from map(_shape_line, self.shapes.shapes)

    def as_toml(self) -> Iterator[str]:
        """The templates as rules for the site's file, there to be corrected: what it names wins over the profile."""
        for template in self.profile.templates:
            yield "[[extraction]]"
            for part, selector in template.selectors().items():
                if part in _RULES:
                    yield f"{_RULES[part]} = {json.dumps(selector, ensure_ascii=False)}"
            if template.captions:
                yield f"caption = {json.dumps(', '.join(template.captions), ensure_ascii=False)}"
            yield ""


def profile_report(db: Database, site: Site, version: int | None = None) -> ProfileReport:
    """Report on a version of a site's profile, the current one by default. Raises NotLearned."""
    profiles = {
        number: (learned_at, profile)
        for number, learned_at, profile in db.execute(
            "SELECT version, learned_at, profile FROM profiles JOIN sites ON sites.id = site_id WHERE domain = ?"
            " ORDER BY version",
            [site.domain],
        )
    }
    if not profiles and not db.execute("SELECT 1 FROM sites WHERE domain = ?", [site.domain]).fetchone():
        message = f"nothing is archived of {site.domain}"
        raise NotLearned(message)
    if not profiles:
        message = f"{site.domain} has taught nothing yet: five articles whose text stands in one place are wanted"
        raise NotLearned(message)
    number = version or max(profiles)
    if number not in profiles:
        message = f"{site.domain} has no version {number}: there are {', '.join(map(str, profiles))}"
        raise NotLearned(message)
    return ProfileReport(
        site.domain,
        Profile.from_json(profiles[number][1]),
        {version: learned_at for version, (learned_at, _) in profiles.items()},
        frozenset(normal(fold(line)) for line in site.keep),
        address_shapes.latest_of(db, site.domain),
    )


def _shape_line(shape: Shape) -> str:
    pages = shape.articles + shape.others
    count = shape.articles if shape.verdict else shape.others
    return f"  {count:>3} of {pages:<3} {'article' if shape.verdict else 'other  '}  {shape.text}"


def _cut(template: Template) -> list[str | None] | None:
    return [template.marks.start, template.marks.end] if template.marks else None


def _template_lines(template: Template) -> Iterator[str]:
    region = as_selector(template.region)
    yield f"  {'in':<8} {region}"
    for part, selector in template.selectors().items():
        yield f"  {part:<8} {selector.removeprefix(region).strip() or 'itself'}"
    yield from (f"  caption  {step}" for step in template.captions)
    if template.marks:
        yield f"  read     the head, and from {template.marks.start} to {template.marks.end or 'the end'}"
