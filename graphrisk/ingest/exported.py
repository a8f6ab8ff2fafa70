"""Files that `graphrisk export csv` or `parquet` wrote: read back, no name is looked up.

Whoever changes such a file by hand gets the rows as changed. All or nothing: where a value does
not fit, every such row is listed and the file is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from graphrisk.ingest.problems import ProblemLog
from graphrisk.model.graph import one_chunk
from graphrisk.model.record_csv import HASH, csv_columns, kind_of_header, values_of
from graphrisk.model.record_parquet import MARK, is_parquet, kind_of_parquet
from graphrisk.model.records import is_moment
from graphrisk.model.schema import MAX_ID_BYTES, Kind, Property
from graphrisk.model.tables import arrow_schema, conform, empty_table, record_hashes

_LONGEST_HEADER = 4_096
MOST_ROWS = 20_000_000
MOST_BYTES = 8 << 30
"""What a Parquet file may hold when it is unpacked."""
_FIRST_ROW = 2
_WORDS = {"double": "a number", "int64": "a whole number", "bool": "true or false"}
_AGAIN = "mend it, or export again"


def exported_kind(path: Path) -> Kind | None:
    """Return the kind of the records in a file that graphrisk wrote; None for all other files."""
    try:
        with path.open("rb") as file:
            first = file.readline(_LONGEST_HEADER)
    except OSError:
        return None
    if first.startswith(MARK):
        return kind_of_parquet(path)
    return kind_of_header(first.decode("utf-8", "replace"))


def read_exported(path: Path, kind: Kind) -> tuple[pa.Table, int, ProblemLog]:
    """Return the records of a file, how many rows it has and what is wrong with them.

    Where anything is wrong there are no records.
    """
    log = ProblemLog(path.name)
    try:
        typed = is_parquet(path)
        cells = _typed(path) if typed else _cells(path, kind)
    except (pa.ArrowException, OSError) as error:
        said = str(error).partition("\n")[0]
        log.row(None, None, None, f"the file was changed, and is no table now: {said}", _AGAIN)
        return empty_table(kind.name), 0, log
    columns = {}
    for shown, name in csv_columns(kind.name).items():
        if shown in cells.column_names:
            columns[name] = _values(kind, name, cells.column(shown), _Place(log, shown, typed))
        else:  # a file of an earlier version
            columns[name] = pa.nulls(len(cells), arrow_schema(kind.name).field(name).type)
    _check_filled(kind, columns, log)
    if log.errors:
        return empty_table(kind.name), len(cells), log
    hashes = columns.pop(HASH)
    records = conform(kind.name, pa.table(columns))
    same = pc.equal(record_hashes(kind.name, records), hashes)
    if count := len(records) - int(pc.sum(pc.fill_null(same, False)).as_py() or 0):
        message = f"{count:,} of {len(records):,} rows were changed since the export; read as such"
        log.row(None, None, None, message, "", "warning")
    return records, len(records), log


def former_parents(records: pa.Table, parents: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return the ids of stored PART_OF edges that other parents in a file replace.

    Parameters
    ----------
    parents
        Organization id -> (id of its parent, id of the edge), as stored.
    """
    ends = zip(records.column("from_id").to_pylist(), records.column("id").to_pylist(), strict=True)
    return [
        parents[child][1] for child, key in ends if child in parents and parents[child][1] != key
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where complaints about a column go."""

    log: ProblemLog
    column: str
    typed: bool = False
    """Cells hold values already: the file is Parquet."""

    def complain(self, cells: pa.Array, wrong: pa.Array, message: str, fix: str) -> None:
        """Report every row of a mask."""
        for row in np.flatnonzero(np.asarray(pc.fill_null(wrong, False))).tolist():
            value = cells[row].as_py()
            shown = value if value is None else str(value)
            self.log.row(row + _FIRST_ROW, self.column, shown, message, fix)


def _cells(path: Path, kind: Kind) -> pa.Table:
    """Return all cells as texts; a cell of two quotes is an empty text, an empty one is null."""
    return csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(csv_columns(kind.name), pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _typed(path: Path) -> pa.Table:
    """Return the columns of a Parquet file.

    Raises
    ------
    pyarrow.ArrowException
        It is damaged, or holds more than `MOST_ROWS` rows or `MOST_BYTES` bytes.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        about = file.metadata
        groups = [about.row_group(at) for at in range(min(about.num_row_groups, MOST_ROWS))]
        size = sum(group.total_byte_size for group in groups)
        if about.num_rows > MOST_ROWS or size > MOST_BYTES:
            raise pa.ArrowInvalid(f"{about.num_rows:,} rows, {size / 1e6:,.0f} MB: too large")
        return file.read()


def _values(kind: Kind, name: str, column: pa.ChunkedArray, place: _Place) -> pa.Array:
    """Return a column of values; what does not fit is reported and null."""
    cells = one_chunk(column)
    wanted = arrow_schema(kind.name).field(name).type
    try:
        values = cells.cast(wanted) if place.typed else values_of(cells, wanted)
    except pa.ArrowException:
        if place.typed:
            message = f"the column holds {cells.type}, not {wanted}"
            place.log.row(None, place.column, None, message, _AGAIN)
            return pa.nulls(len(cells), wanted)
        bad = pa.array([not _fits(cell, wanted) for cell in cells.to_pylist()])
        what = _WORDS[str(wanted)]
        place.complain(cells, bad, f"not {what}", _AGAIN)
        return pa.nulls(len(cells), wanted)
    if name not in ("id", "from_id", "to_id", HASH):
        _check_values(kind.property(name), values, cells, place)
    return values


def _fits(cell: str | None, wanted: pa.DataType) -> bool:
    try:
        values_of(pa.array([cell], pa.string()), wanted)
    except pa.ArrowInvalid:
        return False
    return True


def _check_values(prop: Property, values: pa.Array, cells: pa.Array, place: _Place) -> None:
    """Report values outside of the range of a property, and dates that are none."""
    for bound, beyond, words in (
        (prop.minimum, pc.less, "at least"),
        (prop.maximum, pc.greater, "at most"),
    ):
        if bound is not None:
            place.complain(cells, beyond(values, bound), f"must be {words} {bound:g}", "correct it")
    if prop.type == "date":
        texts = pc.unique(values).drop_null().to_pylist()
        wrong = pa.array([text for text in texts if not is_moment(text)], pa.string())
        if len(wrong):
            is_wrong = pc.is_in(values, value_set=wrong)
            place.complain(cells, is_wrong, "not a date", "write YYYY-MM-DD, YYYY-MM or YYYY")


def _check_filled(kind: Kind, columns: Mapping[str, pa.Array], log: ProblemLog) -> None:
    """Report rows without what every record has, and ids that stand twice."""
    needed = ["id", *(("from_id", "to_id") if kind.is_edge else ())]
    needed += [prop.name for prop in kind.properties if prop.required]
    shown = {name: header for header, name in csv_columns(kind.name).items()}
    for name in needed:
        is_empty = pc.equal(pc.fill_null(columns[name], ""), "")
        _Place(log, shown[name]).complain(columns[name], is_empty, "must not be empty", _AGAIN)
    is_long = pc.greater(pc.binary_length(columns["id"]), MAX_ID_BYTES)
    said = f"an id may have {MAX_ID_BYTES:,} bytes"
    _Place(log, "id").complain(columns["id"], is_long, said, "shorten it")
    counted = pc.value_counts(columns["id"])
    again = counted.field("values").filter(pc.greater(counted.field("counts"), 1)).drop_null()
    if len(again):
        twice = pc.is_in(columns["id"], value_set=again)
        _Place(log, "id").complain(columns["id"], twice, "this id stands twice", "leave one")
