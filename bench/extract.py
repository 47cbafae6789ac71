"""What reading a page costs and gives, cold (nothing known of its site), against trafilatura on the same pages.

`python bench/extract.py [CASES] [--memory PAGES]`: CPU a page, the best of three rounds taken in turns, and F1 of the
text, over article pages of the demo's five papers, and over a folder of labelled pages. With --memory: RSS over many.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo.press import Press
from demo.weight import weigh
from pipeline.article import Article
from pipeline.benchmark import score
from pipeline.case import Case, read_cases
from pipeline.errors import Unreadable
from pipeline.extract import extract

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import trafilatura

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Reader = Callable[[Case], Article]

ROUNDS = 3


def of_the_press(articles: int = 20, *, weighed: bool = False) -> list[Case]:
    """Return the article pages of the five papers."""
    press = Press(articles=articles)
    cases = []
    for key, site in press.sites.items():
        for wanted in press.expected(key):
            reply = press.answer(key, "GET", wanted.url.removeprefix(site.address), {})
            body = weigh(reply.body, site.edition) if weighed else reply.body
            labels: dict[str, Any] = {
                "title": wanted.title,
                "sapo": wanted.sapo,
                "paragraphs": list(wanted.paragraphs),
                "boilerplate": list(wanted.boilerplate),
            }
            cases.append(Case(key, wanted.url, body, labels, reply.content_type))
    return cases


def ours(case: Case) -> Article:
    try:
        return extract(case.body, case.url, content_type=case.content_type)
    except Unreadable:
        return Article(case.url, None)


def theirs(case: Case) -> Article:
    document: Any = trafilatura.bare_extraction(case.body, url=case.url, with_metadata=True)
    if document is None:
        return Article(case.url, None)
    return Article(case.url, document.title, paragraphs=tuple((document.text or "").splitlines()))


def cost(read: Reader, cases: Sequence[Case]) -> float:
    """Return CPU milliseconds a page of one round."""
    begun = time.process_time()
    for case in cases:
        read(case)
    return (time.process_time() - begun) * 1000 / len(cases)


def compare(name: str, cases: Sequence[Case]) -> None:
    readers: dict[str, Reader] = {"khobao": ours, "trafilatura": theirs}
    for read in readers.values():
        read(cases[0])
    rounds = [{reader: cost(read, cases) for reader, read in readers.items()} for _ in range(ROUNDS)]
    best = {reader: min(one[reader] for one in rounds) for reader in readers}
    for reader, read in readers.items():
        scores = [score(read(case), case.wanted) for case in cases]
        mean = {column: sum(float(one[column]) for one in scores) / len(scores) for column in ("P", "R", "F1")}
        left = sum(int(one["boilerplate"]) for one in scores)
        print(
            f"{name:<12}{len(cases):>6}  {reader:<12}{best[reader]:>9.2f}{mean['P']:>8.4f}{mean['R']:>8.4f}"
            f"{mean['F1']:>8.4f}{left:>7}"
        )
    print(f"{'':<20}trafilatura / khobao: {best['trafilatura'] / best['khobao']:.1f}")


def held() -> float:
    """Return this process' memory in MB, as Linux tells it in pages."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory(cases: Sequence[Case], pages: int) -> None:
    """Print RSS on the way through so many pages."""
    for number in range(pages):
        if number % max(1, pages // 10) == 0:
            print(f"{number:>8} pages {held():>8.1f} MB", flush=True)
        ours(cases[number % len(cases)])
    print(f"{pages:>8} pages {held():>8.1f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="?", type=Path, help="a folder of labelled pages")
    parser.add_argument("--memory", type=int, metavar="PAGES")
    asked = parser.parse_args()
    sets = {"press": of_the_press()}
    if asked.cases:
        sets["labelled"] = read_cases(asked.cases)
    if asked.memory:
        memory([case for cases in sets.values() for case in cases], asked.memory)
        return 0
    print(f"{'pages':<12}{'':>6}  {'':<12}{'ms CPU':>9}{'P':>8}{'R':>8}{'F1':>8}{'left':>7}")
    for name, cases in sets.items():
        compare(name, cases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
