"""The command `khobao`, run in this process or by a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from khobao import main


def run(home: Path, *words: str, env: dict[str, str] | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["--home", str(home), *words], env=env)


def shell(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a shell does."""
    argv = [str(Path(sys.executable).with_name("khobao")), "--home", str(home), *words]
    return subprocess.run(argv, capture_output=True, check=False, timeout=60, env={**os.environ, **env})
