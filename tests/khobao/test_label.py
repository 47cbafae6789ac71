"""`khobao label` and `khobao benchmark`: from a page to a checked case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from demo.press import Press
from khobao import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def page(tmp_path: Path) -> tuple[Path, str]:
    """Give the file of an article's page, and where it was."""
    press = Press(["epi"], articles=3)
    article = press.expected("epi")[0]
    path = tmp_path / "trang.html"
    path.write_bytes(press.answer("epi", "GET", article.url.removeprefix(press.sites["epi"].address), {}).body)
    return path, article.url


def khobao(folder: Path, *arguments: str) -> Result:
    """Run the command with a home."""
    return CliRunner().invoke(main, ["--home", str(folder), *arguments])


def test_a_draft_is_as_it_was_read(tmp_path: Path, page: tuple[Path, str]) -> None:
    """The case that label writes passes the benchmark, in figures and as JSON; its folder is printed."""
    cases = tmp_path / "cases"
    made = khobao(tmp_path, "label", str(page[0]), "--url", page[1], "--output", str(cases))
    assert made.exit_code == 0
    folder = next(cases.iterdir())
    assert made.stdout == f"{folder}\n"
    done = khobao(tmp_path, "benchmark", str(cases))
    assert (done.exit_code, done.stderr) == (0, "")
    assert folder.name[:44] in done.stdout
    answer = json.loads(khobao(tmp_path, "benchmark", str(cases), "--json").stdout)
    assert answer["means"]["F1"] == answer["cases"][folder.name]["F1"] == 1
    assert answer["differences"] == []


def test_a_corrected_draft_fails_by_name(tmp_path: Path, page: tuple[Path, str]) -> None:
    """A field that differs is named with its case on stderr, and the status is 1."""
    cases = tmp_path / "cases"
    khobao(tmp_path, "label", str(page[0]), "--url", page[1], "--output", str(cases))
    path = next(cases.glob("*/article.json"))
    article: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**article, "section": "Mục khác"}), encoding="utf-8")
    done = khobao(tmp_path, "benchmark", str(cases), "--verbose")
    assert done.exit_code == 1
    assert done.stderr.startswith(f'{path.parent.name}: section\n    wanted: "Mục khác"\n')
    assert khobao(tmp_path, "benchmark", str(tmp_path)).exit_code == 2


def test_label_needs_an_address_and_overwrites_nothing(tmp_path: Path, page: tuple[Path, str]) -> None:
    """A file without --url is refused; a second label leaves what was corrected, unless forced."""
    assert khobao(tmp_path, "label", str(page[0])).exit_code == 2
    assert khobao(tmp_path, "label", str(tmp_path / "none.html"), "--url", page[1]).exit_code == 2
    label = ["label", str(page[0]), "--url", page[1], "--output", str(tmp_path / "cases")]
    khobao(tmp_path, *label)
    path = next(tmp_path.glob("cases/*/article.json"))
    path.write_text("{}", encoding="utf-8")
    again = khobao(tmp_path, *label)
    assert (again.exit_code, path.read_text(encoding="utf-8")) == (1, "{}")
    assert khobao(tmp_path, *label, "--force").exit_code == 0
    assert path.read_text(encoding="utf-8") != "{}"


def test_a_page_that_is_not_read_can_be_labelled(tmp_path: Path) -> None:
    """The draft is empty and says why; the benchmark asks for it to be filled."""
    page = tmp_path / "trang.html"
    page.write_text("<html><body><a href=/a>Tin</a></body></html>", encoding="utf-8")
    made = khobao(tmp_path, "label", str(page), "--url", "https://vidu.vn/a.html", "--output", str(tmp_path / "cases"))
    assert made.exit_code == 0
    assert "Nothing could be read" in made.stderr
    done = khobao(tmp_path, "benchmark", str(tmp_path / "cases"))
    assert done.exit_code == 2
    assert "vidu.vn--a/article.json: title must be a string" in done.stderr
