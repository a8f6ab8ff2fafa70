"""The minimal sets of one customer in words: what each takes down, by losing what, behind whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from graphrisk.analysis.cutset_families import Families
from graphrisk.analysis.cutsets import families_of
from graphrisk.analysis.cutsets_plain import members_of_pair
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.upstream import upstream
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress


@dataclass
class WeakSet:
    """A minimal set of organizations (rows), and what its fall takes of the customer.

    Attributes
    ----------
    whole, parts
        Whether all of the customer goes down, else the names of the functions that do.
    groups
        Groups of the view that are lost, each of which this set alone loses.
    """

    rows: tuple[int, ...]
    whole: bool = False
    parts: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    def takes(self) -> tuple[str, ...]:
        """Return what goes down: "all of it", or names of functions."""
        return ("all of it",) if self.whole else tuple(sorted(self.parts))


class CustomerSets:
    """Minimal sets of one and two that take one customer down, or a function or group of it.

    Notes
    -----
    Families are found for what stands behind the customer only.
    """

    def __init__(
        self, view: HarmView, customer: int, threshold: str, progress: Progress = SILENT
    ) -> None:
        self.view, self.customer = view, customer
        whole = compile_network(view, threshold)
        first = int(np.searchsorted(view.part_customer, customer))
        last = int(np.searchsorted(view.part_customer, customer, side="right"))
        self._parts = range(first, last)
        nodes = [customer, *(view.n + part for part in self._parts)]
        self.network = upstream(whole, np.array(nodes))
        self.families: Families = families_of(self.network, progress=progress)
        self._known: dict[int, tuple[set[int], set[int]]] = {}

    def sets(self) -> list[WeakSet]:
        """Return all sets: of one first, those that take everything first, then by rows."""
        found: dict[tuple[int, ...], WeakSet] = {}
        whole = self._sets_of(*self.families.of_node(self.customer))
        for rows in whole:
            found[rows] = WeakSet(rows, whole=True)
        for part in self._parts:
            for rows in self._sets_of(*self.families.of_node(self.view.n + part)) - whole:
                found.setdefault(rows, WeakSet(rows)).parts.append(self.view.part_names[part])
        for group, number in self._groups():
            for rows in self._sets_of(*self.families.of_group(group)):
                if rows in found:
                    found[rows].groups.append(number)
        return sorted(found.values(), key=lambda each: (len(each.rows), not each.whole, each.rows))

    def _sets_of(self, singles: Iterable[int], pairs: Iterable[int]) -> set[tuple[int, ...]]:
        found: set[tuple[int, ...]] = {(row,) for row in singles}
        found |= {members_of_pair(key) for key in pairs}
        return {rows for rows in found if self.customer not in rows}

    def _groups(self) -> list[tuple[int, int]]:
        """Return (group of the network, group of the view) of the customer."""
        numbers = self.network.view_group
        mine = (numbers >= 0) & (self.view.groups.customer[numbers] == self.customer)
        return [(int(at), int(numbers[at])) for at in np.flatnonzero(mine)]

    def labels(self, sets: Iterable[WeakSet]) -> dict[int, str]:
        """Return what a person calls the groups that sets lose."""
        groups = sorted({group for each in sets for group in each.groups})
        return dict(zip(groups, group_labels(self.view, groups), strict=True))

    def lost_suppliers(self, group: int, rows: tuple[int, ...]) -> list[int]:
        """Return the suppliers of a group of the view that a set takes from it, itself included."""
        view = self.view
        pairs = view.by_group.values[view.by_group.starts[group] : view.by_group.starts[group + 1]]
        found = []
        for pair in pairs.tolist():
            edges = view.by_supplier.values[
                view.by_supplier.starts[pair] : view.by_supplier.starts[pair + 1]
            ]
            if all(self._takes(rows, self._source(int(edge))) for edge in edges):
                found.append(int(view.supplier_vendor[pair]))
        return found

    def _source(self, edge: int) -> int:
        """Return the node of the network that loses an edge."""
        view, trigger = self.view, int(self.view.trigger[edge])
        if trigger < 0:
            return int(view.vendor[edge])
        if trigger < view.n + len(view.part_customer):
            return trigger
        return int(self.network.any_part[view.vendor[edge]])

    def _takes(self, rows: tuple[int, ...], node: int) -> bool:
        if node not in self._known:
            self._known[node] = self.families.stored(node)
        singles, pairs = self._known[node]
        if any(row in singles for row in rows):
            return True
        return len(rows) == 2 and (min(rows) << 32 | max(rows)) in pairs

    def sub_contractor_of(self, group: int, row: int) -> list[int]:
        """Return the suppliers of a group, at least two, that one organization takes from it.

        It may be a supplier of the group itself, with another one resting on it; it is named then.
        """
        lost = self.lost_suppliers(group, (row,))
        return lost if len(lost) > 1 else []


def group_labels(view: HarmView, groups: Iterable[int]) -> list[str]:
    """Return what a person calls each group: its name, else the service, else the category."""
    rows = np.array(list(groups), dtype=np.int64)
    if not len(rows):
        return []
    pairs = view.by_group.values[view.by_group.starts[rows]]
    edges = view.by_supplier.values[view.by_supplier.starts[pairs]]
    names = ["group", "service", "category", "id"]
    found = view.graph.serves.select(names).take(pa.array(view.rows[edges])).to_pylist()
    return [
        str(each["group"] or each["service"] or each["category"] or each["id"]) for each in found
    ]
