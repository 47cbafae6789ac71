"""What a person writes: the home's settings and the sites' files, as values."""
