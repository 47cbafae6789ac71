"""Rules of looking at an article again: pure functions."""
