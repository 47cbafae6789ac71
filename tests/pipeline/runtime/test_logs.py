"""Log lines, as a process of ours writes them."""

from __future__ import annotations

import json
import subprocess
import sys

CODE = """
import logging, structlog
from pipeline.runtime.logs import configure_logs
configure_logs({})
log = structlog.get_logger()
log.debug("tiny")
log.info("đã lưu", site="bao.example")
logging.getLogger("scrapy").warning("of a library")
"""


def lines(arguments: str) -> tuple[str, list[str]]:
    """What a process prints on stdout, and its lines on stderr."""
    process = subprocess.run([sys.executable, "-c", CODE.format(arguments)], capture_output=True, text=True, check=True)
    return process.stdout, process.stderr.splitlines()


def test_json_lines_are_objects() -> None:
    """Those of libraries too; stdout is for data."""
    stdout, logged = lines("json=True")
    assert stdout == ""
    first, second = (json.loads(line) for line in logged)
    assert (first["event"], first["level"], first["site"]) == ("đã lưu", "info", "bao.example")
    assert (second["event"], second["level"]) == ("of a library", "warning")
    assert "đã lưu" in logged[0], "Vietnamese as it is"


def test_a_level_leaves_out_what_is_below_it() -> None:
    """Lines for people name the moment and the level."""
    assert len(lines("level='debug'")[1]) == 3
    assert len(lines("level='info'")[1]) == 2
    (line,) = lines("level='warning'")[1]
    assert "of a library" in line
