from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from datasette.utils.asgi import BadRequest, Forbidden, NotFound
from datasette.views.base import DatasetteError
from lxml import html

from browse import view
from browse.views import front
from browse.views.fault import RequestFault, fault_of
from tests.support.example_archive import add_article, make
from tests.support.in_process import ask
from tests.support.pages import texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.served import Served


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


def test_question_that_takes_too_long_is_given_up_kindly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search beyond the time limit is a 503 that says what to do, not a hanging page."""
    db = make(tmp_path / "archive.db")
    add_article(db, "a.vn", "Cầu mới")
    db.close()
    monkeypatch.setattr(view, "TIME_LIMIT", 0)
    answer = ask(tmp_path, "/tim?q=cau")
    assert answer.status_code == 503
    assert "Câu hỏi quá rộng" in answer.text


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

    monkeypatch.setattr(front, "sites", fail)
    answer = ask(tmp_path, "/")
    assert answer.status_code == 500
    assert "Có lỗi ở phía kho" in answer.text
    assert "secret" not in answer.text
    assert "RuntimeError" in caplog.text
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("exception", "fault"),
    [
        (view.NoArchive(), RequestFault(503, "waiting")),
        (view.QueryTimeout(), RequestFault(503, "too_wide")),
        (NotFound("x"), RequestFault(404, "not_found")),
        (DatasetteError("x", status=404), RequestFault(404, "not_found")),
        (Forbidden("x"), RequestFault(403, "forbidden")),
        (BadRequest("no such day"), RequestFault(400, "bad_request", "no such day")),
        (DatasetteError("no such column", status=500), RequestFault(400, "bad_request", "no such column")),
        (RuntimeError("secret"), RequestFault(500, "failed")),
    ],
)
def test_an_exception_is_a_readers_fault_or_ours(exception: Exception, fault: RequestFault) -> None:
    """A reader's own mistake is told with its reason; of what nobody foresaw nothing is told."""
    assert fault_of(exception) == fault


def test_a_reason_is_cut() -> None:
    """What SQLite quotes of a long statement does not fill a page."""
    assert len(fault_of(BadRequest("x" * 5_000)).reason) == 300
