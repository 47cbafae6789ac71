"""What every process of ours needs: its parent, its heartbeat file, its logs, its ports."""

from pipeline.runtime.child import die_with_parent
from pipeline.runtime.logs import configure_logs
from pipeline.runtime.ports import check_free

__all__ = ["check_free", "configure_logs", "die_with_parent"]
