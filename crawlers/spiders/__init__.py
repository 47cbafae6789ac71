"""One generic spider per kind of source, and the one that fetches articles."""
