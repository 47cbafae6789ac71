"""ExtractorPool without processes."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from pipeline.extraction.profile.reading_rules import reading_rules
from pipeline.ingest.extractor_pool import extract_capture

if TYPE_CHECKING:
    from pipeline.capture import Capture
    from pipeline.config import Site
    from pipeline.extraction.profile.profile import Profile


class Inline:
    """ExtractorPool that read at once, in this process: what the pages are is test_readers' matter."""

    def submit(self, capture: Capture, site: Site, profile: Profile | None = None) -> Any:
        """Read by the real extractor."""
        done: Future[Any] = Future()
        done.set_result(extract_capture(capture, reading_rules(site, capture.captured_at.date(), profile)))
        return done
