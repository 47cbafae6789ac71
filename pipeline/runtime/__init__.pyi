from .child import die_with_parent
from .logs import configure_logs
from .ports import check_free

__all__ = ["check_free", "configure_logs", "die_with_parent"]
