"""Single points of failure in words: of one customer, and of everybody.

Source of the definition: docs, risk model, section 3.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.params import ExposedParams, known_rows
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.weak_sets import CustomerSets, WeakSet
from graphrisk.analysis.wording import counted
from graphrisk.model.graph import RiskGraph
from graphrisk.progress import SILENT, Progress

METHOD = Method(
    "A set of organizations is minimal when its fall takes the customer (or one of its functions) "
    "down and no part of it does. Sets of one and of two are found exactly: they are passed on "
    "along the network, from vendors to customers, through redundancy groups that are lost when "
    "fewer suppliers stand than are required, to the least fixed point in cycles. Without "
    "groups everybody whose fall reaches the customer is a set of one; where all suppliers of each "
    "customer stand in for each other and there is no cycle, sets of one are the dominators.",
    (
        "an unknown criticality counts as critical",
        "no redundancy is assumed from silence: suppliers stand in for each other where a group "
        "says so",
        "a link that is not recorded is not there: see the coverage",
    ),
    ("lengauer1979",),
)
_MOST_NAMED = 20
"""Suppliers named between a set and the customer; the others are counted."""
_COLUMNS = ("fall_of", "size", "takes", "by_losing", "through", "shared", "ids")


def chokepoints_of(
    graph: RiskGraph,
    customer: str,
    params: ExposedParams,
    *,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Return the minimal sets of one and two whose fall takes a customer or a function of it down.

    Raises
    ------
    KeyError
        The customer is not in the graph.
    TooLarge
        The sets would not fit into memory.

    Notes
    -----
    O(m log m) for the harm view, then as `graphrisk.analysis.cutsets.families_of`, for what stands
    behind the customer.
    """
    (row,) = known_rows(graph, [customer]).tolist()
    view = params.view(graph)
    found = CustomerSets(view, row, params.min_criticality, progress)
    sets = found.sets()
    evidence = Evidence(view)
    evidence.fetch([], {member for each in sets for member in each.rows})
    labels = found.labels(sets)
    rows = [_row(found, each, evidence, labels) for each in sets]
    name = evidence.names([row])[0][1]
    ones = {each.rows[0] for each in sets if len(each.rows) == 1}
    counts = {
        "size_1": sum(len(each.rows) == 1 for each in sets),
        "size_1_all_of_it": sum(len(each.rows) == 1 and each.whole for each in sets),
        "size_2": sum(len(each.rows) == 2 for each in sets),
        "size_2_neither_alone": sum(
            len(each.rows) == 2 and ones.isdisjoint(each.rows) for each in sets
        ),
        "shared": sum(bool(cells[5]) and cells[1] == 1 for cells in rows),
    }
    return AnalysisResult(
        name="chokepoints",
        headline=(*_headline(name, counts), *_shared_lines(rows)),
        tables=(ResultTable(_COLUMNS, tuple(rows), wide=frozenset(("ids",))),),
        parameters={"customer": name, **params.described(graph)},
        digest=graph.digest,
        totals={**counts, "coverage": coverage_of(view, params.min_criticality)},
        method=METHOD,
    )


def _row(
    found: CustomerSets, each: WeakSet, evidence: Evidence, labels: dict[int, str]
) -> tuple[Any, ...]:
    """Return a set as a row of the table."""
    through, shared = [], []
    for group in each.groups:
        lost = found.lost_suppliers(group, each.rows)
        through += [row for row in lost if row not in each.rows]
        if int(found.view.groups.n_suppliers[group]) > 1:
            for row in each.rows:
                shared += found.sub_contractor_of(group, row)
    members = evidence.names(each.rows)
    between = list(dict.fromkeys(through))
    named = [name for _, name in evidence.names(between[:_MOST_NAMED])]
    if more := len(between) - len(named):
        named.append(f"{more:,} more")
    return (
        tuple(name for _, name in members),
        len(each.rows),
        each.takes(),
        tuple(dict.fromkeys(labels[group] for group in each.groups)),
        ", ".join(named) or "direct",
        tuple(name for _, name in evidence.names(dict.fromkeys(shared))),
        tuple(key for key, _ in members),
    )


def _headline(name: str, counts: dict[str, int]) -> tuple[str, ...]:
    one, whole, two = counts["size_1"], counts["size_1_all_of_it"], counts["size_2"]
    if not one and not two:
        return (f"Nobody's fall takes {name} down, neither alone nor with one other.",)
    who = "organization" if one == 1 else "organizations"
    alone = (
        f"The fall of any one of {one:,} {who} alone takes {name} or a function of it down"
        f" ({whole:,} of them all of it)"
        if one
        else f"Nobody's fall alone takes {name} down"
    )
    return (f"{alone}; {_pairs(two, counts['size_2_neither_alone'])}.",)


def _pairs(two: int, neither: int) -> str:
    """Say how many pairs there are, and in how many of them one alone takes something already.

    Examples
    --------
    >>> _pairs(3, 2)
    '2 pairs do so of which neither alone suffices, and 1 pair takes more of it than either alone'
    """
    more = two - neither
    said = []
    if neither:
        does = "does" if neither == 1 else "do"
        said.append(f"{counted(neither, 'pair')} {does} so of which neither alone suffices")
    if more:
        takes = "takes" if more == 1 else "take"
        said.append(f"{counted(more, 'pair')} {takes} more of it than either alone")
    return ", and ".join(said) or "no pair does beyond those"


def _shared_lines(rows: list[tuple[Any, ...]]) -> tuple[str, ...]:
    """Say who alone defeats a redundancy by standing behind suppliers that should differ."""
    named = [(cells[0][0], cells[5]) for cells in rows if cells[1] == 1 and cells[5]]
    if not named:
        return ()
    said = "; ".join(f"{name} (behind {', '.join(behind)})" for name, behind in named[:3])
    more = f"; and {len(named) - 3:,} more" if len(named) > 3 else ""
    return (f"Behind suppliers that should stand in for each other: {said}{more}.",)


def known_names(graph: RiskGraph, rows: Any) -> list[tuple[str, str]]:
    """Return (id, name) of many organizations at once."""
    table = graph.organizations.select(["id", "name"]).take(np.asarray(rows, dtype=np.int64))
    return [(each["id"], each["name"]) for each in table.to_pylist()]
