"""What pages and commands ask of the archive."""
