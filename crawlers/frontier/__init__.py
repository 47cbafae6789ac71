"""frontier.db: which URLs are to be fetched, which sources polled, and when."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
