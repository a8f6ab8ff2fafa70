"""What hangs on single links: who stops with them and not without, when their vendor falls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.spread import Spread, spread
from graphrisk.model.graph import Mask
from graphrisk.model.harm import HarmView
from graphrisk.progress import Progress

MOST_SPREADS = 6_000
MOST_WORK = 300_000_000
"""Spreads, and spreads times nodes and links, for one answer: about a minute. Links beyond are not
weighed, and that is said."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Organizations that stop wholly or partly, and functions that are down."""

    parties: int
    functions: int

    def words(self) -> str:
        """Return it in words."""
        stops = "1 organization stops" if self.parties == 1 else f"{self.parties:,} stop"
        if not self.functions:
            return f"{stops} or not by it"
        functions = "1 function" if self.functions == 1 else f"{self.functions:,} functions"
        return f"{stops} or not by it, {functions} with them"


class _Fall:
    """A fall with the groups it loses that take their scope down, looked up once for all links."""

    def __init__(self, found: Spread, view: HarmView, threshold: int) -> None:
        self.spread = found
        lost = np.flatnonzero((found.group >= 0) & (view.groups.rank >= threshold))
        self.lost = set(lost.tolist())
        self.lost_of = Counter(view.groups.customer[lost].tolist())


class Weigher:
    """Weighs links of one view.

    Parameters
    ----------
    held
        Links that pass nothing on unless they are weighed; None for links that pass on.
    """

    def __init__(
        self, view: HarmView, threshold: int, progress: Progress, held: Mask | None = None
    ) -> None:
        self.view = view
        self.threshold = threshold
        self.progress = progress
        self.held = np.zeros(view.n_edges, dtype=np.bool_) if held is None else held
        self.is_added = held is not None
        self.left_out = ""
        self.most = max(1, min(MOST_SPREADS, MOST_WORK // max(1, view.n_nodes + view.n_edges)))
        self._spreads = 0
        self._serves = np.zeros(view.n, dtype=np.bool_)
        self._serves[view.vendor] = True
        self._has_parts = np.zeros(view.n, dtype=np.bool_)
        self._has_parts[view.part_customer] = True

    def of_links(self, links: npt.NDArray[Any]) -> Iterator[tuple[int, Weight]]:
        """Yield (link, weight); those of vendors with most such links first."""
        vendors = self.view.vendor[links]
        count = np.bincount(vendors, minlength=self.view.n)
        order = np.lexsort((links, vendors, -count[vendors]))
        self.progress.start("weighing doubtful links", len(links))
        base: _Fall | None = None
        last = -1
        for done, edge in enumerate(links[order].tolist()):
            if self._spreads >= self.most:
                self.left_out = (
                    f"{len(links) - done:,} of {len(links):,} doubtful links were not weighed: "
                    f"at most {self.most:,} falls are followed in a register of this size"
                )
                break
            vendor = int(self.view.vendor[edge])
            if base is None or vendor != last:
                base, last = _Fall(self._fall(vendor, None), self.view, self.threshold), vendor
            yield edge, self._of_link(vendor, edge, base)
            self.progress.advance()
        self.progress.done()

    def _of_link(self, vendor: int, edge: int, base: _Fall) -> Weight:
        customer = int(self.view.customer[edge])
        if not self.is_added:
            if int(self.view.group[edge]) not in base.lost:
                return Weight(0, 0)
            if not self._serves[customer] and not self._has_parts[customer]:
                return Weight(int(self._alone_stops(edge, base)), 0)
        other = self._fall(vendor, edge)
        worse, better = (other, base.spread) if self.is_added else (base.spread, other)
        return self._difference(worse, better)

    def _alone_stops(self, edge: int, base: _Fall) -> bool:
        """Whether a customer without customers or parts stops by this link: no fall is needed."""
        view, group = self.view, int(self.view.group[edge])
        lost = int(base.spread.lost_suppliers[group])
        standing = int(view.groups.n_suppliers[group]) - lost + 1
        is_one_of_several = view.links_of_supplier[view.supplier[edge]] > 1
        if standing < view.groups.required[group] and not is_one_of_several:
            return False
        return base.lost_of[int(view.customer[edge])] == 1

    def _fall(self, vendor: int, changed: int | None) -> Spread:
        self._spreads += 1
        held = self.held
        if changed is not None:
            held = held.copy()
            held[changed] = not held[changed]
        is_held = held if held.any() else None
        return spread(self.view, np.array([vendor]), self.threshold, held=is_held)

    def _difference(self, worse: Spread, better: Spread) -> Weight:
        view = self.view
        stopped = [each.down(view) | each.partly(view) for each in (worse, better)]
        parts = slice(view.n, view.n + len(view.part_customer))
        down = [  # a function is down with all of its organization, or by itself
            (each.node[parts] >= 0) | each.down(view)[view.part_customer]
            for each in (worse, better)
        ]
        return Weight(int((stopped[0] & ~stopped[1]).sum()), int((down[0] & ~down[1]).sum()))
