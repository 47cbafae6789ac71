from .reader import BROKEN, check_warc, cut_off, mend, read_capture, read_records, whole_end
from .writer import OPEN, Deleted, WarcWriter, forget_old, path_of

__all__ = [
    "BROKEN",
    "OPEN",
    "Deleted",
    "WarcWriter",
    "check_warc",
    "cut_off",
    "forget_old",
    "mend",
    "path_of",
    "read_capture",
    "read_records",
    "whole_end",
]
