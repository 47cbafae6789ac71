"""Rules of a site's health: pure functions."""
