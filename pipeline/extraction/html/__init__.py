"""Bytes to a tree, and a tree to blocks of text."""
