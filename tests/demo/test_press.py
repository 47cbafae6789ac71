from __future__ import annotations

import gzip
import http.client
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from demo.families import FAMILIES
from demo.press import EPOCH, Press
from demo.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = tuple(family.key for family in FAMILIES)
NOON = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
SOURCES = {
    "liferay": "/web/guest/{section}",
    "aspnet": "/{section}.rss",
    "epi": "/sitemaps/news-2026-12.xml",
    "onecms": "/rss/{section}",
    "mediasoft": "/{section}/",
}


@pytest.fixture
def own() -> Iterator[Press]:
    """Serve a press of a few articles that the test may change."""
    press = Press(articles=12, seed=5, clock=lambda: NOON)
    with serve(press):
        yield press


def get(press: Press, key: str, path: str, **headers: str) -> httpx.Response:
    """Ask a site for a path, with headers."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(press.sites[key].address + path, headers=names, trust_env=False)


def test_the_same_seed_prints_the_same_stories() -> None:
    """Two presses of a seed agree in everything, one of another seed does not, and more articles only add newer ones."""
    one, two, other, longer = (
        Press(articles=15, seed=2),
        Press(articles=15, seed=2),
        Press(articles=15, seed=4),
        Press(articles=20, seed=2),
    )
    for key in KEYS:
        assert one.expected(key) == two.expected(key)
        assert {story.title for story in one.sites[key].stories.values()} != {
            story.title for story in other.sites[key].stories.values()
        }
        first = [longer.sites[key].stories[number].title for number in range(1, 6)]
        assert first == [one.sites[key].stories[number].title for number in range(1, 6)]


def test_a_press_of_some_sites() -> None:
    """Only the named sites are there, with as many articles as asked for."""
    press = Press(["epi"], articles=3)
    assert list(press.sites) == ["epi"]
    assert len(press.expected("epi")) == 3


def test_a_published_article_heads_its_sources(own: Press, key: str) -> None:
    """A new article is dated by the clock, stands first in its source, and its page is served."""
    story = own.publish(key)
    assert story.published == NOON
    article = own.expected(key)[0]
    assert article.number == story.number == 13
    source = get(own, key, SOURCES[key].format(section=story.section))
    text = source.content.decode("utf-16" if source.content[:2] == b"\xff\xfe" else "utf-8")
    path = article.url.removeprefix(own.sites[key].address)
    others = [other.url.removeprefix(own.sites[key].address) for other in own.expected(key)[1:]]
    assert path in text
    assert all(text.index(path) < text.index(other) for other in others if other in text)
    assert httpx.get(article.url, trust_env=False).status_code == 200


def test_articles_published_in_one_minute_are_dated_apart(own: Press) -> None:
    """Two articles of one minute get two times, so that 'newest' means something."""
    first, second = own.publish("epi"), own.publish("epi")
    assert second.published - first.published == timedelta(minutes=1)


def test_a_clock_before_the_first_stories_dates_nothing_backwards() -> None:
    """A new article is newer than all others, whatever the clock says."""
    press = Press(["epi"], articles=2, clock=lambda: EPOCH - timedelta(days=400))
    assert press.publish("epi").published > EPOCH


@pytest.mark.parametrize("what", ["number", "sentence", "title"])
def test_an_edit_changes_that_and_keeps_the_address(own: Press, key: str, what: str) -> None:
    """An edited article differs in one number, one sentence or its title, on its page as in what is expected, under the same address."""
    before = own.expected(key)[3]
    own.edit(key, before.number, what)
    after = own.expected(key)[3]
    changed = [(old, new) for old, new in zip(before.paragraphs, after.paragraphs, strict=True) if old != new]
    assert after.urls == before.urls
    if what == "title":
        assert (changed, after.title) == ([], f"Cập nhật: {before.title}")
    else:
        ((old, new),) = changed
        assert after.title == before.title
        assert (
            (new.startswith(old) and "bổ sung" in new)
            if what == "sentence"
            else re.sub(r"\d", "", old) == re.sub(r"\d", "", new)
        )


def test_an_edited_page_is_served(own: Press) -> None:
    """What is served after an edit is the edited text, at once."""
    article = own.expected("onecms")[0]
    httpx.get(article.url, trust_env=False)
    own.edit("onecms", article.number, "sentence")
    assert "Thông tin này được bổ sung" in httpx.get(article.url, trust_env=False).text


def test_edits_in_turn_take_all_three_kinds(own: Press) -> None:
    """Without a kind, the first edit changes a number, the second adds a sentence, the third marks the title."""
    before = own.sites["epi"].stories[4]
    after = [own.edit("epi", 4) for _ in range(3)]
    assert after[0].title == after[1].title == before.title
    assert after[2].title.startswith("Cập nhật")
    assert len({story.blocks for story in (before, *after)}) == 3


def test_a_removed_article_is_gone_everywhere_and_may_return(own: Press, key: str) -> None:
    """A removed article answers 410 or 404 at all its addresses and is in no source; restored, it is back."""
    for number, status in ((9, 410), (8, 404)):
        article = next(article for article in own.expected(key) if article.number == number)
        own.remove(key, number)
        assert {httpx.get(url, trust_env=False).status_code for url in article.urls} == {status}
        assert article not in own.expected(key)
        own.restore(key, number)
        assert httpx.get(article.url, trust_env=False).status_code == 200


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_a_failing_site_answers_with_its_fault(own: Press, status: int) -> None:
    """A switched fault answers every request but robots.txt with its status, 429 with Retry-After, until it is switched off."""
    own.sites["epi"].fail = status  # type: ignore[assignment]
    response = get(own, "epi", "/")
    assert response.status_code == status
    assert response.headers.get("retry-after") == ("1" if status == 429 else None)
    assert get(own, "epi", "/robots.txt").status_code == 200
    assert get(own, "onecms", "/").status_code == 200
    own.sites["epi"].fail = None
    assert get(own, "epi", "/").status_code == 200


def test_an_empty_page_has_status_200(own: Press) -> None:
    """The fault "empty" is a page without text that says all is well."""
    own.sites["mediasoft"].fail = "empty"
    response = get(own, "mediasoft", "/")
    assert (response.status_code, re.sub(r"<[^>]*>", "", response.text)) == (200, "")


def test_a_fault_at_random(own: Press) -> None:
    """With a rate of one half, some of forty requests fail and some do not."""
    own.sites["onecms"].fail, own.sites["onecms"].fail_rate = 403, 0.5
    with httpx.Client(base_url=own.sites["onecms"].address, trust_env=False) as client:
        statuses = [client.get("/").status_code for _ in range(40)]
    assert 8 < statuses.count(403) < 32
    assert set(statuses) == {200, 403}


def test_latency_holds_up_one_site_only(own: Press) -> None:
    """A slow site takes its time; its neighbour does not."""
    own.sites["epi"].latency = 1.0
    assert get(own, "epi", "/").elapsed > timedelta(seconds=1)
    assert get(own, "onecms", "/").elapsed < timedelta(seconds=1)


def test_sources_answer_304_until_something_is_published(own: Press, key: str) -> None:
    """A source asked again with its validator answers 304 without a body, and 200 after a change."""
    path = SOURCES[key].format(section="thoi-su") if key != "epi" else "/sitemaps/news-2026-11.xml"
    first = get(own, key, path)
    validators = {"If_None_Match": first.headers["etag"]}
    again = get(own, key, path, **validators)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    number = next(
        story.number for story in own.sites[key].edition.stories if story.section == "thoi-su" or key == "epi"
    )
    own.edit(key, number, "title")
    while key == "mediasoft" and own.publish(key).section != "thoi-su":
        pass
    assert get(own, key, path, **validators).status_code == 200


@pytest.mark.parametrize("key", ["aspnet", "epi", "liferay"])
def test_last_modified_alone_will_do(own: Press, key: str) -> None:
    """A source answers 304 to If-Modified-Since, and 200 after a change though the clock stands still."""
    path = SOURCES[key].format(section="thoi-su") if key != "epi" else "/sitemap.xml"
    since = get(own, key, path).headers["last-modified"]
    assert get(own, key, path, If_Modified_Since=since).status_code == 304
    own.edit(key, 1, "number")
    assert get(own, key, path, If_Modified_Since=since).status_code == 200


def test_some_articles_have_validators_and_some_have_none(own: Press) -> None:
    """OneCMS and ePi answer 304 for an unchanged article; Mediasoft and Liferay cannot."""
    for key in KEYS:
        url = own.expected(key)[0].url
        headers = httpx.get(url, trust_env=False).headers
        assert ("etag" in headers) == (key in {"onecms", "epi"})
        if "etag" in headers:
            assert httpx.get(url, headers={"If-None-Match": headers["etag"]}, trust_env=False).status_code == 304


def test_gzip_is_given_to_who_asks_for_it_and_br_to_nobody(own: Press) -> None:
    """Some sites compress with gzip; asked for br alone they answer uncompressed; the others never compress."""
    for key in KEYS:
        host = own.sites[key].address.removeprefix("http://")
        for accepted, encoding in (
            ("gzip, br", "gzip" if key in {"epi", "onecms", "mediasoft"} else None),
            ("br", None),
        ):
            connection = http.client.HTTPConnection(host, timeout=10)
            connection.request("GET", "/", headers={"Accept-Encoding": accepted})
            response = connection.getresponse()
            body = response.read()
            connection.close()
            assert response.headers["Content-Encoding"] == encoding
            assert b"<html" in (gzip.decompress(body) if encoding else body)


def test_the_log_tells_who_asked_for_what_and_when(own: Press) -> None:
    """Each request is noted with method, path and query, User-Agent, status and time."""
    get(own, "epi", "/thoi-su/?x=1", User_Agent="khobao-test")
    get(own, "epi", "/khong-co")
    first, second = own.sites["epi"].log
    assert (first.method, first.path, first.user_agent, first.status) == ("GET", "/thoi-su/?x=1", "khobao-test", 200)
    assert (second.path, second.status) == ("/khong-co", 404)
    assert second.at >= first.at
    assert own.sites["onecms"].log == []


def test_a_query_of_nonsense_is_page_one(own: Press) -> None:
    """A broken page number or month is answered, not a crash."""
    assert get(own, "mediasoft", "/tin-moi/?page=abc").text == get(own, "mediasoft", "/tin-moi/?page=1").text
    assert get(own, "liferay", "/web/guest/lich-cong-tac?thang=x").status_code == 200


def test_tracking_parameters_change_nothing(own: Press, key: str) -> None:
    """An article asked for with utm_source is the same article."""
    url = own.expected(key)[0].url
    assert httpx.get(url + "?utm_source=rss&fbclid=1", trust_env=False).text == httpx.get(url, trust_env=False).text


@pytest.mark.service
def test_the_command_serves_publishes_and_ends_on_sigterm(tmp_path: Path) -> None:
    """`python -m demo` prints five addresses, lets articles appear, and ends cleanly when told to."""
    command = [sys.executable, "-m", "demo", "--ports", "0,0,0,0,0", "--articles", "3", "--every", "0.05"]
    root = Path(__file__).resolve().parents[2]
    with (tmp_path / "out").open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=root, env=os.environ)
        try:
            lines = _wait_for_lines(tmp_path / "out", 14, process)
            addresses = re.findall(r"^http://127\.0\.0\.1:\d+", "\n".join(lines), re.MULTILINE)
            statuses = [httpx.get(address, trust_env=False).status_code for address in addresses]
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(timeout=20)
    assert (statuses, code) == ([200] * 5, 0)
    assert any(": new: " in line for line in lines)
    assert any(": edited: " in line for line in lines)


def _wait_for_lines(path: Path, count: int, process: subprocess.Popen[bytes]) -> list[str]:
    while process.poll() is None:
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) >= count:
            return lines
    raise AssertionError(path.read_text(encoding="utf-8"))


def test_ports_that_are_wrong_or_taken_are_refused() -> None:
    """A bad --ports says what is wanted; a taken port says so; both end with an error and no traceback."""
    with serve(Press(["epi"], articles=1)) as addresses:
        taken = addresses["epi"].rpartition(":")[2]
        for ports, said in (("1,2", "5 ports"), (f"{taken},0,0,0,0", "in use"), ("a,0,0,0,0", "5 ports")):
            command = [sys.executable, "-m", "demo", "--articles", "1", "--ports", ports]
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=False,
                cwd=Path(__file__).resolve().parents[2],
                timeout=60,
            )
            assert done.returncode != 0
            assert said in done.stderr
            assert "Traceback" not in done.stderr
