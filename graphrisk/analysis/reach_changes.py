"""Who is newly within reach of whose fall, who no longer is, and which link made the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphrisk.analysis.outage import FALLEN, NOT_REACHED, PARTLY, Outage, outage
from graphrisk.analysis.record_changes import Compared, LinkChange
from graphrisk.model.graph import Mask
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress

CHANGES = ("newly stops", "newly within reach", "no longer stops", "no longer within reach")
_LEVEL = np.array([0, 0, 3, 2, 1, 1], dtype=np.int8)
"""How bad each state is, by its number: not reached, fallen, stops, partly, degraded, kept up."""
MOST_WORK = 100_000_000
"""Falls times links up to which each fall is compared by itself."""
MOST_REASONS = 3_000
"""Pairs of a fall and a party for which the links behind the difference are looked for."""
_NAMED = 3


@dataclass(slots=True)
class PartyChange:
    """One party, one kind of change, and all falls that it is true of.

    ``links`` are the changes of links behind it, the commonest first; ``parts`` the functions (or
    contracts) that stop on one side only, where not all of it does.
    """

    change: str
    id: str
    name: str
    falls: list[str] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    links: dict[LinkChange, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReachChanges:
    """What changes for parties; ``left_out`` falls were not compared."""

    parties: tuple[PartyChange, ...]
    compared: int
    left_out: int
    pairs: Mapping[str, int]


def reach_changes(
    compared: Compared,
    views: tuple[HarmView, HarmView],
    links: Sequence[LinkChange],
    threshold: str,
    *,
    progress: Progress = SILENT,
) -> ReachChanges:
    """Compare the fall of every organization that changed links may concern, before and after.

    Parameters
    ----------
    views
        Harm views of both sides.
    links
        What became of links.

    Notes
    -----
    Two outages for each organization upstream of a customer whose links changed; where that would
    be more than `MOST_WORK`, those whose own links changed and then those with most customers.
    """
    asked = _concerned(compared, views, links)
    most = max(1, MOST_WORK // max(1, views[0].n_edges + views[1].n_edges))
    falls = asked[:most]
    watch = _Watch(compared, views, links)
    progress.start("falls before and after", len(falls))
    for key in falls:
        watch.fall(key, threshold)
        progress.advance()
    progress.done()
    order = {word: place for place, word in enumerate(CHANGES)}
    parties = sorted(
        watch.parties.values(), key=lambda p: (order[p.change], -len(p.falls), p.name.casefold())
    )
    return ReachChanges(tuple(parties), len(falls), len(asked) - len(falls), watch.pairs)


def _concerned(
    compared: Compared, views: tuple[HarmView, HarmView], links: Sequence[LinkChange]
) -> list[str]:
    """Return ids upstream of customers whose links changed: whose own did, then most customers."""
    found: dict[str, tuple[bool, int]] = {}
    for side, view in enumerate(views):
        graph = view.graph
        rows = [each.after if side else each.before for each in links]
        touched = np.zeros(view.n, dtype=np.bool_)
        touched[graph.target[[row for row in rows if row >= 0]]] = True
        other = compared.before if side else compared.after
        ends = other.target[
            [r for each in links if (r := each.before if side else each.after) >= 0]
        ]
        here = graph.rows_of(other.ids_of(np.unique(ends)))
        touched[here[here >= 0]] = True
        served = np.bincount(view.vendor, minlength=view.n)
        own = np.zeros(view.n, dtype=np.bool_)
        own[graph.source[[row for row in rows if row >= 0]]] = True
        above = np.flatnonzero(_upstream(view, touched))
        for key, row in zip(graph.ids_of(above), above, strict=True):
            rank = (bool(own[row]), int(served[row]))
            found[key] = max(found.get(key, rank), rank)
    return sorted(found, key=lambda key: (-found[key][0], -found[key][1], key))


def _upstream(view: HarmView, touched: Mask) -> Mask:
    """Return who serves the touched ones, at any tier."""
    above = np.zeros(view.n, dtype=np.bool_)
    frontier = touched
    while frontier.any():
        vendors = np.zeros(view.n, dtype=np.bool_)
        vendors[view.vendor[frontier[view.customer]]] = True
        frontier = vendors & ~above
        above |= vendors
    return above


class _Watch:
    """Gathers the differences of one fall after the other."""

    def __init__(
        self, compared: Compared, views: tuple[HarmView, HarmView], links: Sequence[LinkChange]
    ) -> None:
        self.views = views
        after = compared.after.organization_ids.to_pylist()
        self.place = compared.before.rows_of(after)
        self.only_before = np.setdiff1d(np.arange(compared.before.n_organizations), self.place)
        self.parties: dict[tuple[str, str], PartyChange] = {}
        self.pairs: dict[str, int] = dict.fromkeys(CHANGES, 0)
        self.left = MOST_REASONS
        self.parts: dict[tuple[int, str], int] = {}
        self.part_at = [self._parts_of(side) for side in (0, 1)]
        self.by_row: list[dict[int, LinkChange]] = [
            {each.before: each for each in links if each.before >= 0},
            {each.after: each for each in links if each.after >= 0},
        ]
        self.by_customer: list[dict[int, list[LinkChange]]] = [defaultdict(list), defaultdict(list)]
        for each in links:
            self._note_customer(compared, each)

    def _parts_of(self, side: int) -> npt.NDArray[np.int64]:
        """Return the number of each part of a view, the same on both sides; -1 for those gone."""
        view = self.views[side]
        rows = view.part_customer.tolist()
        if side == 0:
            later = np.full(view.n, -1, dtype=np.int64)
            later[self.place[self.place >= 0]] = np.flatnonzero(self.place >= 0)
            rows = later[view.part_customer].tolist()
        keys = zip(rows, view.part_names, strict=True)
        found = [self.parts.setdefault(key, len(self.parts)) if key[0] >= 0 else -1 for key in keys]
        return np.array(found, dtype=np.int64)

    def _parts_down(self, side: int, result: Outage | None) -> Mask:
        down = np.zeros(len(self.parts), dtype=np.bool_)
        if result is not None:
            view, at = self.views[side], self.part_at[side]
            lost = result.depends.node[view.n : view.n + len(at)] >= 0
            down[at[lost & (at >= 0)]] = True
        return down

    def _compare_parts(
        self, fall: str, states: tuple[Any, Any], results: Sequence[Outage | None]
    ) -> None:
        """Note the functions that stop on one side only; of one that stops whole, none is named."""
        sides = [self._parts_down(side, result) for side, result in enumerate(results)]
        keys = list(self.parts)
        for side, change in ((1, "newly stops"), (0, "no longer stops")):
            noted: set[int] = set()
            for at in np.flatnonzero(sides[side] & ~sides[1 - side]).tolist():
                row, name = keys[at]
                if states[side][row] != PARTLY:
                    continue
                if states[0][row] == states[1][row] and row not in noted:
                    noted.add(row)
                    self._note(change, fall, row, side, results[side])
                key = (self.views[1].graph.ids_of([row])[0], change)
                if key in self.parties:
                    self.parties[key].parts.add(name)

    def _note_customer(self, compared: Compared, link: LinkChange) -> None:
        graph, row = (
            (compared.after, link.after) if link.after >= 0 else (compared.before, link.before)
        )
        key = graph.ids_of([int(graph.target[row])])
        for side, view in enumerate(self.views):
            at = int(view.graph.rows_of(key)[0])
            if at >= 0:
                self.by_customer[side][at].append(link)

    def fall(self, key: str, threshold: str) -> None:
        """Compare what the fall of one organization does."""
        rows = [int(view.graph.rows_of([key])[0]) for view in self.views]
        results = [
            outage(view, np.array([row]), threshold) if row >= 0 else None
            for view, row in zip(self.views, rows, strict=True)
        ]
        states = [
            np.full(view.n, NOT_REACHED, dtype=np.int8) if result is None else result.state
            for view, result in zip(self.views, results, strict=True)
        ]
        old = np.full(len(self.place), NOT_REACHED, dtype=np.int8)
        old[self.place >= 0] = states[0][self.place[self.place >= 0]]
        name = self._name_of_fall(rows)
        for change, hit in _split(old, states[1]):
            side = int(change.startswith("newly"))
            for row in np.flatnonzero(hit):
                self._note(change, name, int(row), side, results[side])
        self._compare_parts(name, (old, states[1]), results)
        gone = states[0][self.only_before]
        for change, hit in _split(gone, np.full(len(gone), NOT_REACHED, dtype=np.int8)):
            for row in self.only_before[hit]:
                self._note(change, name, int(row), 0, results[0], gone=True)

    def _name_of_fall(self, rows: Sequence[int]) -> str:
        side = 1 if rows[1] >= 0 else 0
        return str(self.views[side].graph.organization(rows[side])["name"])

    def _note(
        self, change: str, fall: str, row: int, side: int, result: Outage | None, *,
        gone: bool = False,
    ) -> None:  # fmt: skip
        known = self.views[0 if gone else 1].graph.organization(row)
        party = self.parties.setdefault(
            (known["id"], change), PartyChange(change, known["id"], known["name"])
        )
        self.pairs[change] += 1
        party.falls.append(fall)
        where = row if side or gone else int(self.place[row])
        if result is None or self.left <= 0 or where < 0:
            return
        self.left -= 1
        for link in self._reasons(side, result, where):
            party.links[link] = party.links.get(link, 0) + 1

    def _reasons(self, side: int, result: Outage, row: int) -> Iterable[LinkChange]:
        """Return the changed links of the witness, or else those of the customers along it."""
        view = self.views[side]
        witness = result.witness(row)
        edges = [] if witness is None else [*witness[0], *(e for each in witness[1] for e in each)]
        rows = [int(view.rows[edge]) for edge in edges]
        own = [self.by_row[side][each] for each in rows if each in self.by_row[side]]
        if own:
            return own
        nodes = dict.fromkeys([*(int(view.customer[edge]) for edge in edges), row])
        beside = [link for node in nodes for link in self.by_customer[side].get(node, ())]
        return beside[:_NAMED]


def _split(old: Any, new: Any) -> Iterable[tuple[str, Mask]]:
    """Yield each kind of change and whom it is true of, by the states before and after."""
    was, now = _LEVEL[old], _LEVEL[new]
    fallen = (old == FALLEN) | (new == FALLEN)
    stopped = _LEVEL[PARTLY]
    yield "newly stops", (now >= stopped) & (now > was) & ~fallen
    yield "newly within reach", (now > 0) & (now < stopped) & (was == 0) & ~fallen
    yield "no longer stops", (was >= stopped) & (now < was) & (now > 0) & ~fallen
    yield "no longer within reach", (was > 0) & (now == 0) & ~fallen


def link_words(compared: Compared, link: LinkChange) -> str:
    """Return a link and what became of it in a few words."""
    graph, row = (compared.after, link.after) if link.after >= 0 else (compared.before, link.before)
    ends = [int(graph.source[row]), int(graph.target[row])]
    names = graph.organizations.column("name").take(pa.array(ends)).to_pylist()
    service = graph.serves.column("service")[row].as_py()
    said = f" ({service})" if service else ""
    return f"{link.change}: {names[0]} → {names[1]}{said}"
