"""The tables that archive.db had when it was first released. Later ones, and columns, come with migrations."""

FIRST_TABLES = (
    """
    CREATE TABLE sites (
        id INTEGER PRIMARY KEY,
        domain TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        provinces TEXT NOT NULL DEFAULT '[]'
    ) STRICT
    """,
    """
    CREATE TABLE warc_files (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        ingested_to INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE articles (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        site_id INTEGER NOT NULL REFERENCES sites(id),
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        section TEXT,
        agency TEXT,
        published_at TEXT,
        published_precision TEXT,
        shown_at TEXT NOT NULL,
        first_seen_at TEXT NOT NULL,
        last_seen_at TEXT NOT NULL,
        revision_id INTEGER REFERENCES revisions(id),
        revisions INTEGER NOT NULL DEFAULT 0,
        availability TEXT NOT NULL DEFAULT 'online',
        edited INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX articles_by_site ON articles(site_id, shown_at DESC)",
    "CREATE INDEX articles_by_time ON articles(shown_at DESC)",
    """
    CREATE TABLE addresses (
        id INTEGER PRIMARY KEY,
        site_id INTEGER NOT NULL REFERENCES sites(id),
        url TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        article_id INTEGER NOT NULL REFERENCES articles(id),
        declared INTEGER NOT NULL DEFAULT 0,
        first_seen_at TEXT NOT NULL,
        UNIQUE (site_id, url)
    ) STRICT
    """,
    "CREATE INDEX addresses_of_article ON addresses(article_id)",
    """
    CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        site_id INTEGER NOT NULL REFERENCES sites(id),
        asked_url TEXT NOT NULL,
        url TEXT NOT NULL,
        status INTEGER NOT NULL,
        captured_at TEXT NOT NULL,
        via TEXT,
        digest TEXT NOT NULL,
        warc_file_id INTEGER NOT NULL REFERENCES warc_files(id),
        warc_offset INTEGER NOT NULL,
        warc_length INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        error TEXT,
        article_id INTEGER REFERENCES articles(id),
        UNIQUE (warc_file_id, warc_offset)
    ) STRICT
    """,
    "CREATE INDEX captures_of_article ON captures(article_id)",
    "CREATE INDEX captures_by_url ON captures(site_id, url)",
    "CREATE INDEX captures_by_asked_url ON captures(site_id, asked_url)",
    "CREATE INDEX captures_by_time ON captures(captured_at)",
    """
    CREATE TABLE revisions (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES articles(id),
        number INTEGER NOT NULL,
        capture_id INTEGER NOT NULL REFERENCES captures(id),
        seen_at TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        title TEXT NOT NULL,
        sapo TEXT,
        text TEXT NOT NULL,
        authors TEXT NOT NULL DEFAULT '[]',
        agency TEXT,
        section TEXT,
        tags TEXT NOT NULL DEFAULT '[]',
        images TEXT NOT NULL DEFAULT '[]',
        published_at TEXT,
        published_precision TEXT,
        published_method TEXT,
        published_raw TEXT,
        modified_at TEXT,
        language TEXT,
        removed TEXT NOT NULL DEFAULT '[]',
        extractor TEXT NOT NULL,
        profile TEXT,
        UNIQUE (article_id, number)
    ) STRICT
    """,
    "CREATE INDEX revisions_by_fingerprint ON revisions(fingerprint)",
    """
    CREATE TABLE readings (
        id INTEGER PRIMARY KEY,
        revision_id INTEGER NOT NULL REFERENCES revisions(id),
        replaced_at TEXT NOT NULL,
        extractor TEXT NOT NULL,
        profile TEXT,
        reading TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE looks (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES articles(id),
        looked_at TEXT NOT NULL,
        status INTEGER NOT NULL,
        outcome TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX looks_of_article ON looks(article_id)",
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        site TEXT NOT NULL,
        article TEXT,
        data TEXT NOT NULL DEFAULT '{}'
    ) STRICT
    """,
)
