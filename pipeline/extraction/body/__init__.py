"""What of the container is text, and what else it is."""
