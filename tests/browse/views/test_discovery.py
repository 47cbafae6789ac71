"""What search engines may list, the search that a browser adds, and pages under a path of a proxy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import httpx
import pytest
from lxml import etree

from pipeline.config import Home
from pipeline.errors import BadFile
from tests.support.example_archive import fill, make
from tests.support.pages import tree
from tests.support.served import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.served import Served

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a filled archive."""
    db = make(tmp_path / "archive.db")
    fill(db)
    db.close()
    return tmp_path


def may_list(robots: str, path: str) -> bool:
    """Tell whether a search engine may look at a path."""
    rules = RobotFileParser()
    rules.parse(robots.splitlines())
    return rules.can_fetch("Googlebot", path)


def test_search_engines_list_nothing(served: Served) -> None:
    """An archive does not compete with the papers it keeps: robots.txt says so, and each answer."""
    robots = served.get("/robots.txt").text
    assert not any(may_list(robots, path) for path in ("/", f"/bai/{served.bridge}", "/archive"))
    for path in ("/", f"/bai/{served.bridge}", "/archive/articles.json", "/robots.txt"):
        assert served.get(path).headers["x-robots-tag"] == "noindex"


def test_who_wants_otherwise_says_so(home: Path) -> None:
    """`indexable = true`: articles may be listed; searches and tables are no pages to list."""
    (home / "khobao.toml").write_text("indexable = true\n", encoding="utf-8")
    with serving(home) as (url, _):
        robots = httpx.get(f"{url}/robots.txt").text
        assert "x-robots-tag" not in httpx.get(f"{url}/").headers
    assert may_list(robots, "/bai/abc")
    assert not any(may_list(robots, path) for path in ("/tim?q=x", "/archive/articles"))


def test_a_browser_can_add_the_search(served: Served) -> None:
    """Each page names the description, whose address finds what is typed."""
    link = tree(served.get("/")).cssselect('link[rel="search"]')[0]
    answer = served.get(link.get("href"))
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    described = etree.fromstring(answer.content)
    assert described.findtext(f"{OPENSEARCH}ShortName") == "Kho Báo"
    template = described.find(f"{OPENSEARCH}Url").get("template")
    found = tree(httpx.get(template.replace("{searchTerms}", "cau%20song%20cong"), timeout=20))
    assert found.cssselect("mark")[0].text_content() == "cầu sông Công"


def test_pages_under_a_path(home: Path) -> None:
    """`base_path = "/bao/"`: every link, style and feed is below it, and leads somewhere."""
    (home / "khobao.toml").write_text('base_path = "/bao/"\n', encoding="utf-8")
    with serving(home) as (url, _):
        page = tree(httpx.get(f"{url}/bao/"))
        addresses = {urljoin(f"{url}/bao/", one.get("href")) for one in page.cssselect("link[href], a[href]")}
        own = {one for one in addresses if one.startswith(url)}
        assert all(one.startswith(f"{url}/bao/") for one in own)
        assert {httpx.get(one, timeout=20).status_code for one in own} == {200}
        for known in ("tat-ca.json", "tat-ca.atom"):
            told = re.findall(rf'{url}[^"<]*', httpx.get(f"{url}/bao/tin/{known}").text)
            assert len(told) > 3
            assert all(one.startswith(f"{url}/bao/") for one in told)
        form = page.cssselect("form")[0].get("action")
        assert httpx.get(urljoin(url, form), params={"q": "cau"}, timeout=20).status_code == 200


@pytest.mark.parametrize("said", ['"bao"', '"/bao"', '"/b o/"', '"//"', "1"])
def test_a_path_that_is_none(home: Path, said: str) -> None:
    """It is refused with the rule."""
    (home / "khobao.toml").write_text(f"base_path = {said}\n", encoding="utf-8")
    with pytest.raises(BadFile, match="base_path"):
        Home(home).settings()
