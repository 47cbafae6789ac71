"""frontier.db: which URLs are to be fetched, which sources polled, and when."""
