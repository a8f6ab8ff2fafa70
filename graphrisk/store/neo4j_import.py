"""A whole store as the files of ``neo4j-admin database import``, the fastest way into Neo4j.

They make the same store as `sync` does, history and loads included. The import makes no
constraints: ``schema.cypher``, run afterwards, does, and its last statement makes the database a
store of graphrisk.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.json_text import json_values
from graphrisk.model.record_csv import quoted
from graphrisk.model.row_text import text_of
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS
from graphrisk.progress import SILENT, Progress
from graphrisk.store.base import GraphReader
from graphrisk.store.neo4j_script import closing_statements, opening_statements
from graphrisk.store.neo4j_text import SUPERSEDED

File = tuple[str, Iterator[bytes | memoryview]]
"""Name of a file and its bytes."""

_ROWS_AT_A_TIME = 50_000
_BETWEEN_ITEMS = "\x1f"
_TYPES = {
    pa.string(): "string",
    pa.list_(pa.string()): "string[]",
    pa.float64(): "double",
    pa.int64(): "long",
    pa.bool_(): "boolean",
}


def import_files(store: GraphReader, progress: Progress = SILENT) -> Iterator[File]:
    """Yield the files of a folder, one after the other; each is to be read before the next.

    Parameters
    ----------
    store
        Fixed on one state.

    Examples
    --------
    >>> from graphrisk.store.memory_store import MemoryStore
    >>> [name for name, _ in import_files(MemoryStore())]
    ['schema.cypher', 'HOW-TO.txt']
    """
    info = store.info()
    options = []
    for kind in NODE_KINDS + EDGE_KINDS:
        if info.counts.get(kind.name):
            rows = store.read(kind.name)
            progress.start(f"writing {kind.table}", rows.num_rows)
            yield f"{kind.table}.csv", _table(kind.name, rows, progress)
            progress.done()
            what = "relationships" if kind.is_edge else "nodes"
            options.append(f"--{what}={kind.name}=./{kind.table}.csv")
    history = store.history()
    if history.num_rows:
        yield "superseded.csv", _table(SUPERSEDED, history, progress)
        options.append(f"--nodes={SUPERSEDED}=./superseded.csv")
    loads = store.loads()
    yield "schema.cypher", (p for p in (*opening_statements(), *closing_statements(info, loads)))
    yield "HOW-TO.txt", iter([_how_to(options).encode()])


def _table(name: str, table: pa.Table, progress: Progress) -> Iterator[bytes | memoryview]:
    known = [c for c in table.column_names if table.column(c).null_count < table.num_rows]
    heads = (_head(name, table.schema.field(column)) for column in known)
    yield (",".join(heads) + "\n").encode()
    for start in range(0, table.num_rows, _ROWS_AT_A_TIME):
        rows = table.slice(start, _ROWS_AT_A_TIME)
        cells = [quoted(_cells(rows.column(column).combine_chunks())) for column in known]
        lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace")
        yield text_of(pc.binary_join_element_wise(lines, "\n", ""))
        progress.advance(rows.num_rows)


def _head(name: str, field: pa.Field) -> str:
    """Return a column's name with its type, as the import wants it."""
    kind = KINDS.get(name)
    if kind is not None and field.name == "from_id":
        return f":START_ID({kind.from_kind})"
    if kind is not None and field.name == "to_id":
        return f":END_ID({kind.to_kind})"
    if kind is not None and field.name == "id" and not kind.is_edge:
        return f"id:ID({name})"
    return f"{field.name}:{_TYPES[field.type]}"


def _cells(column: pa.Array) -> pa.Array:
    if pa.types.is_list(column.type):
        return pc.binary_join(column, _BETWEEN_ITEMS)
    return column if pa.types.is_string(column.type) else json_values(column)


def _how_to(options: list[str]) -> str:
    return "\n".join(
        [
            "Into an empty database of a Neo4j server that is stopped, in this folder:",
            "",
            "neo4j-admin database import full neo4j --overwrite-destination "
            "--multiline-fields=true --array-delimiter=U+001F \\",
            *(f"  {option} \\" for option in options[:-1]),
            *(f"  {option}" for option in options[-1:]),
            "",
            "Then start the server and make it a store of graphrisk:",
            "",
            "cypher-shell -d neo4j -f schema.cypher",
            "",
        ]
    )
