"""observe(): what one page teaches of its site, out of the blocks that its article was made of.

A page that the general reader read teaches where everything stood; one that was read straight from the profile teaches
only which lines it held.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.html import BOILERPLATE, Path, path_of, stable_part, step_of
from pipeline.extraction.profile import BOILERPLATE_LINE, LONGEST, Observation, ObservedLine, RegionMarks, normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.extraction.html import Block, Element
    from pipeline.extraction.layout import Layout

_SHORTEST = 4
_LINES = 80  # of one page
_AROUND = 30  # of them from around the text
_CUT_STEPS = 12  # elements around the text that a page may be cut at
_ENDS = 6  # elements behind it that may tell where it ends
_CELLS = frozenset(("td", "th", "tr", "li"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@attrs.frozen(eq=False)
class Evidence:
    """What a reader used of a page: blocks of the text, those taken out with the reason, those of single fields."""

    layout: Layout
    lines: Sequence[Block]
    removed: Sequence[tuple[Block, str]]
    captions: frozenset[Block]
    parts: Mapping[str, Sequence[Block]]
    others: Sequence[Block] = ()


def observe_lines(fingerprint: str, evidence: Evidence, version: int) -> Observation:
    """What a page teaches that was read straight from a profile."""
    return Observation(fingerprint, tuple(_lines(evidence))[:_LINES], version, fits=True)


def observe(fingerprint: str, evidence: Evidence, body: bytes, version: int | None) -> Observation:
    """What a page teaches that the general reader read. `body` is the page as it came."""
    root = evidence.layout.tree.root
    container = evidence.layout.container
    inside = set(container.iterancestors()) | {container}
    fields = {part: [block.element for block in blocks] for part, blocks in evidence.parts.items()}
    elements = [*chain.from_iterable(fields.values()), *(block.element for block in evidence.others), *_stated(root)]
    outside = [element for element in dict.fromkeys(elements) if container not in {element, *element.iterancestors()}]
    return Observation(
        fingerprint=fingerprint,
        lines=tuple(_lines(evidence))[:_LINES],
        version=version,
        container=path_of(container, root),
        parts={part: path_of(printed[0], root) for part, printed in fields.items() if printed},
        used=tuple(path_of(element, root) for element in outside if element not in inside),
        unused=tuple(_unused(root, container, outside)),
        captions=_captions(evidence),
        marks=tuple(_cuts(container, root, body)),
    )


def _stated(body: Element) -> Iterator[Element]:
    """Elements in a page's body that state something of it: they have to be read, too."""
    for element in body.iter("meta", "script", "link"):
        name = element.get("itemprop") or element.get("property") or element.get("name")
        is_data = "ld+json" in (element.get("type") or "") or "canonical" in (element.get("rel") or "")
        if is_data or (element.tag == "meta" and name):
            yield element


def _unused(root: Element, container: Element, outside: Sequence[Element]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield, for each element on the way to what was used, its path and the steps of its children that held nothing."""
    leaves = {container, *outside}
    ways = {ancestor for leaf in leaves for ancestor in leaf.iterancestors()} - leaves
    for element in ways:
        if element is not root and root not in element.iterancestors():
            continue
        if leaves.isdisjoint(element.iterancestors()):
            idle = [step_of(child) for child in element.iterchildren() if child not in ways and child not in leaves]
            named = sorted({step for step in idle if "." in step or "#" in step})
            if named:
                yield path_of(element, root), tuple(named)


def _lines(evidence: Evidence) -> Iterator[ObservedLine]:
    """Lines of a page that could be its site's: those of the text, those taken out, those around it."""
    text = evidence.lines
    for at, block in enumerate(text):
        plain = block.tag not in _HEADINGS and block.bold < 0.9
        yield from _line(block, in_text=True, at_edge=at < 2 or at >= len(text) - 3, plain=plain)
    for block, reason in evidence.removed:
        is_sites = reason == BOILERPLATE_LINE  # it would have stood in the text
        yield from _line(block, in_text=is_sites, at_edge=is_sites)
    judged = {*text, *(block for block, _ in evidence.removed), *evidence.captions}
    around = [block for block in evidence.layout.tree.blocks if block not in judged and block.linked < 0.5]
    for block in around[:_AROUND]:
        yield from _line(block, in_text=False)


def _line(block: Block, *, in_text: bool, at_edge: bool = False, plain: bool = True) -> Iterator[ObservedLine]:
    if _SHORTEST <= len(block.text) <= LONGEST and block.role not in {"byline", "source", "hidden"}:
        step = _named_step(block.element)
        plain = plain and block.role not in BOILERPLATE and block.tag not in _CELLS
        yield ObservedLine(normal(block.folded), block.text, step, in_text, at_edge, plain)


def _named_step(element: Element) -> str:
    """Step of an element, or the nearest named one around it and the bare tag."""
    step = step_of(element)
    if step == element.tag:
        parent = element.getparent()
        return f"{step_of(parent)} > {step}" if parent is not None else step
    return step


def _captions(evidence: Evidence) -> dict[str, tuple[int, int]]:
    """Count, for each named element that held a caption, how many did, and how many held a line of the text."""
    steps = Counter(step_of(block.element) for block in evidence.captions)
    around = {element for block in evidence.lines for element in (block.element, *block.element.iterancestors())}
    others = Counter(map(step_of, around))
    return {step: (count, others[step]) for step, count in sorted(steps.items()) if "." in step or step == "figcaption"}


def _cuts(container: Element, root: Element, body: bytes) -> Iterator[RegionMarks | None]:
    """How a page can be cut at the container, and at each element around it."""
    element = container
    for _ in range(_CUT_STEPS):
        if element is root or element is None:
            return
        start = _mark(element, body)
        ends = (_mark(after, body) for after in islice(_after(element, root), _ENDS))
        yield RegionMarks(start, next(filter(None, ends), None)) if start else None
        element = element.getparent()


def _after(element: Element, root: Element) -> Iterator[Element]:
    """Elements behind all that an element holds, none that stands in another of them."""
    while element is not root:
        yield from element.itersiblings("*")
        element = element.getparent()


def _mark(element: Element, body: bytes) -> str | None:
    """Attribute of an element that is written once in the page's bytes, as it is written.

    Up to where its name is made anew by each build, so that the mark outlives the build.
    """
    for name in ("id", "class"):
        value = element.get(name) or ""
        if not value.isascii() or not value.strip() or "&" in value or '"' in value:
            continue
        stem, made_anew, _ = stable_part(value.split()[0]).partition("*")
        for quote in ('"', "'"):
            written = f"{name}={quote}{stem}" if made_anew else f"{name}={quote}{value}{quote}"
            if body.count(written.encode()) == 1:
                return written
    return None
