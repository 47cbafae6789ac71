"""What deploy/ ships: the unit is one that systemd takes, and the daemon lives within the walls that it names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import psutil
import pytest

from tests.support.harness import end_with_sigterm, family_of, wait_for
from tests.support.ports import free_port

if TYPE_CHECKING:
    from demo.press import Press
    from tests.support.harness import Command

pytestmark = pytest.mark.service

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "khobao.service"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """No unknown key, nothing misspelt; and it counts as well shut in."""
    unit = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8").replace("/opt/khobao/.venv/bin/khobao", "/bin/true")
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if UNIT.name in line] == []
    weighed = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
    )
    level = re.search(r"exposure level .*: ([\d.]+)", weighed.stdout)
    assert level is not None, weighed.stdout[-500:] + weighed.stderr
    assert float(level[1]) < 3, "10 is open, 0 shut"


@pytest.mark.skipif(os.geteuid() != 0, reason="walls are put up by root")
def test_the_daemon_lives_within_the_walls(khobao: Command, press: Press) -> None:
    """Nothing writable but its home, no capabilities, no new privileges: it crawls, serves, and stops when told to."""
    khobao.watch("epi", press.sites["epi"].address)
    walls = (
        f"mount --bind {khobao.home} {khobao.home} && mount -o remount,bind,ro / &&"
        ' exec setpriv --bounding-set -all --inh-caps -all --no-new-privs -- "$@"'
    )
    shut_in = attrs.evolve(khobao, wrapped=("unshare", "--mount", "sh", "-c", walls, "sh"))
    probe = ["unshare", "--mount", "sh", "-c", walls, "sh", "touch", "/var/lib/khobao-probe"]
    if "Read-only" not in subprocess.run(probe, capture_output=True, text=True, check=False).stderr:
        pytest.skip("walls can't be put up here")
    port = free_port()
    with shut_in.running("run", "--port", str(port), "--log-json") as daemon:
        wait_for(lambda: khobao.archived() == 20, 60)
        press.publish("epi")
        wait_for(lambda: khobao.archived() == 21)
        for process in (psutil.Process(daemon.pid), *family_of(daemon.pid)):
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            assert re.search(r"CapEff:\s*0+\nCapBnd:\s*0+\n", status), status
            assert re.search(r"NoNewPrivs:\s*1", status)
        end_with_sigterm(daemon)
        assert daemon.returncode == 0
