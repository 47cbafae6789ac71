"""What a page may cost, measured in a process of its own: 5 s a megabyte, 50 times its size in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[3] / "bench" / "bounds.py"
WORST = [
    *("letters in elements", "breaks in a div", "pictures", "cells", "signatures"),
    *("joined title", "tcvn3", "numeric entities", "noise in a page"),
]


def test_the_worst_pages_stay_within_bounds() -> None:
    """The pages that once cost most (229 times their size, a minute) are read or refused within both bounds."""
    done = subprocess.run(
        [sys.executable, str(BENCH), "0.4", *WORST], capture_output=True, text=True, check=False, cwd=BENCH.parents[1]
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 1 + len(WORST)
