"""RiskGraph to and from networkx and pandas: exits for other tools, and oracles for tests."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.tables import RecordTables, arrow_schema, empty_table

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


def to_networkx(graph: RiskGraph) -> nx.MultiDiGraph[str]:
    """Return a multigraph: nodes are organization ids, edge keys are SERVES ids.

    Edge (u, v) means that u serves v. Parallel edges stay; attributes are the known properties;
    records of other kinds stay behind.

    Notes
    -----
    About 0.7 kB an edge; 10 s for a million.

    Examples
    --------
    >>> from graphrisk.model.tables import to_tables
    >>> to_networkx(build_graph(to_tables([]))).number_of_nodes()
    0
    """
    import networkx as nx

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in graph.organizations.to_pylist():
        made.add_node(row["id"], **_known(row, "id"))
    for row in graph.serves.to_pylist():
        ends = (row["from_id"], row["to_id"])
        made.add_edge(*ends, key=row["id"], **_known(row, "id", "from_id", "to_id"))
    return made


def from_networkx(made: nx.MultiDiGraph[str]) -> RiskGraph:
    """Return the graph of a multigraph whose attributes are properties of the schema.

    Raises
    ------
    KeyError
        An attribute is no property of Organization or SERVES.
    RecordsRefused
        The records do not make a graph.
    """
    organizations = [{"id": key, "name": key, **values} for key, values in made.nodes(data=True)]
    serves = [
        {"id": key, "from_id": first, "to_id": last, **values}
        for first, last, key, values in made.edges(keys=True, data=True)
    ]
    return build_graph(_tables(organizations, serves))


def to_pandas(graph: RiskGraph) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (organizations, serves) as frames in row order; unknown is None or NaN."""
    return graph.organizations.to_pandas(), graph.serves.to_pandas()


def from_pandas(organizations: pd.DataFrame, serves: pd.DataFrame) -> RiskGraph:
    """Return the graph of two frames whose columns are properties of the schema.

    Raises
    ------
    KeyError
        A column is no property of Organization or SERVES.
    RecordsRefused
        The records do not make a graph.
    """
    rows = organizations.to_dict("records"), serves.to_dict("records")
    return build_graph(_tables(*rows))


def _known(row: Mapping[str, Any], *left_out: str) -> dict[str, Any]:
    return {name: v for name, v in row.items() if v is not None and name not in left_out}


def _tables(
    organizations: Iterable[Mapping[Any, Any]], serves: Iterable[Mapping[Any, Any]]
) -> RecordTables:
    return {
        "Organization": _table("Organization", organizations),
        "SERVES": _table("SERVES", serves),
    }


def _table(kind: str, rows: Iterable[Mapping[Any, Any]]) -> pa.Table:
    schema = arrow_schema(kind)
    cleaned = []
    for row in rows:
        unknown = sorted(str(name) for name in row if name not in schema.names)
        if unknown:
            raise KeyError(unknown[0])
        cleaned.append({str(name): _value(value) for name, value in row.items()})
    return pa.Table.from_pylist(cleaned, schema) if cleaned else empty_table(kind)


def _value(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    return list(value) if hasattr(value, "__len__") and not isinstance(value, str) else value
