from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
from lxml import html

from browse import serve, view
from browse.views import search as finding
from pipeline.clock import VIETNAM
from pipeline.search import facets as counts
from tests.support.example_archive import SITES, add_article, make
from tests.support.pages import texts, tree
from tests.support.served import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.served import Served


def test_front_lists_the_newest_first_and_counts_each_site(served: Served) -> None:
    """The front page shows the newest article on top and each site with its number of articles."""
    page = tree(served.get("/"))
    times = [node.get("datetime") for node in page.cssselect(".line-about time")]
    assert times == sorted(times, reverse=True)
    assert len(page.cssselect(".line")) == view.A_PAGE
    counts = {
        name: int(count.split()[0])
        for name, count in zip(texts(page, ".sites a"), texts(page, ".sites .count"), strict=True)
    }
    assert set(counts) == {name for name, _ in SITES.values()}
    assert sum(counts.values()) == 63


def test_front_tells_what_was_edited_lately(served: Served) -> None:
    """With what happened, where and when; and leads there."""
    page = tree(served.get("/"))
    (section,) = page.cssselect('section[aria-labelledby="lately"]')
    links = section.cssselect("li > a")
    assert served.bridge in {link.get("href").rpartition("/")[2] for link in links}
    assert set(texts(section, ".badge")) <= {"đã sửa", "đã gỡ", "đã chuyển", "đã trở lại"}
    assert len(section.cssselect("time")) == len(links) <= 8


def test_front_charts_thirty_days(served: Served) -> None:
    """The chart has a bar for each of 30 days, and its figures add up to the articles of those days."""
    page = tree(served.get("/"))
    assert len(page.cssselect(".chart > svg > g")) == 30
    assert sum(int(figure) for figure in texts(page, ".chart td")) >= 60
    assert page.cssselect(".chart > svg")[0].get("aria-label")


def test_paging_reaches_every_article_once(served: Served) -> None:
    """Following the link to older articles shows each article exactly once."""
    seen: list[str] = []
    address: str | None = "/"
    while address:
        page = tree(served.get(address))
        seen += [link.get("href") for link in page.cssselect(".line-title a")]
        following = page.cssselect(".pager a[rel=next]")
        address = "/" + following[0].get("href") if following else None
    assert len(seen) == len(set(seen)) == 63


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "1.5", "٣"])
def test_a_page_number_that_is_none_is_the_first_page(served: Served, number: str) -> None:
    """Whatever stands in ?page=, there is a page."""
    assert texts(tree(served.get("/", params={"page": number})), ".pager span")[-1] == "Trang 1 / 3"


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


@pytest.mark.parametrize(
    "path", ["/bai/nothere", "/bai/{bridge}/3", "/bai/{bridge}/0", "/bai/{bridge}/x", "/trang/nowhere.vn", "/nope", "/nope/deeper", "/bai/%00", "/trang/%ff", "/-/threads", "/-/databases.json", "/-/plugins", "/-/nope"]
)  # fmt: skip
def test_what_is_not_there_is_a_404_in_our_look(served: Served, path: str) -> None:
    """An unknown address and Datasette's own status pages answer 404, without a word of the machinery."""
    answer = served.get(path.format(bridge=served.bridge), follow_redirects=True)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    if not path.endswith(".json"):
        assert texts(html.document_fromstring(answer.content), "h1") == ["Không có trang này"]


def test_search_without_accents_marks_the_original(served: Served) -> None:
    """`thai nguyen` finds Thái Nguyên, marked in title and snippet as it was published."""
    page = tree(served.get("/tim", params={"q": "thai nguyen"}))
    assert set(texts(page, ".hit mark")) == {"Thái Nguyên"}
    titles = texts(page, ".hit h3")
    assert "Thông xe cầu sông Công, đôi bờ Thái Nguyên gần lại" in titles
    assert str(len(titles)) in texts(page, ".summary")[0]


def test_search_narrows_by_site_and_days_and_keeps_them_while_paging(served: Served) -> None:
    """Site and days narrow; the form and the links to other pages keep them."""
    narrowed = {"q": "cac OR nguoi", "site": "baosonghong.example", "since": "2020-01-01", "until": "2099-12-31"}
    page = tree(served.get("/tim", params=narrowed))
    assert set(texts(page, ".hit .line-about a")) == {"Báo Sông Hồng"}
    assert page.cssselect("#since")[0].get("value") == "2020-01-01"
    assert page.cssselect("#site option[selected]")[0].get("value") == "baosonghong.example"
    wide = tree(served.get("/tim", params=narrowed | {"site": ""}))
    link = wide.cssselect(".pager a[rel=next]")[0].get("href")
    assert "since=2020-01-01" in link
    assert wide.cssselect("ol.hits")[0].get("start") == "1"
    assert tree(served.get("/tim" + link)).cssselect("ol.hits")[0].get("start") == str(finding.HITS + 1)


@pytest.mark.parametrize(
    "query", ["", "-", '"', "*", "\0", "a\0b", "%", "xyz đ " * 1_700, "' OR 1=1 --", "xyzzyx", "😀"]
)
def test_any_query_is_answered(served: Served, query: str) -> None:
    """No query is an error; what finds nothing gets a hand with searching."""
    page = tree(served.get(f"/tim?q={quote(query)}"))
    assert len(page.cssselect(".tips li")) == 4


@pytest.mark.parametrize(
    "raw", ["q=%ff%fe", "q=a&q=b", "%00=1", "q", "since=2026-13-01&q=cau", "page=x&q=cau", "site=%27&q=cau"]
)
def test_broken_arguments_are_no_error(served: Served, raw: str) -> None:
    """Arguments that are no UTF-8, twice there or no day are lived with."""
    page = tree(served.get(f"/tim?{raw}"))
    if "since" in raw:
        assert "2026-13-01" in texts(page, ".notice-line")[0]


@pytest.mark.parametrize("path", ["/", "/bai/{hostile}", "/tim?q=script", "/trang/baosonghong.example", "/?lang=en"])
def test_hostile_title_stays_text_and_hostile_url_no_link(served: Served, path: str) -> None:
    """A title with <script> is shown, not run; a javascript: URL is nowhere a link."""
    page = tree(served.get(path.format(hostile=served.hostile)))
    assert not page.cssselect("script, main b")
    assert "<script>alert(1)</script> & <b>tựa</b>" in page.text_content()
    assert not [link for link in page.cssselect("[href]") if not re.match(r"(https?://|/|\?|#)", link.get("href"))]


def test_hostile_query_stays_text(served: Served) -> None:
    """A query is shown back as text, in the form and in the summary."""
    page = tree(served.get("/tim", params={"q": '"><script>alert(1)</script>'}))
    assert not page.cssselect("script")
    assert page.cssselect("#q")[0].get("value") == '"><script>alert(1)</script>'


def test_english_at_a_click_and_remembered(served: Served) -> None:
    """?lang=en shows English at once and by cookie from then on; each page names both as alternates."""
    with httpx.Client(base_url=served.url) as reader:
        page = tree(reader.get("/"))
        assert page.get("lang") == "vi"
        alternates = {
            link.get("hreflang"): link.get("href") for link in page.cssselect("link[rel=alternate][hreflang]")
        }
        assert set(alternates) == {"vi", "en"}
        assert tree(reader.get("/" + alternates["en"])).get("lang") == "en"
        article = tree(reader.get(f"/bai/{served.bridge}"))
        assert article.get("lang") == "en"
        assert "Archive record" in texts(article, "h2")
        assert article.cssselect("h1")[0].get("lang") == "vi"
        assert tree(reader.get("/?lang=vi")).get("lang") == "vi"
        assert tree(reader.get("/tim")).get("lang") == "vi"
        assert tree(reader.get("/?lang=xx")).get("lang") == "vi"


def test_language_switch_keeps_the_question(served: Served) -> None:
    """Changing the language on a search page keeps the query."""
    page = tree(served.get("/tim", params={"q": "cầu & sông"}))
    link = page.cssselect(".languages a[hreflang=en]")[0].get("href")
    assert tree(served.get("/tim" + link)).cssselect("#q")[0].get("value") == "cầu & sông"


@pytest.mark.parametrize(
    "path",
    ["/", "/bai/{bridge}", "/bai/{bridge}/1", "/tim", "/tim?q=cau", "/trang/thixa.example", "/theo-doi", "/nope"],
)
def test_pages_are_made_of_landmarks_headings_and_labels(served: Served, path: str) -> None:
    """Each page has one h1, main, a skip link to it, no heading level left out, ids once, and a label to each field."""
    page = html.document_fromstring(served.get(path.format(bridge=served.bridge)).content)
    assert len(page.cssselect("h1")) == len(page.cssselect("main#main")) == 1
    assert page.cssselect("a.skip")[0].get("href") == "#main"
    levels = [int(node.tag[1]) for node in page.cssselect("main h1, main h2, main h3, main h4")]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    ids = [node.get("id") for node in page.cssselect("[id]")]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.cssselect("label")}
    assert {field.get("id") for field in page.cssselect("input, select")} <= labelled
    assert not page.cssselect("[style], style, script, img, iframe")


def test_empty_archive_is_said_kindly(tmp_path: Path) -> None:
    """An archive without an article has a front page, a search page and no error."""
    make(tmp_path / "archive.db").close()
    front, found = ask(tmp_path, "/"), ask(tmp_path, "/tim?q=cau")
    assert "Kho còn trống" in front.text
    assert front.status_code == found.status_code == 200


def test_question_that_takes_too_long_is_given_up_kindly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search beyond the time limit is a 503 that says what to do, not a hanging page."""
    db = make(tmp_path / "archive.db")
    add_article(db, "a.vn", "Cầu mới")
    db.close()
    monkeypatch.setattr(view, "TIME_LIMIT", 0)
    answer = ask(tmp_path, "/tim?q=cau")
    assert answer.status_code == 503
    assert "Câu hỏi quá rộng" in answer.text


def test_by_time_the_pages_go_on_behind_what_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It went wrong: they stopped where counting does. A count that is not whole is no number of pages."""
    db = make(tmp_path / "archive.db")
    for number in range(3 * finding.HITS):
        add_article(db, "a.vn", f"Bài số {number}", published_at=f"2026-01-01T10:{number:02}:00+07:00")
    db.close()
    monkeypatch.setattr(counts, "COUNTED", finding.HITS + 1)
    titles, address = [], "/tim?until=2026-12-31"
    while address:
        page = tree(ask(tmp_path, address))
        titles += texts(page, ".hit .line-title")
        assert f"Trang {len(titles) // finding.HITS}" in texts(page, ".pager > span")
        following = page.cssselect(".pager a[rel=next]")
        address = "/tim" + following[0].get("href") if following else ""
    assert titles == [f"Bài số {number}" for number in reversed(range(3 * finding.HITS))]
    assert ask(tmp_path, "/tim.json?until=2026-12-31&page=3").json()["next"] is None


def test_fault_of_ours_is_a_500_without_its_inside(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An exception goes to the log; the reader gets our page, and stdout nothing."""
    make(tmp_path / "archive.db").close()

    def fail(_: object) -> None:
        secret = "a secret in a local variable"
        raise RuntimeError(secret[:8])

    monkeypatch.setattr(view.browsing, "sites", fail)
    answer = ask(tmp_path, "/")
    assert answer.status_code == 500
    assert "Có lỗi ở phía kho" in answer.text
    assert "secret" not in answer.text
    assert "RuntimeError" in caplog.text
    assert capsys.readouterr().out == ""


def ask(home: Path, path: str) -> httpx.Response:
    """Ask the application for one page, in this process."""

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(serve.application(home / "archive.db"), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://kho") as client:
            return await client.get(path)

    return asyncio.run(answer())


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


def test_each_value_leads_to_as_many_articles_as_stand_beside_it(served: Served) -> None:
    """A value's link narrows to just its articles, and the link that takes it away leads back."""
    page = tree(served.get("/tim?q=nguoi"))
    all_found = texts(page, ".summary")
    for link in page.cssselect(".facet a"):
        (beside,) = texts(link.getparent(), ".count")
        narrowed = tree(served.get("/tim" + link.get("href")))
        assert re.search(r"thấy (\S+) bài", texts(narrowed, ".summary")[0])[1] == beside
        (away,) = narrowed.cssselect(".taken a")
        assert texts(tree(served.get("/tim" + away.get("href"))), ".summary") == all_found


def test_without_words_the_newest_of_a_narrowing(served: Served) -> None:
    """A section's address lists its articles, says how many, and offers no order by relevance; none is said plainly."""
    page = tree(served.get("/tim?section=Thời+sự"))
    assert re.fullmatch(r"\d+ bài", texts(page, ".summary")[0])
    assert texts(page, ".orders a") == ["Mới nhất", "Cũ nhất"]
    assert texts(page, ".orders [aria-current]") == ["Mới nhất"]
    assert page.cssselect(".hit")
    nothing = tree(served.get("/tim?section=Không+có"))
    assert texts(nothing, "#results") == ["Không có bài nào như vậy"]


def test_months_lead_to_their_articles(served: Served) -> None:
    """A bar says how many articles its month has and leads to them; without a script."""
    page = tree(served.get("/tim?q=nguoi&order=oldest"))
    bars = page.cssselect(".timeline svg a")
    assert bars
    for bar in bars:
        (articles,) = re.findall(r": (\d+) bài", bar.get("aria-label"))
        month = tree(served.get("/tim" + bar.get("href")))
        assert f"thấy {articles} bài" in texts(month, ".summary")[0]
        assert texts(month, ".orders [aria-current]") == ["Cũ nhất"]
        assert len(month.cssselect(".taken a")) == 2


def test_a_month_that_is_cut_leads_to_what_is_left_of_it(served: Served) -> None:
    """A bar within a span of days stays within it."""
    page = tree(served.get(f"/tim?q=nguoi&until={datetime.now(VIETNAM).date() - timedelta(days=3)}"))
    for bar in page.cssselect(".timeline svg a"):
        (articles,) = re.findall(r": (\d+) bài", bar.get("aria-label"))
        assert f"thấy {articles} bài" in texts(tree(served.get("/tim" + bar.get("href"))), ".summary")[0]


def test_the_form_keeps_what_it_has_no_field_for(served: Served) -> None:
    """Another question is put in the same section and order."""
    page = tree(served.get("/tim?q=cau&section=Thời+sự&order=newest&province=since-19"))
    carried = {node.get("name"): node.get("value") for node in page.cssselect("form.big-search input[type=hidden]")}
    assert carried == {"section": "Thời sự", "order": "newest", "province": "since-19"}
    assert "Thái Nguyên (từ 1/7/2025) ×" in texts(page, ".taken li")


@pytest.mark.parametrize(
    "raw", ["order=x&province=y", "province=since-99", "availability=nowhere", "edited=", "until=9999-12-31"]
)
def test_narrowings_that_are_none_are_no_error(served: Served, raw: str) -> None:
    """An address that somebody has changed by hand is answered."""
    assert served.get(f"/tim?q=cau&{raw}").status_code == 200


def test_a_slip_of_the_finger_is_mended(served: Served) -> None:
    """Where nothing is found, the query with one letter mended is a link that finds something."""
    page = tree(served.get("/tim?q=thai+nguyeen"))
    (link,) = page.cssselect(".suggestion a")
    assert link.text == "thai nguyen"
    assert tree(served.get("/tim" + link.get("href"))).cssselect(".hit")


def test_a_new_article_is_found_as_soon_as_it_is_stored(tmp_path: Path) -> None:
    """The request after the commit finds it, while others read, and finds no word of what was not committed."""
    db = make(tmp_path / "archive.db")
    add_article(db, "a.vn", "Bài đầu tiên")
    db.conn.commit()
    with serving(tmp_path) as (url, _), httpx.Client(base_url=url, timeout=20) as reader:
        for number in range(5):
            db.conn.execute("BEGIN IMMEDIATE")
            add_article(db, "a.vn", f"Tin nóng số {number}")
            assert len(tree(reader.get("/tim?q=tin+nong")).cssselect(".hit")) == number
            db.conn.commit()
            assert len(tree(reader.get("/tim?q=tin+nong")).cssselect(".hit")) == number + 1
    db.close()


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
