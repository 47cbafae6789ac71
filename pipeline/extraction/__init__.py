"""HTML in, an article out."""
