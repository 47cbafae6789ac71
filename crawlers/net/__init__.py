"""How a site is asked: politely, and never at a private address."""
