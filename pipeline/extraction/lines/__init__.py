"""What one line of text says: strings in, values out, no DOM."""
