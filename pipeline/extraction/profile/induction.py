"""How what pages teach becomes a site's profile, and when: pure functions over lessons, the oldest first.

A line is a site's own when it stands on many of its pages, wherever else than among ordinary paragraphs, or at the edge
of the text. What two or three articles share by chance is not, nor what a reprint shares with its original: pages that
share most of their text count as one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pipeline.extraction.html import Path, common, is_below
from pipeline.extraction.profile.profile import Cut, Profile, Recurring, Template
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.extraction.profile.observation import Lesson, Line

WINDOW = 30  # pages that are remembered of a site
ENOUGH = 5  # pages that make a template, and a first profile
MILESTONES = (5, 10, 20)  # pages of a site after which it is learned anew; then after each WINDOW
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


def is_due(number: int, missed: int, standing: Profile | None) -> bool:
    """Tell whether to learn anew after a site's page `number`, when so many of the RECENT ones did not fit.

    Where pages do not fit and nothing can be made of them, not after each of them.
    """
    if standing is None or number in MILESTONES or number % WINDOW == 0:
        return number >= ENOUGH
    return number % 2 == 0 and missed >= MISFITS and bool(standing.templates)


def is_failing(lessons: Sequence[Lesson], standing: Profile | None) -> bool:
    """Tell whether most of the latest pages do not fit the templates of the profile they were read with."""
    return standing is not None and bool(standing.templates) and len(_misfits(lessons, standing)) >= MISFITS


def is_redesigned(lessons: Sequence[Lesson], standing: Profile | None) -> bool:
    """Tell whether that is the site's doing: not that of a young profile, whose places still hold the texts."""
    if standing is None or not is_failing(lessons, standing):
        return False
    known = {(*template.region, *template.container) for template in standing.templates}
    elsewhere = sum(lesson.container not in known for lesson in _misfits(lessons, standing))
    return standing.is_proven or elsewhere >= MISFITS


def _misfits(lessons: Sequence[Lesson], standing: Profile) -> list[Lesson]:
    return [one for one in lessons[-RECENT:] if one.version == standing.version and not one.fits]


def learn(lessons: Sequence[Lesson], standing: Profile | None) -> Profile | None:
    """Return what some pages teach, as the next version; None where that is too little, or nothing new.

    Templates of the standing profile that no page speaks against are kept: captures of old are read with them.
    """
    pages = list({lesson.fingerprint: lesson for lesson in lessons}.values())[-WINDOW:]
    if len(pages) < ENOUGH:
        return None
    before = standing.templates if standing else ()
    failing = is_failing(lessons, standing)
    better = {} if failing else {one.name: one.pages for one in before}
    fresh = [one for one in map(_template, _groups(pages)) if one.pages >= better.get(one.name, 0)]
    if failing and not fresh:
        return None
    known = {template.name for template in fresh}
    older = [template for template in before if template.name not in known]
    profile = Profile(
        version=standing.version + 1 if standing else 1,
        pages=sum(one.pages for one in fresh) if is_redesigned(lessons, standing) else len(pages),
        templates=tuple((*fresh, *older)[:TEMPLATES]),
        recurring=tuple(_recurring(pages))[:RECURRING],
    )
    if not profile.templates and not profile.boilerplate:
        return None
    return None if standing and profile.is_like(standing) else profile


def _groups(pages: Sequence[Lesson]) -> list[list[Lesson]]:
    """Return the pages by the place of their text, the most common first, as far as there are enough of them."""
    groups: dict[Path, list[Lesson]] = defaultdict(list)
    for lesson in pages:
        if lesson.container is not None and len(lesson.container) <= DEEPEST:
            groups[lesson.container].append(lesson)
    return sorted((group for group in groups.values() if len(group) >= ENOUGH), key=len, reverse=True)


def _template(group: Sequence[Lesson]) -> Template:
    container = group[0].container or ()
    used = [path for lesson in group for path in lesson.used]
    region = common([container, *used])
    parts = {part: path[len(region) :] for part, path in _parts(group) if is_below(path, region)}
    return Template(
        pages=len(group),
        region=region,
        container=container[len(region) :],
        parts=parts,
        captions=tuple(_captions(group)),
        skips=tuple(_skips(group, region)),
        cut=_cut([lesson.cuts[len(container) - len(region)] for lesson in group if _has_cut(lesson, region)], group),
    )


def _parts(group: Sequence[Lesson]) -> Iterator[tuple[str, Path]]:
    """Yield the parts that stand in one place on nearly all pages that have them."""
    for part in sorted({part for lesson in group for part in lesson.parts}):
        places = Counter(lesson.parts[part] for lesson in group if part in lesson.parts)
        path, count = places.most_common(1)[0]
        if count >= max(ENOUGH, AGREE * places.total()):
            yield part, path


def _captions(group: Sequence[Lesson]) -> Iterator[str]:
    """Yield the steps that are nothing but captions."""
    counts: dict[str, tuple[int, int]] = {}
    for lesson in group:
        for step, (captions, others) in lesson.captions.items():
            before = counts.get(step, (0, 0))
            counts[step] = (before[0] + captions, before[1] + others)
    yield from (step for step, (captions, others) in sorted(counts.items()) if captions >= ENOUGH and not others)


def _skips(group: Sequence[Lesson], region: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the children of each element on the way that were there on enough pages and never held anything."""
    idle = Counter((path, step) for lesson in group for path, steps in lesson.unused for step in steps)
    ways = {path[:length] for lesson in group for path in (*lesson.used, *_container(lesson)) for length in _to(path)}
    found: dict[Path, list[str]] = defaultdict(list)
    for (path, step), count in sorted(idle.items()):
        if count >= ENOUGH and is_below(path, region) and (*path, step) not in ways:
            found[path[len(region) :]].append(step)
    yield from ((path, tuple(steps)) for path, steps in sorted(found.items()))


def _container(lesson: Lesson) -> tuple[Path, ...]:
    return (lesson.container,) if lesson.container is not None else ()


def _to(path: Path) -> range:
    return range(1, len(path) + 1)


def _has_cut(lesson: Lesson, region: Path) -> bool:
    return lesson.container is not None and len(lesson.container) - len(region) < len(lesson.cuts)


def _cut(cuts: Sequence[Cut | None], group: Sequence[Lesson]) -> Cut | None:
    """Return where the pages can be cut: where all are marked alike."""
    starts, ends = {cut.start if cut else None for cut in cuts}, {cut.end if cut else None for cut in cuts}
    start = starts.pop() if len(starts) == 1 and len(cuts) == len(group) else None
    return Cut(start, ends.pop() if len(ends) == 1 else None) if start else None


def _recurring(pages: Sequence[Lesson]) -> Iterator[Recurring]:
    """Yield the lines that many pages have, those in texts first, then by their number."""
    texts = _as_texts(pages)
    lines: dict[str, dict[int, Line]] = defaultdict(dict)
    for number, lesson in zip(texts, pages, strict=True):
        for line in lesson.lines:
            before = lines[line.line].get(number)
            if before is None or (line.in_text and not before.in_text):
                lines[line.line][number] = line
    of = len(set(texts))
    usual = _usual_step(pages)
    found = [_judge(list(held.values()), usual, of) for held in lines.values() if _is_many(len(held), of, _EDGE)]
    yield from sorted(found, key=lambda one: (not one.in_text, -one.pages, one.line))


def _is_many(count: int, of: int, least: tuple[int, float]) -> bool:
    return count >= max(least[0], least[1] * of)


def _judge(held: Sequence[Line], usual: str | None, of: int) -> Recurring:
    """Say whether a line that many texts hold is to be taken out of them."""
    texts = [line for line in held if line.in_text]
    latest = (texts or held)[-1]
    outside = sum(line.plain and (line.at_edge or line.step != usual) for line in texts) >= _EDGE_SHARE * len(texts)
    sentence = all(line.plain for line in texts) and len(latest.line.split()) >= _SENTENCE_WORDS
    least = _EDGE if outside else _SENTENCE if sentence else _ANY
    is_out = _is_many(len(texts), of, least) and not _FORMULA.match(fold(latest.text))
    return Recurring(latest.line, latest.text, latest.step, len(held), of, is_out)


def _usual_step(pages: Sequence[Lesson]) -> str | None:
    """Return the element that most paragraphs stand in."""
    steps = Counter(line.step for lesson in pages for line in lesson.lines if line.in_text and line.plain)
    return steps.most_common(1)[0][0] if steps else None


def _as_texts(pages: Sequence[Lesson]) -> list[int]:
    """Return a number for each page: the same for pages that share most of their lines."""
    sets = [frozenset(line.line for line in lesson.lines if line.in_text) for lesson in pages]
    shared = Counter(line for one in sets for line in one)
    own = [frozenset(line for line in one if shared[line] < _ANY[1] * len(pages)) for one in sets]
    numbers: list[int] = []
    for at, lines in enumerate(own):
        same = (numbers[before] for before in range(at) if _is_reprint(lines, own[before]))
        numbers.append(next(same, at))
    return numbers


def _is_reprint(lines: frozenset[str], other: frozenset[str]) -> bool:
    return bool(lines and other) and len(lines & other) >= _REPRINT * min(len(lines), len(other))
