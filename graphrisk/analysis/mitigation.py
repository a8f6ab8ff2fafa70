"""Which second sources, exits and hardened vendors take most critical reach away.

Source of the rules: docs, risk model, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.mitigation_bounds import bounds_of
from graphrisk.analysis.mitigation_costs import Costs
from graphrisk.analysis.mitigation_moves import MOVE_KINDS, Move, candidate_moves, vendors_heard
from graphrisk.analysis.mitigation_search import Measure, Plan, best_plan, falls_that_stop
from graphrisk.analysis.mitigation_sources import alike_vendors, known_sources
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.params import ExposedParams, known_rows
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.upstream import upstream
from graphrisk.analysis.weak_sets import group_labels
from graphrisk.analysis.whatif import listed
from graphrisk.analysis.wording import counted
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.progress import SILENT, Progress

COLUMNS = (
    "step",
    "move",
    "customer",
    "vendor",
    "service",
    "saves",
    "remaining",
    "known_source",
    "yearly_cost",
    "currency",
    "ids",
)
METHOD = Method(
    "Every organization falls alone (or those given fall together), and the organizations that "
    "stop, wholly or partly, are counted: these pairs are the critical reach. Moves are tried on "
    "the graph in memory. Second source: one more supplier in a group, or beside a single one. "
    "Exit: the customer no longer rests on the vendor, something independent takes its place. "
    "Hardening: the vendor stands whatever its suppliers do; it may still fall itself. The move "
    "that saves most pairs (per unit of cost under a budget) is added again and again; then all "
    "sets of as many moves are searched, but for those that a bound rules out.",
    (
        "a new source is independent of everybody in the register: the most that it can bring; "
        "the best of the known vendors of the category is shown beside it",
        "a second source costs a year what the cheapest present supplier of the group does, an "
        "exit what the contracts cost that are placed elsewhere; the cost of hardening is unknown",
        "a group that is stated to require more suppliers than it names is a data problem: it is "
        "read as requiring all that it names, and no second source is proposed for it",
        "every fall counts alike, however likely it is",
        "an unknown criticality counts as critical",
    ),
    ("nemhauser1978",),
)


@dataclass(frozen=True)
class MitigationParams:
    """What ``mitigate`` was asked for.

    ``fail``: organizations (ids) that fall together; empty: everybody alone. ``budget`` is a yearly
    amount in ``currency`` (None: the one most links state).
    """

    most: int = 5
    budget: float | None = None
    currency: str | None = None
    kinds: tuple[str, ...] = MOVE_KINDS
    fail: tuple[str, ...] = ()


def mitigate(
    graph: RiskGraph,
    customers: Sequence[str],
    params: ExposedParams,
    wanted: MitigationParams,
    *,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Return the moves that take most critical reach away.

    Parameters
    ----------
    customers
        Ids of the organizations that count; empty for everybody.

    Raises
    ------
    KeyError
        An id is not in the graph.

    Notes
    -----
    One pass of the scenario kernel for every plan that is looked at, at most 3,000 of them.
    """
    view = params.view(graph)
    targets = np.zeros(view.n, dtype=np.bool_)
    rows = known_rows(graph, list(customers)) if customers else np.arange(view.n)
    targets[rows] = True
    networks = _networks(view, params, rows if customers else None)
    falls = falls_that_stop(networks[0], targets, _falls(view, networks[0], wanted))
    moves = candidate_moves(view, networks[0], targets, wanted.kinds)
    costs = Costs(view, wanted.currency)
    progress.start("moves", None)
    plan = best_plan(
        (measure := Measure(networks[0], targets, falls)),
        moves,
        bounds_of(*networks, moves, targets, falls),
        [costs.of(move) for move in moves],
        most=wanted.most,
        budget=wanted.budget,
    )
    progress.done()
    evidence = Evidence(view)
    table = _table(view, plan, measure, costs, evidence)
    names = [name for _, name in evidence.names(rows.tolist())] if customers else []
    fallen = [name for _, name in evidence.names(known_rows(graph, list(wanted.fail)).tolist())]
    return AnalysisResult(
        name="mitigate",
        headline=_headline(plan, names, fallen, wanted),
        tables=(table,),
        parameters=_parameters(graph, params, wanted, names, fallen, costs),
        digest=graph.digest,
        totals={
            "before": plan.before,
            "after": plan.after,
            "proven": plan.proven,
            "most_saved": plan.most_saved,
            "candidates": len(moves),
            "plans_looked_at": measure.evaluations,
            "coverage": coverage_of(view, params.min_criticality),
        },
        notes=_notes(plan, moves, costs, wanted),
        method=METHOD,
    )


def _networks(
    view: HarmView, params: ExposedParams, rows: npt.NDArray[Any] | None
) -> tuple[Network, Network]:
    """Return the network with redundancy and the one of reach, behind the rows where given.

    What stands behind vendors that might become second sources is kept as well.
    """
    found = []
    for one_is_enough in (False, True):
        network = compile_network(view, params.min_criticality, one_is_enough=one_is_enough)
        if rows is not None:
            hit = network.nodes_of_states()[1]
            behind = upstream(network, hit[rows])
            groups = distinct(behind.view_group[behind.view_group >= 0])
            network = upstream(network, np.concatenate((hit[rows], alike_vendors(view, groups))))
        found.append(network)
    return found[0], found[1]


def _falls(
    view: HarmView, network: Network, wanted: MitigationParams
) -> list[npt.NDArray[np.int32]]:
    if wanted.fail:
        return [known_rows(view.graph, list(wanted.fail))]
    return [np.array([row], dtype=np.int32) for row in vendors_heard(view, network)]


def _table(
    view: HarmView, plan: Plan, measure: Measure, costs: Costs, evidence: Evidence
) -> ResultTable:
    rows = []
    before = plan.before
    done: list[Move] = []
    for number, step in enumerate(plan.steps, start=1):
        move = step.move
        known = known_sources(view, measure, done, move) if move.kind == "second source" else None
        customer = evidence.names([move.customer])[0] if move.customer >= 0 else ("", None)
        vendor = evidence.names([move.vendor])[0]
        cost = costs.of(move)
        rows.append(
            (
                number,
                move.kind,
                customer[1],
                vendor[1],
                ", ".join(_services(view, measure.network, move)),
                before - step.left,
                step.left,
                _known_text(evidence, known, before),
                cost,
                costs.currency if cost is not None else None,
                tuple(key for key, _ in (customer, vendor) if key),
            )
        )
        before = step.left
        done.append(move)
    return ResultTable(COLUMNS, tuple(rows), wide=frozenset(("ids",)))


def _known_text(evidence: Evidence, known: tuple[int, int] | None, before: int) -> str | None:
    """Return the best known vendor, and what it saves in place of an independent one."""
    if known is None:
        return None
    return f"{evidence.names([known[0]])[0][1]} (saves {before - known[1]:,})"


def _services(view: HarmView, network: Network, move: Move) -> list[str]:
    """Return what a person calls the groups that a second source or an exit changes."""
    if move.kind == "hardening":
        return []
    numbers = [int(network.view_group[g]) for g in move.groups if network.view_group[g] >= 0]
    return list(dict.fromkeys(group_labels(view, numbers)))


def _headline(
    plan: Plan, names: Sequence[str], fallen: Sequence[str], wanted: MitigationParams
) -> tuple[str, ...]:
    falls = f"if {listed(fallen)} {'falls' if len(fallen) == 1 else 'fall'}"
    whom = listed(names) if names else ("somebody" if plan.before else "anybody")
    if not plan.before:
        return (f"Nobody stops {falls}." if fallen else f"No single fall stops {whom}.",)
    if fallen:
        stop = "organization stops" if plan.before == 1 else "organizations stop"
        start = f"{plan.before:,} {stop}, wholly or partly, {falls}"
    else:
        times = "time" if plan.before == 1 else "times"
        start = f"{plan.before:,} {times} a single fall stops {whom}, wholly or partly"
    count = len(plan.steps)
    within = f" within {wanted.budget:,.0f}" if wanted.budget is not None else ""
    end = f"{count} {'move leaves' if count == 1 else 'moves leave'} {plan.after:,}{within}"
    return (f"{start}; {end if count else 'no move helps' + within}.", _proof(plan))


def _proof(plan: Plan) -> str:
    if plan.proven:
        return "No other plan of as many moves leaves fewer: all were searched or ruled out."
    start = (
        "The plan is greedy and not proven to be the best: two moves may help only together, so "
        "that no single step shows it"
    )
    if plan.most_saved >= plan.before:
        return f"{start}; how much better another one may be is not bounded."
    saved = plan.before - plan.after
    return (
        f"{start}. It takes {saved:,} away, and no plan of as many moves more than "
        f"{plan.most_saved:,}: at least {100 * saved // max(1, plan.most_saved)} % of the best."
    )


def _notes(
    plan: Plan, moves: Sequence[Move], costs: Costs, wanted: MitigationParams
) -> tuple[str, ...]:
    notes = []
    if wanted.budget is not None:
        unknown = sum(costs.of(move) is None for move in moves)
        notes.append(
            f"{unknown:,} of {counted(len(moves), 'move')} without a known cost in "
            f"{costs.currency}: left out of a plan with a budget"
        )
    if not plan.tried_all:
        notes.append("not every move was tried: name customers, or fewer kinds of moves")
    return tuple(notes)


def _parameters(
    graph: RiskGraph,
    params: ExposedParams,
    wanted: MitigationParams,
    names: Sequence[str],
    fallen: Sequence[str],
    costs: Costs,
) -> dict[str, Any]:
    return {
        "customers": list(names) or None,
        "fail": list(fallen) or None,
        "top": wanted.most,
        "budget": wanted.budget,
        "currency": costs.currency if wanted.budget is not None else None,
        "moves": list(wanted.kinds) if wanted.kinds != MOVE_KINDS else None,
        **params.described(graph),
    }
