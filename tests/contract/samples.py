"""Records for the contract: every kind, every property, and whatever a stranger may write."""

from __future__ import annotations

from graphrisk.model.records import RECORD_TYPES, Record, record
from graphrisk.model.schema import BOOKKEEPING_NAMES, EDGE_KINDS, KINDS, NODE_KINDS
from graphrisk.model.tables import RecordTables, to_tables

VALUES = {
    "text": "Åland 東京 'quoted' \"twice\"",
    "list": ("ett", "två; tre", "'"),
    "number": 0.25,
    "integer": 3,
    "boolean": False,
    "date": "2024-02-29",
}

HOSTILE = (
    "'; DROP TABLE Organization; --",
    '") DETACH DELETE n //',
    "$ids {key: 1} `backtick` \\ backslash \\u0041",
    "<script>alert(1)</script>",
    "line\nbreak\ttab\rreturn",
    "emoji 🏥 and a combining e\u0301",
    "\u202eright to left",
    " leading and trailing ",
    "null",
    "n" * 1000,
    "ö" * 1000,
)


def full(kind: str, key: str, **ends: str) -> Record:
    """Return a record with every property known."""
    values = {
        p.name: VALUES[p.type]
        for p in KINDS[kind].all_properties()
        if p.name not in BOOKKEEPING_NAMES
    }
    return record(kind, **{**values, "id": key, **ends})


def bare(kind: str, key: str, **ends: str) -> Record:
    """Return a record with only what it must have."""
    required = {
        name: VALUES["text"]
        for name, field in RECORD_TYPES[kind].model_fields.items()
        if field.is_required()
    }
    return record(kind, **{**required, "id": key, **ends})


def everything() -> RecordTables:
    """Return a full and a bare record of every kind."""
    made = []
    for kind in NODE_KINDS:
        made += [full(kind.name, f"{kind.table}-1"), bare(kind.name, f"{kind.table}-2")]
    for kind in EDGE_KINDS:
        start, end = KINDS[str(kind.from_kind)].table, KINDS[str(kind.to_kind)].table
        made.append(full(kind.name, f"{kind.table}-1", from_id=f"{start}-1", to_id=f"{end}-2"))
        made.append(bare(kind.name, f"{kind.table}-2", from_id=f"{start}-2", to_id=f"{end}-1"))
    return to_tables(made)


def organization(key: str, **values: object) -> Record:
    """Return an organization named like its id."""
    return record("Organization", **{"id": key, "name": key, **values})


def serves(key: str, vendor: str, customer: str, **values: object) -> Record:
    """Return an edge."""
    return record("SERVES", id=key, from_id=vendor, to_id=customer, **values)


def graph(text: str) -> RecordTables:
    """Return organizations and edges of "a>b b>c": edge ids are e1, e2, ... in order.

    Examples
    --------
    >>> graph("a>b b>a")["SERVES"].column("id").to_pylist()
    ['e1', 'e2']
    """
    pairs = [pair.split(">") for pair in text.split()]
    names = sorted({name for pair in pairs for name in pair})
    edges = [serves(f"e{n}", *pair) for n, pair in enumerate(pairs, start=1)]
    return to_tables([*map(organization, names), *edges])
