"""What sites have taught, as the archive keeps it: each version of their profiles, their latest pages' lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotation import Annotation
from pipeline.clock import to_stamp
from pipeline.extraction import RECENT, WINDOW, Observation, Profile

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database


NOTE = "profile"
_OF_SITE = "site_id = (SELECT id FROM sites WHERE domain = ?1)"


def profile_annotation(site: str, profile: Profile, at: datetime, event: str) -> Annotation:
    """Return the note that brings a version of a profile into the WARC, and with it into every rebuilt archive."""
    fields = {"event": event, "profile": profile.as_json()}
    return Annotation(NOTE, site, f"urn:khobao:profile:{site}:{profile.version}", at, fields)


def annotated_profile(note: Annotation) -> Profile:
    """Return the version that a note holds."""
    return Profile.from_json(note.fields["profile"])


def add_profile(db: Database, site_id: int, profile: Profile, at: datetime) -> bool:
    """Keep a version. False if it stands already."""
    added = db.execute(
        "INSERT INTO profiles (site_id, version, learned_at, pages, profile) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (site_id, version) DO NOTHING RETURNING id",
        [site_id, profile.version, to_stamp(at), profile.pages, profile.as_json()],
    )
    return added.fetchone() is not None


def all_profiles(db: Database) -> dict[str, dict[int, Profile]]:
    """Return every version of every site's profile, by domain and version."""
    rows = db.execute("SELECT domain, profile FROM profiles JOIN sites ON sites.id = site_id ORDER BY domain, version")
    found: dict[str, dict[int, Profile]] = {}
    for domain, text in rows:
        profile = Profile.from_json(text)
        found.setdefault(domain, {})[profile.version] = profile
    return found


def latest(db: Database, site: str) -> Profile | None:
    """Return the standing version of a site's profile."""
    row = db.execute(
        "SELECT profile FROM profiles JOIN sites ON sites.id = site_id WHERE domain = ? ORDER BY version DESC LIMIT 1",
        [site],
    ).fetchone()
    return Profile.from_json(row[0]) if row else None


def add_lesson(db: Database, site_id: int, capture_id: int, lesson: Observation) -> None:
    """Keep what a page teaches, and forget what the pages before the last WINDOW taught."""
    number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM lessons WHERE site_id = ?", [site_id]).fetchone()[0]
    db.execute(
        "INSERT INTO lessons (site_id, number, capture_id, lesson) VALUES (?, ?, ?, ?)",
        [site_id, number, capture_id, lesson.as_json()],
    )
    db.execute("DELETE FROM lessons WHERE site_id = ? AND number <= ?", [site_id, number - WINDOW])


def progress(db: Database, site: str, version: int | None) -> tuple[int, int]:
    """Return how many pages a site has taught by, and how many of the RECENT ones did not fit a version."""
    rows = db.execute(
        "SELECT number, lesson ->> 'version' IS ?2 AND NOT coalesce(lesson ->> 'fits', 0) FROM lessons"  # noqa: S608
        f" WHERE {_OF_SITE} ORDER BY number DESC LIMIT ?3",
        [site, version, RECENT],
    ).fetchall()
    return (rows[0][0] if rows else 0), sum(missed for _, missed in rows)


def lessons_of(db: Database, site: str) -> list[Observation]:
    """Return what the latest pages of a site teach, oldest first."""
    rows = db.execute(f"SELECT lesson FROM lessons WHERE {_OF_SITE} ORDER BY number", [site])  # noqa: S608  ours
    return [Observation.from_json(row[0]) for row in rows]
