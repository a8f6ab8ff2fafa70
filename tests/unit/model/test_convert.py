"""Graph -> networkx or pandas -> graph is the identity, parallel edges and unknowns included."""

from __future__ import annotations

import pytest

from graphrisk.model.convert import from_networkx, from_pandas, to_networkx, to_pandas
from graphrisk.model.graph import RiskGraph
from tests.builders import graph_of


def _graph() -> RiskGraph:
    return graph_of(
        ("A", "B", {"supports": ["f1", "f2"], "required": 2, "group": "g", "confidence": 0.5}),
        ("A", "B"),
        ("B", "A", {"criticality": "critical"}),
        ("C", "C"),
    )


def test_networkx_round_trip_keeps_every_record() -> None:
    graph = _graph()
    again = from_networkx(to_networkx(graph))
    assert again.digest == graph.digest
    assert to_networkx(graph).number_of_edges("A", "B") == 2


def test_pandas_round_trip_keeps_every_record() -> None:
    graph = _graph()
    assert from_pandas(*to_pandas(graph)).digest == graph.digest


def test_attribute_outside_the_schema_is_refused() -> None:
    made = to_networkx(_graph())
    made.nodes["A"]["colour"] = "red"
    with pytest.raises(KeyError, match="colour"):
        from_networkx(made)
