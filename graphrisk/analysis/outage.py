"""Outage: who stops, who stops partly, who is degraded, who is kept up, and why.

States follow the risk model, section 2; standing and lost are read in the final state of depends.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.spread import Spread, spread
from graphrisk.analysis.witness import Paths, decisive_groups, shortest_paths, smallest_key
from graphrisk.model.graph import Ints, Mask
from graphrisk.model.harm import HarmView
from graphrisk.model.vocabulary import CRITICALITY_RANK

NOT_REACHED, FALLEN, STOPS, PARTLY, DEGRADED, KEPT_UP = range(6)
STATE_WORDS = ("not reached", "fallen", "stops", "partly", "degraded", "kept up")


@dataclass(frozen=True)
class Outage:
    """The result of one outage over a harm view; arrays by organization row.

    Attributes
    ----------
    state
        One of the state numbers of this module.
    hop, wave
        Round in which reach, and depends, first touched it; -1 for never.
    decisive
        Group whose loss explains a node (stops, partly), -1 for none.
    degrading
        Group whose loss degrades an organization, -1 for none.
    keeping
        Group of the fewest standing suppliers that keeps an organization up, -1 for none.
    kept_at
        Organization whose redundancy keeps this one up (itself when directly), -1 for none.
    """

    view: HarmView
    fallen: Ints
    threshold: int
    depends: Spread
    reach: Spread
    state: npt.NDArray[np.int8]
    hop: Ints
    wave: Ints
    decisive: Ints
    degrading: Ints
    keeping: Ints
    kept_at: Ints

    @cached_property
    def conducts(self) -> Mask:
        """Groups that pass harm on when they are lost."""
        found: Mask = self.view.groups.rank >= self.threshold
        return found

    @cached_property
    def paths(self) -> Paths:
        """Shortest paths through what is down."""
        return shortest_paths(self.view, self.depends, self.fallen, self.conducts)

    @cached_property
    def reach_paths(self) -> Paths:
        """Shortest paths through what is within reach."""
        return shortest_paths(self.view, self.reach, self.fallen, self.conducts)

    def rows(self, state: int) -> Ints:
        """Return the organizations in a state."""
        return np.flatnonzero(self.state == state).astype(np.int32)

    def standing(self, group: int) -> list[int]:
        """Return the vendors of a group that still stand, in row order."""
        first, last = self.view.by_group.starts[group], self.view.by_group.starts[group + 1]
        pairs = self.view.by_group.values[first:last]
        alive = pairs[self.depends.supplier[pairs] < 0]
        return sorted(int(row) for row in self.view.supplier_vendor[alive])

    def explaining_group(self, organization: int) -> int:
        """Return the group whose loss explains the state of an organization, -1 for none."""
        state = self.state[organization]
        if state == DEGRADED:
            return int(self.degrading[organization])
        if state == PARTLY:
            return int(self.decisive[self.view.any_part(np.array([organization]))[0]])
        return int(self.decisive[organization])

    def paths_of(self, organization: int) -> Paths:
        """Return the paths that the witness of an organization is taken from."""
        return self.reach_paths if self.state[organization] == KEPT_UP else self.paths

    def witness(
        self, organization: int, paths: Paths | None = None
    ) -> tuple[list[int], list[list[int]]] | None:
        """Return the edges of the shortest witness and the branches of a tree; None without one.

        A kept up organization has the shortest path of reach; any other one ends with a lost
        supplier of the group that explains it, and comes there through what is down.
        """
        paths = paths or self.paths_of(organization)
        if self.state[organization] == KEPT_UP:
            edges = self._shortest_to(organization, paths)
        else:
            edges = self._shortest_through(organization, paths)
        return (edges, paths.branches(self.view, edges)) if edges else None

    def _shortest_to(self, organization: int, paths: Paths) -> list[int]:
        nodes = [organization, int(self.view.any_part(np.array([organization]))[0])]
        found = [paths.edges_to(node) for node in nodes if paths.distance[node] > 0]
        return min(found, key=lambda edges: (len(edges), edges), default=[])

    def _shortest_through(self, organization: int, paths: Paths) -> list[int]:
        found = self._ways_into(organization, paths)
        if not any(organization in self.view.vendor[edges] for edges in found):
            return (found or [[]])[0]
        # "It stops because it stops" explains nothing: enter it by the explaining group alone,
        # or else by groups that take parts of it only.
        view, groups = self.view, self.view.groups
        entering = (view.customer != organization) | (
            view.group == self.explaining_group(organization)
        )
        for usable in (entering, entering | ~groups.whole[view.group]):
            around = shortest_paths(view, self.depends, self.fallen, self.conducts, usable)
            if ways := self._ways_into(organization, around):
                return ways[0]
        return found[0]

    def _ways_into(self, organization: int, paths: Paths) -> list[list[int]]:
        """Return the paths that end with each lost supplier of the explaining group, best first."""
        view, group = self.view, self.explaining_group(organization)
        pairs = view.by_group.values[view.by_group.starts[group] : view.by_group.starts[group + 1]]
        pairs = pairs[paths.supplier_distance[pairs] >= 0]
        order = np.lexsort((paths.supplier_rank[pairs], paths.supplier_distance[pairs]))
        return [paths.edges_through(int(paths.supplier_edge[pair])) for pair in pairs[order]]

    def lost_by_unknown_contract(self) -> int:
        """Number of edges counted as lost because their contract is not known."""
        view = self.view
        unknown = view.trigger >= view.n + len(view.part_customer)
        partly = self.depends.partly(view)[view.vendor]
        return int((unknown & partly & (self.depends.edge >= 0)).sum())


def outage(view: HarmView, fallen: npt.NDArray[Any], threshold: str = "critical") -> Outage:
    """Compute the outage that starts from fallen organizations.

    Parameters
    ----------
    fallen
        Organization rows.
    threshold
        Criticality from which a lost group takes its scope down.

    Notes
    -----
    Two passes of :func:`spread`; O(m log m) at the most. Paths are sought when one is asked for.
    """
    least = CRITICALITY_RANK[threshold]
    fallen = np.unique(fallen).astype(np.int32)
    depends = spread(view, fallen, least)
    reach = spread(view, fallen, least, one_is_enough=True)
    conducts = view.groups.rank >= least
    state = np.zeros(view.n, dtype=np.int8)
    hop, wave = reach.first_round(view), depends.first_round(view)
    down, partly = depends.down(view), depends.partly(view)
    degrading = _degrading(view, depends, least)
    state[hop >= 0] = KEPT_UP
    state[degrading >= 0] = DEGRADED
    state[partly] = PARTLY
    state[down] = STOPS
    state[fallen] = FALLEN
    keeping = _keeping(view, depends, conducts)
    keeping[down] = -1
    return Outage(
        view=view,
        fallen=fallen,
        threshold=least,
        depends=depends,
        reach=reach,
        state=state,
        hop=hop,
        wave=wave,
        decisive=decisive_groups(view, depends, conducts),
        degrading=degrading,
        keeping=keeping,
        kept_at=_kept_at(view, reach, conducts, keeping, partly, hop),
    )


def _degrading(view: HarmView, depends: Spread, least: int) -> Ints:
    """Lost groups below the threshold but important or more, one per customer."""
    rank = view.groups.rank
    important = CRITICALITY_RANK["important"]
    lost = np.flatnonzero((depends.group >= 0) & (rank < least) & (rank >= important))
    return smallest_key(view, view.groups.customer[lost], depends.group[lost], lost, view.n)


def _keeping(view: HarmView, depends: Spread, conducts: Mask) -> Ints:
    """Groups that lost a supplier and still stand; of a customer the one with fewest standing."""
    standing = view.groups.n_suppliers - depends.lost_suppliers
    held = np.flatnonzero(conducts & (depends.group < 0) & (depends.lost_suppliers > 0))
    return smallest_key(view, view.groups.customer[held], standing[held], held, view.n)


def _kept_at(
    view: HarmView, reach: Spread, conducts: Mask, keeping: Ints, partly: Mask, hop: Ints
) -> Ints:
    """Nearest organization upstream within reach that is kept up directly or stops only partly.

    Searches along lost edges of reach from all such organizations at once; ties go to the smaller
    organization id.
    """
    nearest = np.full(view.n, -1, dtype=np.int32)
    front = np.flatnonzero((hop > 0) & ((keeping >= 0) | partly)).astype(np.int64)
    nearest[front] = front
    while len(front):
        place, edge = view.by_vendor.of(front)
        used = (reach.edge[edge] >= 0) & conducts[view.group[edge]]
        used &= reach.group[view.group[edge]] >= 0
        used &= reach.supplier[view.supplier[edge]] >= 0
        label, target = nearest[front[place[used]]], view.customer[edge[used]]
        fresh = nearest[target] < 0
        label, target = label[fresh], target[fresh]
        order = np.lexsort((label, target))
        label, target = label[order], target[order]
        front, first = np.unique(target, return_index=True)
        nearest[front] = label[first]
        front = front.astype(np.int64)
    return nearest
