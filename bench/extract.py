"""What reading a page costs and gives against trafilatura on the same pages: cold, nothing known of its site, and warm.

`python bench/extract.py [CASES] [--memory PAGES]`: CPU a page, the best of seven rounds taken in turns, and P, R, F1 of
the text: cold over article pages of the demo's five papers, and over a folder of labelled pages; warm, after 20 pages
of a site, over the papers at a real page's weight and over the sites of tests/support/unseen/cms.py, before and after
their redesign. With --memory: RSS over so many pages, warm and cold in turns.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.life import after
from demo.press import Press
from demo.weight import weigh
from pipeline.article import Article
from pipeline.errors import Unreadable
from pipeline.extraction import Case, Labels, ReadingRules, extract, read_cases, score
from tests.support.unseen.cms import FAMILIES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import trafilatura

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Reader = Callable[[Case], Article]

ROUNDS = 7
LEARNED_FROM = 20  # pages of a site that are read before it is called warm
TESTED = 20  # that follow


def of_the_press(articles: int = 20, *, weighed: bool = False) -> dict[str, list[Case]]:
    """Return the article pages of the five papers, by paper."""
    press = Press(articles=articles)
    papers = {}
    for key, site in press.sites.items():
        cases = papers[key] = []
        for article in press.expected(key):
            reply = press.answer(key, "GET", article.url.removeprefix(site.address), {})
            body = weigh(reply.body, site.edition) if weighed else reply.body
            labels = Labels(
                title=article.title,
                sapo=article.sapo,
                paragraphs=tuple(article.paragraphs),
                boilerplate=tuple(article.boilerplate),
            )
            cases.append(Case(key, article.url, body, labels, reply.content_type))
    return papers


def of_unseen() -> dict[str, list[Case]]:
    """Return the pages of the sites written without a look at the extraction, by site and design."""
    families = FAMILIES.items()
    return {
        f"{name}{mark}": make() for name, site in families for mark, make in (("", site.pages), ("*", site.redesigned))
    }


def knowing(rules: ReadingRules) -> Reader:
    """Return our reader with what is known of a site."""

    def ours(case: Case) -> Article:
        try:
            return extract(case.body, case.url, content_type=case.content_type, rules=rules).article
        except Unreadable:
            return Article(case.url, None)

    return ours


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


def compare(name: str, cases: Sequence[Case], rules: ReadingRules) -> float:
    """Print a line for each reader, and how many times our CPU theirs is. Returns that ratio."""
    readers: dict[str, Reader] = {"khobao": knowing(rules), "trafilatura": theirs}
    for read in readers.values():
        read(cases[0])
    rounds = [{reader: cost(read, cases) for reader, read in readers.items()} for _ in range(ROUNDS)]
    best = {reader: min(one[reader] for one in rounds) for reader in readers}
    for reader, read in readers.items():
        scores = [score(read(case), case.labels).columns() for case in cases]
        mean = {column: sum(float(row[column]) for row in scores) / len(scores) for column in ("P", "R", "F1")}
        left = sum(int(row["boilerplate"]) for row in scores)
        print(
            f"{name:<12}{len(cases):>6}  {reader:<12}{best[reader]:>9.2f}{mean['P']:>8.4f}{mean['R']:>8.4f}"
            f"{mean['F1']:>8.4f}{left:>7}"
        )
    ratio = best["trafilatura"] / best["khobao"]
    print(f"{'':<20}trafilatura / khobao: {ratio:.1f}")
    return ratio


def compare_warm(sites: dict[str, list[Case]]) -> None:
    """Compare the readers on the pages of each site that follow those it was learned from."""
    ratios = [compare(name, cases[LEARNED_FROM:][:TESTED], after(cases, LEARNED_FROM)) for name, cases in sites.items()]
    print(f"{'':<20}mean of the sites: {sum(ratios) / len(ratios):.1f}, least {min(ratios):.1f}")


def held() -> float:
    """Return this process' memory in MB, as Linux tells it in pages."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory(sites: dict[str, list[Case]], pages: int) -> None:
    """Print RSS on the way through so many pages: of each site one cold and one warm in turns."""
    readers = [
        (reader, case)
        for cases in sites.values()
        for reader in (knowing(ReadingRules()), knowing(after(cases, LEARNED_FROM)))
        for case in cases
    ]
    for number, (read, case) in enumerate(islice(cycle(readers), pages)):
        if number % max(1, pages // 10) == 0:
            print(f"{number:>8} pages {held():>8.1f} MB", flush=True)
        read(case)
    print(f"{pages:>8} pages {held():>8.1f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="?", type=Path, help="a folder of labelled pages")
    parser.add_argument("--memory", type=int, metavar="PAGES")
    asked = parser.parse_args()
    warm = (
        of_the_press(2 * (LEARNED_FROM + TESTED), weighed=True) | of_unseen()
    )  # the papers' older half is of another design
    if asked.memory:
        memory(warm, asked.memory)
        return 0
    heading = f"{'':>6}  {'':<12}{'ms CPU':>9}{'P':>8}{'R':>8}{'F1':>8}{'left':>7}"
    print(f"{'cold':<12}{heading}")
    cold = {"press": [case for cases in of_the_press().values() for case in cases]}
    if asked.cases:
        cold["labelled"] = read_cases(asked.cases)
    for name, cases in cold.items():
        compare(name, cases, ReadingRules())
    print(f"{'warm':<12}{heading}")
    compare_warm(warm)
    return 0


if __name__ == "__main__":
    sys.exit(main())
