"""What every process of ours needs: its parent, its liveness file, its logs, its ports."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
