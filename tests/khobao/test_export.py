from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

from tests.support.commands import shell


def test_export_is_data_alone(home: Path, tmp_path: Path) -> None:
    """JSON lines on stdout, nothing on stderr; --output writes the same bytes, whole or not at all."""
    result = shell(home, "export")
    rows = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert (result.returncode, result.stderr, len(rows)) == (0, b"", 3)
    output = tmp_path / "bao.jsonl"
    assert shell(home, "export", "--output", str(output)).stdout == b""
    assert output.read_bytes() == result.stdout
    assert list(tmp_path.iterdir()) == [output]


def test_csv_begins_with_a_bom_and_runs_nothing(home: Path, tmp_path: Path) -> None:
    """UTF-8 with BOM on stdout and in a file alike; a title that is a formula is text."""
    stdout = shell(home, "export", "--format", "csv").stdout
    assert stdout.startswith(b"\xef\xbb\xbfid,site,")
    assert b"\r\r\n" not in stdout
    rows = list(csv.DictReader(io.StringIO(stdout.decode("utf-8-sig"), newline="")))
    assert {row["title"] for row in rows} >= {"'=1+1 bằng mấy", "Khánh thành cầu mới"}
    output = tmp_path / "bao.csv"
    shell(home, "export", "--format", "csv", "--output", str(output))
    assert output.read_bytes() == stdout


def test_a_reader_that_has_seen_enough(home: Path) -> None:
    """`khobao export | head -1` ends without a traceback."""
    argv = f"'{Path(sys.executable).with_name('khobao')}' --home '{home}' export | head -c 10"
    done = subprocess.run(["sh", "-c", argv], capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr


def test_a_place_that_can_t_be_written_to_is_named(home: Path, tmp_path: Path) -> None:
    """An error of the file system is a message with the path, not a traceback."""
    done = shell(home, "export", "--output", str(tmp_path / "nowhere" / "x.jsonl"))
    assert done.returncode == 1
    assert b"nowhere" in done.stderr
    assert b"Traceback" not in done.stderr
