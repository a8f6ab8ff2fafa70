"""Values of a free query as people read them: nodes, relationships and paths as pattern text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS

_NAMING = ("id", "name", "title")
_FEW_BYTES = 64
Entity = Callable[[Any], "str | list[str] | None"]


def node_text(labels: Iterable[str], properties: Mapping[str, Any], *, short: bool = False) -> str:
    """Return a node as a pattern; of labels the one of the schema, of properties the known ones.

    Examples
    --------
    >>> node_text(["Vendor", "Organization"], {"name": "Alfa AB", "id": "a", "lei": None})
    "(:Organization {id: 'a', name: 'Alfa AB'})"
    """
    words = sorted(labels)
    of_schema = [word for word in words if word in KINDS]
    return f"({_labelled(of_schema or words, properties, short)})"


def relation_text(label: str, properties: Mapping[str, Any], *, short: bool = False) -> str:
    """Return a relationship as a pattern.

    Examples
    --------
    >>> relation_text("SERVES", {"id": "e1", "required": 2}, short=True)
    "[:SERVES {id: 'e1'}]"
    """
    return f"[{_labelled([label], properties, short)}]"


def path_text(nodes: Sequence[str], relations: Sequence[tuple[str, bool]]) -> str:
    """Return a path as a pattern; each relationship with True where it runs along the path.

    Examples
    --------
    >>> path_text(["(a)", "(b)"], [("[:SERVES]", False)])
    '(a)<-[:SERVES]-(b)'
    """
    text = nodes[0] if nodes else ""
    for (relation, forward), node in zip(relations, nodes[1:], strict=True):
        text += f"-{relation}->{node}" if forward else f"<-{relation}-{node}"
    return text


def free_table(names: Sequence[str], rows: Sequence[Sequence[Any]], entity: Entity) -> pa.Table:
    """Return rows of any types as a table; what has no column type becomes text.

    Parameters
    ----------
    entity
        Returns the text of a node, relationship or path of the engine, None for other values.

    Examples
    --------
    >>> free_table(["n", "m"], [[1, {"a": None}], [None, {}]], lambda value: None).to_pydict()
    {'n': [1, None], 'm': ['{"a": null}', '{}']}
    """
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    plain = [[_plain(value, entity) for value in column] for column in columns]
    return pa.table({name: _array(column) for name, column in zip(names, plain, strict=True)})


def _labelled(labels: Sequence[str], properties: Mapping[str, Any], short: bool) -> str:
    known = {
        name: value
        for name, value in properties.items()
        if value not in (None, []) and name not in BOOKKEEPING_NAMES
    }
    order = [name for name in _NAMING if name in known]
    if not short:
        order += sorted(set(known) - set(order))
    shown = ", ".join(f"{name}: {_literal(known[name])}" for name in order)
    label = "".join(f":{word}" for word in labels)
    return f"{label} {{{shown}}}" if shown else label


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return _hexadecimal(value) if isinstance(value, bytes | bytearray) else _json(value)


def _plain(value: Any, entity: Entity) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    text = entity(value)
    if text is not None:
        return text
    if isinstance(value, Mapping):
        return {str(key): _plain(each, entity) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each, entity) for each in value]
    for method in ("iso_format", "isoformat"):
        if hasattr(value, method):
            return getattr(value, method)()
    return _hexadecimal(value) if isinstance(value, bytes | bytearray) else str(value)


def _hexadecimal(value: bytes | bytearray) -> str:
    return value.hex() if len(value) <= _FEW_BYTES else f"{len(value):,} bytes"


def _array(column: list[Any]) -> pa.Array:
    if not any(isinstance(value, dict) for value in column):
        try:
            return pa.array(column)
        except (pa.ArrowException, OverflowError):
            pass
    return pa.array(
        [value if value is None or isinstance(value, str) else _json(value) for value in column],
        pa.string(),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
