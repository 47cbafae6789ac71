"""Feeds, sitemaps and listings: bytes in, discovered URLs out."""
