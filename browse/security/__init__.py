"""Who is let in, and what a page or a statement may do."""
