"""The analyses over arrays that answer the same as a query of the library: its declared twin.

Each twin takes the graph and the bound parameters and returns rows of some of the query's columns.
The worlds have no redundancy groups and nothing in ``supports``: those a query does not weigh.
"""

from __future__ import annotations

import importlib

import numpy as np

from graphrisk.analysis.breach import breach, compromise
from graphrisk.analysis.chain import path_between, vendors_of
from graphrisk.analysis.concentration import concentration
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.legal_groups import top_companies, whole_groups
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.spread import spread
from graphrisk.model.harm import harm_view
from graphrisk.model.vocabulary import CRITICALITY_RANK

REACHED = ("stops", "partly", "kept up")


def declared(twin: str):
    """Return the function or class that a header names as twin."""
    module, _, name = twin.partition(":")
    return getattr(importlib.import_module(module), name)


def least_criticality(leave_out):
    """Return the threshold that leaves these out."""
    return {0: "supporting", 1: "important", 2: "critical"}[len(leave_out)]


def _fallen(view, key):
    return view.graph.rows_of([key])


def _by_hops(view, rounds, max_hops):
    near = np.flatnonzero((rounds > 0) & (rounds <= max_hops))
    ids = view.graph.ids_of(near)
    found = [{"customer_id": k, "hops": int(h)} for k, h in zip(ids, rounds[near], strict=True)]
    return sorted(found, key=lambda r: (r["hops"], r["customer_id"]))


def customers_by_tier(graph, vendor, max_hops, as_of, leave_out):
    view = harm_view(graph, as_of=as_of)
    least = CRITICALITY_RANK[least_criticality(leave_out)]
    found = spread(view, _fallen(view, vendor), least, one_is_enough=True)
    return _by_hops(view, found.first_round(view), max_hops)


def critical_dependents(graph, vendor, max_hops, as_of, unknown_too):
    view = harm_view(graph, as_of=as_of)
    ranks = None if unknown_too else view.groups.rank_as_stated
    critical = CRITICALITY_RANK["critical"]
    found = spread(view, _fallen(view, vendor), critical, one_is_enough=True, ranks=ranks)
    return _by_hops(view, found.first_round(view), max_hops)


def vendors_by_tier(graph, customer, max_hops, tier, as_of):
    found = vendors_of(graph, customer, ExposedParams(as_of), tier=tier or None).vendors
    rows = [{"vendor_id": v.id, "tier": v.tier} for v in found if v.tier <= max_hops]
    return sorted(rows, key=lambda r: (r["tier"], r["vendor_id"]))


def shared_vendors(graph, first, second, max_hops, as_of):
    one, two = (
        {v.id: v.tier for v in vendors_of(graph, key, ExposedParams(as_of)).vendors}
        for key in (first, second)
    )
    rows = [
        {"vendor_id": key, "first_tier": one[key], "second_tier": two[key]}
        for key in {*one} & {*two} - {first, second}
        if max(one[key], two[key]) <= max_hops
    ]
    return sorted(rows, key=lambda r: (r["first_tier"], r["second_tier"], r["vendor_id"]))


def path_is_among(graph, found, vendor, customer, as_of, leave_out):
    """Tell whether the witness of the analysis runs over the links that the query returned."""
    least = least_criticality(leave_out)
    path = path_between(graph, vendor, customer, ExposedParams(as_of, min_criticality=least))
    steps = path.shortest.steps if path.shortest and path.state in REACHED else ()
    links = {(row["step"], row["edge_id"]) for row in found}
    longest = max((row["step"] for row in found), default=0)
    walked = {(n, step.edge_id) for n, step in enumerate(steps, start=1)}
    return longest == len(steps) and walked <= links


def reachable_by_access(graph, vendor, max_hops, as_of):
    view = harm_view(graph, as_of=as_of)
    found = compromise(view, _fallen(view, vendor))
    rounds = np.zeros(view.n, dtype=int)
    for row in found.organizations():
        rounds[row] = len(found.witness(int(row)))
    return _by_hops(view, rounds, max_hops)


def data_carried_from_vendor(graph, vendor, data_class, max_hops, as_of):
    view = harm_view(graph, as_of=as_of)
    fallen = _fallen(view, vendor)
    rounds = np.zeros(view.n, dtype=int)
    for reach in breach(view, fallen).classes:
        if reach.data_class == data_class:
            for row in np.flatnonzero(reach.carried >= 0):
                rounds[row] = len(reach.carried_walks.edges(int(reach.carried[row]), 1))
    rounds[fallen] = 0
    return _by_hops(view, rounds, max_hops)


def vendors_by_reach(graph, as_of, leave_out, limit):
    view = harm_view(graph, as_of=as_of)
    least = CRITICALITY_RANK[least_criticality(leave_out)]
    rows = []
    for vendor in np.unique(view.vendor):
        found = spread(view, np.array([vendor]), least, one_is_enough=True).first_round(view)
        if (direct := int((found == 1).sum())) > 0:
            reached = int(((found > 0) & (found <= 2)).sum())
            (key,) = graph.ids_of([vendor])
            rows.append({"vendor_id": key, "direct": direct, "reached": reached})
    return sorted(rows, key=lambda r: (-r["reached"], r["vendor_id"]))[:limit]


def _concentration(graph, by, as_of, leave_out):
    least = least_criticality(leave_out)
    found = concentration(graph, by, as_of=as_of, min_criticality=least).slices
    return [
        {
            "slice": each.name,
            "users": each.users,
            "vendors": each.direct.vendors,
            "links": each.direct.links,
            "hhi": each.direct.hhi,
            "cr1": each.direct.cr1,
            "largest_id": each.direct.top[0][0],
        }
        for each in found
    ]


def concentration_by_category(graph, as_of, leave_out):
    return _concentration(graph, "category", as_of, leave_out)


def concentration_by_sector(graph, as_of, leave_out):
    return _concentration(graph, "sector", as_of, leave_out)


def concentration_by_country(graph, as_of, leave_out):
    return _concentration(graph, "country", as_of, leave_out)


def concentration_by_data_class(graph, as_of, leave_out):
    return _concentration(graph, "data_class", as_of, leave_out)


def vendors_by_legal_group(graph, as_of, limit):
    view = harm_view(graph, as_of=as_of)
    top = top_companies(graph)[view.vendor]
    rows = []
    for group in np.unique(top):
        of_it = top == group
        rows.append(
            {
                "group_id": graph.ids_of([group])[0],
                "companies": len(np.unique(view.vendor[of_it])),
                "customers": len(np.unique(view.customer[of_it])),
                "links": int(of_it.sum()),
            }
        )
    return sorted(rows, key=lambda r: (-r["customers"], r["group_id"]))[:limit]


def companies_of_group(graph, organization):
    rows = whole_groups(graph, graph.rows_of([organization]))
    return [{"company_id": key} for key in sorted(graph.ids_of(rows))]


def people_behind_data_class(graph, data_class, limit):
    evidence = Evidence(harm_view(graph, as_of="2026-06-15"))
    rows = []
    for row in range(graph.n_organizations):
        for people in evidence.people(row, [data_class]):
            if people.source.startswith("holds: "):
                key = evidence.organization(row)["id"]
                rows.append({"organization_id": key, "people": people.subjects})
    return sorted(rows, key=lambda r: (-r["people"], r["organization_id"]))[:limit]


def critical_links_with_unknown_suppliers(graph, as_of, limit):
    coverage = coverage_of(harm_view(graph, as_of=as_of), "critical")
    return min(limit, coverage["serious_links"] - coverage["with_known_suppliers"])
