"""Children end when their parent is gone, however it went."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
LOOK_EVERY = 0.5  # seconds, where the kernel can't tell us


def die_with_parent(parent: int | None = None) -> None:
    """Make this process end when its parent does. Call it first thing in a child.

    `parent` is the pid that started it, in case that one is gone already. SIGKILL, because everything here survives
    kill -9 anyway, and a successor may be waiting for our locks. The kernel sends it when the parent's *thread* that
    started us ends; a watching thread covers other systems, and a starting thread that ended early is none of ours.
    """
    parent = parent or os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="parent-watch").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
