"""The tables of archive.db, as migrations that are only ever appended.

A user's archive from last month opens today: never edit a migration that has been released, append one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from pipeline.archive.first_tables import FIRST_TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

archive_migrations = Migrations("khobao.archive")


@archive_migrations()
def m001_first_tables(db: Database) -> None:
    """Make the tables of captures, articles, revisions, looks and events.

    Times of ours are `...Z` (clock.to_stamp); publication times are as the page's readers see them (+07:00, or a day).
    """
    for statement in FIRST_TABLES:
        db.execute(statement)


@archive_migrations()
def m002_search(db: Database) -> None:
    """Make the text that is searched and its two indexes (pipeline.search.search feeds them).

    The rows are numbered as the articles are, not as the revisions: an article has one current revision, and what
    narrows a search (site, day) stands in `articles`. Weights: title, sapo, text, captions.
    """
    db.execute(
        """
        CREATE VIEW search_text AS
        SELECT articles.id AS id, revisions.title AS title, revisions.sapo AS sapo, revisions.text AS text,
            (SELECT group_concat(json_extract(image.value, '$.caption'), char(10))
             FROM json_each(revisions.images) AS image) AS captions
        FROM articles JOIN revisions ON revisions.id = articles.revision_id
        """
    )
    for table, remove_diacritics in (("search_folded_1", 2), ("search_exact_1", 0)):
        db.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(title, sapo, text, captions, content='search_text',"
            f" content_rowid='id', tokenize='unicode61 remove_diacritics {remove_diacritics}')"
        )
        db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('rank', 'bm25(10.0, 4.0, 1.0, 1.0)')")  # noqa: S608  our names


@archive_migrations()
def m003_sources(db: Database) -> None:
    """Remember where on the page each field of a revision was read: an object, field by place."""
    db.execute("ALTER TABLE revisions ADD COLUMN sources TEXT NOT NULL DEFAULT '{}'")


@archive_migrations()
def m004_profiles(db: Database) -> None:
    """Keep what sites have taught, version by version, and what their latest pages teach."""
    for statement in (
        """
        CREATE TABLE profiles (
            id INTEGER PRIMARY KEY,
            site_id INTEGER NOT NULL REFERENCES sites(id),
            version INTEGER NOT NULL,
            learned_at TEXT NOT NULL,
            pages INTEGER NOT NULL,
            profile TEXT NOT NULL,
            UNIQUE (site_id, version)
        ) STRICT
        """,
        """
        CREATE TABLE lessons (
            id INTEGER PRIMARY KEY,
            site_id INTEGER NOT NULL REFERENCES sites(id),
            number INTEGER NOT NULL,
            capture_id INTEGER NOT NULL REFERENCES captures(id),
            lesson TEXT NOT NULL,
            UNIQUE (site_id, number)
        ) STRICT
        """,
    ):
        db.execute(statement)


@archive_migrations()
def m005_looks(db: Database) -> None:
    """Keep when each article is to be looked at again, what is doubted of it, and how it stood when (availability)."""
    for statement in (
        """
        CREATE TABLE visits (
            article_id INTEGER PRIMARY KEY REFERENCES articles(id),
            site_id INTEGER NOT NULL REFERENCES sites(id),
            next_at TEXT,
            looked_at TEXT NOT NULL,
            etag TEXT,
            last_modified TEXT,
            doubts INTEGER NOT NULL DEFAULT 0,
            doubted_at TEXT
        ) STRICT
        """,
        "CREATE INDEX visits_due ON visits(site_id, next_at)",
        """
        CREATE TABLE turns (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            at TEXT NOT NULL,
            availability TEXT NOT NULL,
            moved_to TEXT,
            UNIQUE (article_id, at, availability)
        ) STRICT
        """,
        "CREATE INDEX articles_away ON articles(availability) WHERE availability <> 'online'",
        "ALTER TABLE sites ADD COLUMN revisit TEXT",
    ):
        db.execute(statement)


@archive_migrations()
def m006_hidden(db: Database) -> None:
    """Keep what articles that are hidden are known by (pipeline.archive.hidden)."""
    for statement in (
        """
        CREATE TABLE hidden (
            id INTEGER PRIMARY KEY,
            site_id INTEGER NOT NULL REFERENCES sites(id),
            article TEXT NOT NULL,
            url TEXT NOT NULL,
            reason TEXT NOT NULL,
            at TEXT NOT NULL,
            unhidden_at TEXT,
            UNIQUE (article, at)
        ) STRICT
        """,
        """
        CREATE TABLE hidden_marks (
            mark TEXT PRIMARY KEY,
            hidden_id INTEGER NOT NULL REFERENCES hidden(id)
        ) STRICT, WITHOUT ROWID
        """,
    ):
        db.execute(statement)


@archive_migrations()
def m007_attempts(db: Database) -> None:
    """Keep what is being taken in from a WARC file after a crash: a page that ends the process is known by it."""
    db.execute(
        """
        CREATE TABLE attempts (
            name TEXT NOT NULL,
            warc_offset INTEGER NOT NULL,
            tries INTEGER NOT NULL,
            PRIMARY KEY (name, warc_offset)
        ) STRICT, WITHOUT ROWID
        """
    )


@archive_migrations()
def m008_health(db: Database) -> None:
    """Keep what sources brought, day by day, and how sites do by that."""
    for statement in (
        """
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY,
            site_id INTEGER NOT NULL REFERENCES sites(id),
            day TEXT NOT NULL,
            source TEXT NOT NULL,
            listed INTEGER NOT NULL,
            discovered INTEGER NOT NULL,
            fetched INTEGER NOT NULL,
            parsed INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            failures TEXT NOT NULL,
            UNIQUE (site_id, day, source)
        ) STRICT
        """,
        """
        CREATE TABLE health (
            site_id INTEGER PRIMARY KEY REFERENCES sites(id),
            colour TEXT NOT NULL,
            since TEXT NOT NULL,
            weighed_at TEXT NOT NULL,
            reasons TEXT NOT NULL
        ) STRICT
        """,
    ):
        db.execute(statement)


@archive_migrations()
def m010_feeds(db: Database) -> None:
    """Let feeds find the articles whose texts came last, of all sites and of one."""
    db.execute("CREATE INDEX articles_by_revision ON articles(revision_id)")
    db.execute("CREATE INDEX articles_by_site_and_revision ON articles(site_id, revision_id)")


@archive_migrations()
def m011_changes(db: Database) -> None:
    """Let the front page find what was edited or taken down last, among many events of new articles."""
    db.execute(
        "CREATE INDEX events_of_changes ON events(id)"
        " WHERE kind IN ('article.revised', 'article.gone', 'article.moved', 'article.returned')"
    )


_SEARCH_ROWS = """
    CREATE TABLE search_rows (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL UNIQUE REFERENCES articles(id),
        site_id INTEGER NOT NULL REFERENCES sites(id),
        section TEXT,
        agency TEXT,
        availability TEXT NOT NULL,
        edited INTEGER NOT NULL,
        dated INTEGER NOT NULL,
        bare INTEGER NOT NULL
    ) STRICT
"""

_MARK = "char(57344)"
_SEARCH_TEXT = f"""
    CREATE VIEW search_text AS
    SELECT search_rows.id AS id, revisions.title AS title, revisions.sapo AS sapo, revisions.text AS text,
        (SELECT group_concat(json_extract(image.value, '$.caption'), char(10))
         FROM json_each(revisions.images) AS image) AS captions,
        {_MARK} || 'site' || search_rows.site_id || ' ' || {_MARK} || search_rows.availability
        || CASE WHEN search_rows.edited THEN ' ' || {_MARK} || 'edited' ELSE '' END
        || CASE WHEN search_rows.dated THEN ' ' || {_MARK} || 'dated' ELSE '' END
        || coalesce(' ' || {_MARK} || 'section' || hex(search_rows.section), '')
        || coalesce(' ' || {_MARK} || 'agency' || hex(search_rows.agency), '') AS marks
    FROM search_rows JOIN articles ON articles.id = search_rows.article_id
    JOIN revisions ON revisions.id = articles.revision_id
"""  # noqa: S608  our own letter


@archive_migrations()
def m012_search_rows(db: Database) -> None:
    """Let the search indexes have their rows in order of time, and know what narrows a search (pipeline.search.index).

    `marks` holds what an article is narrowed by, as words that nobody types: each begins with a letter of Unicode's
    private use, which the tokenizer takes for a letter. The indexes are empty then; pipeline.search fills them.
    """
    for table in ("search_folded_1", "search_exact_1"):
        db.execute(f"DROP TABLE {table}")
    db.execute("DROP VIEW search_text")
    db.execute(_SEARCH_ROWS)
    db.execute(_SEARCH_TEXT)
    for table, remove_diacritics in (("search_folded_2", 2), ("search_exact_2", 0)):
        db.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(title, sapo, text, captions, marks, content='search_text',"
            f" content_rowid='id', tokenize='unicode61 remove_diacritics {remove_diacritics}')"
        )
        db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('rank', 'bm25(10.0, 4.0, 1.0, 1.0, 0.0)')")  # noqa: S608  our names
    db.execute("CREATE VIRTUAL TABLE search_words USING fts5vocab('search_folded_2', 'instance')")


@archive_migrations()
def m013_hidden_captures(db: Database) -> None:
    """Let hidden captures tell no address, which may say what the article said."""
    db.execute("UPDATE captures SET asked_url = '', url = '', via = NULL WHERE outcome = 'hidden'")


@archive_migrations()
def m014_address_shapes(db: Database) -> None:
    """Make the table of what sites' pages taught of their addresses."""
    db.execute(
        """
        CREATE TABLE address_shapes (
            id INTEGER PRIMARY KEY,
            site_id INTEGER NOT NULL REFERENCES sites(id),
            version INTEGER NOT NULL,
            learned_at TEXT NOT NULL,
            pages INTEGER NOT NULL,
            shapes TEXT NOT NULL,
            UNIQUE (site_id, version)
        ) STRICT
        """
    )


@archive_migrations()
def m015_link_coverage(db: Database) -> None:
    """Make the table of how much is had of what sites' pages link to."""
    db.execute(
        """
        CREATE TABLE link_coverage (
            site_id INTEGER PRIMARY KEY REFERENCES sites(id),
            counted_at TEXT NOT NULL,
            held INTEGER NOT NULL,
            waiting INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            unlisted INTEGER NOT NULL
        ) STRICT
        """
    )
