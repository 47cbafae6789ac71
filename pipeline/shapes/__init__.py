"""What addresses say: their shapes, which of them a site's own pages taught, and what the CMS families use."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
