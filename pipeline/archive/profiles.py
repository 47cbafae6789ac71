"""Tables `profiles` and `lessons`: each version of the sites' profiles, and what their latest pages showed.

(A row of `lessons` is an observation of one page; the table keeps the name it was released with.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.annotation import Annotation
from pipeline.archive import sites
from pipeline.clock import to_stamp
from pipeline.extraction import RECENT, WINDOW, Observation, Profile

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.ids import CaptureId, SiteId

PROFILE = "profile"  # the kind of the annotation


@attrs.frozen
class ObservationCounts:
    """What `is_due` of extraction asks of a site's observations."""

    total: int
    """Pages observed since the site is watched, also those whose observation is deleted."""
    recent_misfits: int
    """Of the last RECENT ones, those read with the current profile that did not fit it."""


def profile_annotation(site: str, profile: Profile, at: datetime, event: str) -> Annotation:
    """The annotation that brings a version of a profile into the WARC, and with it into every rebuilt archive.

    `event` is the kind of the event that announces it.
    """
    fields = {"event": event, "profile": profile.as_json()}
    return Annotation(PROFILE, site, f"urn:khobao:profile:{site}:{profile.version}", at, fields)


def annotated_profile(annotation: Annotation) -> Profile:
    """The version of a profile that `profile_annotation` wrote."""
    return Profile.from_json(annotation.fields["profile"])


def add(db: Database, site_id: SiteId, profile: Profile, at: datetime) -> bool:
    """Keep a version. False where the site has a version of that number already."""
    row = db.execute(
        "INSERT INTO profiles (site_id, version, learned_at, pages, profile) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (site_id, version) DO NOTHING RETURNING id",
        [site_id, profile.version, to_stamp(at), profile.pages, profile.as_json()],
    ).fetchone()
    return row is not None


def all_versions(db: Database) -> dict[str, dict[int, Profile]]:
    """Every version of every site's profile, by domain and version."""
    rows = db.execute("SELECT domain, profile FROM profiles JOIN sites ON sites.id = site_id ORDER BY domain, version")
    versions: dict[str, dict[int, Profile]] = {}
    for domain, text in rows:
        profile = Profile.from_json(text)
        versions.setdefault(domain, {})[profile.version] = profile
    return versions


def current(db: Database, domain: str) -> Profile | None:
    """The latest version of a site's profile, None where it has none."""
    row = db.execute(
        "SELECT profile FROM profiles WHERE site_id = ? ORDER BY version DESC LIMIT 1", [sites.id_of(db, domain)]
    ).fetchone()
    return Profile.from_json(row[0]) if row else None


def add_observation(db: Database, site_id: SiteId, capture_id: CaptureId, observation: Observation) -> None:
    """Keep what one page showed, and delete what the pages before the last WINDOW showed."""
    number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM lessons WHERE site_id = ?", [site_id]).fetchone()[0]
    db.table("lessons").insert(
        {"site_id": site_id, "number": number, "capture_id": capture_id, "lesson": observation.as_json()}
    )
    db.table("lessons").delete_where("site_id = ? AND number <= ?", [site_id, number - WINDOW])


def observation_counts(db: Database, domain: str, version: int | None) -> ObservationCounts:
    """How many pages a site showed, and how many of the RECENT ones did not fit a version of its profile."""
    rows = db.execute(
        "SELECT number, lesson ->> 'version' IS ? AND NOT coalesce(lesson ->> 'fits', 0) FROM lessons"
        " WHERE site_id = ? ORDER BY number DESC LIMIT ?",
        [version, sites.id_of(db, domain), RECENT],
    ).fetchall()
    return ObservationCounts(rows[0][0] if rows else 0, sum(is_misfit for _, is_misfit in rows))


def observations(db: Database, domain: str) -> list[Observation]:
    """What the latest pages of a site showed, at most WINDOW, oldest first."""
    rows = db.execute("SELECT lesson FROM lessons WHERE site_id = ? ORDER BY number", [sites.id_of(db, domain)])
    return [Observation.from_json(row[0]) for row in rows]
