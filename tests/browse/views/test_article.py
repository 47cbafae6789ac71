from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from datasette.utils.asgi import BadRequest

from browse.views.article import read_moment, revision_at
from pipeline.clock import VIETNAM
from pipeline.queries.articles import RevisionLine
from tests.support.example_archive import add_article, make
from tests.support.in_process import ask
from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.served import Served


def test_article_shows_all_that_is_known(served: Served) -> None:
    """The article page has title, sapo once, text, byline, date, captions, other URLs and the place of its capture."""
    page = tree(served.get(f"/bai/{served.bridge}"))
    whole = " ".join(page.text_content().split())
    assert texts(page, "h1") == ["Thông xe cầu sông Công, đôi bờ Thái Nguyên gần lại"]
    assert whole.count("Sau hai năm thi công") == 1
    assert len(page.cssselect(".text p")) == 5
    for piece in (
        *("Minh Châu, Hải Đăng", "Toàn cảnh cầu nhìn từ bờ tây.", "https://baosonghong.example/amp/"),
        *("khobao-20261123081500-00001.warc.gz", "18.211 byte", "sha1:", "1.675 tỷ", "Báo Sông Hồng"),
    ):
        assert piece in whole
    assert "16.750" not in page.cssselect(".text")[0].text_content()
    assert [(texts(one, "del"), texts(one, "ins")) for one in page.cssselect(".changes")] == [(["16.750"], ["1.675"])]
    published = page.cssselect(".byline time")[0]
    assert re.fullmatch(r"(Thứ \w+|Chủ nhật), \d{1,2}/\d{1,2}/\d{4}, \d\d:\d\d", published.text_content())
    assert published.get("datetime").endswith("+07:00")
    assert page.cssselect(".byline a")[0].get("href").startswith("https://baosonghong.example/thoi-su/")


def test_article_says_how_it_was_read(served: Served) -> None:
    """Where each field stood, what was left out and why, and the score, in both languages."""
    for language, words in (
        ("vi", ("Tựa", "Phần bỏ ra: 1", "đủ phần 1,00")),
        ("en", ("Title", "Left out: 1", "fields 1.00")),
    ):
        page = tree(served.get(f"/bai/{served.bridge}?lang={language}"))
        record = " ".join(page.cssselect(".record")[0].text_content().split())
        for piece in (*words, "page h1.cau", "json-ld", "label <b>Tin liên quan</b>"):
            assert piece in record, (language, piece)
    assert "Bài được đọc" in tree(served.get(f"/bai/{served.bridge}/1")).text_content()


def test_older_revision_says_so_and_shows_its_own_text(served: Served) -> None:
    """A numbered address shows that revision, and a way to the newest one."""
    page = tree(served.get(f"/bai/{served.bridge}/1"))
    assert "16.750 tỷ" in page.text_content()
    (notice,) = page.cssselect(".notice-line")
    assert "bản 1 trong 2" in notice.text_content()
    assert notice.cssselect("a")[0].get("href") == f"/bai/{served.bridge}"
    assert not tree(served.get(f"/bai/{served.bridge}/2")).cssselect(".notice-line")


@pytest.mark.parametrize("suffix", ["", "/1"])
def test_other_addresses_lead_to_the_main_one(served: Served, suffix: str) -> None:
    """The key of any URL of an article redirects to its main key for good."""
    answer = served.get(f"/bai/0ther0ther00{suffix}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/bai/{served.bridge}{suffix}")


def test_an_article_as_it_stood(served: Served) -> None:
    """`?at=` leads to the revision of that moment, by Vietnam's clock; before it was known, to the first."""
    page = tree(served.get(f"/bai/{served.bridge}"))
    first, last = sorted(one.get("datetime") for one in page.cssselect(".revisions time"))
    there = datetime.fromisoformat(last).astimezone(VIETNAM).isoformat()
    for asked, number in (
        (first, 1),
        (last, 2),
        (there[:10], 2),
        (there.removesuffix("+07:00"), 2),
        ("2100-01-01", 2),
        ("2001-01-01", 1),
    ):
        answer = served.get(f"/bai/{served.bridge}", params={"at": asked})
        assert (answer.status_code, answer.headers["location"]) == (302, f"/bai/{served.bridge}/{number}"), asked
    for asked in ("hôm qua", "", "9" * 400):
        assert served.get(f"/bai/{served.bridge}", params={"at": asked}).status_code == 400
    written = served.get(f"/bai/{served.bridge}?at={there}")  # whose + an address reads as a space
    assert written.headers["location"] == f"/bai/{served.bridge}/2"
    in_english = served.get(f"/bai/0ther0ther00?at={there[:10]}&lang=en")
    assert in_english.headers["location"] == f"/bai/{served.bridge}?at={there[:10]}&lang=en"
    assert served.get(in_english.headers["location"]).headers["location"] == f"/bai/{served.bridge}/2?lang=en"


def test_an_article_says_how_it_is_cited(served: Served) -> None:
    """Title, site, day, when it was archived, and the address of that very revision."""
    cited = texts(tree(served.get(f"/bai/{served.bridge}/1")), ".cite")[0]
    assert "Báo Sông Hồng" in cited
    assert cited.endswith(f"{served.url}/bai/{served.bridge}/1")


def test_a_tag_is_a_link_where_the_search_finds_its_words(tmp_path: Path) -> None:
    """Tags are not searched: whole words of a field, however spelled; not a piece of one, nor across two fields."""
    db = make(tmp_path / "archive.db")
    tags = ["kỹ thuật", "Hà An", "trò cô", "tôm sú"]
    key = add_article(db, "a.vn", "Học trò", "Cô Hà Anh dạy kĩ thuật nuôi Tôm Sú.", tags=json.dumps(tags))
    db.close()
    page = tree(ask(tmp_path, f"/bai/{key}"))
    assert texts(page, ".tags a") == ["kỹ thuật", "tôm sú"]
    assert texts(page, ".tags span[lang]") == ["Hà An", "trò cô"]
    for link in page.cssselect(".tags a"):
        assert f"/bai/{key}" in ask(tmp_path, link.get("href")).text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T15:00", datetime(2026, 11, 23, 15, tzinfo=VIETNAM)),
        ("2026-11-23", datetime(2026, 11, 23, 23, 59, 59, tzinfo=VIETNAM)),
        ("2026-11-23T15:00Z", datetime(2026, 11, 23, 15, tzinfo=UTC)),
        ("2026-11-23T15:00 02:00", datetime(2026, 11, 23, 13, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_on_vietnams_clock(text: str, moment: datetime) -> None:
    """A zone that is named counts, also where its + has become a blank; a day stands for its end."""
    assert read_moment(text) == moment


@pytest.mark.parametrize("text", ["", "hôm qua", "2026-13-01", "2026-02-30T10:00"])
def test_a_moment_that_is_none_is_the_readers_mistake(text: str) -> None:
    """It is refused with what would be understood."""
    with pytest.raises(BadRequest, match="2026-11-23"):
        read_moment(text)


def test_the_revision_of_a_moment_is_the_last_seen_by_then() -> None:
    """The very second a revision was seen belongs to it; before the first, the first is shown."""
    revisions = [RevisionLine(1, "2026-11-20T08:00:00Z", "Cũ"), RevisionLine(2, "2026-11-21T08:00:00Z", "Mới")]
    moments = ["2026-11-19T00:00Z", "2026-11-20T08:00Z", "2026-11-21T07:59Z", "2026-11-21T08:00Z", "2030-01-01"]
    assert [revision_at(revisions, read_moment(moment)) for moment in moments] == [1, 1, 1, 2, 2]
