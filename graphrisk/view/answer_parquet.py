"""An answer as a Parquet file: typed columns, and in the metadata what it was computed from."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from graphrisk.model.columns import Column
from graphrisk.view.answer import Answer, about, main_table, plain

if TYPE_CHECKING:
    import pyarrow as pa


def to_parquet(answer: Answer, *, program_version: str) -> bytes:
    """Return the main table as Parquet.

    Metadata of the schema: ``graphrisk`` is the envelope of the JSON format without the rows,
    ``graph_digest`` and ``seed`` stand alone as well. Metadata of a field: title, unit, meaning.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = main_table(answer)
    fields, arrays = [], []
    for place, column in enumerate(table.described()):
        array = _array([row[place] for row in table.rows], column)
        told = {"title": column.title, "unit": column.unit or "", "meaning": column.meaning}
        fields.append(pa.field(table.columns[place], array.type, metadata=told))
        arrays.append(array)
    marks = {"graphrisk": json.dumps(about(answer, program_version), ensure_ascii=False)}
    marks["graph_digest"] = answer.digest or ""
    marks["seed"] = "" if answer.seed is None else str(answer.seed)
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=pa.schema(fields, metadata=marks)), out)
    return out.getvalue()


def _array(values: list[Any], column: Column) -> pa.Array:
    """Return a typed array; a column that holds something else than it declares becomes text."""
    import pyarrow as pa

    types = {"integer": pa.int64(), "number": pa.float64(), "share": pa.float64()}
    try:
        if column.type == "list":
            listed = [_listed(value) for value in values]
            return pa.array(listed, pa.list_(pa.string()))
        if column.type in types:
            return pa.array(values, types[column.type])
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        pass
    return pa.array([None if value is None else plain(value) for value in values], pa.string())


def _listed(value: Any) -> list[str] | None:
    if value is None:
        return None
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]
