"""A whole store as a Cypher script: for cypher-shell, or to be read before it is run.

The script makes the same store as `sync` does, history and loads included. What says that it is a
store comes last: where the script was cut off, graphrisk refuses what is there in words. Values
are written as JSON, which Cypher reads as its own texts, numbers and lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from graphrisk.model.json_text import json_part, json_rows
from graphrisk.model.row_text import joined_rows, text_of
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS, SCHEMA_VERSION, Kind
from graphrisk.model.tables import arrow_schema
from graphrisk.progress import SILENT, Progress
from graphrisk.store import neo4j_text as text
from graphrisk.store.base import STORE_FORMAT, GraphReader, Load, StoreInfo
from graphrisk.store.neo4j_preparing import LAYOUT
from graphrisk.store.neo4j_rows import STATE
from graphrisk.store.neo4j_state import State, load_values
from graphrisk.store.neo4j_turn import SLOT_KEYS

ROWS_OF_A_STATEMENT = 1_000
_ENDS = ("from_id", "to_id")


def script_parts(store: GraphReader, progress: Progress = SILENT) -> Iterator[bytes | memoryview]:
    """Yield the bytes of the script, one statement after the other.

    Parameters
    ----------
    store
        Fixed on one state.

    Notes
    -----
    Holds the records of one kind at a time, and the history.

    Examples
    --------
    >>> from graphrisk.store.memory_store import MemoryStore
    >>> script = b"".join(script_parts(MemoryStore())).decode()
    >>> script.splitlines()[0]
    '// graphrisk: 0 records, 0 loads; for an empty Neo4j database, 5.26 or newer'
    """
    info = store.info()
    loads = store.loads()
    yield (
        f"// graphrisk: {sum(info.counts.values()):,} records, {len(loads):,} loads; "
        "for an empty Neo4j database, 5.26 or newer\n"
        "// cypher-shell -d neo4j -f THIS_FILE\n"
    ).encode()
    yield from opening_statements()
    for kind in NODE_KINDS + EDGE_KINDS:
        if not info.counts.get(kind.name):
            continue
        rows = store.read(kind.name)
        progress.start(f"writing {kind.table}", rows.num_rows)
        for statement in _edges(kind, rows) if kind.is_edge else _nodes(kind.name, rows):
            yield statement
            progress.advance(ROWS_OF_A_STATEMENT)
        progress.done()
    yield from _nodes(text.SUPERSEDED, store.history())
    yield from closing_statements(info, loads)


def opening_statements() -> Iterator[bytes]:
    """Yield the statements that make constraints and indexes."""
    for statement in (*text.constraints(), text.AWAIT_INDEXES):
        yield f"{statement};\n".encode()


def closing_statements(info: StoreInfo, loads: Sequence[Load]) -> Iterator[bytes]:
    """Yield the statements after which a filled database is a store of graphrisk."""
    yield from (f"{statement};\n".encode() for statement in text.LABELS_OF_ALL)
    yield from (_one(text.LOAD, load_values(load)) for load in loads)
    yield from (_one(text.META, {"key": key}) for key in SLOT_KEYS)
    for key, value in _meta(info, loads).items():
        yield _one(text.META, {"key": key, "value": value})


def _nodes(label: str, rows: pa.Table) -> Iterator[bytes]:
    first = rows.column_names[0]
    written = json_rows(
        rows,
        rows.column_names,
        head="{",
        member=lambda name: f"`{name}`:" if name == first else f",`{name}`:",
        tail="},\n",
    )
    for listed in _listed(written):
        yield b"UNWIND [\n" + listed + f"\n] AS row CREATE (n:`{label}`) SET n = row;\n".encode()


def _edges(kind: Kind, rows: pa.Table) -> Iterator[bytes]:
    statement = text.insert_edges(kind).removeprefix("UNWIND $rows ").partition(" RETURN ")[0]
    for listed in _listed(_edge_rows(rows)):
        yield b"UNWIND [\n" + listed + f"\n] {statement};\n".encode()


def _edge_rows(table: pa.Table) -> Iterator[pa.Array]:
    names = [name for name in table.column_names if name not in _ENDS]
    for start in range(0, table.num_rows, 100 * ROWS_OF_A_STATEMENT):
        rows = table.slice(start, 100 * ROWS_OF_A_STATEMENT)
        known = [name for name in names if rows.column(name).null_count < rows.num_rows]
        parts = [
            json_part("{from_id:", rows.column("from_id")),
            json_part(",to_id:", rows.column("to_id")),
            json_part(",properties:{`id`:", rows.column("id")),
            *(json_part(f",`{name}`:", rows.column(name)) for name in known if name != "id"),
        ]
        yield joined_rows(parts, rows.num_rows, tail="}},\n")


def _listed(parts: Iterator[pa.Array]) -> Iterator[bytes]:
    """Yield the rows of one statement each, the last without its comma."""
    for texts in parts:
        for start in range(0, len(texts), ROWS_OF_A_STATEMENT):
            yield bytes(text_of(texts.slice(start, ROWS_OF_A_STATEMENT)))[:-2]


def _one(label: str, values: dict[str, Any]) -> bytes:
    """Return the statement that makes one node."""
    known = (f"`{name}`:{json.dumps(v, ensure_ascii=False)}" for name, v in values.items())
    return f"CREATE (:`{label}` {{{','.join(known)}}});\n".encode()


def _meta(info: StoreInfo, loads: Sequence[Load]) -> dict[str, str]:
    """Return what says that this is a store of graphrisk, and in which state it is."""
    state = State(
        turn=1,
        last=loads[-1].number if loads else 0,
        digest=info.digest,
        counts=info.counts,
        columns={kind: tuple(arrow_schema(kind).names) for kind in KINDS},
    )
    return {
        STATE: state.text(),
        "layout_version": str(LAYOUT),
        "schema_version": str(SCHEMA_VERSION),
        "format": STORE_FORMAT,
    }
