"""A listing whose further pages come by sending its form back is walked to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config import file_name
from tests.support.small_server import serve_pages

if TYPE_CHECKING:
    from tests.support.harness import Command

pytestmark = pytest.mark.service

PAGES = 4


def listing(number: int) -> bytes:
    """Return a page of three articles, with its pager."""
    ids = range(number * 3 - 2, number * 3 + 1)
    entries = (
        f'<li><a href="/tin/con-de-dau-lang-sau-mua-lu-1000{i}.html">Con đê đầu làng, hồi {i}</a></li>' for i in ids
    )
    numbers = (
        f"<span>{n}</span>" if n == number else f"""<a href="javascript:__doPostBack('ctl00$grd','Page${n}')">{n}</a>"""
        for n in range(1, PAGES + 1)
    )
    form = f'<input type="hidden" name="__VIEWSTATE" value="trang-{number}"><ul>{"".join(entries)}</ul>'
    return f'<html><meta charset=utf-8><body><form method="post">{form}<div>{"".join(numbers)}</div></form>'.encode()


def test_a_listing_by_postback(khobao: Command) -> None:
    """Each page is asked for with the state of the one before; all articles come."""
    with serve_pages() as server:
        server.page("/tin.aspx", listing(1))
        server.on_post = lambda fields: listing(int(fields["__EVENTARGUMENT"].removeprefix("Page$")))
        for i in range(1, PAGES * 3 + 1):
            text = "".join(
                f"<p>Nước lên tới chân đê từ chập tối, câu {k} của hồi {i}, ai cũng ra.</p>" for k in range(8)
            )
            body = f"<html><meta charset=utf-8><body><article><h1>Con đê đầu làng, hồi {i}</h1>{text}</article>"
            server.page(f"/tin/con-de-dau-lang-sau-mua-lu-1000{i}.html", body.encode())
        source = f'[[sources]]\nkind = "listing"\nurl = "{server.address}/tin.aspx"'
        head = f'domain = "{server.host}"\nname = "Sở"\n{source}\n[politeness]\ndelay = 0\nallow_private = true'
        folder = khobao.home / "sites"
        folder.mkdir(parents=True)
        (folder / file_name(server.host)).write_text(head, encoding="utf-8")
        khobao("crawl")
    assert [fields["__VIEWSTATE"] for fields in server.posted] == ["trang-1", "trang-2", "trang-3"]
    assert len(khobao.export()) == PAGES * 3
