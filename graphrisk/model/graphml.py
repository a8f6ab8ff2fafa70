"""Records as GraphML, row by row: for networkx, Gephi, yEd and others.

Node ids are those of `graph_ids`. A sign that XML does not know becomes U+FFFD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import one_chunk
from graphrisk.model.graph_ids import EDGES, NODES, edge_ends, edge_ids, node_ids
from graphrisk.model.json_text import json_values
from graphrisk.model.row_text import Part, joined_rows, text_of
from graphrisk.model.schema import BOOKKEEPING_NAMES, Kind

_ROWS_AT_A_TIME = 50_000
_NO_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
_TYPES = {"integer": "long", "number": "double", "boolean": "boolean"}
_LABELS = ("name", "title", "field", "service", "role", "impact")
"""What a drawing writes beside a node or a link: the first of these that is known."""
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
_IN_QUOTES = (('"', "&quot;"), ("\n", "&#10;"), ("\t", "&#9;"))
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
Read = Callable[[str], pa.Table]


def graphml_parts(read: Read) -> Iterator[bytes | memoryview]:
    """Yield the bytes of a GraphML file, nodes first.

    Parameters
    ----------
    read
        Returns the records of a kind.

    Examples
    --------
    >>> from graphrisk.model.tables import empty_table
    >>> text = b"".join(graphml_parts(empty_table)).decode()
    >>> text.splitlines()[-2:]
    ['</graph>', '</graphml>']
    """
    yield _HEAD.encode()
    keys: dict[str, dict[str, str]] = {}
    for domain, kinds in (("node", NODES), ("edge", EDGES)):
        keys[domain] = {}
        for name, word in _attributes(kinds).items():
            key = keys[domain][name] = f"{domain[0]}{len(keys[domain])}"
            yield (
                f'<key id="{key}" for="{domain}" attr.name="{name}" attr.type="{word}"/>\n'
            ).encode()
    yield b'<graph id="graphrisk" edgedefault="directed">\n'
    for kind in NODES:
        for rows in _slices(read(kind.name)):
            ids = ('<node id="', _quoted(node_ids(kind.name, rows.column("id"))), '">')
            yield text_of(_elements(kind, rows, [ids], keys["node"], "</node>\n"))
    for kind in EDGES:
        for rows in _slices(read(kind.name)):
            start, end = edge_ends(kind, rows)
            ends = [
                ('<edge id="', _quoted(edge_ids(kind.name, rows.column("id"))), '"'),
                (' source="', _quoted(start), '"'),
                (' target="', _quoted(end), '">'),
            ]
            yield text_of(_elements(kind, rows, ends, keys["edge"], "</edge>\n"))
    yield b"</graph>\n</graphml>\n"


def _attributes(kinds: tuple[Kind, ...]) -> dict[str, str]:
    """Return attribute -> type of all kinds; one name has one type in all of them."""
    found = {"kind": "string", "label": "string"}
    for kind in kinds:
        for prop in kind.all_properties():
            if prop.name not in BOOKKEEPING_NAMES:
                found[prop.name] = _TYPES.get(prop.type, "string")
    return found


def _elements(
    kind: Kind, rows: pa.Table, ends: list[Part], keys: Mapping[str, str], close: str
) -> pa.Array:
    parts = [*ends]
    label = [rows.column(name) for name in _LABELS if name in rows.column_names]
    label.append(pa.repeat(kind.name, rows.num_rows) if kind.is_edge else rows.column("id"))
    parts.append(_data(keys["label"], _escaped(one_chunk(pc.coalesce(*label)))))
    for prop in kind.all_properties():
        if prop.name in BOOKKEEPING_NAMES:
            continue
        column = rows.column(prop.name).combine_chunks()
        if column.null_count < len(column):
            parts.append(_data(keys[prop.name], _texts(column)))
    of_kind = f'<data key="{keys["kind"]}">{kind.name}</data>'
    return joined_rows(parts, rows.num_rows, tail=of_kind + close)


def _data(key: str, values: pa.Array) -> Part:
    return f'<data key="{key}">', values, "</data>"


def _texts(column: pa.Array) -> pa.Array:
    if pa.types.is_list(column.type):
        return _escaped(pc.binary_join(column, ";"))
    return _escaped(column) if pa.types.is_string(column.type) else json_values(column)


def _escaped(texts: pa.Array, entities: tuple[tuple[str, str], ...] = _ENTITIES) -> pa.Array:
    texts = pc.replace_substring_regex(texts, _NO_XML, "\ufffd")
    for sign, entity in entities:
        texts = pc.replace_substring(texts, sign, entity)
    return texts


def _quoted(texts: pa.Array) -> pa.Array:
    return _escaped(texts, _ENTITIES + _IN_QUOTES)


def _slices(table: pa.Table) -> Iterator[pa.Table]:
    for start in range(0, table.num_rows, _ROWS_AT_A_TIME):
        yield table.slice(start, _ROWS_AT_A_TIME)
