"""The crawl process, and how the daemon speaks with it."""
