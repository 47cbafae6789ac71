import pytest

from crawlers.net.chains import leads_elsewhere, leap_target

URL = "https://baotinh.vn/cu/tin-1.html"


def page(content: str, before: str = "") -> bytes:
    """Return a page whose meta refresh has this content."""
    return f"<html><head>{before}<META HTTP-EQUIV='Refresh' CONTENT=\"{content}\"></head><body></body></html>".encode()


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (page("0; url=/web/trang-chu"), "https://baotinh.vn/web/trang-chu"),
        (page("0;URL='tin-2.html'"), "https://baotinh.vn/cu/tin-2.html"),
        (page("0.1; url=https://moi.vn/?a=1&amp;b=2#c"), "https://moi.vn/?a=1&b=2"),
        (page("0; url=b", before='<base href="/web/">'), "https://baotinh.vn/web/b"),
        (page("1; url=/a"), None),
        (page("1800"), None),
        (page("0; url=javascript:alert(1)"), None),
        (page("0; url=http://["), None),
        (b"<html><noscript>" + page("0; url=/a") + b"</noscript></html>", None),
        (b"<html><!-- " + page("0; url=/a") + b" --></html>", None),
        (b"<html><body>refresh</body></html>", None),
        (b"", None),
    ],
)
def test_where_a_page_leads_at_once(body: bytes, target: str | None) -> None:
    """By the element as browsers read it; what waits, stands in a comment or is no address leads nowhere."""
    assert leap_target(body, URL, "text/html") == target


def test_what_is_no_html_leads_nowhere() -> None:
    """A feed may hold any markup."""
    assert leap_target(page("0; url=/a"), URL, "application/rss+xml") is None
    assert leap_target(page("0; url=/a"), URL, "") == "https://baotinh.vn/a"


def test_a_page_that_leads_to_itself() -> None:
    """It is followed by who has just got a cookie, and by nobody else."""
    assert leads_elsewhere("https://baotinh.vn/a", URL, is_new_visitor=False)
    assert not leads_elsewhere(URL, URL + "#a", is_new_visitor=False)
    assert leads_elsewhere(URL, URL, is_new_visitor=True)
