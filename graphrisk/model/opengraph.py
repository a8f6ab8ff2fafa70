"""Records as OpenGraph JSON, row by row: what BloodHound Community Edition reads.

Its rules: a node has an id, up to three kinds and a flat map of properties; a property is a text,
a number, true or false, or a list of one of these; its name is in small letters; the name of a
kind holds letters, digits and underscores. BloodHound turns ids and names into capitals, so ids
are written in capitals, or as a hash where two would become one. It keeps one link for each pair
and kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph_ids import EDGES, NODES, edge_ends, node_ids
from graphrisk.model.json_text import json_part
from graphrisk.model.row_text import joined_rows, text_of
from graphrisk.model.schema import BOOKKEEPING_NAMES, Kind

SOURCE_KIND = "GraphRisk"
_ROWS_AT_A_TIME = 50_000
_TITLES = ("name", "title", "value", "field")
Read = Callable[[str], pa.Table]


def opengraph_parts(read: Read) -> Iterator[bytes | memoryview]:
    """Yield the bytes of an OpenGraph file, nodes first.

    Parameters
    ----------
    read
        Returns the records of a kind.

    Examples
    --------
    >>> import json
    >>> from graphrisk.model.tables import empty_table
    >>> json.loads(b"".join(opengraph_parts(empty_table)))["metadata"]
    {'source_kind': 'GraphRisk'}
    """
    alike = _alike(read)
    yield f'{{"metadata":{{"source_kind":"{SOURCE_KIND}"}},\n"graph":{{"nodes":['.encode()
    yield from _listed(_nodes(read, alike))
    yield b'],\n"edges":['
    yield from _listed(_edges(read, alike))
    yield b"]}}\n"


def kind_word(kind: Kind) -> str:
    """Return what a kind is called there.

    Examples
    --------
    >>> from graphrisk.model.schema import KINDS
    >>> kind_word(KINDS["DataClass"]), kind_word(KINDS["PART_OF"])
    ('GraphRisk_DataClass', 'GraphRisk_PartOf')
    """
    words = kind.name.title().replace("_", "") if kind.is_edge else kind.name
    return f"{SOURCE_KIND}_{words}"


def _nodes(read: Read, alike: pa.Array) -> Iterator[pa.Array]:
    for kind in NODES:
        for rows in _slices(read(kind.name)):
            titles = [rows.column(name) for name in _TITLES if name in rows.column_names]
            parts = [
                json_part('{"id":', _capitals(node_ids(kind.name, rows.column("id")), alike)),
                json_part(
                    f',"kinds":["{kind_word(kind)}"],"properties":{{"name":',
                    pc.coalesce(*titles, rows.column("id")),
                ),
                json_part(',"record_id":', rows.column("id")),
                *_properties(kind, rows),
            ]
            yield joined_rows(parts, rows.num_rows, tail="}}")


def _edges(read: Read, alike: pa.Array) -> Iterator[pa.Array]:
    for kind in EDGES:
        for rows in _slices(read(kind.name)):
            start, end = (_capitals(ids, alike) for ids in edge_ends(kind, rows))
            parts = [
                json_part(f'{{"kind":"{kind_word(kind)}","start":{{"value":', start),
                json_part('},"end":{"value":', end),
                json_part('},"properties":{"record_id":', rows.column("id")),
                *_properties(kind, rows),
            ]
            yield joined_rows(parts, rows.num_rows, tail="}}")


def _properties(kind: Kind, rows: pa.Table) -> list[tuple[str, pa.Array, str]]:
    """Return the properties of which some row knows a value; the name stands before them."""
    names = [
        prop.name
        for prop in kind.all_properties()
        if prop.name not in BOOKKEEPING_NAMES
        and prop.name != "name"
        and rows.column(prop.name).null_count < rows.num_rows
    ]
    return [json_part(f',"{name}":', rows.column(name)) for name in names]


def _listed(parts: Iterator[pa.Array]) -> Iterator[memoryview]:
    """Yield objects with commas between them."""
    between = "\n"
    for texts in parts:
        first = pc.binary_join_element_wise(between, texts.slice(0, 1), "")
        yield text_of(first)
        between = ",\n"
        yield text_of(pc.binary_join_element_wise(between, texts.slice(1), ""))


def _alike(read: Read) -> pa.Array:
    """Return the ids that would be one with others in capitals."""
    ids = pa.chunked_array(
        [node_ids(kind.name, read(kind.name).column("id")) for kind in NODES], pa.string()
    ).combine_chunks()
    counted = pc.value_counts(pc.utf8_upper(ids))
    several = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    return ids.filter(pc.is_in(pc.utf8_upper(ids), value_set=several))


def _capitals(ids: pa.Array, alike: pa.Array) -> pa.Array:
    """Return ids in capitals; with a hash where another would be the same, or beyond ASCII.

    How signs beyond ASCII are capitalized differs from program to program.
    """
    capitals = pc.utf8_upper(ids)
    doubtful = pc.or_(pc.is_in(ids, value_set=alike), pc.invert(pc.string_is_ascii(ids)))
    if not pc.any(doubtful).as_py():
        return capitals
    hashes = [
        f"SHA256:{hashlib.sha256(key.encode()).hexdigest().upper()}" if is_doubtful else None
        for key, is_doubtful in zip(ids.to_pylist(), doubtful.to_pylist(), strict=True)
    ]
    return pc.coalesce(pa.array(hashes, pa.string()), capitals)


def _slices(table: pa.Table) -> Iterator[pa.Table]:
    for start in range(0, table.num_rows, _ROWS_AT_A_TIME):
        yield table.slice(start, _ROWS_AT_A_TIME)
