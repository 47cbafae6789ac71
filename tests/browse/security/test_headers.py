from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from browse.security.headers import STRICT_POLICY

if TYPE_CHECKING:
    from tests.support.served import Served

OURS = [
    "/",
    "/bai/{bridge}",
    "/tim?q=cau",
    "/trang/thixa.example",
    "/theo-doi",
    "/tin/tat-ca.atom",
    "/nope",
    "/-/threads",
    "/archive/search_text",
]
DATASETTES = ["/archive", "/archive/articles", "/archive/articles/1", "/archive/events.json", "/archive/sites.csv"]


@pytest.mark.parametrize("path", OURS)
def test_our_pages_allow_nothing_but_our_style(served: Served, path: str) -> None:
    """Our pages, the error pages too, carry the strict policy."""
    answer = served.get(path.format(bridge=served.bridge))
    assert answer.headers["content-security-policy"] == STRICT_POLICY
    assert "script-src" not in STRICT_POLICY


@pytest.mark.parametrize("path", DATASETTES)
def test_datasettes_pages_run_its_own_scripts_alone(served: Served, path: str) -> None:
    """Datasette's pages are there, and under a policy that names their scripts by hash."""
    answer = served.get(path)
    assert answer.status_code == 200
    given = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert given["script-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in given["script-src"]
    assert given["default-src"] == given["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", [*OURS, *DATASETTES, "/-/khobao/khobao.css", "/-/static/app.css", "//evil.example/"])
def test_every_answer_is_guarded(served: Served, path: str) -> None:
    """Each answer says nosniff and no-referrer; each once."""
    headers = served.get(path.format(bridge=served.bridge)).headers
    assert headers.get_list("x-content-type-options") == ["nosniff"]
    assert headers.get_list("referrer-policy") == ["no-referrer"]
    assert len(headers.get_list("content-security-policy")) == 1
    assert not headers.get("location", "").startswith("//")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/archive/search_text",
            "/archive/search_folded_2",
            "/archive/search_exact_2_data",
            "/archive/search_folded_2_idx",
        ),
        *("/archive/search_text.json", "/archive/_sqlite_migrations", "/archive/sqlite_sequence"),
        *(
            "/archive?sql=select+1",
            "/archive.json?sql=select+1",
            "/archive.db",
            "/archive/articles?_where=1%3D1",
            "/_internal",
        ),
    ],
)
def test_inner_tables_sql_and_the_file_itself_are_closed(served: Served, path: str) -> None:
    """Search indexes, libraries' tables, arbitrary SQL and the download are refused."""
    assert served.get(path).status_code in {403, 404}


def test_hidden_tables_are_not_listed(served: Served) -> None:
    """The list of tables shows the archive's own alone."""
    listing = served.get("/archive.json").json()
    names = {table["name"] for table in listing["tables"]} | {view["name"] for view in listing["views"]}
    assert {"articles", "revisions", "captures", "events"} <= names
    assert not [name for name in names if name.startswith(("search_", "_", "sqlite_"))]


def test_datasettes_search_box_is_not_offered(served: Served) -> None:
    """No table page has Datasette's own search, which knows nothing of đ."""
    for table in ("articles", "revisions", "captures"):
        assert "_search" not in served.get(f"/archive/{table}").text


@pytest.mark.parametrize("cookie", ["a@b=1", "khobao_lang=en; users/pref=1", "á=1", "(a)=1"])
def test_another_programs_cookie_locks_nobody_out(served: Served, cookie: str) -> None:
    """It went wrong: Python refuses such names, and every page answered 500."""
    answer = served.get("/", headers={"Cookie": cookie.encode("latin-1")})
    assert (answer.status_code, answer.headers["content-security-policy"]) == (200, STRICT_POLICY)
    assert served.get("/", headers={"Cookie": "khobao_lang=en"}).text.count('lang="en"') > 0


@pytest.mark.parametrize("host", ["[", "a:b", "á"])
@pytest.mark.parametrize("path", ["/", "/tim?q=cau", "/tin/tat-ca.atom", "/archive/articles"])
def test_a_host_that_is_none_is_no_fault_of_ours(served: Served, host: str, path: str) -> None:
    """It is left out, as the pages need none."""
    assert served.get(path, headers={"Host": host.encode()}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("articles.json?" + "&".join(["_facet=section"] * 5), 200),
        ("articles.json?" + "&".join(["_facet=section"] * 6), 400),
        ("articles.json?_fts_table=search_exact_2&_fts_pk=id&_searchmode=raw&_search=dat", 400),
        ("articles.json?_sort=nosuch", 400),
    ],
)
def test_datasettes_questions_are_bounded(served: Served, asked: str, status: int) -> None:
    """Facets are taken as often as they are asked for; the indexes are searched on our page; a slip is a slip."""
    assert served.get(f"/archive/{asked}").status_code == status


def test_nothing_but_questions_is_answered(served: Served) -> None:
    """A POST is refused before Datasette sees it: it would be a traceback in the daemon's log."""
    answer = httpx.post(f"{served.url}/archive/articles", json={})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
