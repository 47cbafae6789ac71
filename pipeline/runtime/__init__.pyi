from .child import die_with_parent
from .liveness import Liveness, read_liveness, write_liveness
from .logs import configure_logs
from .ports import check_free
from .restarts import Restarts, keep_running
from .waiting import sleep_unless, wait_for_first

__all__ = [
    "Liveness",
    "Restarts",
    "check_free",
    "configure_logs",
    "die_with_parent",
    "keep_running",
    "read_liveness",
    "sleep_unless",
    "wait_for_first",
    "write_liveness",
]
