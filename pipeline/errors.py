"""What can go wrong, as a small tree. The message says what, where and what to do.

KhobaoError                a person can mend it; the command prints it and exits
├── NotAnArchive           there is no archive in this folder (exit 2)
├── BadFile                a TOML, WARC or page that can't be used: path, and every fault in it (exit 2)
├── Busy                   another process of Kho Báo writes here (exit 1)
└── Unreadable             a page no text can be had from; recorded with its capture
"""

from __future__ import annotations

from typing import Literal

PageKind = Literal["listing", "empty", "not-html", "failed"]


class KhobaoError(Exception):
    """Something a person can mend. `str()` is the whole message."""

    exit_code = 1


class NotAnArchive(KhobaoError):
    """The home folder holds no archive."""

    exit_code = 2


class BadFile(KhobaoError):
    """A file can't be used. All its faults are listed, not just the first."""

    exit_code = 2

    def __init__(self, path: object, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))


class Busy(KhobaoError):
    """Another process writes in this home."""


class Unreadable(KhobaoError):
    """No text can be had from a page. `kind`: listing, empty, not-html; or failed, where our own code did."""

    def __init__(self, message: str, kind: PageKind = "empty") -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        """Keep `kind` on the way home from a worker process."""
        return Unreadable, (str(self), self.kind)
