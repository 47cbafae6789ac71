from .child import die_with_parent
from .liveness import Liveness, read_liveness, write_liveness
from .logs import configure_logs
from .ports import check_free

__all__ = ["Liveness", "check_free", "configure_logs", "die_with_parent", "read_liveness", "write_liveness"]
