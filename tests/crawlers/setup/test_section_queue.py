from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from crawlers.setup.section_queue import SectionQueue, site_folder
from crawlers.sources.links import LinkedPage, read_links
from pipeline.config import Site

SITE = Site("truong.example", "Trường")
ROOT = "http://truong.example/"


def page(body: str, url: str = ROOT) -> LinkedPage:
    """Return a page of some HTML."""
    return read_links(f"<html><body>{body}</body></html>".encode(), url)


def menu(*names: tuple[str, str]) -> str:
    """Return a menu of paths and what it calls them."""
    return f"<nav>{''.join(f'<a href={path}>{name}</a>' for path, name in names)}</nav>"


def order(queue: SectionQueue) -> list[str]:
    """Take out all that waits."""
    urls = []
    while link := queue.next():
        urls.append(urlsplit(link[0]).path)
    return urls


def test_what_is_called_like_news_goes_first() -> None:
    """News, then other names, then links outside menus; the site's own affairs last, and forms never."""
    queue = SectionQueue(SITE)
    names = [("/gioi-thieu-chung/", "Giới thiệu chung"), ("/to-toan/", "Tổ Toán"), ("/goc-nhin/", "Góc nhìn")]
    entries = menu(*names, ("/tin-tuc/", "Tin tức"), ("/dang-nhap", "Đăng nhập"), ("/?page=login", "Vào"))
    queue.add(page(f"{entries}<p><a href=/ban-doc/>Bạn đọc</a></p><h2><a href=/thoi-su/>Thời sự</a></h2>"))
    assert order(queue) == ["/tin-tuc/", "/thoi-su/", "/goc-nhin/", "/ban-doc/", "/gioi-thieu-chung/", "/to-toan/"]


def test_what_lies_beside_pages_of_no_use_waits_longer() -> None:
    """A folder that brought nothing is tried after others of the same rank."""
    queue = SectionQueue(SITE)
    queue.add(page(menu(("/goc/a/", "Sân trường"), ("/goc/b/", "Nhà xe"), ("/bep/a/", "Căng tin trường"))))
    url, depth = queue.next() or ("", 0)
    assert (urlsplit(url).path, depth) == ("/bep/a/", 1) or urlsplit(url).path == "/goc/a/"
    queue.miss(ROOT + "goc/a/")
    queue.add(page(menu(("/dong/a/", "Cánh đồng")), ROOT + "dong/"), 2)
    assert order(queue)[-1] == "/goc/b/"


def test_further_pages_and_headlines_are_no_sections() -> None:
    """Page numbers, long texts outside menus, and pages beyond three clicks are left alone."""
    queue = SectionQueue(SITE)
    headline = "Sáng nay cả trường cùng ra sân nghe kể chuyện về những người giữ rừng"
    queue.add(page(f"<a href=/tin/?page=2>2</a><a href=/tin/page/3/>Trang cuối</a><a href=/mot>{headline}</a>"))
    queue.add(page(menu(("/sau/", "Tin sâu")), ROOT + "x/"), 4)
    assert order(queue) == []


@pytest.mark.parametrize(
    ("url", "paths", "folder"),
    [
        ("/truong-x/", ["/truong-x/a", "/truong-x/b", "/truong-x/c", "/truong-x/d", "/truong-x/e", "/"], "/truong-x/"),
        ("/truong-x", ["/truong-x/a", "/truong-x/b", "/truong-x/c", "/truong-x/d", "/truong-x/e"], "/truong-x/"),
        ("/truong-x/trang-chu.aspx", [f"/truong-x/{name}.aspx" for name in "abcde"], "/truong-x/"),
        ("/thoi-su/", ["/thoi-su/a", "/kinh-te/", "/xa-hoi/", "/the-thao/", "/van-hoa/", "/du-lich/"], None),
        ("/thoi-su/", ["/thoi-su/a", "/thoi-su/b"], None),
        ("/", ["/a", "/b", "/c", "/d", "/e"], None),
    ],
)
def test_a_site_below_a_path(url: str, paths: list[str], folder: str | None) -> None:
    """A front page below a path links to what lies below it; a section links to the other sections."""
    links = "".join(f"<a href={path}>Một mục</a>" for path in paths)
    assert site_folder(page(links, f"http://truong.example{url}")) == folder
