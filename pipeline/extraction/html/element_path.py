"""Where on a page an element stands: a path of steps, in names that a site keeps from page to page.

A step is a tag with the names its CMS gave it (`div#content.detail-left`). Names made anew by each build of a front end
(`css-1a2b3c`, `Article_body__x7Kd2`) or for each page (`post-404649`) are not trusted: what is constant in them is kept
(`Article_body__*`), the rest is not. A step without names is counted among its like: `div:2`, the second nameless div.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.extraction.html.page import Element

Path = tuple[str, ...]

_LONGEST = 400  # letters of names that are looked at
_CLASSES = 3  # of an element; more are a framework's measures
_NAME = re.compile(r"[A-Za-z][\w-]{1,60}")
# CSS modules: file, local name, hash; five letters that are no word in Next.js.
_MODULE = re.compile(r"(.+__|.+-module_+)(?=.{5}$)(?=.*[A-Z0-9_-])[\w-]{5}|(.+__)[\w-]+")
_BUILT = re.compile(r"(?:css|sc|jsx|svelte|emotion|tw|jss|makeStyles|data-v)-?[A-Za-z0-9_]{4,}")
_NUMBER = re.compile(r"\d{3,}")
_MIXED = re.compile(r"(?![A-Za-z]?[a-z]{2,}\d{1,2}$)(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{4,}")  # not title1
_MARK = re.compile(r"[#.]")
_SWITCHING = re.compile(r"(?:[a-z]{0,2}[A-Z]{1,2}){2,}[a-z]{0,2}")  # bdVaJa: no word of a language


def stable_part(name: str) -> str:
    """What of a class name or an id a site keeps: the name, its constant part with a `*`, or ''."""
    if not _NAME.fullmatch(name):
        return ""
    module = _MODULE.fullmatch(name)
    if module and (module[1] or _is_hash(name[module.end(2) :])):
        return f"{module[1] or module[2]}*"
    if _BUILT.fullmatch(name) or any(_is_hash(part) for part in re.split(r"[-_]+", name)):
        return ""
    return name


def _is_hash(part: str) -> bool:
    return bool(_NUMBER.search(part) or _MIXED.fullmatch(part) or (len(part) >= 5 and _SWITCHING.fullmatch(part)))


@lru_cache(maxsize=8192)  # of a pure function: no reading depends on what was read before
def _named_step(tag: str, identifier: str, classes: str) -> str:
    identity = stable_part(identifier.strip())
    names = [name for name in map(stable_part, classes.split()) if name][:_CLASSES]
    return tag + (f"#{identity}" if identity else "") + "".join(f".{name}" for name in names)


def step_of(element: Element) -> str:
    """Element's step by its names; the bare tag where it has none that are kept."""
    identifier, classes = element.get("id"), element.get("class")
    if identifier is None and classes is None:
        return str(element.tag)
    return _named_step(element.tag, (identifier or "")[:_LONGEST], (classes or "")[:_LONGEST])


def path_of(element: Element, root: Element) -> Path:
    """Steps from below `root` to an element of it; () for the root itself."""
    steps = []
    while element is not root:
        steps.append(_counted(element))
        element = element.getparent()
    return tuple(reversed(steps))


def _counted(element: Element) -> str:
    """Element's step; a nameless one is counted among its nameless siblings of one tag."""
    step = step_of(element)
    if step != element.tag:
        return step
    return f"{step}:{1 + sum(1 for before in element.itersiblings(step, preceding=True) if step_of(before) == step)}"


def find(root: Element, path: Path) -> Element | None:
    """First element that a path leads to from a root, None where there is none."""
    if not path:
        return root
    step, rest = path[0], path[1:]
    tag, number = _parted(step)
    if number:
        nameless = (child for child in root.iterchildren(tag) if step_of(child) == tag)
        child = next(islice(nameless, number - 1, None), None)
        return find(child, rest) if child is not None else None
    for child in root.iterchildren(tag):
        if step_of(child) == step and (element := find(child, rest)) is not None:
            return element
    return None


@lru_cache(maxsize=8192)
def _parted(step: str) -> tuple[str, int]:
    """Step's tag, and its number among its nameless like, 0 where it has a name."""
    tag, _, number = step.partition(":")
    return _MARK.split(tag, maxsplit=1)[0], int(number or 0)


def common(paths: Iterable[Path]) -> Path:
    """Path that all of these begin with."""
    first, *others = paths
    length = next(
        (at for at, step in enumerate(first) if any(len(path) <= at or path[at] != step for path in others)), len(first)
    )
    return first[:length]


def is_below(path: Path, other: Path) -> bool:
    """Whether a path leads to the other's element or into it."""
    return path[: len(other)] == other


def as_selector(path: Path) -> str:
    """Path as CSS writes it: `body > div.detail-left > div:nth-of-type(2)`, a constant part as `[class*=...]`.

    For a person to read and to put into a site's file; a counted step is nearly what CSS counts.
    """
    return " > ".join(_css(step) for step in ("body", *path))


def _css(step: str) -> str:
    tag, mark, number = step.partition(":")
    if mark:
        return f"{tag}:nth-of-type({number})" if number != "1" else tag
    return re.sub(r"\.([\w-]+)\*", r'[class*="\1"]', step)
