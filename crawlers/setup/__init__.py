"""How a site comes to be watched."""
