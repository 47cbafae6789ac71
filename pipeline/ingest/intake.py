"""Whole WARC files into the archive: what a crash left behind, a colleague's file, and a rebuild."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections import Counter, deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs
import structlog

from pipeline.annotation import Annotation
from pipeline.archive import (
    Archive,
    add_profile,
    all_profiles,
    annotated_profile,
    lessons_of,
    open_archive,
    outbox,
    prepare_archive,
    profile_annotation,
    progress,
)
from pipeline.archive import hidden as hiding
from pipeline.archive import profiles as taught
from pipeline.archive import visits as looking
from pipeline.clock import now
from pipeline.config import Site
from pipeline.errors import BadFile, Unreadable
from pipeline.event import ProfileChanged, ProfileLearned
from pipeline.extraction import article_of, induce, is_due, is_redesigned, profile_version_in
from pipeline.files import replacing
from pipeline.ingest.extractor_pool import open_readers
from pipeline.ingest.ingest import ingest
from pipeline.warc import OPEN, check_warc, cut_off, read_capture, read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pipeline.article import Article
    from pipeline.capture import Capture, RecordLocation
    from pipeline.config import Home
    from pipeline.extraction import Extraction, Profile
    from pipeline.ingest.extractor_pool import Readers, Reading
    from pipeline.revision import Standing

log = structlog.get_logger()

AHEAD = 64  # captures being read while the oldest are stored
BATCH = 32  # captures a transaction
TRIES = 3  # of a capture that ends the process that takes it in


# What a page can do to ingest: values that no column takes, a standing capture that is gone. Not: a full disk, a lock.
PAGE_FAULTS = (
    *(BadFile, ValueError, TypeError, LookupError),
    *(sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError),
)


@attrs.frozen
class Intake:
    """What every way into the archive needs: the rows, the readers, the watched sites, the WARC folder."""

    archive: Archive
    readers: Readers
    sites: dict[str, Site]
    folder: Path
    profiles: dict[str, dict[int, Profile]] = attrs.field(factory=dict)  # by site and version

    @classmethod
    def over(cls, archive: Archive, readers: Readers, sites: Iterable[Site], folder: Path) -> Intake:
        """Return an intake that knows what the archive's sites have taught."""
        return cls(archive, readers, {site.domain: site for site in sites}, folder, all_profiles(archive.db))

    def site_of(self, capture: Capture) -> Site:
        """Return the watched site a capture belongs to, or one made up: a site of old, or a host of another's file."""
        if capture.site in self.sites:
            return self.sites[capture.site]
        owner = next((site for site in self.sites.values() if site.owns(capture.url)), None)
        return owner or Site(domain=capture.site, name=capture.site)

    def standing(self, site: Site) -> Profile | None:
        """Return the latest version of a site's profile: what its next captures are read with."""
        versions = self.profiles.get(site.domain)
        return versions[max(versions)] if versions else None

    def submit(self, capture: Capture) -> Reading:
        """Start reading a capture with the version of its site's profile that it names."""
        site = self.site_of(capture)
        return self.readers.submit(capture, site, self.profiles.get(site.domain, {}).get(capture.profile or 0))

    def reread(self, standing: Standing, like: Article) -> Article | Unreadable:
        """Read a standing revision's capture once more, with the profile that an article was read with."""
        capture = read_capture(self.folder, self.archive.place_of(standing.capture_id))
        return article_of(self.submit(attrs.evolve(capture, profile=profile_version_in(like.profile))).result())

    def learn(self, site: Site) -> Annotation | None:
        """Return what a site's latest pages teach, where it is time and that is new: for the WARC, then for `adopt`."""
        standing = self.standing(site)
        number, missed = progress(self.archive.db, site.domain, standing.version if standing else None)
        if not is_due(number, missed, standing):
            return None
        lessons = lessons_of(self.archive.db, site.domain)
        profile = induce(lessons, standing)
        event = ProfileChanged if is_redesigned(lessons, standing) else ProfileLearned
        return profile_annotation(site.domain, profile, now(), event.kind) if profile else None

    def adopt(self, note: Annotation) -> None:
        """Take what a note of our own WARC says into the archive; kinds of a later version are passed over."""
        site = self.sites.get(note.site) or Site(domain=note.site, name=note.site)
        if note.kind == taught.NOTE:
            self._adopt_profile(note, site)
        elif note.kind == looking.NOTE:
            with self.archive.transaction():
                looking.adopt(self.archive, site, note)
        elif note.kind == hiding.HIDE:
            with self.archive.transaction():
                hiding.hide(self.archive, site, note)
        elif note.kind == hiding.UNHIDE:
            self._give_back(note, site)

    def _give_back(self, note: Annotation, site: Site) -> None:
        """Take a hidden article in once more, all of it or nothing. Raises BadFile where a capture can't be read.

        Which of the site's hidden captures are its own is what ingest tells; the others are hidden again.
        """
        places = self.archive.hidden_captures(site)
        captures = [read_capture(self.folder, place) for place in places.values()]
        read = [reading.result() for reading in [self.submit(capture) for capture in captures]]
        with self.archive.transaction():
            if hiding.unhide(self.archive, site, note):
                for number, capture, place, article in zip(places, captures, places.values(), read, strict=True):
                    self.archive.forget_capture(number)
                    self._store_one(capture, place, article)

    def _adopt_profile(self, note: Annotation, site: Site) -> None:
        """Keep the profile that a note brings, and announce it; from here on captures may name it."""
        profile = annotated_profile(note)
        with self.archive.transaction():
            if add_profile(self.archive.db, self.archive.site_id(site), profile, note.at):
                kind = ProfileChanged if note.fields["event"] == ProfileChanged.kind else ProfileLearned
                event = kind(at=note.at, site=note.site, version=profile.version, pages=profile.pages)
                outbox.append(self.archive.db, event)
        self.profiles.setdefault(note.site, {})[profile.version] = profile

    def store(self, batch: Iterable[tuple[Capture, RecordLocation, Extraction | Unreadable]]) -> list[str]:
        """Ingest captures in one transaction and return what became of each.

        A capture on which ingest itself fails is recorded as failed, and the others are not harmed: one edge of three.
        """
        with self.archive.transaction():
            return [self._store_one(capture, place, read) for capture, place, read in batch]

    def store_anew(self, number: int, capture: Capture, place: RecordLocation, read: Extraction | Unreadable) -> str:
        """Let a capture that has a row be taken in once more, in one transaction; return what became of it."""
        with self.archive.transaction():
            self.archive.forget_capture(number)
            return self._store_one(capture, place, read)

    def _store_one(self, capture: Capture, place: RecordLocation, read: Extraction | Unreadable) -> str:
        site = self.site_of(capture)
        try:
            with self.archive.attempt():
                return ingest(self.archive, site, (capture, place), read, self.reread).kind
        except PAGE_FAULTS as error:
            capture_id = self.archive.add_capture(self.archive.site_id(site), capture, place)
            if capture_id is not None:
                self.archive.judge_capture(capture_id, "failed", error=f"{type(error).__name__}: {error}")
            return "failed"


@contextmanager
def open_intake(home: Home) -> Iterator[Intake]:
    """Open a home for taking in whole files, made ready where it is new. The caller holds its lock."""
    home.prepare()
    prepare_archive(home.archive)
    with open_archive(home.archive) as archive, open_readers(home.settings().workers) as readers:
        yield Intake.over(archive, readers, home.sites(), home.warc)


def take_in(
    intake: Intake,
    path: Path,
    progress: Callable[[int], None] = lambda _: None,
    counts: Counter[str] | None = None,
    *,
    warily: bool = False,
) -> Counter[str]:
    """Ingest what a WARC file holds past the point it was ingested to. Returns how many captures became what.

    `progress` is told the byte reached, after each transaction. Raises BadFile where the file can't be read on; what
    came before is ingested then, and counted in `counts`. `warily`: one by one, as one of them ends processes: that one
    is set aside when it has been tried TRIES times.
    """
    counts = Counter() if counts is None else counts
    ahead = 0 if warily else AHEAD
    is_ours = path.name.startswith("articles-")  # a colleague's profiles are not of our versions
    waiting: deque[tuple[Capture, RecordLocation, Reading]] = deque()

    def settle(left: int) -> None:
        while len(waiting) > left:
            batch = [waiting.popleft() for _ in range(min(BATCH, len(waiting)))]
            counts.update(intake.store([(capture, place, reading.result()) for capture, place, reading in batch]))
            progress(batch[-1][1].end)

    try:
        for record, place in read_records(path, intake.archive.ingested_to(path.name.removesuffix(OPEN))):
            if isinstance(record, Annotation):
                if is_ours:
                    settle(0)
                    intake.adopt(record)
                continue
            capture = record if is_ours else attrs.evolve(record, profile=None)
            if warily and intake.archive.count_attempt(place.name, place.offset) > TRIES:
                message = f"{capture.url}: ended the process that read it, {TRIES} times"
                intake.store([(capture, place, Unreadable(message, "failed"))])
                counts["failed"] += 1
                continue
            waiting.append((capture, place, intake.submit(capture)))
            settle(ahead)
    finally:
        settle(0)
    return counts


def article_files(folder: Path) -> list[Path]:
    """Return the WARC files that hold articles, oldest first; polls of sources stand in others."""
    return sorted(path for path in folder.glob("*.warc*") if path.name.startswith(("articles-", "import-")))


def import_file(intake: Intake, path: Path, progress: Callable[[int], None] = lambda _: None) -> Counter[str]:
    """Copy a WARC file to the archive's folder and take it in. Returns how many captures became what.

    Raises BadFile where it can't be read on: what came before is kept, the rest of the copy is moved aside.
    """
    copy = adopt_file(intake.folder, path)
    try:
        return take_in(intake, copy, progress)
    except BadFile as error:
        if good := intake.archive.ingested_to(copy.name):
            cut_off(copy, good)
        else:
            copy.unlink()
        raise BadFile(path, error.faults) from None


def adopt_file(folder: Path, path: Path) -> Path:
    """Copy a WARC file into the archive's folder, named by its digest, so that it is taken in once. Returns the copy.

    Raises BadFile where it is no WARC file, or gzipped as a whole instead of record by record.
    """
    check_warc(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    suffix = ".warc.gz" if path.name.endswith(".gz") else ".warc"
    copy = folder / f"import-{digest}{suffix}"
    if not copy.exists():
        with replacing(copy, fsync=True, partial=f"part-{copy.name}") as partial:
            shutil.copyfile(path, partial)
    return copy
