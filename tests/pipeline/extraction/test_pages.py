"""Real pages with their articles checked by hand, read from a folder beside the checkout; each field is compared."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from zlib import crc32

import attrs
import pytest

from pipeline.errors import Unreadable
from pipeline.text import clean, fold
from tests.support.reading import read_article
from tests.support.real_pages import PAGES, expect_miss

if TYPE_CHECKING:
    from pathlib import Path

NAMES = re.compile(rb"((?:class|id)\s*=\s*)(\"[^\"]*\"|'[^']*')")
CASES = sorted(path.parent for path in PAGES.glob("*/article.json"))

pytestmark = pytest.mark.skipif(not CASES, reason="the real pages are not beside this checkout")


def read(case: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is read from a page, and what should be."""
    wanted = json.loads((case / "article.json").read_text(encoding="utf-8"))
    url = json.loads((case / "page.json").read_text(encoding="utf-8"))["url"]
    article = read_article(gzip.decompress((case / "page.html.gz").read_bytes()), url)
    return attrs.asdict(article, recurse=False), wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("field", ["title", "sapo", "authors", "agency", "section", "published_at"])
def test_fields(case: Path, field: str, request: pytest.FixtureRequest) -> None:
    """What a reader is told stands in its field, word for word."""
    expect_miss(request, case.name, field)
    got, wanted = read(case)
    value = wanted[field] or None
    assert (list(got[field]) or None if field == "authors" else got[field] or None) == value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_text(case: Path, request: pytest.FixtureRequest) -> None:
    """The paragraphs are the article's, in order, without captions and without a word of boilerplate."""
    expect_miss(request, case.name, "text")
    got, wanted = read(case)
    assert list(got["paragraphs"]) == [clean(line) for line in wanted["paragraphs"]]
    text = fold(" ".join(got["paragraphs"]))
    assert not [line for line in wanted["boilerplate"] if fold(line) in text]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_captions(case: Path, request: pytest.FixtureRequest) -> None:
    """Every caption is found, and is no text."""
    expect_miss(request, case.name, "captions")
    got, wanted = read(case)
    captions = [image.caption for image in got["images"] if image.caption]
    assert [clean(caption) for caption in wanted["captions"]] == captions


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_text_without_names(case: Path, request: pytest.FixtureRequest) -> None:
    """With every class and id made a hash the text still comes out, but for a few words: names are no more than hints."""
    expect_miss(request, case.name, "text without names")
    wanted = json.loads((case / "article.json").read_text(encoding="utf-8"))["paragraphs"]
    body = gzip.decompress((case / "page.html.gz").read_bytes())
    article = read_article(
        NAMES.sub(lambda found: found[1] + b"'x1y" + b"%x'" % crc32(found[2]), body), "https://vidu.vn/bai-1.html"
    )
    got, words = Counter(article.text.split()), Counter(clean(" ".join(wanted)).split())
    assert 2 * (got & words).total() / (got.total() + words.total()) > 0.99


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_cut_page_is_read_or_refused(case: Path) -> None:
    """A page that breaks off anywhere makes nothing else than an article or a refusal."""
    body = gzip.decompress((case / "page.html.gz").read_bytes())
    for part in range(1, 12):
        try:
            article = read_article(body[: len(body) * part // 12], "https://vidu.vn/bai-1.html")
        except Unreadable:
            continue
        assert article.title
