from __future__ import annotations

import builtins
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from khobao import main
from pipeline.maintenance import parquet as writing
from pipeline.maintenance.export import FIELDS, records
from tests.support.example_archive import add_article, fill, make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a home of some sixty articles."""
    db = make(tmp_path / "archive.db")
    fill(db)
    db.close()
    return tmp_path


def test_a_file_holds_every_article_with_its_types(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same records as the other forms, in row groups; times as moments, lists as lists."""
    monkeypatch.setattr(writing, "GROUP", 25)
    target = home / "bao.parquet"
    ran = CliRunner().invoke(main, ["--home", str(home), "export", "--format", "parquet", "--output", str(target)])
    assert ran.exit_code == 0, ran.output
    assert [path.name for path in home.glob("*.part")] == []
    file = parquet.ParquetFile(target)
    assert file.metadata.num_row_groups == -(-file.metadata.num_rows // 25) > 1
    assert file.schema_arrow.names == list(FIELDS)
    assert file.schema_arrow.field("published_at").type == pa.timestamp("ms", tz="Asia/Ho_Chi_Minh")
    assert file.schema_arrow.metadata[b"khobao"] == b"urn:khobao:export:1"
    rows = file.read().to_pylist()
    articles = [attrs.asdict(record) for record in records(make(home / "archive.db"))]
    assert [row["id"] for row in rows] == [article["id"] for article in articles]
    times = {"published_at", "modified_at", "first_seen_at", "last_seen_at"}
    for row, article in zip(rows, articles, strict=True):
        assert {name: row[name] for name in FIELDS if name not in times} == {
            name: article[name] for name in FIELDS if name not in times
        }
        assert row["first_seen_at"] == datetime.fromisoformat(article["first_seen_at"])


def test_a_day_is_its_midnight_in_vietnam(tmp_path: Path) -> None:
    """And what is not told stays empty."""
    home = make(tmp_path / "archive.db")
    add_article(home, "bao.example", "Mưa lớn")
    (article,) = records(home)
    day = attrs.evolve(article, published_at="2026-07-16", modified_at=None)
    writing.write_parquet([day], tmp_path / "x.parquet")
    (row,) = parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert row["published_at"] == datetime(2026, 7, 15, 17, tzinfo=UTC)
    assert row["modified_at"] is None


def test_an_empty_archive_is_an_empty_file(tmp_path: Path) -> None:
    """With all its columns."""
    writing.write_parquet([], tmp_path / "x.parquet")
    assert parquet.read_table(tmp_path / "x.parquet").column_names == list(FIELDS)


def test_without_a_file_or_without_pyarrow_it_is_said_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 2 for the one, 1 for the other, and nothing is left behind."""
    command = ["--home", str(home), "export", "--format", "parquet"]
    asked = CliRunner().invoke(main, command)
    assert (asked.exit_code, "--output is wanted" in asked.output) == (2, True)
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    ran = CliRunner().invoke(main, [*command, "--output", str(home / "x.parquet")])
    assert ran.exit_code == 1
    assert 'pip install "khobao[parquet]"' in ran.output
    assert not list(home.glob("x.parquet*"))
