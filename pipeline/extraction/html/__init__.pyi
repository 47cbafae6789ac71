from .walk import PROFILE, RULE, Block, Hints, Reading, is_filed, letters_in, read_blocks
from .charset import decode
from .class_names import BOILERPLATE, Role, is_body
from .element_path import Path, as_selector, common, find, is_below, kept, path_of, step_of
from .head import Stated, read_stated
from .page import Element, Page, parse

__all__ = [
    "BOILERPLATE",
    "PROFILE",
    "RULE",
    "Block",
    "Element",
    "Hints",
    "Page",
    "Path",
    "Reading",
    "Role",
    "Stated",
    "as_selector",
    "common",
    "decode",
    "find",
    "is_below",
    "is_body",
    "is_filed",
    "kept",
    "letters_in",
    "parse",
    "path_of",
    "read_blocks",
    "read_stated",
    "step_of",
]
