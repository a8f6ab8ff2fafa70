"""Reach of thousands of falls at once, round by round, as bits in plain numpy.

Bit s of a node's row says "within reach in fall s". Rounds are those of
`graphrisk.analysis.spread.spread` with one lost supplier being enough: synchronous, so that the
round in which a bit comes up is the hop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.bit_rows import Words, set_bits
from graphrisk.model.graph import Ints, Mask
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Longs, Ragged

_WORDS_AT_A_TIME = 4_000_000
_MOST_WORDS = 64
OnRound = Callable[[int, Words], None]


@dataclass(frozen=True)
class Reached:
    """What a block of falls reaches: bit s of every row is fall ``first + s``.

    Attributes
    ----------
    nodes
        Rows of all nodes of the view: organizations, parts, "any part" nodes.
    own
        Rows of organizations: the fallen themselves.
    """

    first: int
    last: int
    nodes: Words
    own: Words


class ReachRounds:
    """The links of a view that conduct at a threshold, ready for any number of falls."""

    def __init__(self, view: HarmView, least: int) -> None:
        self.view = view
        conducts = view.groups.rank >= least
        edges = np.flatnonzero(conducts[view.group])
        edges = edges[np.argsort(view.supplier[edges], kind="stable")]
        groups, group = np.unique(view.group[edges], return_inverse=True)
        triggered = view.trigger[edges]
        self._links = _Links(
            source=view.vendor[edges],
            trigger=np.where(triggered < 0, view.vendor[edges], triggered),
            supplier=view.supplier[edges],
            group=group.astype(np.int32),
        )
        customer, whole = view.groups.customer[groups], view.groups.whole[groups]
        place, part = view.groups.parts.of(groups)
        at = np.concatenate((np.flatnonzero(whole), place, np.flatnonzero(~whole)))
        node = np.concatenate((customer[whole], part, view.any_part(customer[~whole])))
        order = np.argsort(node, kind="stable")
        self._target_group, self._target = at[order], node[order]
        self._n_groups = len(groups)

    @property
    def words_at_a_time(self) -> int:
        """Words of 64 falls that one block holds."""
        return max(1, min(_MOST_WORDS, _WORDS_AT_A_TIME // max(1, self.n_links)))

    @property
    def n_links(self) -> int:
        """Links that conduct."""
        return len(self._links.source)

    def blocks(self, falls: Ragged, on_round: OnRound | None = None) -> Iterator[Reached]:
        """Yield what falls reach, as many at a time as memory likes.

        Parameters
        ----------
        falls
            Rows of the organizations of each fall.
        on_round
            Called with the round and the bits of organizations first touched in it, the fallen
            left out, before the block is yielded.

        Notes
        -----
        O(links x falls / 64 x rounds); later rounds look only at what has changed.
        """
        step = 64 * self.words_at_a_time
        count = len(falls.starts) - 1
        for first in range(0, count, step):
            last = min(count, first + step)
            begin, end = falls.starts[first], falls.starts[last]
            fall = np.repeat(np.arange(last - first), falls.lengths()[first:last])
            words = -(-(last - first) // 64)
            own = set_bits(self.view.n, words, falls.values[begin:end], fall)
            yield Reached(first, last, self._settled(own, on_round), own)

    def _settled(self, own: Words, on_round: OnRound | None) -> Words:
        view = self.view
        nodes = np.zeros((view.n_nodes, own.shape[1]), dtype=np.uint64)
        nodes[: view.n] = own
        touched = own.copy() if on_round is not None else own
        changed = np.zeros(view.n_nodes, dtype=np.bool_)
        changed[: view.n] = own.any(axis=1)
        now = 0
        while changed.any():
            target, down = self._one_round(nodes, changed)
            down &= ~nodes[target]
            news = down.any(axis=1)
            changed[:] = False
            changed[target[news]] = True
            nodes[target[news]] |= down[news]
            now += 1
            if on_round is not None and news.any():
                new = touched_organizations(view, nodes) & ~touched
                touched |= new
                on_round(now, new)
        return nodes

    def _one_round(self, nodes: Words, changed: Mask) -> tuple[Longs, Words]:
        """Return the nodes of groups with a changed supplier, and where those groups are lost."""
        links = self._links
        active = np.zeros(self._n_groups, dtype=np.bool_)
        active[links.group[changed[links.source] | changed[links.trigger]]] = True
        if not active.any():
            return np.zeros(0, dtype=np.int64), np.zeros((0, nodes.shape[1]), dtype=np.uint64)
        if not active.all():
            links = links.of_groups(active)
        wanted = active[self._target_group]
        number = np.cumsum(active) - 1
        group, target = number[self._target_group[wanted]], self._target[wanted]
        first = _firsts(target)
        return target[first], _joined(links.lost_groups(nodes)[group], first)


@dataclass(frozen=True)
class _Links:
    """Links sorted by supplier, and so by group: who loses them, besides by which part."""

    source: Ints
    trigger: Ints
    supplier: Ints
    group: Ints

    def of_groups(self, active: Mask) -> _Links:
        """Return the links of some groups."""
        kept = active[self.group]
        return _Links(self.source[kept], self.trigger[kept], self.supplier[kept], self.group[kept])

    def lost_groups(self, nodes: Words) -> Words:
        """Return where each group has lost a supplier, and a supplier all of its links."""
        lost = nodes[self.source]
        parts = np.flatnonzero(self.trigger != self.source)
        if len(parts):
            lost[parts] |= nodes[self.trigger[parts]]
        first = _firsts(self.supplier)
        if len(first) < len(lost):
            lost = np.bitwise_and.reduceat(lost, first, axis=0)
        return _joined(lost, _firsts(self.group[first]))


def _joined(rows: Words, first: Longs) -> Words:
    """Return the union of each run of rows."""
    if len(first) == len(rows):
        return rows
    found: Words = np.bitwise_or.reduceat(rows, first, axis=0)
    return found


def touched_organizations(view: HarmView, nodes: Words) -> Words:
    """Return the rows of organizations that are reached, wholly or in part."""
    whole: Words = nodes[: view.n]
    if not len(view.part_customer):
        return whole
    parts: Words = nodes[view.any_part(np.arange(view.n))]
    return whole | parts


def _firsts(sorted_keys: npt.NDArray[Any]) -> Longs:
    """Return where each run of equal keys begins."""
    return np.flatnonzero(np.diff(sorted_keys, prepend=-1))
