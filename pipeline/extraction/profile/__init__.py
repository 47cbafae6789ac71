"""Wrapper induction: what is known of a site's pages from its own pages, as values."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
