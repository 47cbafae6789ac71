"""From a capture in a WARC file to rows of the archive."""
