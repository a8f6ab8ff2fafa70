"""Reach of every vendor at once, exact: how many nodes each reaches, and what they weigh.

1. *Light* components, sinks first: a bounded search from each. One that finds more nodes than a
   cap, or a heavy component, is heavy too. Threads take components in turn; all that they share
   are marks which only spare searches, so the result does not depend on their order.
2. *Heavy* components, sinks first: one row of bits each. It starts as the row of its nearest heavy
   customer, whose totals it takes over; rows of further heavy customers are joined only where the
   customer is not in it yet, and only bits that are new are counted. Then light nodes are walked
   with the row as the set of what was seen.
3. Where heavy components are many (`graphrisk.analysis.kernels.heavy_blocks`), the same in blocks
   of columns, each on its own, after links that others imply are dropped.

Time grows with light work (at most components x cap), row unions x n / 64, and links; memory with
heavy components x n / 8 bytes. Nodes of a cycle share a row, and do not count themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.compiled import kernel
from graphrisk.analysis.kernels.heavy_blocks import fill_heavy_in_blocks
from graphrisk.analysis.kernels.heavy_rows import column_sums, fill_rows
from graphrisk.analysis.kernels.order import Layout, Longs
from graphrisk.analysis.kernels.threads import in_threads, slots_for
from graphrisk.analysis.room import check_room
from graphrisk.model.graph import Floats, Mask

Form = Literal["light", "rows", "blocks"]
CAP_IN_BLOCKS = 256
MANY = 0.05
"""Share of components that are heavy from which blocks are faster than whole rows (measured)."""
FEW = 2_000
"""Heavy components up to which whole rows are used in any case."""
LEAST_CAP, MOST_CAP, _NODES_A_CAP = 64, 1_024, 128
"""Bounds of the cap, and the nodes of the network for each one of it (measured)."""
_WORTH_A_THREAD = 2_000
"""Components below which a thread costs more than it saves."""


@dataclass(frozen=True)
class Totals:
    """What every vendor reaches, in the order of rows, itself left out; 0 for who serves nobody.

    Attributes
    ----------
    nodes, weight
        Number of nodes reached, and the sum of their weights (None where none was asked for).
    reached_by
        Number of sources that reach each node, itself left out (None where not asked for).
    form
        "light", "rows" or "blocks": which of the three ways settled it.
    heavy
        Heavy components.
    """

    nodes: Longs
    weight: Floats | None
    reached_by: Longs | None
    form: Form
    heavy: int


class EveryVendor:
    """Answers for all vendors of one network, with scratch that is kept between questions.

    Not to be shared by threads. ``cap`` and ``form`` are chosen by size where they are not given.

    Raises
    ------
    TooLarge
        Rows of bits would not fit into memory; known after the light pass, before they are made.
    """

    def __init__(
        self,
        layout: Layout,
        threads: int | None = None,
        *,
        cap: int | None = None,
        form: Form | None = None,
    ) -> None:
        self.layout = layout
        self.slots = slots_for(threads, layout.n_components, _WORTH_A_THREAD)
        self._cap = cap
        self._form = form
        self._room = np.empty(0, dtype=np.uint64)

    def light(self, weight: Floats | None, sources: Mask | None, cap: int | None = None) -> Light:
        """Run the bounded searches; what they cannot settle is heavy."""
        layout = self.layout
        cap = cap or self._cap or min(max(layout.n // _NODES_A_CAP, LEAST_CAP), MOST_CAP)
        components = layout.n_components
        found = Light(
            nodes=np.zeros(components, dtype=np.int64),
            weight=np.zeros(components if weight is not None else 0, dtype=np.float64),
            heavy=np.zeros(components, dtype=np.uint8),
            upstream=np.zeros((self.slots, 0 if sources is None else layout.n), dtype=np.int64),
            sizes=self._sizes(sources),
            inner_weight=np.empty(0) if weight is None else weight[layout.order],
        )
        in_threads(
            lambda slot: _search_light(
                *(layout.component_start, layout.component, layout.out_start, layout.out_customer),
                *(found.inner_weight, found.nodes, found.weight, found.heavy, found.upstream[slot]),
                found.sizes,
                *(layout.n, cap, slot, self.slots),
            ),
            self.slots,
        )
        return found

    def _sizes(self, sources: Mask | None) -> Longs:
        """Return how many members of each component count as vendors that reach others."""
        if sources is None:
            return np.zeros(self.layout.n_components, dtype=np.int64)
        inner = sources[self.layout.order[: self.layout.n_vendors]]
        before = np.concatenate(([0], np.cumsum(inner, dtype=np.int64)))
        sizes: Longs = np.diff(before[self.layout.component_start])
        return sizes

    def totals(self, weight: Floats | None = None, *, sources: Mask | None = None) -> Totals:
        """Return what every vendor reaches.

        Parameters
        ----------
        weight
            Weight of each node, in the order of rows.
        sources
            Also count by how many of these nodes each node is reached.
        """
        found = self.light(weight, sources)
        heavy = int(found.heavy.sum())
        form = self._form or self._best_form(heavy)
        if form == "rows":
            self._rows(found, heavy)
        elif form == "blocks":
            found = self.light(weight, sources, self._cap or CAP_IN_BLOCKS)
            fill_heavy_in_blocks(self, found)
        return self._in_rows(found, form, heavy, sources)

    def _best_form(self, heavy: int) -> Form:
        if heavy == 0:
            return "light"
        return "blocks" if heavy > max(FEW, MANY * self.layout.n_components) else "rows"

    def room(self, *shape: int) -> npt.NDArray[np.uint64]:
        """Return scratch of words, kept for the next question: fresh memory is dear."""
        size = int(np.prod(shape))
        if self._room.size < size:
            self._room = np.empty(size, dtype=np.uint64)
        return self._room[:size].reshape(shape)

    def _rows(self, found: Light, heavy: int) -> None:
        layout = self.layout
        width = (layout.n + 63) >> 6
        check_room(8 * (heavy * width - self._room.size), "reach of every vendor, exact,")
        rows = self.room(heavy, width)
        fill_rows(
            *(layout.component_start, layout.component, layout.out_start, layout.out_customer),
            *(found.inner_weight, found.nodes, found.weight, found.heavy, rows),
        )
        if found.upstream.shape[1]:
            found.upstream[0] += column_sums(rows, found.sizes[found.heavy > 0], layout.n)

    def _in_rows(self, found: Light, form: Form, heavy: int, sources: Mask | None) -> Totals:
        layout = self.layout
        component = layout.component
        weight = upstream = None
        if len(found.weight) == len(found.nodes):
            own = found.inner_weight[: layout.n_vendors]
            weight = layout.from_inner(found.weight[component] - own)
        if sources is not None:
            inner = found.upstream.sum(axis=0)
            inner[: layout.n_vendors] -= sources[layout.order[: layout.n_vendors]]
            upstream = layout.from_inner(inner)
        nodes = layout.from_inner(found.nodes[component] - 1)
        return Totals(nodes, weight, upstream, form, heavy)


@dataclass(frozen=True)
class Light:
    """Totals per component, its own members included; filled in place."""

    nodes: Longs
    weight: Floats
    heavy: npt.NDArray[np.uint8]
    upstream: Longs
    sizes: Longs
    inner_weight: Floats


@kernel
def _search_light(
    component_start: Any,
    component: Any,
    start: Any,
    to: Any,
    weight: Any,
    nodes: Any,
    sums: Any,
    heavy: Any,
    upstream: Any,
    sizes: Any,
    n: int,
    cap: int,
    slot: int,
    slots: int,
) -> None:
    """Search from every ``slots``-th component, last one first, until the cap or a heavy one."""
    stamp = np.zeros(n, np.int32)
    found = np.empty(cap + 1, np.int32)
    components = component_start.size - 1
    for turn in range(slot, components, slots):
        c = components - 1 - turn
        count = _search_one(component_start, component, start, to, heavy, c, cap, stamp, found)
        if count == 0:
            heavy[c] = 1
            continue
        nodes[c] = count
        if weight.size:
            total = 0.0
            for i in range(count):
                total += weight[found[i]]
            sums[c] = total
        if upstream.size:
            for i in range(count):
                upstream[found[i]] += sizes[c]


@kernel
def _search_one(
    component_start: Any,
    component: Any,
    start: Any,
    to: Any,
    heavy: Any,
    c: int,
    cap: int,
    stamp: Any,
    found: Any,
) -> Any:
    """Fill ``found`` with all that a component reaches; return how many, or 0 for heavy."""
    n_vendors = component.size
    tail = 0
    if component_start[c + 1] - component_start[c] > cap:
        return 0
    for v in range(component_start[c], component_start[c + 1]):
        stamp[v] = c + 1
        found[tail] = v
        tail += 1
    head = 0
    while head < tail:
        v = found[head]
        head += 1
        if v >= n_vendors:
            continue
        for k in range(start[v], start[v + 1]):
            w = to[k]
            if stamp[w] == c + 1:
                continue
            if tail == cap or (w < n_vendors and heavy[component[w]]):
                return 0
            stamp[w] = c + 1
            found[tail] = w
            tail += 1
    return tail
