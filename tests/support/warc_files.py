"""WARC files for tests: such as other tools write, and whether ours are whole."""

from __future__ import annotations

import gzip
import subprocess
from typing import TYPE_CHECKING, Any

from warcio.checker import Checker

from pipeline.warc.reader import read_captures

if TYPE_CHECKING:
    from pathlib import Path


def bodies(path: Path, start: int = 0) -> list[bytes]:
    """Return the bodies of a file's captures."""
    return [one.body for one, _ in read_captures(path, start)]


def is_sound(path: Path) -> bool:
    """Tell whether other tools find a WARC file whole: gzip, and warcio's check of digests."""
    if subprocess.run(["gzip", "-t", "-S", path.suffix, str(path)], capture_output=True, check=False).returncode:
        return False
    checker = Checker(type("Asked", (), {"inputs": [str(path)], "verbose": False})())
    checker.process_all()
    return checker.exit_value == 0


def foreign(path: Path, *records: tuple[str, dict[str, str], bytes], packed: bool = True) -> Path:
    """Write a WARC/1.0 file record by record: type, headers, block."""
    with path.open("wb") as file:
        for kind, headers, block in records:
            lines = [f"WARC-Type: {kind}", *(f"{key}: {value}" for key, value in headers.items())]
            head = "\r\n".join(["WARC/1.0", *lines, f"Content-Length: {len(block)}"]).encode()
            record = head + b"\r\n\r\n" + block + b"\r\n\r\n"
            file.write(gzip.compress(record) if packed else record)
    return path


def answer(url: str, body: bytes = b"<p>x</p>", headers: str = "Content-Type: text/html", **more: str) -> Any:
    """Return a response record as other tools write it."""
    about = {
        "WARC-Target-URI": url,
        "WARC-Date": "2024-02-29T01:02:03Z",
        "WARC-Record-ID": f"<urn:uuid:{url}>",
        "Content-Type": "application/http; msgtype=response",
    }
    about |= {key.replace("_", "-"): value for key, value in more.items()}
    status = more.get("status", "200 OK")
    return "response", about, f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
