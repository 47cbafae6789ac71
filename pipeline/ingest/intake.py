"""The ingest service: the archive, the extractors and the watched sites, as every way into the archive needs them."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from pipeline.archive import (
    Archive,
    address_shapes,
    captures,
    hidden,
    open_archive,
    outbox,
    prepare_archive,
    profiles,
    sites,
    turns,
)
from pipeline.clock import now
from pipeline.config import Site
from pipeline.errors import BadFile, Unreadable
from pipeline.event import ProfileChanged, ProfileLearned
from pipeline.extraction import article_of, induce, is_due, is_redesigned, profile_version_in
from pipeline.ingest.extractor_pool import open_extractor_pool
from pipeline.ingest.ingest import ingest
from pipeline.shapes import induce_shapes
from pipeline.warc import read_capture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipeline.annotation import Annotation
    from pipeline.article import Article
    from pipeline.capture import Capture, RecordLocation
    from pipeline.config import Home
    from pipeline.extraction import Extraction, Profile
    from pipeline.ids import CaptureId
    from pipeline.ingest.extractor_pool import ExtractorPool, PendingExtraction
    from pipeline.revision import RevisionRow
    from pipeline.shapes import AddressShapes

# What a page can do to ingest: values that no column takes, a missing capture of a revision. Not: a full disk, a lock.
PAGE_FAULTS = (
    *(BadFile, ValueError, TypeError, LookupError),
    *(sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError),
)


@attrs.frozen
class ExtractedCapture:
    """A capture that lies in a WARC file, and what was read from it: what is ingested."""

    capture: Capture
    location: RecordLocation
    extraction: Extraction | Unreadable


@attrs.frozen
class Intake:
    """Takes captures and annotations that lie in WARC files into the archive."""

    archive: Archive
    pool: ExtractorPool
    sites: dict[str, Site]
    """The watched sites, by domain."""
    folder: Path
    """Where the WARC files lie."""
    profiles: dict[str, dict[int, Profile]] = attrs.field(factory=dict)
    """By domain and version."""
    shapes: dict[str, AddressShapes] = attrs.field(factory=dict)
    """What is known of the sites' addresses, by domain."""

    @classmethod
    def of_sites(cls, archive: Archive, pool: ExtractorPool, watched: Iterable[Site], folder: Path) -> Intake:
        """An intake with what the archive knows of all sites."""
        by_domain, db = {site.domain: site for site in watched}, archive.db
        return cls(archive, pool, by_domain, folder, profiles.all_versions(db), address_shapes.latest_versions(db))

    def site_of(self, capture: Capture) -> Site:
        """The watched site a capture belongs to, or one made up: of a site of old, or a host of another's file."""
        if capture.site in self.sites:
            return self.sites[capture.site]
        owner = next((site for site in self.sites.values() if site.owns(capture.url)), None)
        return owner or Site(domain=capture.site, name=capture.site)

    def current_profile(self, site: Site) -> Profile | None:
        """The latest version of a site's profile: what its next captures are read with."""
        versions = self.profiles.get(site.domain)
        return versions[max(versions)] if versions else None

    def submit(self, capture: Capture) -> PendingExtraction:
        """Start reading a capture with the version of its site's profile that it names."""
        site = self.site_of(capture)
        return self.pool.submit(capture, site, self.profiles.get(site.domain, {}).get(capture.profile or 0))

    def reread(self, revision: RevisionRow, like: Article) -> Article | Unreadable:
        """Read a revision's capture once more, with the profile that an article was read with."""
        capture = read_capture(self.folder, captures.location(self.archive.db, revision.capture_id))
        return article_of(self.submit(attrs.evolve(capture, profile=profile_version_in(like.profile))).result())

    def ingest_batch(self, batch: Iterable[ExtractedCapture]) -> list[str]:
        """Ingest captures in one transaction. Returns the kind of each one's outcome.

        A capture on which ingest itself fails is recorded as failed, and the others are not harmed: one edge of three.
        """
        with self.archive.transaction():
            return [self._ingest(extracted) for extracted in batch]

    def reingest(self, capture_id: CaptureId, extracted: ExtractedCapture) -> str:
        """Ingest a capture that has a row once more, in a transaction. Returns the kind of its outcome."""
        with self.archive.transaction():
            captures.delete(self.archive.db, capture_id)
            return self._ingest(extracted)

    def _ingest(self, extracted: ExtractedCapture) -> str:
        db, capture, location = self.archive.db, extracted.capture, extracted.location
        site = self.site_of(capture)
        try:
            with self.archive.attempt():
                return ingest(self.archive, site, capture, location, extracted.extraction, self.reread).kind
        except PAGE_FAULTS as error:
            capture_id = captures.add(db, sites.upsert(db, site), capture, location)
            if capture_id is not None:
                captures.set_outcome(db, capture_id, "failed", error=f"{type(error).__name__}: {error}")
            return "failed"

    def induce_profile(self, site: Site) -> Annotation | None:
        """The annotation of a new version of a site's profile, where one is due and its latest pages differ.

        It is to be written to the WARC, then given to `apply`.
        """
        db, profile = self.archive.db, self.current_profile(site)
        counts = profiles.observation_counts(db, site.domain, profile.version if profile else None)
        if not is_due(counts.total, counts.recent_misfits, profile):
            return None
        observations = profiles.observations(db, site.domain)
        induced = induce(observations, profile)
        event = ProfileChanged if is_redesigned(observations, profile) else ProfileLearned
        return profiles.profile_annotation(site.domain, induced, now(), event.kind) if induced else None

    def induce_shapes(self, site: Site) -> Annotation | None:
        """The annotation of a new version of a site's address shapes, where its pages teach other ones.

        The pages that it polls count as none of its articles. To be written to the WARC, then given to `apply`.
        """
        articles, others = address_shapes.read_pages(self.archive.db, site.domain)
        others |= {source.url for source in site.sources if source.kind == "listing"}
        induced = induce_shapes(articles, others, self.shapes.get(site.domain))
        return address_shapes.shapes_annotation(site.domain, induced, now()) if induced else None

    def apply(self, annotation: Annotation) -> None:
        """Write what an annotation in our own WARC says to the archive; kinds of a later version are passed over."""
        site = self.sites.get(annotation.site) or Site(domain=annotation.site, name=annotation.site)
        if annotation.kind == profiles.PROFILE:
            self._add_profile(annotation, site)
        elif annotation.kind == address_shapes.SHAPES:
            self._add_shapes(annotation, site)
        elif annotation.kind == turns.AVAILABILITY:
            with self.archive.transaction():
                turns.apply(self.archive, site, annotation)
        elif annotation.kind == hidden.HIDE:
            with self.archive.transaction():
                hidden.hide(self.archive, site, annotation)
        elif annotation.kind == hidden.UNHIDE:
            self._unhide(annotation, site)

    def _unhide(self, annotation: Annotation, site: Site) -> None:
        """Ingest a hidden article once more, all of it or nothing. Raises BadFile where a capture can't be read.

        Which of the site's hidden captures are its own is what ingest tells; the others are hidden again.
        """
        locations = captures.hidden(self.archive.db, site.domain)
        hidden_captures = [read_capture(self.folder, location) for location in locations.values()]
        pending = [self.submit(capture) for capture in hidden_captures]
        extractions = [extraction.result() for extraction in pending]
        batch = map(ExtractedCapture, hidden_captures, locations.values(), extractions)
        with self.archive.transaction():
            if hidden.unhide(self.archive, site, annotation):
                for capture_id, extracted in zip(locations, batch, strict=True):
                    captures.delete(self.archive.db, capture_id)
                    self._ingest(extracted)

    def _add_shapes(self, annotation: Annotation, site: Site) -> None:
        shapes = address_shapes.annotated_shapes(annotation)
        with self.archive.transaction():
            address_shapes.add(self.archive.db, sites.upsert(self.archive.db, site), shapes, annotation.at)
        self.shapes[annotation.site] = shapes

    def _add_profile(self, annotation: Annotation, site: Site) -> None:
        """Keep the version of a profile, and announce it; from here on captures may name it."""
        db, profile = self.archive.db, profiles.annotated_profile(annotation)
        with self.archive.transaction():
            if profiles.add(db, sites.upsert(db, site), profile, annotation.at):
                event = ProfileChanged if annotation.fields["event"] == ProfileChanged.kind else ProfileLearned
                outbox.append(
                    db, event(at=annotation.at, site=annotation.site, version=profile.version, pages=profile.pages)
                )
        self.profiles.setdefault(annotation.site, {})[profile.version] = profile


@contextmanager
def open_intake(home: Home) -> Iterator[Intake]:
    """Open a home for ingesting whole files, made ready where it is new. The caller holds its lock."""
    home.prepare()
    prepare_archive(home.archive)
    with open_archive(home.archive) as archive, open_extractor_pool(home.settings().workers) as pool:
        yield Intake.of_sites(archive, pool, home.sites(), home.warc)
