"""One customer's chain: its vendors by tier and what their fall does; paths between two parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.exposed_result import Step, Witness
from graphrisk.analysis.outage import KEPT_UP, STATE_WORDS, Outage, outage
from graphrisk.analysis.params import ExposedParams, known_rows
from graphrisk.analysis.rules import outage_rule
from graphrisk.analysis.witness import shortest_paths
from graphrisk.errors import TooLarge
from graphrisk.model.graph import Ints, RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress

MAX_VENDORS = 2_000


@dataclass(frozen=True, slots=True)
class VendorOf:
    """A vendor behind a customer: its tier, the links to the next party, what its fall does."""

    id: str
    name: str
    country: str | None
    tier: int
    state: str
    alone_suffices: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class VendorsOf:
    """All vendors behind a customer."""

    customer: tuple[str, str]
    vendors: tuple[VendorOf, ...]
    coverage: dict[str, Any]
    parameters: dict[str, Any]
    digest: str
    tier: int | None = None


@dataclass(frozen=True)
class PathBetween:
    """The witness from a vendor to a customer: shortest and best supported, with the state."""

    vendor: tuple[str, str]
    customer: tuple[str, str]
    state: str
    rule: str
    shortest: Witness | None
    best_supported: Witness | None
    parameters: dict[str, Any]
    digest: str


def vendors_of(
    graph: RiskGraph,
    customer: str,
    params: ExposedParams,
    *,
    tier: int | None = None,
    progress: Progress = SILENT,
) -> VendorsOf:
    """Return every vendor at any tier behind a customer, and what its fall alone would do.

    Raises
    ------
    KeyError
        The customer is not in the graph.
    TooLarge
        More than 2,000 vendors stand behind it; ask for one tier.

    Notes
    -----
    One outage for each vendor listed.
    """
    (row,) = known_rows(graph, [customer])
    view = params.view(graph)
    evidence = Evidence(view)
    tiers, through = _tiers(view, row)
    listed = np.flatnonzero(tiers > 0 if tier is None else tiers == tier)
    if len(listed) > MAX_VENDORS:
        raise TooLarge(
            f"{len(listed)} vendors stand behind this customer",
            limit=MAX_VENDORS,
            size=len(listed),
            fix="ask for one tier: --tier 1",
        )
    progress.start("fall of each vendor", len(listed))
    found = []
    for vendor in listed:
        result = outage(view, np.array([vendor]), params.min_criticality)
        word = STATE_WORDS[int(result.state[row])]
        known = evidence.organization(int(vendor))
        found.append(
            VendorOf(
                id=known["id"],
                name=known["name"],
                country=known["country"],
                tier=int(tiers[vendor]),
                state=word,
                alone_suffices=word == "stops",
                steps=tuple(evidence.step(edge) for edge in _down_to(view, through, int(vendor))),
            )
        )
        progress.advance()
    progress.done()
    order = {word: rank for rank, word in enumerate(("stops", "partly", "degraded", "kept up"))}
    found.sort(key=lambda v: (v.tier, order.get(v.state, 9), v.name.casefold(), v.id))
    return VendorsOf(
        customer=evidence.names([row])[0],
        vendors=tuple(found),
        coverage=coverage_of(view, params.min_criticality),
        parameters=params.described(graph),
        digest=graph.digest,
        tier=tier,
    )


def path_between(
    graph: RiskGraph, vendor: str, customer: str, params: ExposedParams
) -> PathBetween:
    """Return why the fall of a vendor reaches a customer: shortest and best supported path.

    Where the outage does not reach the customer at all, the shortest chain of links is given with
    the state "not reached".

    Raises
    ------
    KeyError
        One of the two is not in the graph.
    """
    first, last = known_rows(graph, [vendor, customer])
    view = params.view(graph)
    evidence = Evidence(view)
    result = outage(view, np.array([first]), params.min_criticality)
    state = STATE_WORDS[int(result.state[last])]
    rule, shortest, best = "", None, None
    if state in ("stops", "partly", "degraded", "kept up"):
        rule = outage_rule(result, evidence, last)
        edges, branches = result.witness(last) or ([], [])
        shortest = evidence.witness(edges, branches, rule)
        better = _best_supported(result, last)
        best = evidence.witness(*better, rule) if better else shortest
    elif first != last:
        tiers, through = _tiers(view, last)
        if tiers[first] > 0:
            rule = "linked, but an outage does not pass on along this chain at this criticality"
            chain = _down_to(view, through, first)
            shortest = evidence.witness(chain, [], rule)
    return PathBetween(
        vendor=evidence.names([first])[0],
        customer=evidence.names([last])[0],
        state=state,
        rule=rule,
        shortest=shortest,
        best_supported=best,
        parameters=params.described(graph),
        digest=graph.digest,
    )


def _best_supported(result: Outage, row: int) -> tuple[list[int], list[list[int]]] | None:
    """Return the witness whose weakest link is strongest; ties go to the shorter one."""
    view = result.view
    lost = result.reach if result.state[row] == KEPT_UP else result.depends
    conducts = view.groups.rank >= result.threshold
    for least in np.unique(view.confidence[lost.edge >= 0])[::-1]:
        usable = view.confidence >= least
        paths = shortest_paths(view, lost, result.fallen, conducts, usable)
        if (found := result.witness(row, paths)) is not None:
            return found
    return None


def _tiers(view: HarmView, customer: int) -> tuple[Ints, Ints]:
    """Return for each vendor its tier behind a customer (-1: none), and its next edge."""
    tiers = np.full(view.n, -1, dtype=np.int32)
    through = np.full(view.n, -1, dtype=np.int32)
    tiers[customer] = 0
    front = np.array([customer])
    tier = 0
    while len(front):
        tier += 1
        _, edges = view.by_customer.of(front)
        edges = np.sort(edges[tiers[view.vendor[edges]] < 0])
        front, first = np.unique(view.vendor[edges], return_index=True)
        tiers[front], through[front] = tier, edges[first]
    return tiers, through


def _down_to(view: HarmView, through: Ints, vendor: int) -> list[int]:
    edges = []
    while (edge := int(through[vendor])) >= 0:
        edges.append(edge)
        vendor = int(view.customer[edge])
    return edges
