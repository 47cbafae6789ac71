"""Watches: which events match, and how their messages get out."""

from pipeline.watches.check import try_out
from pipeline.watches.delivery import Delivery, open_deliveries, read_deliveries, shown_watches
from pipeline.watches.dispatcher import Dispatcher
from pipeline.watches.match import Position, last_position
from pipeline.watches.send import masked
from pipeline.watches.watch import NAME, Watch, load_watch, load_watches, make_secret, save_watch, watch_of

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
