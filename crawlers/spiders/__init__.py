"""One generic spider per kind of source, and the one that fetches articles."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
