"""Breach: which classes of data are carried, possible or unknown at whom; and compromise.

Per class, over walks from the fallen in which each edge continues the one before: *carried* when
every edge carries it, *possible* when every edge carries it or is not known and one carries it,
*unknown* when only edges of unknown classes lead there. Risk model, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.walks import WalkNetwork, Walks, shortest_walks
from graphrisk.model.graph import Ints, Mask, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.vocabulary import NO_DATA

CARRIED, POSSIBLE, UNKNOWN = "carried", "possible", "unknown"
CONDUCTING_ACCESS = ("network", "software_update")


@dataclass(frozen=True)
class ClassReach:
    """Where one class goes: the last edge of the shortest walk of each state, -1 for none."""

    data_class: str
    carried: Ints
    possible: Ints
    carried_walks: Walks
    possible_walks: Walks


@dataclass(frozen=True)
class Breach:
    """The result of one breach: per class its reach, and who is reached by unknown edges only."""

    view: HarmView
    fallen: Ints
    classes: tuple[ClassReach, ...]
    unknown: Ints
    unknown_walks: Walks

    def states_of(self, organization: int) -> list[tuple[str, str, list[int]]]:
        """Return (class, state, edges of the walk) for each class; unknown classes as ``""``."""
        found = []
        for reach in self.classes:
            if (edge := int(reach.carried[organization])) >= 0:
                found.append((reach.data_class, CARRIED, reach.carried_walks.edges(edge, 1)))
            elif (edge := int(reach.possible[organization])) >= 0:
                found.append((reach.data_class, POSSIBLE, reach.possible_walks.edges(edge, 1)))
        if (edge := int(self.unknown[organization])) >= 0:
            found.append(("", UNKNOWN, self.unknown_walks.edges(edge, 0)))
        return found

    def organizations(self) -> Ints:
        """Return the organizations that anything reaches, the fallen left out."""
        reached = self.unknown >= 0
        for reach in self.classes:
            reached |= (reach.carried >= 0) | (reach.possible >= 0)
        reached[self.fallen] = False
        return np.flatnonzero(reached).astype(np.int32)


def breach(view: HarmView, fallen: npt.NDArray[Any]) -> Breach:
    """Compute which data a breach at the fallen organizations exposes, and whose.

    Parameters
    ----------
    fallen
        Organization rows. They are never listed, though walks may pass through them.

    Notes
    -----
    O(m log m) per class that some edge carries.
    """
    fallen = np.unique(fallen).astype(np.int32)
    names, entry_edge, entry_class, not_known = _classes_of_edges(view)
    network = WalkNetwork(view, bound=True)
    nothing = np.zeros(view.n_edges, dtype=np.bool_)
    unknown_walks = shortest_walks(network, fallen, nothing, not_known)
    found = []
    for code, name in sorted(enumerate(names), key=lambda item: item[1]):
        if name == NO_DATA:
            continue
        carries = nothing.copy()
        carries[entry_edge[entry_class == code]] = True
        possible_walks = shortest_walks(network, fallen, carries, not_known)
        possible = possible_walks.best_edges(view, 1)
        if not (possible >= 0).any():
            continue
        carried_walks = shortest_walks(network, fallen, carries, nothing)
        carried = carried_walks.best_edges(view, 1)
        possible[carried >= 0] = -1
        found.append(ClassReach(name, carried, possible, carried_walks, possible_walks))
    unknown = unknown_walks.best_edges(view, 0)
    return Breach(view, fallen, tuple(found), unknown, unknown_walks)


@dataclass(frozen=True)
class Compromise:
    """Who can be reached over network access or software updates: last edge of a shortest walk."""

    view: HarmView
    fallen: Ints
    last_edge: Ints
    walks: Walks

    def organizations(self) -> Ints:
        """Return the organizations reached, the fallen left out."""
        reached = self.last_edge >= 0
        reached[self.fallen] = False
        return np.flatnonzero(reached).astype(np.int32)

    def witness(self, organization: int) -> list[int]:
        """Return the edges of the shortest walk to an organization."""
        return self.walks.edges(int(self.last_edge[organization]), 1)


def compromise(view: HarmView, fallen: npt.NDArray[Any]) -> Compromise:
    """Compute plain reachability over edges with access to network or software updates."""
    fallen = np.unique(fallen).astype(np.int32)
    lists = one_chunk(view.graph.serves.column("access")).take(pa.array(view.rows))
    edge = np.asarray(pc.list_parent_indices(lists))
    word = pc.utf8_lower(pc.list_flatten(lists))
    hit = np.asarray(pc.is_in(word, value_set=pa.array(CONDUCTING_ACCESS)), dtype=np.bool_)
    opens = np.zeros(view.n_edges, dtype=np.bool_)
    opens[edge[hit]] = True
    walks = shortest_walks(WalkNetwork(view, bound=False), fallen, opens, np.zeros_like(opens))
    return Compromise(view, fallen, walks.best_edges(view, 1), walks)


def _classes_of_edges(view: HarmView) -> tuple[list[str], Ints, Ints, Mask]:
    """Return class names, (edge, class) entries, and which edges are not known."""
    lists = one_chunk(view.graph.serves.column("data_classes")).take(pa.array(view.rows))
    edge = np.asarray(pc.list_parent_indices(lists), dtype=np.int32)
    coded = pc.list_flatten(lists).dictionary_encode()
    classes = np.asarray(coded.indices, dtype=np.int32)
    names = [str(name) for name in coded.dictionary.to_pylist()]
    not_known = np.ones(view.n_edges, dtype=np.bool_)
    not_known[edge] = False
    return names, edge, classes, not_known
