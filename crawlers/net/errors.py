"""Refused: an address was not to be had."""

from pipeline.errors import KhobaoError


class Refused(KhobaoError):
    """An address was not to be had. `reason` is a word to count by, `status` the HTTP status or 0."""

    def __init__(self, message: str, reason: str, status: int = 0) -> None:
        self.reason = reason
        self.status = status
        super().__init__(message)
