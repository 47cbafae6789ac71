from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.urls import MAX_LENGTH, article_key, canonical, identity, with_scheme

ONE_FORM = {
    "HTTP://WWW.Example.VN:80/a/../b/./c": "http://www.example.vn/b/c",
    "https://x.vn": "https://x.vn/",
    "https://x.vn:443/a#binh-luan": "https://x.vn/a",
    "http://x.vn:443/a": "http://x.vn:443/a",
    "http://127.0.0.12:8080/a//b/": "http://127.0.0.12:8080/a/b/",
    "http://[::1]:8080/a": "http://[::1]:8080/a",
    "https://x.vn./a": "https://x.vn/a",
    "https://báo.vn/a": "https://xn--bo-mia.vn/a",
    "https://ten:mat-khau@x.vn/a": "https://x.vn/a",
    "https://x.vn/tags/phố+cổ.htm": "https://x.vn/tags/ph%E1%BB%91+c%E1%BB%95.htm",
    "https://x.vn/tags/ph%e1%bb%91%7Ea": "https://x.vn/tags/ph%E1%BB%91~a",
    "https://x.vn/bài viết": "https://x.vn/b%C3%A0i%20vi%E1%BA%BFt",
    "https://x.vn/100%25": "https://x.vn/100%25",
    "https://x.vn/a%2Fb": "https://x.vn/a%2Fb",
    " \n https://x.vn/a\n/b ": "https://x.vn/a/b",
    "https://x.vn\\@y.vn/": "https://x.vn/@y.vn/",
    "https://x.vn/a?b=2&a=1&b=1": "https://x.vn/a?a=1&b=1&b=2",
    "https://x.vn/a?q=b%a3": "https://x.vn/a?q=b%A3",
    "https://x.vn/tin;jsessionid=AB12?id=5": "https://x.vn/tin?id=5",
    "https://x.vn/?x=https%3A%2F%2Fy.vn%2F": "https://x.vn/?x=https%3A%2F%2Fy.vn%2F",
    "http://web.x.vn/http://y.vn/a": "http://web.x.vn/http:/y.vn/a",
}
KEPT = [
    "id",
    "cid",
    "page",
    "cur",
    "keyword",
    "uid",
    "lang",
    "p_p_id",
    "_101_INSTANCE_gaREF123456_cur",
    "eid",
    "source",
]
DROPPED = [
    "utm_source",
    "UTM_Medium",
    "fbclid",
    "gclid",
    "zarsrc",
    "_ga",
    "inheritRedirect",
    "redirect",
    "ref",
    "p_auth",
]


@pytest.mark.parametrize(("url", "wanted"), ONE_FORM.items())
def test_one_form(url: str, wanted: str) -> None:
    """Each spelling of a URL becomes the one form."""
    assert canonical(url) == wanted


@pytest.mark.parametrize("name", KEPT)
def test_keeps_what_names_the_page(name: str) -> None:
    """An ordinary parameter stays, with the empty ones."""
    assert canonical(f"https://x.vn/a?{name}=2&trong=") == "https://x.vn/a?" + "&".join(sorted([f"{name}=2", "trong="]))


@pytest.mark.parametrize("name", DROPPED)
def test_drops_what_tracks_the_reader(name: str) -> None:
    """A parameter that tells where the reader came from goes, alone or among others."""
    assert canonical(f"https://x.vn/a?{name}=2") == "https://x.vn/a"
    assert canonical(f"https://x.vn/a?id=1&{name}=2") == "https://x.vn/a?id=1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "#",
        "#top",
        "javascript:void(0)",
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "mailto:a@b.vn",
        "tel:0123",
        "data:text/html,x",
        "ftp://x.vn/",
        "http://",
        "http:///a",
        "http://[::1/",
        "http://x.vn:99999/",
        "http://x.vn:abc/",
        "http://a b.vn/",
        "http://x.vn%2Fa/",
        "https://x.vn/\udc80",
        "https://x.vn/" + "a" * MAX_LENGTH,
        "https://x.vn/" + "ế" * 400,
    ],
)
def test_none_for_what_is_no_page(url: str) -> None:
    """What is no http(s) URL of another page is None, also where a base would make one of it."""
    assert canonical(url, "https://x.vn/goc") is None


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("b.htm", "https://x.vn/muc/b.htm"),
        ("../b.htm", "https://x.vn/b.htm"),
        ("/b?page=2", "https://x.vn/b?page=2"),
        ("?page=2", "https://x.vn/muc/a.htm?page=2"),
        ("//y.vn/b", "https://y.vn/b"),
        ("\\tin\\b.htm", "https://x.vn/tin/b.htm"),
        ("/12:30-tin", "https://x.vn/12:30-tin"),
    ],
)
def test_resolves_against_a_base(href: str, wanted: str) -> None:
    """A relative link is resolved against the page it stands on."""
    assert canonical(href, "https://x.vn/muc/a.htm") == wanted


def test_a_relative_url_without_a_base_is_none() -> None:
    """A relative link alone names no page."""
    assert canonical("/b.htm") is None


pieces = st.one_of(
    st.sampled_from(["/", "//", ".", "..", "%", "%25", "%2541", "%2f", "%3B", ";", "?", "&", "=", "#", "+", " ", "\\"]),
    st.sampled_from(["@", ":", "[", "]", "|", "ế", "đ", "e\u0302\u0301", "utm_source=1", "ref", "http://y.vn/", "a"]),
    st.characters(),
)


@settings(deadline=None)  # a machine may be busy
@given(st.lists(pieces, max_size=12).map("".join), st.sampled_from(["", "http://x.vn", "https://X.vn/", "http://"]))
@example("/a%2541%25", "http://x.vn")
@example("/%C0%AF%2e%2e/b", "http://x.vn")
def test_canonical_is_idempotent(rest: str, start: str) -> None:
    """The one form of the one form is itself, plain ASCII, and a URL that can be asked for."""
    url = canonical(start + rest)
    if url is not None:
        assert canonical(url) == url
        assert url.isascii()
        assert urlsplit(url).hostname
        assert "#" not in url


@settings(deadline=None)  # a machine may be busy
@given(st.from_regex(r"https?://[a-z0-9.-]{1,12}/[\w/.~-]{0,12}", fullmatch=True))
def test_the_short_way_gives_the_same(url: str) -> None:
    """What is returned as it is, because it looks plain, is what the long way makes of it."""
    assert canonical(url) == canonical(url + "#x")


@pytest.mark.parametrize(
    "url", ["http://x.vn/tin/a/", "https://www.x.vn/tin/a", "http://x.vn:80/tin/a", "https://x.vn/tin/a?utm_source=z#b"]
)
def test_two_addresses_of_one_page_are_one_article(url: str) -> None:
    """Scheme, www., a closing slash and trackers make no other article."""
    made = canonical(url)
    assert made is not None
    assert identity(made) == "x.vn/tin/a"
    assert article_key("x.vn", url) == article_key("x.vn", "https://x.vn/tin/a")


def test_article_key_is_permanent() -> None:
    """An article's address is 12 lower-case characters and never changes, for people have linked to it."""
    assert article_key("baonghean.vn", "https://baonghean.vn/tin-10264521.html") == "fyf7yyhqkmyx"
    assert article_key("x.vn", "https://x.vn/a?id=1") != article_key("x.vn", "https://x.vn/a?id=2")
    assert article_key("x.vn", "https://x.vn/a") != article_key("y.vn", "https://x.vn/a")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("www.bao.vn/bai-1.html", "https://www.bao.vn/bai-1.html"),
        (" bao.vn/bai-1.html ", "https://bao.vn/bai-1.html"),
        ("muc/bai-1.html", "https://bao.vn/rss/muc/bai-1.html"),
        ("/bao.vn/bai-1.html", "https://bao.vn/bao.vn/bai-1.html"),
        ("bao.vn", "https://bao.vn/rss/bao.vn"),
    ],
)
def test_a_link_that_lost_its_scheme(link: str, url: str) -> None:
    """With the own host before its path it is one; anything else is as relative as it looks."""
    base = "https://bao.vn/rss/tin.rss"
    assert canonical(with_scheme(link, base), base) == url
