"""Rows of an answer as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

Row = TypeVar("Row")


def rows(db: Database, kind: type[Row], sql: str, values: Sequence[Any] = ()) -> list[Row]:
    """Run a statement whose columns are named as the fields of `kind`, and make a value of each row."""
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [kind(**dict(zip(names, row, strict=True))) for row in cursor]
