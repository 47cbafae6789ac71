from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import psutil
import pytest

from browse.security.sql_sandbox import CLOSED, HEAP, LARGEST_ANSWER
from pipeline.archive.archive import Archive
from pipeline.archive.hidden import hide, hide_annotation
from pipeline.clock import now
from pipeline.config import Site
from pipeline.urls import article_key
from tests.support.example_archive import add_article, fill, make
from tests.support.pages import tree
from tests.support.served import serving

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.support.served import Served

SECRET = "Ngoccucxoaivang"
NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1000000) "


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve an archive with an article that was hidden, to readers who may write SQL."""
    folder = tmp_path_factory.mktemp("open")
    (folder / "khobao.toml").write_text("sql = true\n", encoding="utf-8")
    db = make(folder / "archive.db")
    fill(db)
    site = Site("thixa.example", "Một cổng")
    url = f"https://{site.domain}/an.html"
    key = add_article(db, site.domain, f"Tựa có {SECRET}", f"Thân bài có {SECRET}.", url=url)
    for table, column in (("articles", "key"), ("addresses", "key"), ("events", "article")):
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [article_key(site.domain, url), key])
    archive = Archive(db)
    with archive.transaction():
        hide(archive, site, hide_annotation(db, site, url, "xin gỡ", now()))
    db.close()
    with serving(folder) as served:
        yield served


def ask(url: str, sql: str, **more: str) -> httpx.Response:
    """Put a statement to the archive, for JSON."""
    return httpx.get(f"{url}/archive.json?{urlencode({'sql': sql, '_shape': 'objects', **more})}", timeout=60)


def test_what_is_wrong_with_a_statement_is_said(opened: tuple[str, Any]) -> None:
    """In SQLite's words."""
    url, _ = opened
    assert "must be a SELECT" in ask(url, "selec 1").json()["error"]
    assert "no such column" in ask(url, "select nosuch from articles").json()["error"]
    page = httpx.get(f"{url}/archive?{urlencode({'sql': 'select nosuch from articles'})}")
    assert (page.status_code, "no such column" in page.text) == (400, True)


def test_sql_is_closed_unless_the_home_opens_it(served: Served) -> None:
    """By default a statement is refused, as a page, as JSON, as CSV, and as a condition on a table's page."""
    query = urlencode({"sql": "select 1"})
    for path in (f"/archive?{query}", f"/archive.json?{query}", f"/archive.csv?{query}"):
        assert served.get(path).status_code == 403, path
    assert served.get("/archive/articles.json?_where=1=1").status_code == 403


def test_a_reader_may_ask_what_no_page_answers(opened: tuple[str, Any]) -> None:
    """Where the home says so, over all tables that have pages, with parameters, as JSON and CSV."""
    url, _ = opened
    sql = "SELECT domain, count(*) AS n FROM articles JOIN sites ON sites.id = site_id WHERE domain = :d GROUP BY 1"
    answer = ask(url, sql, d="thixa.example")
    assert answer.status_code == 200, answer.text[:300]
    (row,) = answer.json()["rows"]
    assert row["n"] > 1
    csv = httpx.get(f"{url}/archive.csv?{urlencode({'sql': sql, 'd': 'thixa.example'})}")
    assert csv.text.splitlines()[0] == "domain,n"
    assert tree(httpx.get(f"{url}/archive?{urlencode({'sql': 'select 1 as one'})}")).cssselect("textarea#sql-editor")


TABLES = ["hidden", "hidden_marks", "search_exact_2_data", "search_folded_2_content", "search_words", "sqlite_stat1"]


@pytest.mark.parametrize("table", [*TABLES, "search_rows", "search_exact_2", "HIDDEN", "main.hidden"])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM {table}",
        "SELECT count(*) FROM {table}",
        'SELECT a.rowid FROM articles AS a JOIN "{quoted}" AS b ON 1',
        "WITH x AS (SELECT * FROM {table}) SELECT * FROM x",
        "SELECT (SELECT count(*) FROM {table})",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM {table})",
        "EXPLAIN SELECT * FROM {table}",
    ],
    ids=["all", "count", "join", "cte", "scalar", "exists", "explain"],
)
def test_what_has_no_page_can_not_be_read(opened: tuple[str, Any], table: str, sql: str) -> None:
    """Neither what was hidden nor what the search indexes hold, however it is asked for."""
    url, _ = opened
    answer = ask(url, sql.format(table=table, quoted=table.replace(".", '"."')))
    assert answer.status_code == 400
    assert re.search("prohibited|no such table|not authorized|vtable constructor failed", answer.json()["error"])


def test_each_closed_kind_of_table_is_one(opened: tuple[str, Any]) -> None:
    """The names that the tables above stand for are in the archive, so that the refusals are no typing errors."""
    url, _ = opened
    names = {row["name"] for row in ask(url, "SELECT name FROM sqlite_master").json()["rows"]}
    assert {"hidden", "hidden_marks", "search_exact_2_data", "search_words", "search_rows"} <= names
    assert all(any(name.startswith(prefix) for name in names) for prefix in CLOSED if prefix != "_sqlite_")


def test_no_statement_finds_a_hidden_article(opened: tuple[str, Any]) -> None:
    """Not in any row of any table that can be read."""
    url, _ = opened
    rows = ask(url, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").json()["rows"]
    looked_at = 0
    for name in (row["name"] for row in rows):
        answer = httpx.get(f"{url}/archive.csv?{urlencode({'sql': f'SELECT * FROM [{name}]', '_size': 'max'})}")
        assert SECRET not in answer.text, name
        looked_at += answer.status_code == 200
    assert looked_at > 10


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH ':memory:' AS x",
        "SELECT load_extension('libm')",
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('/tmp/x', 'x')",
        "SELECT fts3_tokenizer('simple')",
        "PRAGMA writable_schema = 1",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM pragma_compile_options",
        "CREATE TABLE x (y)",
        "DELETE FROM articles",
        "WITH x AS (SELECT 1) DELETE FROM articles",
        "WITH x AS (SELECT 1) UPDATE articles SET title = ''",
        "SELECT 1; DELETE FROM articles",
        "VACUUM INTO '/tmp/x.db'",
    ],
)
def test_nothing_is_written_loaded_or_read_from_elsewhere(opened: tuple[str, Any], sql: str) -> None:
    """A statement reads the archive's tables and nothing else."""
    url, _ = opened
    assert ask(url, sql).status_code in {400, 403}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT zeroblob(1000000000)",
        "SELECT hex(zeroblob(900000000))",
        "SELECT printf('%.*c', 2000000000, 'x')",
        "SELECT length(printf('%.*c', 2000000000, 'x'))",
        f"{NUMBERS} SELECT zeroblob(9000000) FROM n",
        f"{NUMBERS} SELECT hex(randomblob(4000000)) FROM n",
        f"{NUMBERS} SELECT group_concat(hex(zeroblob(1000000))) FROM n",
        f"{NUMBERS} SELECT json_group_array(hex(zeroblob(1000000))) FROM n",
        f"{NUMBERS} SELECT x FROM n ORDER BY hex(randomblob(1000000))",
        f"{NUMBERS} SELECT DISTINCT hex(randomblob(100000)) FROM n",
        "SELECT replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000000)))",
        "SELECT hex(zeroblob(4000000)) LIKE '%' || replace(hex(zeroblob(3000)), '0', '0%') || '1'",
        "SELECT hex(zeroblob(4000000)) GLOB '*' || replace(hex(zeroblob(3000)), '0', '0*') || '1'",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n",
    ],
)
def test_a_greedy_statement_is_refused_or_given_up(opened: tuple[str, Any], sql: str) -> None:
    """Within seconds, and the process needs no more memory for it than it may; others are answered afterwards."""
    url, process = opened
    answer = ask(url, sql)
    assert answer.status_code == 400, answer.text[:200]
    assert answer.elapsed.total_seconds() < 20
    assert psutil.Process(process.pid).memory_info().rss < HEAP + 6 * LARGEST_ANSWER
    assert httpx.get(f"{url}/tim?q=cau").status_code == 200


def test_tables_and_their_pages_are_as_ever(opened: tuple[str, Any]) -> None:
    """What Datasette asks for itself passes the sandbox: facets, sorting, filters, rows, streams."""
    url, _ = opened
    for path in (
        *("/archive", "/archive/articles?_facet=site_id&_sort=title", "/archive/articles/1", "/archive/sites/1"),
        *("/archive/revisions.json?_shape=objects&_size=3", "/archive/articles.csv?_stream=1", "/archive/ledger"),
        *(
            "/archive/captures",
            "/archive/articles?title__contains=cầu",
            "/archive/events?_facet=kind",
            "/archive/profiles",
        ),
    ):
        assert httpx.get(url + path).status_code == 200, path
