from .blocks import PROFILE, RULE, Block, BlockTree, Hints
from .charset import decode, sniff_encoding
from .class_names import BOILERPLATE, Role, is_body
from .element_path import Path, as_selector, common, find, is_below, path_of, stable_part, step_of
from .head import Stated, read_stated
from .letters import letters_in
from .page import Element, Page, parse
from .walk import read_blocks

__all__ = [
    "BOILERPLATE",
    "PROFILE",
    "RULE",
    "Block",
    "BlockTree",
    "Element",
    "Hints",
    "Page",
    "Path",
    "Role",
    "Stated",
    "as_selector",
    "common",
    "decode",
    "find",
    "is_below",
    "is_body",
    "letters_in",
    "parse",
    "path_of",
    "read_blocks",
    "read_stated",
    "sniff_encoding",
    "stable_part",
    "step_of",
]
