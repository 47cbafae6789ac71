"""Links that the site's pages were seen to have: what of its articles is linked anywhere, and what of that is had.

What the rules refuse is not believed to be no article: of each shape of address with several refused ones a few are
fetched and read, and where these are articles, all of that shape are counted as missing.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.archive import immediate_transaction
from pipeline.health import LinkCoverage
from pipeline.shapes import shapes
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlite_utils import Database

KEEP = 30 * 86_400.0  # seconds that a link is remembered after it was last seen: as long as a listing shows it, it is
SEEN = 86_400.0  # seconds after which it is noted anew that a link is still there: on each page that is much writing
MOST = 100_000  # links of a site that are remembered: those of more are like them
LEAST = 5  # refused addresses of a shape that are worth a look
SAMPLES = 3  # of a shape that are fetched; most of them have to be articles
SURE = 2  # of them: one page of the site's own may read as an article
SAMPLES_A_DAY = 15  # of a site: five shapes


class SeenLinks:
    """The links of the watched sites' pages, in frontier.db."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, site: str, articles: Iterable[str], others: Iterable[str]) -> None:
        """Remember what a page links to: addresses that are taken for articles', and those that are not."""
        now = time.time()
        urls = {identity(url): (url, is_article) for is_article, group in ((0, others), (1, articles)) for url in group}
        rows = [(site, key, url, shapes(url)[1], is_article, now) for key, (url, is_article) in urls.items()]
        with immediate_transaction(self._db):
            count = self._db.execute("SELECT count(*) FROM links WHERE site = ?", [site]).fetchone()[0]
            if count < MOST:
                self._db.conn.executemany(
                    "INSERT INTO links (site, identity, url, shape, is_article, seen_at) VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (site, identity) DO UPDATE SET seen_at = excluded.seen_at,"
                    " is_article = max(is_article, excluded.is_article)"
                    " WHERE seen_at < ? OR is_article < excluded.is_article",
                    [(*row, now - SEEN) for row in rows],
                )

    def sample(self, site: str) -> str | None:
        """A refused address to be looked at, from now on taken to be no article's; None where none is, or today."""
        now = time.time()
        with immediate_transaction(self._db):
            row = self._db.execute(
                "SELECT identity, url FROM links WHERE site = :site AND is_article = 0 AND sampled_at IS NULL"
                " AND shape IN (SELECT shape FROM links WHERE site = :site AND is_article = 0 GROUP BY shape"
                "   HAVING count(*) >= :least AND count(sampled_at) < :samples)"
                " AND (SELECT count(*) FROM links WHERE site = :site AND sampled_at > :day) < :today"
                " ORDER BY seen_at DESC, url LIMIT 1",
                {"site": site, "least": LEAST, "samples": SAMPLES, "day": now - 86_400, "today": SAMPLES_A_DAY},
            ).fetchone()
            if row:
                self._db.execute("UPDATE links SET sampled_at = ? WHERE site = ? AND identity = ?", [now, site, row[0]])
        return row[1] if row else None

    def confirm(self, site: str, url: str) -> None:
        """Remember that an address that `sample` gave led to an article."""
        with immediate_transaction(self._db):
            self._db.execute(
                "UPDATE links SET was_read = 1 WHERE site = ? AND identity = ? AND sampled_at IS NOT NULL",
                [site, identity(url)],
            )

    def forget_old(self, site: str) -> None:
        """Delete what no page was seen to link to for long."""
        with immediate_transaction(self._db):
            self._db.execute("DELETE FROM links WHERE site = ? AND seen_at < ?", [site, time.time() - KEEP])

    def coverage(self, site: str, held: Callable[[list[str]], tuple[set[str], set[str]]]) -> LinkCoverage:
        """How many of the article addresses that were seen are in the archive, and where the others are.

        `held` tells of URLs which lead to articles of the archive, and which were fetched and are none.
        """
        rows = self._db.execute(
            "SELECT l.url, is_article, shape, sampled_at IS NOT NULL, was_read, u.state, u.reason FROM links AS l"
            " LEFT JOIN urls AS u ON u.site = l.site AND u.identity = l.identity WHERE l.site = ?",
            [site],
        ).fetchall()
        samples, hits = Counter[str](), Counter[str]()
        for _, _, shape, is_sampled, was_read, _, _ in rows:
            samples[shape] += is_sampled
            hits[shape] += was_read
        yielding = {shape for shape, count in hits.items() if count >= SURE and count > samples[shape] / 2}
        archived, others = held([row[0] for row in rows])
        counts = Counter(
            "held" if url in archived else _why(is_article, state, reason)
            for url, is_article, shape, _, _, state, reason in rows
            if url not in others and reason != "not-html" and (is_article or url in archived or shape in yielding)
        )
        return LinkCoverage(**counts)


def _why(is_article: int, state: str | None, reason: str | None) -> str:
    """Why an address is not in the archive."""
    if state is None:
        return "unlisted" if is_article else "refused"
    return "failed" if reason else "waiting"
