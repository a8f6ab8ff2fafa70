"""Records as a Parquet file, typed columns as the model has them, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from graphrisk.model.record_csv import csv_columns
from graphrisk.model.schema import KINDS, Kind

MARK = b"PAR1"
_KIND = b"graphrisk_kind"
_ROW_GROUP = 100_000


def write_parquet(kind: str, table: pa.Table, file: Any) -> None:
    """Write the records of a kind; its name stands in the metadata of the schema."""
    import pyarrow.parquet as pq

    columns = csv_columns(kind)
    made = table.select(list(columns.values())).rename_columns(list(columns))
    made = made.replace_schema_metadata({_KIND: kind.encode()})
    pq.write_table(made, file, compression="zstd", row_group_size=_ROW_GROUP)


def is_parquet(path: Path) -> bool:
    """Return True for a file that begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def kind_of_parquet(path: Path) -> Kind | None:
    """Return the kind whose records a Parquet file of ours holds; None for all other files."""
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_schema(path).metadata or {}
    except (pa.ArrowException, OSError, ValueError):
        return None
    return KINDS.get(metadata.get(_KIND, b"").decode("utf-8", "replace"))
