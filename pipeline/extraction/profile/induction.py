"""Wrapper induction: how observations of pages become a site's profile, and when. Observations: the oldest first.

A line is a site's own when it stands on many of its pages, wherever else than among ordinary paragraphs, or at the edge
of the text. What two or three articles share by chance is not, nor what a reprint shares with its original: pages that
share most of their text count as one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pipeline.extraction.html import Path, common, is_below
from pipeline.extraction.profile.profile import Profile, Recurring, RegionMarks, Template
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.extraction.profile.observation import Observation, ObservedLine

WINDOW = 30  # pages that are remembered of a site
ENOUGH = 5  # pages that make a template, and a first profile
MILESTONES = (5, 10, 20)  # pages of a site after which a profile is induced; then after each WINDOW
RECENT = 8  # pages by which a redesign is noticed,
MISFITS = 5  # when so many of them do not fit
TEMPLATES = 4
DEEPEST = 100  # elements around a text; real pages have 10 to 25
RECURRING = 100  # lines that are listed
AGREE = 0.8  # share of pages on which a part stands in one place
# How many pages, and what share of them, have a line that is the site's: one at the edge of texts, or in a box of its
# own; a sentence in the middle of texts; and any line, a heading or a cell too.
_EDGE, _SENTENCE, _ANY = (4, 0.1), (6, 0.25), (8, 0.5)
_SENTENCE_WORDS = 6
_EDGE_SHARE = 0.8
# What each decision of an authority says, in the same words: text, however many pages have it.
_FORMULA = re.compile(
    r"(?:can cu|xet (?:de nghi|to trinh)) .*[;,]$|dieu \d+\."
    r"|(?:quyet dinh|quyet nghi) ?:$"
    r"|noi nhan ?:?$|cong hoa xa hoi chu nghia|doc lap\W+tu do|quyet dinh nay"
    r"|.*chiu trach nhiem thi hanh (?:quyet dinh|nghi quyet)"
)
_REPRINT = 0.5  # share of their lines by which two pages are one text


def is_due(number: int, missed: int, current: Profile | None) -> bool:
    """Whether to induce after a site's page `number`, of whose RECENT ones `missed` did not fit the `current` profile.

    Where pages do not fit, after every second one: often nothing can be induced of them yet.
    """
    if current is None or number in MILESTONES or number % WINDOW == 0:
        return number >= ENOUGH
    return number % 2 == 0 and missed >= MISFITS and bool(current.templates)


def is_failing(observations: Sequence[Observation], current: Profile | None) -> bool:
    """Whether most of the latest pages do not fit the templates of the profile they were read with."""
    return current is not None and bool(current.templates) and len(_misfits(observations, current)) >= MISFITS


def is_redesigned(observations: Sequence[Observation], current: Profile | None) -> bool:
    """Whether pages fail to fit since the site changed, and not since a young profile knows too little of it."""
    if current is None or not is_failing(observations, current):
        return False
    containers = {(*template.region, *template.container) for template in current.templates}
    elsewhere = sum(observation.container not in containers for observation in _misfits(observations, current))
    return current.is_proven or elsewhere >= MISFITS


def _misfits(observations: Sequence[Observation], current: Profile) -> list[Observation]:
    recent = observations[-RECENT:]
    return [page for page in recent if page.version == current.version and not page.fits]


def induce(observations: Sequence[Observation], current: Profile | None) -> Profile | None:
    """Induce the next version of a profile; None where the pages are too few, or tell nothing new.

    Templates of the current profile that no page speaks against stay in it: captures of old are read with them.
    """
    pages = list({observation.fingerprint: observation for observation in observations}.values())[-WINDOW:]
    if len(pages) < ENOUGH:
        return None
    before = current.templates if current else ()
    failing = is_failing(observations, current)
    better = {} if failing else {template.name: template.pages for template in before}
    candidates = map(_template, _groups(pages))
    fresh = [template for template in candidates if template.pages >= better.get(template.name, 0)]
    if failing and not fresh:
        return None
    names = {template.name for template in fresh}
    older = [template for template in before if template.name not in names]
    profile = Profile(
        version=current.version + 1 if current else 1,
        pages=sum(template.pages for template in fresh) if is_redesigned(observations, current) else len(pages),
        templates=tuple((*fresh, *older)[:TEMPLATES]),
        recurring=tuple(_recurring(pages))[:RECURRING],
    )
    if not profile.templates and not profile.boilerplate:
        return None
    return None if current and profile.is_like(current) else profile


def _groups(pages: Sequence[Observation]) -> list[list[Observation]]:
    """Pages grouped by their container, the most common first; groups of fewer than ENOUGH are left out."""
    groups: dict[Path, list[Observation]] = defaultdict(list)
    for observation in pages:
        if observation.container is not None and len(observation.container) <= DEEPEST:
            groups[observation.container].append(observation)
    return sorted((group for group in groups.values() if len(group) >= ENOUGH), key=len, reverse=True)


def _template(group: Sequence[Observation]) -> Template:
    container = group[0].container or ()
    used = [path for observation in group for path in observation.used]
    region = common([container, *used])
    parts = {part: path[len(region) :] for part, path in _parts(group) if is_below(path, region)}
    return Template(
        pages=len(group),
        region=region,
        container=container[len(region) :],
        parts=parts,
        captions=tuple(_captions(group)),
        skips=tuple(_skips(group, region)),
        marks=_common_marks(group, region),
    )


def _parts(group: Sequence[Observation]) -> Iterator[tuple[str, Path]]:
    """Parts with their paths, those that stand in one place on nearly all pages that have them."""
    for part in sorted({part for observation in group for part in observation.parts}):
        places = Counter(observation.parts[part] for observation in group if part in observation.parts)
        path, count = places.most_common(1)[0]
        if count >= max(ENOUGH, AGREE * places.total()):
            yield part, path


def _captions(group: Sequence[Observation]) -> Iterator[str]:
    """Steps of elements that hold captions and nothing else."""
    counts: dict[str, tuple[int, int]] = {}
    for observation in group:
        for step, (captions, others) in observation.captions.items():
            before = counts.get(step, (0, 0))
            counts[step] = (before[0] + captions, before[1] + others)
    yield from (step for step, (captions, others) in sorted(counts.items()) if captions >= ENOUGH and not others)


def _skips(group: Sequence[Observation], region: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Of each element on the way: its children that were there on enough pages and never held anything."""
    idle = Counter((path, step) for observation in group for path, steps in observation.unused for step in steps)
    used = (path for observation in group for path in (*observation.used, *_container(observation)))
    ways = {path[:length] for path in used for length in _to(path)}
    skips: dict[Path, list[str]] = defaultdict(list)
    for (path, step), count in sorted(idle.items()):
        if count >= ENOUGH and is_below(path, region) and (*path, step) not in ways:
            skips[path[len(region) :]].append(step)
    yield from ((path, tuple(steps)) for path, steps in sorted(skips.items()))


def _container(observation: Observation) -> tuple[Path, ...]:
    return (observation.container,) if observation.container is not None else ()


def _to(path: Path) -> range:
    return range(1, len(path) + 1)


def _common_marks(group: Sequence[Observation], region: Path) -> RegionMarks | None:
    """Marks of the region, where all pages write them alike; without an end where only that differs."""
    pages = [_marks_at(observation, region) for observation in group]
    starts = {marks.start if marks else None for marks in pages}
    ends = {marks.end if marks else None for marks in pages}
    start = starts.pop() if len(starts) == 1 else None
    return RegionMarks(start, ends.pop() if len(ends) == 1 else None) if start else None


def _marks_at(observation: Observation, region: Path) -> RegionMarks | None:
    """Marks of the element at a path around the container; None where it has none, or is too far outside."""
    steps_out = len(_container(observation)[0]) - len(region)
    return observation.marks[steps_out] if steps_out < len(observation.marks) else None


def _recurring(pages: Sequence[Observation]) -> Iterator[Recurring]:
    """Lines that many pages have, those in texts first, then by how many."""
    texts = _as_texts(pages)
    lines: dict[str, dict[int, ObservedLine]] = defaultdict(dict)
    for number, observation in zip(texts, pages, strict=True):
        for line in observation.lines:
            before = lines[line.line].get(number)
            if before is None or (line.in_text and not before.in_text):
                lines[line.line][number] = line
    of = len(set(texts))
    usual = _usual_step(pages)
    copies = (list(by_page.values()) for by_page in lines.values() if _is_many(len(by_page), of, _EDGE))
    recurring = (_judge(lines_alike, usual, of) for lines_alike in copies)
    yield from sorted(recurring, key=lambda line: (not line.in_text, -line.pages, line.line))


def _is_many(count: int, of: int, least: tuple[int, float]) -> bool:
    return count >= max(least[0], least[1] * of)


def _judge(copies: Sequence[ObservedLine], usual: str | None, of: int) -> Recurring:
    """Decide whether a line is to be taken out of texts, by its copies on pages of a site. `usual`: `_usual_step`."""
    texts = [line for line in copies if line.in_text]
    latest = (texts or copies)[-1]
    outside = sum(line.plain and (line.at_edge or line.step != usual) for line in texts) >= _EDGE_SHARE * len(texts)
    sentence = all(line.plain for line in texts) and len(latest.line.split()) >= _SENTENCE_WORDS
    least = _EDGE if outside else _SENTENCE if sentence else _ANY
    is_out = _is_many(len(texts), of, least) and not _FORMULA.match(fold(latest.text))
    return Recurring(latest.line, latest.text, latest.step, len(copies), of, is_out)


def _usual_step(pages: Sequence[Observation]) -> str | None:
    """Step of the element that most paragraphs stand in."""
    steps = Counter(line.step for observation in pages for line in observation.lines if line.in_text and line.plain)
    return steps.most_common(1)[0][0] if steps else None


def _as_texts(pages: Sequence[Observation]) -> list[int]:
    """Number for each page, the same for pages that share most of their lines."""
    sets = [frozenset(line.line for line in observation.lines if line.in_text) for observation in pages]
    shared = Counter(line for lines in sets for line in lines)
    own = [frozenset(line for line in lines if shared[line] < _ANY[1] * len(pages)) for lines in sets]
    numbers: list[int] = []
    for at, lines in enumerate(own):
        same = (numbers[before] for before in range(at) if _is_reprint(lines, own[before]))
        numbers.append(next(same, at))
    return numbers


def _is_reprint(lines: frozenset[str], other: frozenset[str]) -> bool:
    return bool(lines and other) and len(lines & other) >= _REPRINT * min(len(lines), len(other))
