"""Own organizations: those that the settings name, with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.spread import spread
from graphrisk.model.graph import RiskGraph, one_chunk
from graphrisk.model.harm import harm_view
from graphrisk.model.identifiers import fold


def own_organizations(named: Sequence[str], graph: RiskGraph) -> tuple[list[str], list[str]]:
    """Return the ids of named organizations and of all that is PART_OF them, and what is amiss.

    A name is one that the register has but for capitals and spaces, or an id. What is amiss is a
    sentence for each name that nobody has or that several have: none of those is taken.
    """
    if not named:
        return [], []
    organizations = graph.table("Organization")
    ids, names = (one_chunk(organizations.column(name)) for name in ("id", "name"))
    by_name: dict[str, list[str]] = {}
    for like, name in _like(ids, names, named):
        by_name.setdefault(fold(str(name)), []).append(str(like))
    known = set(ids.filter(pc.is_in(ids, value_set=pa.array(named))).to_pylist())
    found: dict[str, None] = {}
    amiss = []
    for text in named:
        keys = [text] if text in known else by_name.get(fold(text), [])
        if len(keys) == 1:
            found[keys[0]] = None
        elif not keys:
            amiss.append(f"{text!r} is not in the register.")
        else:
            amiss.append(
                f"{text!r} is the name of {len(keys):,} organizations, and none of them is taken: "
                f"write the id of yours ({', '.join(keys[:5])})."
            )
    return list(_with_parts(graph, found)), amiss


def _like(ids: pa.Array, names: pa.Array, named: Sequence[str]) -> list[tuple[object, object]]:
    """Return ids and names of organizations with one of these names, capitals and spaces apart."""
    wanted = {fold(text) for text in named}
    pairs = zip(ids.to_pylist(), names.to_pylist(), strict=True)
    return [(key, name) for key, name in pairs if name and fold(name) in wanted]


def _with_parts(graph: RiskGraph, found: dict[str, None]) -> dict[str, None]:
    children: dict[str, list[str]] = {}
    family = graph.table("PART_OF").select(["from_id", "to_id"]).to_pydict()
    for child, parent in zip(family["from_id"], family["to_id"], strict=True):
        children.setdefault(parent, []).append(child)
    waiting = list(found)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found[child] = None
                waiting.append(child)
    return found


def within_reach(graph: RiskGraph, vendors: Sequence[str], moment: datetime) -> set[str]:
    """Return whom vendors reach, in part or whole, when no link is too minor to count."""
    rows = graph.rows_of(vendors)
    view = harm_view(graph, as_of=moment.date().isoformat())
    reached = spread(view, rows[rows >= 0], 0, one_is_enough=True)
    return set(graph.ids_of(np.flatnonzero(reached.first_round(view) >= 0)))
