"""Who is let in, and what a page or a statement may do."""

from browse.security.headers import Application, Receive, Send, web_url
from browse.security.password import Door, hash_of

__all__ = ["Application", "Door", "Receive", "Send", "hash_of", "web_url"]
