"""Parties of an answer counted by legal group; the graph itself is never folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphrisk.analysis.legal_groups import top_companies
from graphrisk.model.graph import RiskGraph


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One legal group: its top company, and how many of its companies are in which state."""

    id: str
    name: str
    parties: int
    states: tuple[tuple[str, int], ...]


def fold_by_group(
    graph: RiskGraph, rows: npt.NDArray[np.int32], states: Sequence[str]
) -> tuple[GroupLine, ...]:
    """Return parties counted by the top company of their legal group, largest groups first.

    Parameters
    ----------
    rows, states
        Organization row and state of each party, gravest states first.

    Notes
    -----
    A company without a parent is a group of its own. Folding the graph instead would invent
    redundancy: two hospitals of one group do not stand in for each other.
    """
    order = list(dict.fromkeys(states))
    top = top_companies(graph)[rows]
    heads, place = np.unique(top, return_inverse=True)
    code = np.array([order.index(state) for state in states], dtype=np.int64)
    cells = np.bincount(place * max(len(order), 1) + code, minlength=len(heads) * len(order))
    counts = cells.reshape(len(heads), len(order))
    names = graph.organizations.column("name").take(pa.array(heads)).to_pylist()
    lines = [
        GroupLine(
            id=key,
            name=name,
            parties=int(row.sum()),
            states=tuple((word, int(n)) for word, n in zip(order, row, strict=True) if n),
        )
        for key, name, row in zip(graph.ids_of(heads), names, counts, strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.parties, line.id)))
