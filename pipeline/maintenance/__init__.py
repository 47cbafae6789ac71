"""Backup, verification, exports and statistics."""
