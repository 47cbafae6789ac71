from .check import SampleResult, deliver_samples
from .deliveries import open_deliveries, read_deliveries
from .delivery import Delivery
from .dispatcher import Dispatcher
from .send import masked
from .status import WatchStatus, watch_statuses
from .watch import NAME, Watch, load_watch, load_watches, make_secret, parse_watch, save_watch

__all__ = [
    "NAME",
    "Delivery",
    "Dispatcher",
    "SampleResult",
    "Watch",
    "WatchStatus",
    "deliver_samples",
    "load_watch",
    "load_watches",
    "make_secret",
    "masked",
    "open_deliveries",
    "parse_watch",
    "read_deliveries",
    "save_watch",
    "watch_statuses",
]
