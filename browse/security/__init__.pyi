from .headers import Application, Receive, Send, web_url
from .password import Door, hash_of

__all__ = ["Application", "Door", "Receive", "Send", "hash_of", "web_url"]
