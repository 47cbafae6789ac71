"""What a site's own pages have taught about it, as values."""
