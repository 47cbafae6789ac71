"""The tables of frontier.db. Migrations are only appended, one transaction each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("khobao.frontier")

_TABLES = (
    """
    CREATE TABLE urls (
        identity TEXT NOT NULL,
        site TEXT NOT NULL,
        url TEXT NOT NULL,
        via TEXT,
        newness REAL NOT NULL,
        since REAL NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting',
        not_before REAL NOT NULL DEFAULT 0,
        tries INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        PRIMARY KEY (site, identity)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX urls_waiting ON urls(site, state, newness DESC)",
    """
    CREATE TABLE sources (
        url TEXT PRIMARY KEY,
        site TEXT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        digest TEXT,
        polled_at REAL,
        read_at REAL,
        walked INTEGER NOT NULL DEFAULT 0,
        resume TEXT,
        pages INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT
    ) STRICT
    """,
    """
    CREATE TABLE sites (
        site TEXT PRIMARY KEY,
        blocked_until REAL NOT NULL DEFAULT 0,
        strikes INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        crawled_at REAL
    ) STRICT
    """,
)


@migrations()
def m001_frontier(db: Database) -> None:
    """Make the tables of waiting addresses, sources and hosts."""
    for statement in _TABLES:
        db.execute(statement)


@migrations()
def m002_rota(db: Database) -> None:
    """Remember when each source is to be asked next, and since when it does or does not bring anything."""
    for column in ("due_at", "watched_since", "news_at", "changed_at", "empty_since", "failing_since"):
        db.execute(f"ALTER TABLE sources ADD COLUMN {column} REAL")
    db.execute("ALTER TABLE sources ADD COLUMN named TEXT")
    db.execute("ALTER TABLE sources ADD COLUMN retired TEXT")


@migrations()
def m003_hubs(db: Database) -> None:
    """Remember the hubs that feeds name."""
    db.execute("ALTER TABLE sources ADD COLUMN hub TEXT")
    db.execute("ALTER TABLE sources ADD COLUMN topic TEXT")


@migrations()
def m004_sections(db: Database) -> None:
    """Remember pages that may be sections, and those that became sources."""
    db.execute(
        """
        CREATE TABLE sections (
            site TEXT NOT NULL,
            identity TEXT NOT NULL,
            url TEXT NOT NULL,
            via TEXT NOT NULL,
            rank INTEGER NOT NULL,
            since REAL NOT NULL,
            tried_at REAL,
            is_source INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (site, identity)
        ) STRICT, WITHOUT ROWID
        """
    )


@migrations()
def m005_links(db: Database) -> None:
    """Remember what the pages of the sites link to."""
    db.execute(
        """
        CREATE TABLE links (
            site TEXT NOT NULL,
            identity TEXT NOT NULL,
            url TEXT NOT NULL,
            shape TEXT NOT NULL,
            is_article INTEGER NOT NULL,
            seen_at REAL NOT NULL,
            sampled_at REAL,
            was_read INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (site, identity)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX links_shape ON links(site, is_article, shape)")
