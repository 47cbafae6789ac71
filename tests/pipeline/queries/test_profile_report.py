from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.config import Site
from pipeline.extraction import Profile, Template
from pipeline.extraction.profile.profile import Recurring, RegionMarks
from pipeline.queries import NotLearned, profile_report
from tests.support.example_archive import add_site

if TYPE_CHECKING:
    from sqlite_utils import Database

SITE = Site("a.vn", "A", keep=("Báo  A  điện tử",))
TEMPLATE = Template(
    pages=5,
    region=("div.page", "article"),
    container=("div.detail",),
    parts={"title": ("h1",), "byline": ("p.tac-gia",)},
    captions=("figcaption",),
    marks=RegionMarks('class="page"'),
)
LINES = (
    Recurring("dang ky ngay", "Đăng ký ngay", "p", 4, 5, in_text=True),
    Recurring("bao a dien tu", "Báo A điện tử", "p", 5, 5, in_text=True),
    Recurring("tin lien quan", "Tin liên quan", "h3", 3, 5, in_text=False),
)
FIRST = Profile(1, 5, (TEMPLATE,))
SECOND = Profile(2, 9, (attrs.evolve(TEMPLATE, pages=9),), LINES)


@pytest.fixture
def learned(db: Database) -> Database:
    """Give an archive with two versions of a site's profile."""
    site_id = add_site(db, "a.vn")
    for profile in (FIRST, SECOND):
        db.table("profiles").insert(
            {
                "site_id": site_id,
                "version": profile.version,
                "learned_at": f"2026-03-0{profile.version}T00:00:00Z",
                "pages": profile.pages,
                "profile": profile.as_json(),
            }
        )
    return db


def test_the_newest_version_or_the_one_that_is_named(learned: Database) -> None:
    """Each with its own day, and the days of all."""
    assert profile_report(learned, SITE).profile == SECOND
    report = profile_report(learned, SITE, 1)
    assert (report.profile, report.learned_at) == (FIRST, "2026-03-01T00:00:00Z")
    assert report.versions == {1: "2026-03-01T00:00:00Z", 2: "2026-03-02T00:00:00Z"}


@pytest.mark.parametrize(
    ("domain", "version", "message"),
    [("b.vn", None, "nothing is archived of b.vn"), ("a.vn", 3, "has no version 3: there are 1, 2")],
)
def test_what_was_not_learned(learned: Database, domain: str, version: int | None, message: str) -> None:
    """The message says whether it is the site, its pages or the version that is not there."""
    with pytest.raises(NotLearned, match=message):
        profile_report(learned, Site(domain, "x"), version)
    add_site(learned, "c.vn")
    with pytest.raises(NotLearned, match="five articles"):
        profile_report(learned, Site("c.vn", "x"))


def test_a_line_that_a_person_keeps_is_not_taken_out(learned: Database) -> None:
    """However it is written in the site's file; the other lines of the text are."""
    lines = profile_report(learned, SITE).as_json()["lines"]
    assert {line["text"]: line["taken_out"] for line in lines} == {
        "Đăng ký ngay": True,
        "Báo A điện tử": False,
        "Tin liên quan": False,
    }


def test_as_a_person_reads_it(learned: Database) -> None:
    """Parts are shown from the region on; lines under what becomes of them."""
    assert list(profile_report(learned, SITE).as_lines()) == [
        "a.vn: version 2, learned 2026-03-02T00:00:00Z from 9 pages",
        "  version 1 learned 2026-03-01T00:00:00Z",
        "  version 2 learned 2026-03-02T00:00:00Z",
        "\ntemplate 1, as 9 pages taught it",
        "  in       body > div.page > article",
        "  body     > div.detail",
        "  title    > h1",
        "  byline   > p.tac-gia",
        "  caption  figcaption",
        '  read     the head, and from class="page" to the end',
        "\ntaken out of the text",
        "    4 of 5   Đăng ký ngay  [p]",
        "\nalso on many pages",
        "    5 of 5   Báo A điện tử  [p]",
        "    3 of 5   Tin liên quan  [h3]",
    ]


def test_as_rules_for_the_sites_file(learned: Database) -> None:
    """What is printed is TOML that a site's file takes: fields under their names there."""
    (rules,) = tomllib.loads("\n".join(profile_report(learned, SITE).as_toml()))["extraction"]
    assert rules == {
        "body": TEMPLATE.selectors()["body"],
        "title": TEMPLATE.selectors()["title"],
        "authors": TEMPLATE.selectors()["byline"],
        "caption": "figcaption",
    }
