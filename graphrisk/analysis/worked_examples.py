"""Small examples with known answers, computed by the functions that answer all other questions.

Each computation takes its input as ``data/published/worked_examples.toml`` gives it and returns
results by name. It never sees the published value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from graphrisk.analysis.chokepoints import chokepoints_of
from graphrisk.analysis.concentration import concentration
from graphrisk.analysis.debtrank import distress, impacts_of_holdings
from graphrisk.analysis.esri import esri, levels_after
from graphrisk.analysis.exposed import exposed
from graphrisk.analysis.figures import Value
from graphrisk.analysis.inequality import gini, hhi
from graphrisk.analysis.loss import loss
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.rank import rank
from graphrisk.analysis.sales import Sales
from graphrisk.analysis.simulate import simulate
from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables

_DAY = "2026-01-01"


def graph_of_links(
    links: Sequence[Sequence[Any]], failing: Mapping[str, float] | None = None
) -> RiskGraph:
    """Return a graph of links (vendor, customer, properties if any), organizations by id.

    Parameters
    ----------
    failing
        Probability per year that an organization falls by itself; 0 for all others.

    Examples
    --------
    >>> graph_of_links([["A", "B"], ["B", "C", {"criticality": "important"}]]).n_organizations
    3
    """
    names = sorted({str(end) for link in links for end in link[:2]})
    falls = failing or {}
    records = [
        record(
            "Organization", id=name, name=name, failure_probability_per_year=falls.get(name, 0.0)
        )
        for name in names
    ]
    for number, (vendor, customer, *rest) in enumerate(links):
        own = {"id": f"e{number:03}", "criticality": "critical", **(rest[0] if rest else {})}
        records.append(record("SERVES", from_id=str(vendor), to_id=str(customer), **own))
    return build_graph(to_tables(records))


def _hhi(given: Sequence[Sequence[float]]) -> dict[str, Value]:
    return {str(place): hhi(shares) for place, shares in enumerate(given)}


def _gini(given: Sequence[Sequence[float]]) -> dict[str, Value]:
    return {str(place): gini(amounts) for place, amounts in enumerate(given)}


def _debtrank(given: Mapping[str, Any]) -> dict[str, Value]:
    names = sorted(given["equity"])
    equity = np.array([given["equity"][name] for name in names], np.float64)
    holder, issuer, held = zip(*given["holds"], strict=True)
    impacts = impacts_of_holdings(
        np.array([names.index(name) for name in holder]),
        np.array([names.index(name) for name in issuer]),
        np.array(held),
        equity,
    )
    loss = np.array([given["loss"].get(name, 0.0) for name in names])
    found = distress(impacts, loss / equity, once=given.get("once", False))
    return dict(zip(names, found.tolist(), strict=True))


def _esri(given: Mapping[str, Any]) -> dict[str, Value]:
    """Return the index of firm k as ``k``, the loss at j when k fails as ``k>j``."""
    n, links = len(given["sectors"]), given["links"]
    seller, buyer = (np.array([link[end] - 1 for link in links], np.int32) for end in (0, 1))
    sales = Sales(
        n=n,
        seller=seller,
        buyer=buyer,
        amount=np.ones(len(links)),
        product=np.array(given["sectors"], np.int32)[seller],
        essential=np.full(len(links), given["essential"]),
    )
    index = esri(sales, np.arange(n, dtype=np.int32), sales.sold())
    lost = 1.0 - levels_after(sales, np.eye(n)).downstream
    found: dict[str, Value] = {str(k + 1): float(index[k]) for k in range(n)}
    found |= {f"{k + 1}>{j + 1}": float(lost[j, k]) for k in range(n) for j in range(n)}
    return found


def _outage(given: Mapping[str, Any]) -> dict[str, Value]:
    """Return the state of everybody, and as ``NAME through`` the parties between."""
    graph = graph_of_links(given["links"])
    answer = exposed(graph, [given["falls"]], ExposedParams(as_of=_DAY), "outage")
    found: dict[str, Value] = dict.fromkeys(graph.organization_ids.to_pylist(), "not reached")
    for party in answer.parties:
        found[party.id] = party.state
        between = [step.vendor for step in party.witness.steps[1:]]
        found[f"{party.id} through"] = ", ".join(between) or "direct"
    return found


def _concentration(given: Mapping[str, Any]) -> dict[str, Value]:
    """Return users and indices of each category, cascaded ones with that word."""
    found: dict[str, Value] = {}
    for each in concentration(graph_of_links(given["links"]), "category", as_of=_DAY).slices:
        found[f"{each.name} users"] = each.users
        for side, word in ((each.direct, ""), (each.cascaded, " cascaded")):
            found[f"{each.name} hhi{word}"] = side.hhi
            found[f"{each.name} cr1{word}"] = side.cr1
    return found


def _shapley(given: Mapping[str, Any]) -> dict[str, Value]:
    result = rank(graph_of_links(given["links"]), ExposedParams(as_of=_DAY), by="shapley", top=0)
    names, score = (result.table.columns.index(word) for word in ("vendor", "shapley"))
    return {row[names]: row[score] for row in result.table.rows}


def _alone(given: Mapping[str, Any]) -> dict[str, Value]:
    """Return for each customer whose fall alone takes it down, by name."""
    graph, params = graph_of_links(given["links"]), ExposedParams(as_of=_DAY)
    found: dict[str, Value] = {}
    for customer in given["customers"]:
        table = chokepoints_of(graph, customer, params).table
        who, size = table.columns.index("fall_of"), table.columns.index("size")
        alone = sorted(name for row in table.rows if row[size] == 1 for name in row[who])
        found[customer] = ", ".join(alone)
    return found


def _simulate(given: Mapping[str, Any]) -> dict[str, Value]:
    """Return the expected size with the fallen, and by name how likely each stops, or stands."""
    result = simulate(graph_of_links(given["links"]), given["falls"], ExposedParams(as_of=_DAY))
    found: dict[str, Value] = {"size": result.totals["expected_stops"] + len(given["falls"])}
    name, chance = (result.table.columns.index(word) for word in ("id", "chance"))
    for row in result.table.rows:
        found[row[name]] = row[chance]
        found[f"{row[name]} stands"] = 1.0 - row[chance]
    return found


def _loss(given: Mapping[str, Any]) -> dict[str, Value]:
    """Return VaR and ES of the spend that is lost, by name of the set of vendors."""
    found: dict[str, Value] = {}
    for word in ("one", "two"):
        cost = {"annual_cost": given["cost"], "currency": "EUR", "probability": 1.0}
        links = [[vendor, f"customer of {vendor}", cost] for vendor in given[word]]
        chance = dict.fromkeys(given[word], given["probability"])
        result = loss(graph_of_links(links, failing=chance), ExposedParams(as_of=_DAY))
        (row,) = (row for row in result.table.rows if str(row[0]).startswith("spend"))
        for figure in ("var95", "es95"):
            found[f"{word} {figure}"] = row[result.table.columns.index(figure)]
    return found


COMPUTATIONS: Mapping[str, Callable[[Any], Mapping[str, Value]]] = {
    "hhi": _hhi,
    "gini": _gini,
    "debtrank": _debtrank,
    "esri": _esri,
    "outage": _outage,
    "concentration": _concentration,
    "shapley": _shapley,
    "alone": _alone,
    "simulate": _simulate,
    "loss": _loss,
}
