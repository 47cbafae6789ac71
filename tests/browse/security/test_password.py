from __future__ import annotations

import asyncio
import base64
import concurrent.futures
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from click.testing import CliRunner

from browse.security import password as door
from browse.security.password import MAX_WAITING, BasicAuth, hash_of
from khobao import main
from pipeline.config import Home
from pipeline.errors import BadFile
from tests.support.example_archive import fill, make
from tests.support.served import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "mật khẩu: dài"
PLACES = [
    *("/", "/tim?q=cau", "/tinh", "/trang/thixa.example", "/suc-khoe", "/theo-doi", "/robots.txt", "/nowhere"),
    *("/tin/tat-ca.atom", "/tin/tat-ca.json", "/-/opensearch.xml", "/-/metrics", "/-/khobao/khobao.css"),
    *("/archive", "/archive/articles", "/archive/articles.json", "/archive/sites.csv", "/-/static/app.css"),
    *("//-/live", "/-/live/", "/-/LIVE", "/x/-/live", "/-/login", "/-/password-tool"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with a password, as the command makes it."""
    folder = tmp_path_factory.mktemp("closed")
    made = CliRunner().invoke(main, ["--home", str(folder), "password"], input=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    (folder / "khobao.toml").write_text(made.stdout, encoding="utf-8")
    db = make(folder / "archive.db")
    fill(db)
    db.close()
    return folder


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    """Serve it."""
    with serving(home) as (address, _):
        yield address


@pytest.mark.parametrize("path", PLACES)
def test_nothing_is_answered_without_the_password(url: str, path: str) -> None:
    """Pages, files, feeds, data and faults: 401, and nothing of the archive in it. With the password all is as ever."""
    shut = httpx.get(url + path)
    assert (shut.status_code, shut.headers["www-authenticate"][:6]) == (401, "Basic ")
    assert len(shut.content) < 100
    assert shut.headers["cache-control"] == "no-store"
    opened = httpx.get(url + path, auth=("", PASSWORD))
    assert opened.status_code != 401


@pytest.mark.parametrize(
    "header",
    [
        *("", "Basic", "Basic !!!", "Basic ====", "Bearer x", "basic bm9jb2xvbg==", "Basic /w=="),
        f"Basic {base64.b64encode(b'a:' + b'x' * 4000).decode()}",
        f"Basic {base64.b64encode(b'a:wrong').decode()}",
        f"Basic {base64.b64encode(('a:' + PASSWORD + ' ').encode()).decode()}",
    ],
    ids=range(10),
)
def test_what_is_no_password_is_no_fault(url: str, header: str) -> None:
    """A header that makes no sense is answered as none."""
    assert httpx.get(url, headers={"authorization": header}).status_code == 401


def test_any_name_will_do_and_a_liveness_probe_needs_none(url: str) -> None:
    """ExtractorPool share one password; a supervisor has none and learns no more than that the process lives."""
    for name in ("", "lan", "người đọc"):
        assert httpx.get(url, auth=httpx.BasicAuth(name, PASSWORD)).status_code == 200
    assert httpx.get(f"{url}/-/live").text == "alive\n"


def test_a_password_that_was_right_is_not_hashed_again(url: str) -> None:
    """Hashing takes a fifth of a second; twenty requests with the password take less than a few of them."""
    httpx.get(url, auth=("", PASSWORD))
    begun = time.process_time()
    hash_of(PASSWORD)
    a_hash = time.process_time() - begun
    begun = time.monotonic()
    with httpx.Client(auth=("", PASSWORD)) as client:
        assert {client.get(f"{url}/-/khobao/khobao.svg").status_code for _ in range(100)} == {200}
    assert time.monotonic() - begun < 50 * a_hash


def test_guessing_has_a_bounded_cost(url: str) -> None:
    """Of many guesses at once most are turned away unheard, and who knows the password is answered all the while."""
    httpx.get(url, auth=("", PASSWORD))
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        guesses = [pool.submit(httpx.get, url, auth=("", f"đoán {n}"), timeout=60) for n in range(40)]
        assert httpx.get(url, auth=("", PASSWORD), timeout=10).status_code == 200
        statuses = [guess.result().status_code for guess in guesses]
    assert set(statuses) == {401, 503}
    assert statuses.count(401) >= MAX_WAITING


def test_no_more_than_one_guess_is_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come at once."""
    at_once = most = 0

    def verify(password: str, password_hash: str) -> bool:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.01)
        at_once -= 1
        return password == password_hash

    async def application(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def ask(shut: BasicAuth, password: str) -> int:
        statuses: list[int] = []

        async def send(message: dict[str, Any]) -> None:
            statuses.append(message.get("status", 0))

        named = base64.b64encode(f":{password}".encode())
        await shut({"type": "http", "path": "/", "headers": [(b"authorization", b"Basic " + named)]}, ask, send)
        return statuses[0]

    async def many() -> list[int]:
        shut = BasicAuth(application, "right")
        return list(await asyncio.gather(*(ask(shut, "right" if n == 3 else f"wrong {n}") for n in range(20))))

    monkeypatch.setattr(door, "verify_password", verify)
    statuses = asyncio.run(many())
    assert most == 1
    assert (statuses[3], statuses.count(401), statuses.count(503)) == (200, MAX_WAITING - 1, 20 - MAX_WAITING)


@pytest.mark.parametrize("said", ['"mật khẩu"', '"pbkdf2_sha256$0$a$b"', '"md5$1$a$b"', "12345678", '""'])
def test_a_hash_that_is_none_is_refused(tmp_path: Path, said: str) -> None:
    """With the place and the remedy: a typo must not open the archive."""
    (tmp_path / "khobao.toml").write_text(f"password_hash = {said}\n", encoding="utf-8")
    with pytest.raises(BadFile, match="password_hash"):
        Home(tmp_path).settings()


def test_a_short_password_is_refused(tmp_path: Path) -> None:
    """One that can be guessed is none."""
    made = CliRunner().invoke(main, ["--home", str(tmp_path), "password"], input="ngắn\n")
    assert made.exit_code == 1
    assert "8 letters" in made.output
