"""How much of each slice the fall of each organization reaches, for all of them at once.

Small jobs run in plain numpy at once (`ReachRounds`), larger ones in a compiled kernel: that for
every vendor's reach where everybody falls alone, that for scenarios where some fall together. The
answers are equal.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.bit_rows import Words, bits_of
from graphrisk.analysis.network import Network, compile_network
from graphrisk.analysis.reach_rounds import Reached, ReachRounds
from graphrisk.analysis.units import Items
from graphrisk.errors import TooLarge
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Longs, Ragged, distinct
from graphrisk.progress import SILENT, Progress

PLAIN_WORK = 60_000_000
"""Links times words of 64 falls below which numpy is done before a compiler has started."""
MOST_PLAIN_WORK = 10_000_000_000
"""The same, above which numpy would take an hour."""
_ITEMS_AT_A_TIME = 4_096
_BITS_OF_A_SUM = 62
_BITS_OF_A_FRACTION = 53
"""Up to which whole numbers add up without error as floating point."""


class SliceReach:
    """What falls reach of the items of slices, from a criticality on.

    Parameters
    ----------
    least
        Criticality rank from which a lost supplier passes harm on (reach).
    falls
        Rows of the organizations of each fall; their own items do not count.
    """

    def __init__(
        self, view: HarmView, least: int, items: Items, n_slices: int, falls: Ragged
    ) -> None:
        self._view, self._least, self._items = view, least, items
        self._n_slices, self._falls = n_slices, falls
        parts = view.any_part(items.owner) if len(view.part_customer) else items.owner
        self._second = np.where(items.part >= 0, items.part, parts)

    @cached_property
    def _rounds(self) -> ReachRounds:
        """The plain form; sorting its links takes longer than the compiled form takes for all."""
        return ReachRounds(self._view, self._least)

    def amounts(
        self, progress: Progress = SILENT, *, compiled: bool | None = None
    ) -> npt.NDArray[np.int64]:
        """Return the weight reached, one row per slice, one column per fall.

        Parameters
        ----------
        compiled
            Default: by the size of the job (`PLAIN_WORK`).
        """
        count = len(self._falls.starts) - 1
        conducts = self._view.groups.rank >= self._least
        links = int(np.count_nonzero(conducts[self._view.group]))
        work = links * -(-count // 64)
        if work > PLAIN_WORK if compiled is None else compiled:
            found = self._compiled_amounts(progress)
            if found is not None:
                return found
        refuse_hours(work, count)
        total = np.zeros((self._n_slices, count), dtype=np.int64)
        progress.start("reach of every organization", count)
        for block in self._rounds.blocks(self._falls):
            total[:, block.first : block.last] = self._sums(block)
            progress.advance(block.last - block.first)
        progress.done()
        return total

    def unions(self, tops: Sequence[Longs]) -> list[Longs]:
        """Return for each slice the weight that its first, first two, ... falls reach together.

        Parameters
        ----------
        tops
            Places of falls, largest first, for each slice; -1 for one that reaches nothing.
        """
        wanted, chosen = some_falls(self._falls, tops)
        bounds = np.searchsorted(self._items.slice_of, np.arange(self._n_slices + 1))
        of = [slice(first, last) for first, last in itertools.pairwise(bounds.tolist())]
        hit = [
            np.zeros((some.stop - some.start, len(top)), dtype=np.bool_)
            for some, top in zip(of, tops, strict=True)
        ]
        for block in self._rounds.blocks(chosen):
            for some, top, seen in zip(of, tops, hit, strict=True):
                inside, column = columns_in(block, wanted, top)
                if len(inside):
                    seen[:, inside] = columns_of(self._item_rows(block, some), column)
        weights = (self._items.weight[some] for some in of)
        return [w @ np.logical_or.accumulate(h, axis=1) for w, h in zip(weights, hit, strict=True)]

    def _item_rows(self, block: Reached, some: slice) -> Words:
        owner = self._items.owner[some]
        found: Words = block.nodes[owner] | block.nodes[self._second[some]]
        found &= ~block.own[owner]
        return found

    def _sums(self, block: Reached) -> npt.NDArray[np.int64]:
        count = block.last - block.first
        total = np.zeros((self._n_slices, count), dtype=np.int64)
        for first in range(0, len(self._items.owner), _ITEMS_AT_A_TIME):
            some = slice(first, first + _ITEMS_AT_A_TIME)
            bits = bits_of(self._item_rows(block, some), count)
            weight, of = self._items.weight[some], self._items.slice_of[some]
            begin = np.flatnonzero(np.diff(of, prepend=-1))
            reached = bits * weight[:, None] if (weight != 1).any() else bits
            total[of[begin]] += np.add.reduceat(reached, begin, axis=0, dtype=np.int64)
        return total

    def _compiled_amounts(self, progress: Progress) -> npt.NDArray[np.int64] | None:
        """Return the same from the kernel; None where parts are told apart, which it cannot."""
        network = compile_network(self._view, self._least, one_is_enough=True)
        if not network.is_plain or len(self._view.part_customer):
            return None
        sums_of, bits_of_a_sum = _compiled_sums(network, self._falls)
        total = np.zeros((self._n_slices, len(self._falls.starts) - 1), dtype=np.int64)
        packs = _packs(self._items.totals(self._n_slices), bits_of_a_sum)
        progress.start("reach of every organization", len(packs))
        for pack in packs:
            weights = np.zeros(self._view.n, dtype=np.int64)
            for k, shift in pack:
                own = self._items.slice_of == k
                weights[self._items.owner[own]] += self._items.weight[own] << shift
            sums = sums_of(weights)
            for (k, shift), bits in zip(pack, _widths(pack), strict=True):
                total[k] = (sums >> shift) & ((1 << bits) - 1)
            progress.advance()
        progress.done()
        return total


def _compiled_sums(network: Network, falls: Ragged) -> tuple[Callable[[Longs], Longs], int]:
    """Return what sums weights of what each fall reaches, and the bits that a sum may have."""
    if (falls.lengths() == 1).all():
        from graphrisk.analysis.kernels.every_vendor import EveryVendor
        from graphrisk.analysis.kernels.order import build_layout

        customer = network.group_node[network.input_group]
        asked = EveryVendor(build_layout(network.n_nodes, network.inputs, customer))

        def sums_of(weights: Longs) -> Longs:
            every = np.zeros(network.n_nodes)
            every[: len(weights)] = weights
            found = asked.totals(every).weight
            assert found is not None
            return found[falls.values].astype(np.int64)

        return sums_of, _BITS_OF_A_FRACTION
    from graphrisk.analysis.kernels.scenarios import PreparedScenarios

    prepared = PreparedScenarios.of(network)
    return lambda weights: prepared.count(falls, weights).stops, _BITS_OF_A_SUM


def refuse_hours(work: int, falls: int) -> None:
    """Say before it starts that following so many falls round by round would take hours.

    Raises
    ------
    TooLarge
        Links times words of 64 falls are more than `MOST_PLAIN_WORK`.
    """
    if work > MOST_PLAIN_WORK:
        raise TooLarge(
            f"{falls:,} falls, followed round by round, are {work:,} steps; {MOST_PLAIN_WORK:,} is "
            "the most where functions or contracts are told apart",
            limit=MOST_PLAIN_WORK,
            size=work,
            fix="leave out weak links with --min-criticality or --min-confidence",
        )


def _packs(totals: Longs, room: int = _BITS_OF_A_SUM) -> list[list[tuple[int, int]]]:
    """Return slices in packs, each (slice, shift): their sums fit side by side into one number.

    The kernel passes over the whole network once per pack, whatever is in it.
    """
    packs: list[list[tuple[int, int]]] = []
    used = room
    for k, total in enumerate(totals.tolist()):
        bits = max(1, total.bit_length())
        if used + bits > room:
            packs.append([])
            used = 0
        packs[-1].append((k, used))
        used += bits
    return packs


def _widths(pack: list[tuple[int, int]]) -> list[int]:
    """Return how many bits each sum of a pack has."""
    ends = [shift for _, shift in pack[1:]] + [_BITS_OF_A_SUM + 1]
    return [end - shift for (_, shift), end in zip(pack, ends, strict=True)]


def some_falls(falls: Ragged, tops: Sequence[Longs]) -> tuple[Longs, Ragged]:
    """Return the places of all falls that are named, ascending, and those falls."""
    wanted = distinct(np.concatenate([np.zeros(0, dtype=np.int64), *tops]))
    wanted = wanted[wanted >= 0]
    position, rows = falls.of(wanted)
    starts = np.searchsorted(position, np.arange(len(wanted) + 1)).astype(np.int64)
    return wanted, Ragged(starts, rows)


def columns_in(block: Reached, wanted: Longs, top: Longs) -> tuple[Longs, Longs]:
    """Return which of the falls in ``top`` a block holds, and in which column each."""
    column = np.searchsorted(wanted, top) - block.first
    inside = np.flatnonzero((top >= 0) & (column >= 0) & (column < block.last - block.first))
    return inside, column[inside]


def columns_of(rows: Words, columns: Longs) -> npt.NDArray[np.bool_]:
    """Return some bits of every row."""
    bits = rows[:, columns // 64] >> (columns % 64).astype(np.uint64)
    found: npt.NDArray[np.bool_] = (bits & np.uint64(1)).astype(np.bool_)
    return found
