from .check import try_out
from .delivery import Delivery, open_deliveries, read_deliveries, shown_watches
from .dispatcher import Dispatcher
from .match import Position, last_position
from .send import masked
from .watch import NAME, Watch, load_watch, load_watches, make_secret, save_watch, watch_of

__all__ = [
    "NAME",
    "Delivery",
    "Dispatcher",
    "Position",
    "Watch",
    "last_position",
    "load_watch",
    "load_watches",
    "make_secret",
    "masked",
    "open_deliveries",
    "read_deliveries",
    "save_watch",
    "shown_watches",
    "try_out",
    "watch_of",
]
