"""Labelled pages as folders: written, read back, and every fault of a folder said at once."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.article import Article, Image, Removed
from pipeline.errors import BadFile
from pipeline.extraction.evaluation.case import (
    Case,
    CaseExists,
    Labels,
    case_name,
    draft_labels,
    read_cases,
    write_case,
)

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = {"title": "Một nhan đề", "paragraphs": ["Một đoạn văn."]}
LABELS = Labels(title="Một nhan đề", paragraphs=("Một đoạn văn.",))
URL = "https://vidu.vn/xa-hoi/mot-bai-123.html"


def test_a_case_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Bytes, address, type, moment and labels; the same case twice is the same bytes."""
    case = Case("vidu.vn--mot-bai", URL, b"<p>\xe9\r\n", LABELS, "text/html", datetime(2026, 11, 23, 8, tzinfo=UTC))
    write_case(tmp_path / case.name, case)
    assert read_cases(tmp_path) == [case]
    before = {path.name: path.read_bytes() for path in (tmp_path / case.name).iterdir()}
    write_case(tmp_path / case.name, case, force=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / case.name).iterdir()} == before
    assert before.keys() == {"page.html.gz", "page.json", "article.json"}


def test_a_plain_page_is_read_too(tmp_path: Path) -> None:
    """page.html does where no page.html.gz is; cases come by name, other folders are no cases."""
    for name in ("b", "a"):
        write_case(tmp_path / name, Case(name, URL, b"<p>", LABELS))
    (tmp_path / "c").mkdir()
    (tmp_path / "a" / "page.html").write_bytes(gzip.decompress((tmp_path / "a" / "page.html.gz").read_bytes()))
    (tmp_path / "a" / "page.html.gz").unlink()
    assert [(case.name, case.body) for case in read_cases(tmp_path)] == [("a", b"<p>"), ("b", b"<p>")]


def test_somebody_s_work_is_not_overwritten(tmp_path: Path) -> None:
    """Without force a case that is there stays as it is."""
    write_case(tmp_path / "a", Case("a", URL, b"<p>", LABELS))
    other = Case("a", URL, b"<p>other", attrs.evolve(LABELS, title="Khác"))
    with pytest.raises(CaseExists, match="--force"):
        write_case(tmp_path / "a", other)
    assert read_cases(tmp_path)[0].labels == LABELS
    write_case(tmp_path / "a", other, force=True)
    assert read_cases(tmp_path)[0].body == b"<p>other"


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("article.json", json.dumps({**DOCUMENT, "title": ""}), "a/article.json: title must be a string"),
        ("article.json", json.dumps({**DOCUMENT, "sapo": 3}), "a/article.json: sapo must be a string"),
        ("article.json", json.dumps({**DOCUMENT, "tags": "a, b"}), "a/article.json: tags must be a list of strings"),
        ("article.json", json.dumps({"title": "x"}), "a/article.json: paragraphs must be a list of strings"),
        ("article.json", "{", "a/article.json: not JSON"),
        ("article.json", "[]", "a/article.json: must be an object"),
        ("page.json", "{}", "a/page.json: url must be a string"),
        ("page.json", json.dumps({"url": URL, "captured_at": "hôm qua"}), "a/page.json: captured_at must be a time"),
        ("page.json", None, "a/page.json: No such file"),
        ("page.html.gz", "no gzip", "a/page.html.gz, or page.html, is not there or damaged"),
        ("page.html.gz", None, "a/page.html.gz, or page.html, is not there or damaged"),
    ],
)
def test_a_fault_names_case_file_and_field(tmp_path: Path, file: str, text: str | None, fault: str) -> None:
    """Each with what it should be; those of other cases are said with it."""
    write_case(tmp_path / "a", Case("a", URL, b"<p>", LABELS))
    write_case(tmp_path / "b", Case("b", URL, b"<p>", LABELS))
    (tmp_path / "b" / "article.json").write_text(json.dumps({"title": "x", "paragraphs": "y"}), encoding="utf-8")
    if text is None:
        (tmp_path / "a" / file).unlink()
    else:
        (tmp_path / "a" / file).write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read_cases(tmp_path)
    assert fault in str(caught.value)
    assert "b/article.json: paragraphs must be a list of strings" in str(caught.value)


def test_a_folder_without_cases(tmp_path: Path) -> None:
    """Says what a case is."""
    with pytest.raises(BadFile, match=r"page\.html\.gz, page\.json and article\.json"):
        read_cases(tmp_path)


def test_a_draft_is_what_was_read() -> None:
    """Captions are those of its pictures; what was removed is boilerplate, once, but not what the text says as well."""
    article = Article(
        URL,
        "Nhan đề",
        paragraphs=("Lũ về trong đêm.", "Nước rút."),
        images=(Image("https://vidu.vn/a.jpg", "Nước dâng. Ảnh: An"), Image("https://vidu.vn/b.jpg")),
        removed=(Removed("Tin mới", "label"), Removed("Tin mới", "label"), Removed("Nước rút.", "said twice")),
        published_at="2026-11-22",
    )
    labels = draft_labels(article)
    assert labels.captions == ("Nước dâng. Ảnh: An",)
    assert labels.boilerplate == ("Tin mới",)
    assert (labels.paragraphs, labels.published_at) == (("Lũ về trong đêm.", "Nước rút."), "2026-11-22")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (URL, "vidu.vn--mot-bai-123"),
        ("http://127.0.0.1:9101/a/b/?id=3", "127.0.0.1--b"),
        ("https://vidu.vn/", "vidu.vn"),
        ("https://vidu.vn/../../etc/..", "vidu.vn"),
    ],
)
def test_the_name_of_a_case(url: str, name: str) -> None:
    """Host and last part of the path: one folder, never a path."""
    assert case_name(url) == name
