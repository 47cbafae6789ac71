"""The full-text index and the queries to it."""
