"""Graphs that can be read in one line, for tests."""

from __future__ import annotations

from typing import Any

from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.records import Record, record
from graphrisk.model.tables import to_tables


def graph_of(*edges: tuple[Any, ...], others: list[Record] | None = None) -> RiskGraph:
    """Build a graph from (vendor, customer) or (vendor, customer, properties) tuples.

    Edge k gets the id ``e00k`` unless its properties name one; organizations are called by id.
    """
    names = sorted({end for edge in edges for end in edge[:2]})
    records = [record("Organization", id=name, name=name) for name in names]
    for number, (vendor, customer, *rest) in enumerate(edges):
        values = {"id": f"e{number:03}", **(rest[0] if rest else {})}
        records.append(record("SERVES", from_id=vendor, to_id=customer, **values))
    return build_graph(to_tables([*records, *(others or [])]))
