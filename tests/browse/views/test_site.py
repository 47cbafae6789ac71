from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from pipeline.archive import profiles
from pipeline.clock import now
from pipeline.extraction.profile.profile import Profile, Recurring, Template, normal
from pipeline.text import fold
from tests.support.example_archive import SITES, fill, make
from tests.support.pages import texts, tree
from tests.support.served import Served, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOMAIN = "tinvungcao.example"
LINE = "Mời <script>bạn</script> xem thêm tin mới"
KEPT = "Tin ảnh: Nhóm phóng viên"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home of the five sites, one of which reports from two provinces and has taught a profile."""
    folder = tmp_path_factory.mktemp("taught")
    db = make(folder / "archive.db")
    fill(db)
    db.execute("UPDATE sites SET provinces = ? WHERE domain = ?", [json.dumps(["06", "40"]), DOMAIN])
    (number,) = db.execute("SELECT id FROM sites WHERE domain = ?", [DOMAIN]).fetchone()
    lines = tuple(Recurring(normal(fold(line)), line, "p", 9, 12, in_text=True) for line in (LINE, KEPT))
    template = Template(12, ("div.detail",), ("div.body",), {"title": ("h1",)})
    with db.atomic():
        profiles.add(db, number, Profile(1, 12, (template,), lines), now())
    db.close()
    (folder / "sites").mkdir()
    (folder / "sites" / f"{DOMAIN}.toml").write_text(
        f'domain = "{DOMAIN}"\nname = "Tin Vùng Cao"\nkeep = ["{KEPT}"]\n[[sources]]\nkind = "feed"\n'
        f'url = "https://{DOMAIN}/rss"\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    """Serve it."""
    with serving(home) as (url, _):
        yield Served(url, "", "")


def test_a_site_says_what_it_is(served: Served) -> None:
    """Kind, the provinces there are since 2025, name, address; the articles of each day."""
    page = tree(served.get(f"/trang/{DOMAIN}"))
    assert texts(page, ".kicker")[0] == "Báo Thái Nguyên (từ 1/7/2025) Nghệ An (từ 1/7/2025)"
    assert texts(page, "h1") == [SITES[DOMAIN][0]]
    assert len(page.cssselect(".chart svg[role=img] g")) == 30
    assert texts(page, ".legend li") == [SITES[DOMAIN][0]]
    held = int(re.match(r"(\d+) bài", texts(page, ".site-line")[0])[1])
    (charted,) = re.findall(r"Tổng cộng (\d+) bài", texts(page, ".chart figcaption > p")[0])
    assert 0 < int(charted) <= held


def test_each_section_leads_to_its_articles(served: Served) -> None:
    """As many as stand beside it."""
    page = tree(served.get("/trang/baosonghong.example"))
    links = page.cssselect(".facet a")
    assert links
    for link in links:
        (beside,) = texts(link.getparent(), ".count")
        assert texts(tree(served.get(link.get("href"))), ".summary") == [f"{beside} bài"]


def test_what_a_site_has_taught_is_told(served: Served) -> None:
    """Where its parts stand; its lines, as text; one that a person keeps is left in."""
    page = tree(served.get(f"/trang/{DOMAIN}"))
    told = " ".join(texts(page, "details.sources"))
    assert "Phiên bản 1" in told
    assert "body > div.detail > div.body" in texts(page, "details.sources code")
    rows = {row.cssselect("th")[0].text_content(): texts(row, "td") for row in page.cssselect("details.sources tr")[1:]}
    assert rows[LINE] == ["9/12", "bỏ khỏi bài"]
    assert rows[KEPT] == ["9/12", "để nguyên"]
    assert texts(page, "details.sources code")[-1] == f"sites/{DOMAIN}.toml"


def test_a_faulty_file_is_not_the_readers_matter(home: Path, served: Served) -> None:
    """A site's page comes whatever its file says, and also without one; one that taught nothing says nothing."""
    path = home / "sites" / f"{DOMAIN}.toml"
    whole = path.read_text(encoding="utf-8")
    path.write_text("domain = 3\n[", encoding="utf-8")
    assert "Phiên bản 1" in served.get(f"/trang/{DOMAIN}").text
    path.write_text(whole, encoding="utf-8")
    assert "Phiên bản" not in served.get("/trang/bientay.example").text


def test_the_next_page_has_articles_alone(served: Served) -> None:
    """What is told of the site stands on the first."""
    page = tree(served.get(f"/trang/{DOMAIN}?page=2"))
    assert not page.cssselect(".chart, .facet, details.sources")


def test_front_tells_what_is_new_by_province(served: Served) -> None:
    """Of the last seven days, each province a link that finds as many; and where all of them are."""
    page = tree(served.get("/"))
    links = page.cssselect("[aria-labelledby=provinces] a")
    assert [link.text_content() for link in links] == ["Thái Nguyên", "Nghệ An", "Các tỉnh, thành"]
    numbers = texts(page, "[aria-labelledby=provinces] .count")
    found = [texts(tree(served.get(link.get("href"))), ".summary")[0] for link in links[:2]]
    assert found == numbers


def test_a_site_shows_what_its_sources_brought(served: Served) -> None:
    """Of the last seven days, who stored most first; on the first page alone."""
    page = tree(served.get(f"/trang/{next(iter(SITES))}"))
    rows = [texts(row, "th, td") for row in page.cssselect(".sources tbody tr")]
    assert [row[1:] for row in rows] == [["60", "10", "8", "0"], ["18", "2", "2", "0"]]
    assert rows[0][0].endswith("/rss")
