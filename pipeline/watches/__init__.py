"""Watches: which events match, and how their messages get out."""
