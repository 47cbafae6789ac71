from .files import OPEN, forget_old, path_of
from .reader import BROKEN, check_warc, read_capture, read_records
from .repair import cut_off, repair, whole_end
from .writer import Deleted, WarcWriter

__all__ = [
    "BROKEN",
    "OPEN",
    "Deleted",
    "WarcWriter",
    "check_warc",
    "cut_off",
    "forget_old",
    "path_of",
    "read_capture",
    "read_records",
    "repair",
    "whole_end",
]
