"""Which moves bring most: greedy with bounds, and every set of moves where there are few.

The measure is what a plan leaves standing: pairs of (a fall, somebody whom it stops). Reduction of
such a measure is not submodular (two moves may help only together), so greedy alone proves
nothing; where the search over all sets ends within its limit, its answer is the best there is.
Bounds of moves (`graphrisk.analysis.mitigation_bounds`) add up, which prunes the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.mitigation_moves import Move, with_moves
from graphrisk.analysis.network_form import Longs, Network
from graphrisk.analysis.scenarios import scenario_sets, scenarios

if TYPE_CHECKING:
    from graphrisk.analysis.kernels.savings import Savings

MOST_EVALUATIONS = 3_000
"""Plans that are looked at, on a small network; on a large one fewer."""
_LEAST_EVALUATIONS = 30
_AT_ONCE = 4_096
"""Moves whose savings are found together."""
_PLAIN_WORK = 100_000
"""The same for one plan, below which it is evaluated in plain numpy."""
_WORK = 200_000_000
"""Inputs times words of 64 falls, over all plans."""


class Measure:
    """Pairs of (a fall, a target that it stops, wholly or partly) in a network after moves.

    Parameters
    ----------
    targets
        Organizations that count.
    falls
        Rows that fall together, one array a fall.
    """

    def __init__(
        self,
        network: Network,
        targets: npt.NDArray[np.bool_],
        falls: Sequence[npt.NDArray[np.int32]],
    ) -> None:
        self.network = network
        self.evaluations = 0
        work = max(len(network.inputs), 1) * (len(falls) // 64 + 1)
        self.most_evaluations = min(MOST_EVALUATIONS, max(_LEAST_EVALUATIONS, _WORK // work))
        # One question after the other: a compiler pays sooner than for a single one.
        self._compiled = True if work > _PLAIN_WORK else None
        self._targets, self._falls = targets, falls
        self._weights = None if targets.all() else targets.astype(np.int64)
        self._sets = scenario_sets(list(falls))
        self._known: dict[frozenset[int], int] = {}

    def of(self, moves: Sequence[Move]) -> int:
        """Return how many pairs are left after moves."""
        key = frozenset(id(move) for move in moves)
        if key not in self._known:
            self.evaluations += 1
            self._known[key] = self.of_network(with_moves(self.network, moves))
        return self._known[key]

    def savings(self, done: Sequence[Move]) -> Savings | None:
        """Return what tells what moves save beyond those that are made already; None without room.

        For a move only what it changes is settled anew, not every fall.
        """
        from graphrisk.analysis.kernels.savings import Savings

        if not Savings.fits(self.network, len(self._falls)):
            return None
        return Savings(with_moves(self.network, done), self._targets, self._falls)

    def of_network(self, network: Network) -> int:
        """Return how many pairs a network leaves."""
        counts = scenarios(network, self._sets, weights=self._weights, compiled=self._compiled)
        return int(counts.stops.sum() + counts.partly.sum())


def falls_that_stop(
    network: Network,
    targets: npt.NDArray[np.bool_],
    falls: Sequence[npt.NDArray[np.int32]],
) -> list[npt.NDArray[np.int32]]:
    """Return the falls that stop a target: no move makes somebody stop who did not."""
    weights = None if targets.all() else targets.astype(np.int64)
    counts = scenarios(network, scenario_sets(list(falls)), weights=weights)
    return [falls[at] for at in np.flatnonzero(counts.stops + counts.partly).tolist()] or list(
        falls[:1]
    )


@dataclass(frozen=True)
class Step:
    """A move of a plan, and the pairs that are left once it is made after those before it."""

    move: Move
    left: int


@dataclass(frozen=True)
class Plan:
    """Moves in the order in which to make them.

    Attributes
    ----------
    before, after
        Pairs of (fall, stopped) without and with the plan.
    most_saved
        No plan of as many moves within the budget saves more: by the bounds of moves, which add up.
    proven
        True when every set of as many moves within the budget was ruled out as better.
    tried_all
        False when candidates were left out for lack of time.
    """

    steps: tuple[Step, ...]
    before: int
    after: int
    most_saved: int
    proven: bool
    tried_all: bool


def best_plan(
    measure: Measure,
    moves: Sequence[Move],
    bounds: Longs,
    costs: Sequence[float | None],
    *,
    most: int,
    budget: float | None,
) -> Plan:
    """Return the plan of at most ``most`` moves that leaves fewest pairs.

    Parameters
    ----------
    bounds
        What each move can save at the most; bounds add up.
    costs
        Cost of each move, None where it is not known; with a budget those are left out.

    Notes
    -----
    Greedy evaluates moves in the order of their bounds until none can beat the best; where there
    are too many for that, what each saves is found for all at once. The search over all sets
    follows with what is left of the evaluations.
    """
    before = measure.of(())
    usable = [at for at in range(len(moves)) if bounds[at] > 0 and _affordable(costs[at], budget)]
    usable.sort(key=lambda at: (-bounds[at], at))
    choice = _Choice(measure, moves, bounds, costs, most, budget)
    tried_all = choice.greedy(usable)
    proven = choice.left == 0 or (tried_all and choice.search([], usable))
    steps, done = [], []
    for at in _in_order(measure, moves, choice.best):
        done.append(moves[at])
        steps.append(Step(moves[at], measure.of(done)))
    after = measure.of(done)
    saved = before - after if proven else _most_saved(usable, bounds, costs, most, budget)
    return Plan(tuple(steps), before, after, min(before, saved), proven, tried_all)


def _most_saved(
    usable: Sequence[int],
    bounds: Longs,
    costs: Sequence[float | None],
    most: int,
    budget: float | None,
) -> int:
    """Return what a plan can save at the most: the largest bounds, and what the budget buys.

    Under a budget the dearest of the cheapest bounds counts whole, though it may not fit.
    """
    found = int(bounds[list(usable[:most])].sum())
    if budget is None:
        return found
    bought, left = 0, budget
    for at in sorted(usable, key=lambda each: (costs[each] or 0.0) / max(int(bounds[each]), 1)):
        bought += int(bounds[at])
        left -= costs[at] or 0.0
        if left < 0:
            break
    return min(found, bought)


def _affordable(cost: float | None, budget: float | None) -> bool:
    return budget is None or (cost is not None and cost <= budget)


class _Choice:
    """The best set of moves so far, and the two ways to look for a better one."""

    def __init__(
        self,
        measure: Measure,
        moves: Sequence[Move],
        bounds: Longs,
        costs: Sequence[float | None],
        most: int,
        budget: float | None,
    ) -> None:
        self.measure, self.moves, self.bounds, self.costs = measure, moves, bounds, costs
        self.most, self.budget = most, budget
        self.best: list[int] = []
        self.left = measure.of(())

    def greedy(self, usable: Sequence[int]) -> bool:
        """Add the move that saves most (a unit of cost, under a budget) until nothing helps.

        Returns False when the evaluations ran out.
        """
        while len(self.best) < self.most:
            at, tried_all = self._next(usable)
            if at is not None:
                self.best.append(at)
                self.left = self._left_after(self.best)
            if at is None or not tried_all:
                return tried_all
        return True

    def _next(self, usable: Sequence[int]) -> tuple[int | None, bool]:
        if len(usable) * self.most > self.measure.most_evaluations // 2:
            savings = self.measure.savings([self.moves[at] for at in self.best])
            if savings is not None:
                return self._best_of(usable, savings), True
        return self._next_one_by_one(usable)

    def _best_of(self, usable: Sequence[int], savings: Savings) -> int | None:
        """Return the move that saves most (a unit of cost), the first of equal ones."""
        best, best_score = None, 0.0
        for first in range(0, len(usable), _AT_ONCE):
            some = usable[first : first + _AT_ONCE]
            if self.budget is None and self.bounds[some[0]] <= best_score:
                break  # sorted by bound: nobody after this one can save more
            saved = savings.of([self.moves[at] for at in some]).tolist()
            for at, more in zip(some, saved, strict=True):
                if more > 0 and at not in self.best and self._within(self.best, at):
                    score = self._score(at, more)
                    if score > best_score:
                        best, best_score = at, score
        return best

    def _score(self, at: int, saved: int) -> float:
        cost = self.costs[at] or 0.0
        return saved / max(cost, 1e-9) if self.budget is not None else float(saved)

    def _next_one_by_one(self, usable: Sequence[int]) -> tuple[int | None, bool]:
        best, best_score = None, 0.0
        for at in usable:
            if at in self.best or not self._within(self.best, at):
                continue
            if self.budget is None and self.bounds[at] <= best_score:
                break  # sorted by bound: nobody after this one can save more
            if self._spent_all():
                return best, False
            saved = self.left - self._left_after([*self.best, at])
            score = self._score(at, saved)
            if saved > 0 and score > best_score:
                best, best_score = at, score
        return best, True

    def search(self, chosen: list[int], rest: Sequence[int]) -> bool:
        """Look at all sets that extend ``chosen``, except where a bound rules them out.

        Returns False when the evaluations ran out.
        """
        if self._spent_all():
            return False
        left = self._left_after(chosen)
        if left < self.left:
            self.left, self.best = left, list(chosen)
        room = self.most - len(chosen)
        for place, at in enumerate(rest):
            # The largest bounds come first: what follows can save no more than these.
            can_save = int(self.bounds[list(rest[place : place + room])].sum())
            if room == 0 or left - can_save >= self.left:
                return True
            if self._within(chosen, at) and not self.search([*chosen, at], rest[place + 1 :]):
                return False
        return True

    def _left_after(self, chosen: Sequence[int]) -> int:
        return self.measure.of([self.moves[at] for at in chosen])

    def _within(self, chosen: Sequence[int], at: int) -> bool:
        """Return True when one more move fits into the budget."""
        if self.budget is None:
            return True
        spent = sum(self.costs[each] or 0.0 for each in (*chosen, at))
        return spent <= self.budget

    def _spent_all(self) -> bool:
        return self.measure.evaluations >= self.measure.most_evaluations


def _in_order(measure: Measure, moves: Sequence[Move], chosen: Sequence[int]) -> list[int]:
    """Return the moves of a plan, each time the one that saves most next."""
    rest, ordered = list(chosen), list[int]()
    while rest:
        done = [moves[at] for at in ordered]
        best = min(rest, key=lambda at: (measure.of([*done, moves[at]]), at))
        ordered.append(best)
        rest.remove(best)
    return ordered
