from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

CHILD = "import time; from pipeline.runtime.child import die_with_parent; die_with_parent({}); print('here', flush=True); time.sleep(60)"
PARENT = (
    "import os, subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=subprocess.PIPE, start_new_session=True)\n"
    "child.stdout.readline(); print(child.pid, flush=True); {}"
)


def is_gone(pid: int, seconds: float = 5.0) -> bool:
    """Tell whether a process ends within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, None])
def test_a_child_ends_with_its_parent(sent: signal.Signals | None) -> None:
    """Whether the parent is killed, told to end, or simply ends."""
    last = "time.sleep(60)" if sent else "os._exit(0)"
    argv = [sys.executable, "-c", PARENT.format(last), CHILD.format("")]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        if sent:
            parent.send_signal(sent)
        parent.wait()
        assert is_gone(child)


def test_the_thread_that_watches_is_enough() -> None:
    """Where the kernel can't tell (another system), a look at the parent's pid does."""
    blind = CHILD.format("").replace("die_with_parent()", "sys.platform = 'other'; die_with_parent()")
    argv = [sys.executable, "-c", PARENT.format("time.sleep(60)"), f"import sys; {blind}"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        assert is_gone(child)


def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    """Told who started it, it sees that it has another parent by now."""
    code = CHILD.format(os.getppid() + 100_000)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=20)
    assert (done.returncode, done.stdout) == (1, "")
