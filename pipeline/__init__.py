"""Capture -> article -> revision -> event: everything that happens to a page after it was fetched."""
