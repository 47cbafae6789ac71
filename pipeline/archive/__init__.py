"""archive.db: one file a table."""

from pipeline.archive.archive import Archive, open_archive, stored_urls
from pipeline.archive.arrivals import arrivals
from pipeline.archive.database import damage_explained, open_database, prepare_archive, read_archive
from pipeline.archive.health import Verdict, verdicts, weigh_site
from pipeline.archive.hidden import hide_note, is_hidden, unhide_note
from pipeline.archive.ledger import Line
from pipeline.archive.outbox import read_events
from pipeline.archive.profiles import (
    add_lesson,
    add_profile,
    all_profiles,
    as_note,
    in_note,
    latest,
    lessons_of,
    progress,
)
from pipeline.archive.sqlite import is_damage, is_disk_trouble, move_aside, require_sound
from pipeline.archive.visits import Due, Look, next_due, plan, replan

__all__ = [
    "Archive",
    "Due",
    "Line",
    "Look",
    "Verdict",
    "add_lesson",
    "add_profile",
    "all_profiles",
    "arrivals",
    "as_note",
    "damage_explained",
    "hide_note",
    "in_note",
    "is_damage",
    "is_disk_trouble",
    "is_hidden",
    "latest",
    "lessons_of",
    "move_aside",
    "next_due",
    "open_archive",
    "open_database",
    "plan",
    "prepare_archive",
    "progress",
    "read_archive",
    "read_events",
    "replan",
    "require_sound",
    "stored_urls",
    "unhide_note",
    "verdicts",
    "weigh_site",
]
