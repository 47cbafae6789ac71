"""Tables `articles` and `addresses`: one row an article, and the URLs that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.archive import sites
from pipeline.clock import in_vietnam
from pipeline.ids import ArticleId, SiteId
from pipeline.urls import article_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from pipeline.config import Site


def urls_of_site(db: Database, domain: str) -> list[str]:
    """Addresses of a site's articles, the newest article first."""
    rows = db.execute("SELECT url FROM articles WHERE site_id = ? ORDER BY shown_at DESC", [sites.id_of(db, domain)])
    return [row[0] for row in rows]


def at_address(db: Database, site: Site, urls: Iterable[str]) -> ArticleId | None:
    """The article that one of the addresses leads to, the first that leads to any."""
    for url in urls:
        row = db.execute("SELECT article_id FROM addresses WHERE key = ?", [article_key(site.domain, url)]).fetchone()
        if row:
            return ArticleId(row[0])
    return None


def with_text(db: Database, site_id: SiteId, fingerprint: str) -> ArticleId | None:
    """The site's oldest article of which any revision, current or not, has this fingerprint."""
    row = db.execute(
        "SELECT articles.id FROM revisions JOIN articles ON articles.id = revisions.article_id"
        " WHERE fingerprint = ? AND site_id = ? ORDER BY articles.id LIMIT 1",
        [fingerprint, site_id],
    ).fetchone()
    return ArticleId(row[0]) if row else None


def exists(db: Database, article_id: ArticleId) -> bool:
    """False where there is no such article any more: it was hidden meanwhile."""
    return db.execute("SELECT 1 FROM articles WHERE id = ?", [article_id]).fetchone() is not None


def url_of(db: Database, article_id: ArticleId) -> str:
    """The best of an article's URLs (`add_address` says which)."""
    return str(db.execute("SELECT url FROM articles WHERE id = ?", [article_id]).fetchone()[0])


def add(db: Database, site_id: SiteId, site: Site, *, url: str, title: str | None, seen_at: str) -> ArticleId:
    """Make an article without a revision; `revisions.add` gives it one, in the same transaction."""
    row = {"key": article_key(site.domain, url), "site_id": site_id, "url": url, "title": title, "shown_at": ""}
    article_id = db.table("articles").insert({**row, "first_seen_at": seen_at, "last_seen_at": seen_at}).last_pk
    return ArticleId(int(article_id or 0))


def add_address(db: Database, article_id: ArticleId, site: Site, *, url: str, declared: bool, seen_at: str) -> None:
    """Let a URL lead to an article, and make the best of its URLs the article's own.

    The best is one that the pages name as canonical (`declared`), then the shortest, then the first in the alphabet:
    the same whichever was fetched first.
    """
    db.execute(
        "INSERT INTO addresses (site_id, url, key, article_id, declared, first_seen_at)"
        " VALUES ((SELECT site_id FROM articles WHERE id = ?3), ?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (key) DO UPDATE SET declared = max(declared, excluded.declared),"
        " first_seen_at = min(first_seen_at, excluded.first_seen_at)",
        [url, article_key(site.domain, url), article_id, int(declared), seen_at],
    )
    _choose_address(db, article_id)


def remove_address(db: Database, article_id: ArticleId, site: Site, url: str) -> None:
    """Let a URL lead to an article no more: the best of its others becomes its own, also in the events about it."""
    key = article_key(site.domain, url)
    db.table("addresses").delete_where("key = ? AND article_id = ?", [key, article_id])
    _choose_address(db, article_id)
    db.execute(
        "UPDATE events SET article = (SELECT key FROM articles WHERE id = ?) WHERE article = ?", [article_id, key]
    )


def _choose_address(db: Database, article_id: ArticleId) -> None:
    db.execute(
        "UPDATE articles SET (url, key) = (SELECT url, key FROM addresses WHERE article_id = articles.id"
        " ORDER BY declared DESC, length(url), url LIMIT 1) WHERE id = ?",
        [article_id],
    )


def show_latest_revision(db: Database, article_id: ArticleId) -> None:
    """Copy into an article's row what pages and search show of its last revision."""
    db.execute(
        "UPDATE articles SET (revision_id, title, section, agency, published_at, published_precision)"
        " = (SELECT id, title, section, agency, published_at, published_precision FROM revisions"
        "    WHERE article_id = articles.id ORDER BY number DESC LIMIT 1),"
        " revisions = (SELECT count(*) FROM revisions WHERE article_id = articles.id) WHERE id = ?",
        [article_id],
    )
    published_at, first_seen_at = db.execute(
        "SELECT published_at, first_seen_at FROM articles WHERE id = ?", [article_id]
    ).fetchone()
    db.execute(
        "UPDATE articles SET edited = revisions > 1, shown_at = ? WHERE id = ?",
        [published_at or in_vietnam(first_seen_at), article_id],
    )
