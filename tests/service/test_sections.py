"""A section that no source covers is met by the crawl, announced, and watched from then on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.config import file_name
from tests.support.small_server import serve_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.harness import Command
    from tests.support.small_server import Server

pytestmark = pytest.mark.service

NAV = '<nav><a href="/tin/">Tin làng</a><a href="/goc/">Góc chợ</a><a href="/ban-do/">Bản đồ</a></nav>'
TITLE = "Cả xóm thức trắng đêm đắp lại con đê sau trận mưa lớn, hồi {}"


def page(body: str) -> bytes:
    """Return a page with the site's menu."""
    return f"<!doctype html><html><head><meta charset=utf-8><title>Báo Làng</title></head><body>{NAV}{body}".encode()


def listing(*numbers: int) -> bytes:
    """Return a page of links to some articles."""
    entries = (f'<li><h3><a href="/bai-bao-so-{n}-1000{n}.html">{TITLE.format(n)}</a></h3></li>' for n in numbers)
    return page(f"<main><ul>{''.join(entries)}</ul></main>")


@pytest.fixture
def site() -> Iterator[Server]:
    """Serve a site of three sections: one has articles of its own beside the watched one, one has none."""
    with serve_pages() as server:
        server.page("/tin/", listing(1, 2))
        server.page("/goc/", listing(2, 3, 4))
        server.page("/ban-do/", listing(1, 2))
        for n in range(1, 5):
            text = "".join(
                f"<p>Nước lên tới chân đê từ chập tối, câu {k} của bài số {n}, ai cũng ra.</p>" for k in range(8)
            )
            server.page(f"/bai-bao-so-{n}-1000{n}.html", page(f"<article><h1>{TITLE.format(n)}</h1>{text}</article>"))
        yield server


def watch(khobao: Command, site: Server, *lines: str) -> None:
    """Write the site's file, with one source."""
    source = f'[[sources]]\nkind = "listing"\nurl = "{site.address}/tin/"'
    politeness = "[politeness]\ndelay = 0\nallow_private = true"
    text = "\n".join([f'domain = "{site.host}"', 'name = "Báo Làng"', *lines, source, politeness])
    folder = khobao.home / "sites"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file_name(site.host)).write_text(text, encoding="utf-8")


def events(khobao: Command) -> list[str]:
    """Return the sources that were announced as found."""
    lines = map(json.loads, khobao("events", "--json").splitlines())
    return [event["source"] for event in lines if event["kind"] == "source.discovered"]


def test_a_section_becomes_a_source(khobao: Command, site: Server) -> None:
    """Its articles come in the same crawl, the file stays as it is, and `khobao sites` says what was found."""
    watch(khobao, site)
    khobao("crawl")
    assert events(khobao) == [f"{site.address}/goc/"]
    assert len(khobao.export()) == 4
    (status,) = json.loads(khobao("sites", "--json"))
    assert (status["sources"], status["found"]) == (1, [f"{site.address}/goc/"])
    site.page("/bai-bao-so-5-10005.html", site.answers["/bai-bao-so-4-10004.html"][2].replace(b"4", b"5"))
    site.page("/goc/", listing(5, 2, 3, 4))
    khobao("crawl")
    assert (events(khobao), len(khobao.export())) == ([f"{site.address}/goc/"], 5)
    assert "/goc/" in khobao("sites", "check")


def test_who_wants_none_gets_none(khobao: Command, site: Server) -> None:
    """`discover = false` in the file: nothing but its sources is watched."""
    watch(khobao, site, "discover = false")
    khobao("crawl")
    assert (events(khobao), len(khobao.export())) == ([], 2)
    assert "/goc/" not in site.paths


def test_what_is_missing_is_said(khobao: Command, site: Server) -> None:
    """Health and `sites check` say how many linked articles are held; what is not taken for an article is looked at."""
    names = [f"/buc-anh/{word}" for word in ("mot", "hai", "ba", "bon", "nam", "sau")]
    text = "".join(f"<p>Nước lên tới chân đê từ chập tối, câu {k}, ai cũng ra xem con nước.</p>" for k in range(20))
    for name in names:
        site.page(name, page(f"<article><h1>Con nước về giữa đêm không trăng {name}</h1>{text}</article>"))
    others = "".join(f'<p><a href="{name}">Ảnh {name[9:]}</a></p>' for name in names)
    site.page("/tin/", listing(1, 2).replace(b"</main>", others.encode() + b"</main>"))
    watch(khobao, site)
    khobao("crawl")
    (health,) = json.loads(khobao("health", "--json"))
    assert health["coverage"]["held"] == 4
    assert health["coverage"]["refused"] == 6
    assert (health["colour"], [reason["kind"] for reason in health["reasons"]]) == ("yellow", ["missing"])
    assert "4 of 10 linked articles are held" in khobao("sites", "check")
