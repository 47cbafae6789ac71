"""The export as a Parquet file, for those who count and compare: typed columns, row groups that fit into memory.

pyarrow is an extra (`khobao[parquet]`): it weighs more than all the rest together, and few need it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.clock import VIETNAM
from pipeline.errors import KhobaoError
from pipeline.maintenance.export import FIELDS, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.maintenance.export import ArticleRecord

GROUP = 2_000  # articles; some 10 MB
_TIMES = ("published_at", "modified_at", "first_seen_at", "last_seen_at")


class NoParquet(KhobaoError):
    """pyarrow is not installed."""


def write_parquet(articles: Iterable[ArticleRecord], path: Path) -> None:
    """Write articles to a file, a row each; memory is that of one row group.

    Times are moments on Vietnam's clock; one that is a day only is its midnight, as `published_precision` tells. Raises
    NoParquet.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  0.3 s
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        message = 'Parquet needs pyarrow, which is an extra: python -m pip install "khobao[parquet]", or pyarrow'
        raise NoParquet(message) from None
    schema = _schema(pa)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _batches(articles):
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=GROUP)


def _batches(articles: Iterable[ArticleRecord]) -> Iterable[list[dict[str, Any]]]:
    """Rows as pyarrow takes them, GROUP at a time."""
    group: list[dict[str, Any]] = []
    for article in articles:
        group.append(attrs.asdict(article) | {name: _moment(getattr(article, name)) for name in _TIMES})
        if len(group) == GROUP:
            yield group
            group = []
    if group:
        yield group


def _moment(stamp: str | None) -> datetime | None:
    if stamp is None:
        return None
    moment = datetime.fromisoformat(stamp)
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _schema(pa: Any) -> Any:
    text, texts, time = pa.string(), pa.list_(pa.string()), pa.timestamp("ms", tz="Asia/Ho_Chi_Minh")
    image = pa.struct([("url", text), ("caption", text), ("credit", text)])
    kinds = {
        **dict.fromkeys(("urls", "paragraphs", "authors", "tags"), texts),
        **dict.fromkeys(_TIMES, time),
        "images": pa.list_(image),
        "revisions": pa.int32(),
        "edited": pa.bool_(),
    }
    fields = [pa.field(name, kinds.get(name, text)) for name in FIELDS]
    return pa.schema(fields, metadata={"khobao": f"urn:khobao:export:{SCHEMA_VERSION}"})
