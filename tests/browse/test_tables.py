from __future__ import annotations

from typing import TYPE_CHECKING

from browse.tables import LABELS, metadata
from tests.support.catalogues import messages
from tests.support.example_archive import make

if TYPE_CHECKING:
    from pathlib import Path


def test_every_table_described_is_one_of_the_archive(tmp_path: Path) -> None:
    """A table that has a description exists, with the column that names its rows and the one that orders them."""
    db = make(tmp_path / "archive.db")
    columns = {name: set(db.table(name).columns_dict) for name in db.table_names()}
    db.close()
    for name, values in metadata().items():
        assert values["label_column"] in columns[name]
        assert values.get("sort_desc") in {None, *columns[name]}


def test_every_description_of_a_table_is_used() -> None:
    """The catalogue describes the tables that have a label, and no others."""
    assert {msgid.removeprefix("table.") for msgid in messages("vi") if msgid.startswith("table.")} == LABELS.keys()


def test_descriptions_are_in_both_languages() -> None:
    """Datasette's pages have no language: Vietnamese comes first, then English."""
    assert metadata()["sites"]["description"] == "Các trang báo được theo dõi. / The sites that are watched."
