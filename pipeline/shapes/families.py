"""The CMS families: what marks each, which of its addresses are articles, where its feeds and sitemaps stand."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import attrs

TABLE = Path(__file__).with_name("families.toml")
MARKS = 2  # that name a family: one alone stays behind when a site moves, or came with a widget of another's


@attrs.frozen(kw_only=True)
class Family:
    """One CMS, as `families.toml` describes it. Patterns are searched for in an address's path with its query."""

    name: str
    marks: tuple[re.Pattern[str], ...]
    article: re.Pattern[str]
    not_article: re.Pattern[str] | None = None
    is_plain: bool = True
    """Whether no other system has sections of such addresses, so that `article` counts on any site."""
    feeds: tuple[str, ...] = ()
    """Paths, the likeliest first; `{section}` stands for a section's name."""
    sitemaps: tuple[str, ...] = ()
    unreachable: str | None = None
    """What of its listings can't be had by following links."""

    def judge(self, path: str) -> bool | None:
        """Whether a path with its query is an article's, another page's (False), or not to be told by this family."""
        if self.not_article and self.not_article.search(path):
            return False
        return True if self.article.search(path) else None


@cache
def families() -> tuple[Family, ...]:
    """Every family of the table."""
    return tuple(_family(name, row) for name, row in tomllib.loads(TABLE.read_text(encoding="utf-8")).items())


def family_of(html: str) -> Family | None:
    """The family that two marks or more of a front page name: the one of most marks, None where two are even."""
    counts = {family: sum(bool(mark.search(html)) for mark in family.marks) for family in families()}
    most = max(counts.values())
    named = [family for family, count in counts.items() if count == most]
    return named[0] if most >= MARKS and len(named) == 1 else None


def plain_judgement(path: str) -> bool | None:
    """What the families whose articles' addresses are no other system's sections say of a path with its query."""
    for family in families():
        if family.is_plain and family.article.search(path):
            return family.judge(path)
    return None


def _family(name: str, row: dict[str, object]) -> Family:
    patterns = {key: re.compile(str(row[key]), re.IGNORECASE) for key in ("article", "not_article") if key in row}
    lists = {key: tuple(map(str, row.get(key, ()))) for key in ("feeds", "sitemaps")}  # type: ignore[call-overload]
    marks = tuple(re.compile(str(mark)) for mark in row["marks"])  # type: ignore[attr-defined]
    rest = {key: row[key] for key in ("is_plain", "unreachable") if key in row}
    return Family(name=name, marks=marks, **patterns, **lists, **rest)  # type: ignore[arg-type]
