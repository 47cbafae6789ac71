"""archive.db: one file a table."""
