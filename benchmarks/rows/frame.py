"""How a row is measured: equal answers first, then interleaved rounds in one process.

A *row* is a kind of question, a *cell* one question of it on one network, a *contestant* one way
to answer it. Our own comes first; every other answer is compared with it before the clock counts.
"""

from __future__ import annotations

import gc
import importlib.util
import statistics
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.rows.inputs import Network

OURS = "graphrisk"
SHORTEST = 0.002
"""Seconds: a shorter call is repeated within one reading of the clock."""


@dataclass(frozen=True)
class Contestant:
    """One way to answer.

    Attributes
    ----------
    name
        As printed; ours begin with "graphrisk".
    run
        Answers once; only this is timed.
    answer
        Turns what ``run`` returned into what is compared; not timed.
    scale
        Number by which measured time is multiplied: whole job / part of it that is run.
    note
        What differs: a sample, a weaker answer, threads.
    """

    name: str
    run: Callable[[], Any]
    answer: Callable[[Any], Any] = lambda raw: raw
    scale: float = 1.0
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """One question on one network.

    ``contestants`` are (name, library, maker), so that a missing library costs nothing; ``same``
    compares our answer with another one (None: nothing to compare); ``rounds`` is the most rounds
    that are run.
    """

    name: str
    contestants: Iterable[tuple[str, str | None, Callable[[], Contestant]]]
    same: Callable[[Any, Any], bool] | None = lambda ours, other: bool(np.array_equal(ours, other))
    rounds: int = 25
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A kind of question: its cells on a network, and what must be reached."""

    name: str
    cells: Callable[[Network], Iterator[Cell]]
    target: str = ""
    sizes: tuple[str, ...] | None = None
    """Networks on which it makes sense; None for all."""


@dataclass
class Measured:
    """What came out for one contestant in one cell."""

    size: str
    row: str
    cell: str
    contestant: str
    equal: bool | None = None
    rounds: int = 0
    median: float | None = None
    best: float | None = None
    ratio: float | None = None
    note: str = ""
    missing: str = ""
    seconds: list[float] = field(default_factory=list, repr=False)


def measure(
    row: Row, network: Network, budget: float, libraries: Collection[str] | None = None
) -> Iterator[Measured]:
    """Measure every cell of a row.

    Parameters
    ----------
    budget
        The most seconds for one contestant.
    libraries
        Those that take part besides us; None for all.
    """
    for cell in row.cells(network):
        found = _measure_cell(row.name, network.name, cell, budget, libraries)
        own = next((m for m in found if m.contestant.startswith(OURS) and m.median), None)
        for measured in found:
            if own is not None and measured.median is not None and own.median:
                measured.ratio = measured.median / own.median
            yield measured


def _measure_cell(
    row: str, size: str, cell: Cell, budget: float, libraries: Collection[str] | None
) -> list[Measured]:
    found: list[Measured] = []
    ready: list[tuple[Contestant, Measured, int]] = []
    reference: Any = None
    for name, library, make in cell.contestants:
        if libraries is not None and library is not None and library not in libraries:
            continue
        measured = Measured(size, row, cell.name, name)
        found.append(measured)
        if library is not None and importlib.util.find_spec(library) is None:
            measured.missing = f"{library} is not installed"
            continue
        contestant = make()
        raw, took = _once(contestant)
        answer = contestant.answer(raw)
        del raw
        reference = answer if reference is None else reference
        measured.equal = None if cell.same is None else cell.same(reference, answer)
        measured.note = "; ".join(part for part in (contestant.note, cell.note) if part)
        if took < budget / 3 or name.startswith(OURS):
            took = _once(contestant)[1]  # the first call compiled and warmed up; it does not count
        measured.seconds.append(took)
        ready.append((contestant, measured, max(1, int(SHORTEST / max(took, 1e-7)))))
    _rounds(ready, cell.rounds - 1, budget)
    for contestant, measured, _ in ready:
        seconds = [s * contestant.scale for s in measured.seconds]
        measured.rounds = len(seconds)
        measured.median, measured.best = statistics.median(seconds), min(seconds)
    return found


def _once(contestant: Contestant) -> tuple[Any, float]:
    """Return the answer and seconds of one call."""
    began = time.perf_counter()
    raw = contestant.run()
    return raw, time.perf_counter() - began


def _rounds(ready: list[tuple[Contestant, Measured, int]], rounds: int, budget: float) -> None:
    """Run everybody once a round until the rounds or somebody's budget are used up."""
    gc.collect()
    left = {id(measured): budget - measured.seconds[0] for _, measured, _ in ready}
    for _ in range(rounds):
        for contestant, measured, times in ready:
            if left[id(measured)] < measured.seconds[-1] * times:
                continue
            began = time.perf_counter()
            for _ in range(times):
                contestant.run()
            took = time.perf_counter() - began
            measured.seconds.append(took / times)
            left[id(measured)] -= took
