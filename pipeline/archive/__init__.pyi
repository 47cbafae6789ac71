from .archive import Archive, open_archive, stored_urls
from .arrivals import arrivals
from .database import damage_explained, open_database, prepare_archive, read_archive
from .health import Verdict, verdicts, weigh_site
from .hidden import hide_note, is_hidden, unhide_note
from .ledger import Line
from .outbox import read_events
from .profiles import add_lesson, add_profile, all_profiles, as_note, in_note, latest, lessons_of, progress
from .sqlite import is_damage, is_disk_trouble, move_aside, require_sound
from .visits import Due, Look, next_due, plan, replan

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
