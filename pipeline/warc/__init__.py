"""WARC files (ISO 28500): written, read, repaired."""
