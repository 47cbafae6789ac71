"""What is induced from observations: lines and templates, when it is, and when that is a redesign."""

from __future__ import annotations

import attrs
import pytest

from pipeline.extraction.profile.induction import MILESTONES, WINDOW, induce, is_due, is_redesigned
from pipeline.extraction.profile.observation import Observation, ObservedLine
from pipeline.extraction.profile.profile import Profile, RegionMarks, Template, normal
from pipeline.text import fold

BODY = ("div.site", "div.detail", "div.text")
REGION = BODY[:2]


def line(
    text: str, *, in_text: bool = True, at_edge: bool = False, step: str = "div.text > p", plain: bool = True
) -> ObservedLine:
    """Line of an observation."""
    return ObservedLine(normal(fold(text)), text, step, in_text, at_edge, plain)


def observation(number: int, *lines: ObservedLine, **fields: object) -> Observation:
    """Observation of a page that has three sentences of its own besides."""
    own = [
        line(f"Câu {name} của riêng bài thứ {number}, đủ dài để con số trong nó là một phần của nó") for name in "abc"
    ]
    made = Observation(
        str(number),
        (*own, *lines),
        container=BODY,
        parts={"title": (*REGION, "h1.title"), "date": (*REGION, "span.date")},
        used=((*REGION, "h1.title"), (*REGION, "span.date")),
        unused=((REGION, ("div.share", "ul.related")),),
        captions={"p.caption": (1, 0), "p": (1, 3)},
        marks=(RegionMarks('class="text"'), RegionMarks('class="detail"', 'class="right"')),
    )
    return attrs.evolve(made, **fields)  # type: ignore[arg-type]


def induced(*observations: Observation, current: Profile | None = None) -> Profile:
    """Profile induced from observations, which must be one."""
    profile = induce(observations, current)
    assert profile is not None
    return profile


def test_five_pages_whose_text_stands_in_one_place_make_a_template() -> None:
    """Four are too few. Region, parts, captions, what never held anything, and how to cut come with it."""
    pages = [observation(n) for n in range(5)]
    assert induce(pages[:4], None) is None
    assert induce([*pages[:4], pages[0]], None) is None  # the same article again is no fifth
    (template,) = induced(*pages).templates
    assert template == Template(
        pages=5,
        region=REGION,
        container=("div.text",),
        parts={"title": ("h1.title",), "date": ("span.date",)},
        captions=("p.caption",),
        skips=(((), ("div.share", "ul.related")),),
        marks=RegionMarks('class="detail"', 'class="right"'),
    )


def test_a_part_that_moves_about_is_in_no_template() -> None:
    """It has to stand in one place on four of five pages that have it; pages without it don't count."""
    moving = [observation(n, parts={"title": (*REGION, f"h1.t{n % 2}")}) for n in range(10)]
    assert induced(*moving).templates[0].parts == {}
    steady = [observation(n, parts={"title": (*REGION, "h1.t0" if n else "h1.t1")} if n % 2 else {}) for n in range(20)]
    assert induced(*steady).templates[0].parts == {"title": ("h1.t0",)}


def test_pages_that_are_marked_differently_are_not_cut() -> None:
    """One page without the mark is enough."""
    odd = observation(0, marks=(RegionMarks('class="text"'), None))
    assert induced(odd, *(observation(n) for n in range(1, 6))).templates[0].marks is None


def test_two_layouts_side_by_side_are_two_templates() -> None:
    """The more common one first."""
    other = [observation(n, container=("main:1",), parts={}, used=(), unused=(), marks=()) for n in range(6)]
    profile = induced(*other, *(observation(n) for n in range(10, 18)))
    assert [(template.pages, template.region, template.container) for template in profile.templates] == [
        (8, REGION, ("div.text",)),
        (6, ("main:1",), ()),
    ]


EDGE = line("Mời bạn đọc theo dõi chúng tôi mỗi ngày", at_edge=True)
SENTENCE = line("Đây là một câu nằm giữa bài viết")
HEADING = line("Tin mới", plain=False)


@pytest.mark.parametrize(
    ("shared", "on", "of", "taken"),
    [
        (SENTENCE, 2, 12, False),
        (SENTENCE, 3, 12, False),
        (SENTENCE, 5, 12, False),
        (SENTENCE, 6, 12, True),
        (SENTENCE, 6, 30, False),
        (EDGE, 3, 12, False),
        (EDGE, 4, 12, True),
        (attrs.evolve(SENTENCE, step="div.box"), 4, 12, True),
        (HEADING, 7, 12, False),
        (HEADING, 8, 12, True),
        (HEADING, 8, 30, False),
        (attrs.evolve(EDGE, in_text=False), 12, 12, False),
        (line("Căn cứ Luật Tổ chức chính quyền địa phương;", at_edge=True), 12, 12, False),
        (line("Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.", at_edge=True), 12, 12, False),
    ],
)
def test_when_a_line_is_the_site_s_own(shared: ObservedLine, on: int, of: int, taken: bool) -> None:  # noqa: FBT001
    """By how many texts have it, and where it stands in them: what two or three articles share by chance stays."""
    pages = [observation(n, *([shared] if n < on else [])) for n in range(of)]
    profile = induced(*pages)
    assert (shared.line in profile.boilerplate) == taken
    listed = [(one.text, one.pages, one.of) for one in profile.recurring if one.line == shared.line]
    assert listed == ([(shared.text, on, of)] if on >= 4 else [])


def test_reprints_are_one_text() -> None:
    """A text that stands under eight addresses makes none of its lines the site's."""
    own = [
        line(f"Câu thứ {name} của một bài được đăng lại nhiều lần", at_edge=True) for name in ["mười", "tám", "chín"]
    ]
    reprints = [attrs.evolve(observation(1, *own), fingerprint=str(n)) for n in range(8)]
    profile = induced(*(observation(n) for n in range(20, 32)), *reprints)
    assert not profile.boilerplate & {one.line for one in own}


def test_counters_are_one_line() -> None:
    """`Lượt xem: 12` and `Lượt xem: 1.204` are the same line."""
    profile = induced(*(observation(n, line(f"Lượt xem: {n * 7}", at_edge=True)) for n in range(6)))
    assert "luot xem: 0" in profile.boilerplate


def test_what_was_taken_out_goes_on_counting() -> None:
    """Else the next version would forget it, and the one after that learn it again."""
    before = induced(*(observation(n, EDGE) for n in range(10)))
    later = [observation(n, EDGE, version=1, fits=True) for n in range(10, 30)]
    assert induced(*later, current=attrs.evolve(before, templates=())).boilerplate == {EDGE.line}


def test_nothing_new_is_no_version() -> None:
    """Induced again from pages that show the same, only proven by more, a version is made once more and then no more."""
    pages = [observation(n) for n in range(30)]
    first = induced(*pages[:5])
    assert induce(pages[:10], first) is None
    second = induced(*pages, current=first)
    assert (second.version, second.is_proven) == (2, True)
    assert induce(pages, second) is None


def test_when_it_is_learned() -> None:
    """Until there is a profile after each page from the fifth on; then at milestones, and where pages stop fitting."""
    current = induced(*(observation(n) for n in range(5)))
    assert [n for n in range(1, 9) if is_due(n, 0, None)] == [5, 6, 7, 8]
    assert [n for n in range(6, 100) if is_due(n, 0, current)] == [*MILESTONES[1:], 30, 60, 90]
    assert [n for n in range(31, 40) if is_due(n, 5, current)] == [32, 34, 36, 38]
    assert not is_due(32, 4, current)


def misfits(count: int, version: int, **fields: object) -> list[Observation]:
    """Observations of pages that did not fit a version."""
    return [observation(100 + n, version=version, fits=False, **fields) for n in range(count)]


def test_a_redesign_is_known_within_a_handful_of_pages() -> None:
    """Five pages whose texts stand elsewhere: the new template is learned from them, the old one is kept behind it."""
    current = induced(*(observation(n) for n in range(WINDOW)))
    fitting = [observation(n, version=1, fits=True, container=None) for n in range(WINDOW)]
    moved = misfits(5, 1, container=("main:1", "article.new"), parts={}, used=(), unused=(), marks=())
    assert not is_redesigned([*fitting, *moved[:4]], current)
    assert is_redesigned([*fitting, *moved], current)
    profile = induced(*fitting, *moved, current=current)
    assert (profile.version, profile.pages) == (2, 5)
    assert [template.name for template in profile.templates] == ["main:1 > article.new", " > ".join(BODY)]


def test_a_young_profile_that_fails_is_no_redesign() -> None:
    """Where the texts still stand where they did, it had not learned enough; a proven one that fails tells of a change."""
    young = induced(*(observation(n) for n in range(5)))
    assert not is_redesigned(misfits(5, 1), young)
    proven = induced(*(observation(n) for n in range(20)))
    assert is_redesigned(misfits(5, 1), proven)
    assert not is_redesigned(misfits(5, 7), proven)  # of another version


def test_learning_is_deterministic() -> None:
    """The same observations give the same bytes, and an observation comes back whole from what is kept of it."""
    pages = [observation(n, EDGE, SENTENCE) for n in range(12)]
    again = [Observation.from_json(one.as_json()) for one in pages]
    assert again == pages
    assert induced(*again).as_json() == induced(*pages).as_json()
