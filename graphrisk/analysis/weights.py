"""What an organization counts for when it is reached: one, its people, its spend, any number.

What is not known counts as nothing and is said to be missing; it is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.people import PeopleCounts
from graphrisk.analysis.sales import NO_CURRENCY, most_stated, yearly_costs
from graphrisk.errors import AnalysisError, UsageError
from graphrisk.model.graph import Floats, Mask, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.redundancy import blank_to_null
from graphrisk.model.schema import KINDS, Property

PEOPLE, SPEND, CRITICALITY = "people", "spend", "criticality"
_COST, _ASSETS = "annual_cost", "total_assets"
_NO_MEASURE = ("load_number",)


@dataclass(frozen=True)
class Weights:
    """Weight of each organization in the order of rows, its unit, and what is not known."""

    values: Floats
    unit: str
    notes: tuple[str, ...] = ()


def weight_names() -> tuple[str, ...]:
    """Return every weight that can be asked for."""
    columns = [p.name for kind in ("Organization", "SERVES") for p in _numeric(kind)]
    return (PEOPLE, SPEND, CRITICALITY, *dict.fromkeys(columns))


def weights_of(view: HarmView, name: str | None) -> Weights:
    """Return the weights that a name asks for; ones without a name.

    ``people``: the largest count of any class of data that an organization holds. ``spend``: what
    its links cost it in a year, in the currency most of them state. ``criticality``: 3, 2 or 1, of
    its most critical link. A numeric property of organizations counts as it is, one of links is
    summed over the links of a customer. Amounts are those of one currency, never of several.

    Raises
    ------
    UsageError
        There is no such number.
    AnalysisError
        It is not known of anybody.
    """
    if name is None:
        return Weights(np.ones(view.n), "organizations")
    if name == PEOPLE or name == "subjects":
        return _known(view, *_people(view), "people")
    if name in (SPEND, _COST):
        costs = yearly_costs(view, needed_for="a ranking by spend")
        sums = np.bincount(view.customer, costs.amount, view.n).astype(np.float64)
        return Weights(sums, f"{costs.currency} a year", costs.notes)
    if name == CRITICALITY:
        values = np.zeros(view.n)
        np.maximum.at(values, view.customer, view.rank.astype(np.float64))
        return Weights(values, "criticality, 1 to 3")
    if name == _ASSETS:
        return _assets(view)
    if name in [p.name for p in _numeric("Organization")]:
        return _known(view, *_of_organizations(view, name), name)
    if name in [p.name for p in _numeric("SERVES")]:
        return _known(view, *_of_links(view, name), name)
    raise UsageError(
        f"there is no number {name!r} to weigh by", fix=f"write one of {', '.join(weight_names())}"
    )


def _numeric(kind: str) -> list[Property]:
    numbers = [p for p in KINDS[kind].all_properties() if p.type in ("number", "integer")]
    return [p for p in numbers if p.name not in _NO_MEASURE]


def _people(view: HarmView) -> tuple[Floats, Mask]:
    largest = PeopleCounts(view.graph).largest()
    rows = view.graph.rows_of(largest)
    values, known = np.zeros(view.n), np.zeros(view.n, dtype=np.bool_)
    counts = np.fromiter(largest.values(), dtype=np.float64, count=len(largest))
    values[rows[rows >= 0]] = counts[rows >= 0]
    known[rows[rows >= 0]] = True
    return values, known


def _of_organizations(view: HarmView, name: str) -> tuple[Floats, Mask]:
    column = one_chunk(view.graph.organizations.column(name)).cast(pa.float64())
    known = np.asarray(pc.is_valid(column), dtype=np.bool_)
    return np.asarray(pc.fill_null(column, 0.0)), known


def _assets(view: HarmView) -> Weights:
    """Return what organizations own, in the currency that most of them state."""
    values, known = _of_organizations(view, _ASSETS)
    column = one_chunk(view.graph.organizations.column("assets_currency"))
    words = pc.fill_null(blank_to_null(column), NO_CURRENCY)
    currencies = np.array(words.to_pylist(), dtype=object)
    if not known.any():
        return _known(view, values, known, _ASSETS)
    chosen = most_stated(currencies[known])
    kept = known & (currencies == chosen)
    found = _known(view, np.where(kept, values, 0.0), kept, f"{_ASSETS} in {chosen}")
    if others := int(known.sum() - kept.sum()):
        note = f"{others:,} amounts in other currencies are left out: those are never summed"
        found = replace(found, notes=(*found.notes, note))
    return found


def _of_links(view: HarmView, name: str) -> tuple[Floats, Mask]:
    column = one_chunk(view.graph.serves.column(name)).take(pa.array(view.rows)).cast(pa.float64())
    values = np.asarray(pc.fill_null(column, 0.0))
    known = np.zeros(view.n, dtype=np.bool_)
    known[view.customer[np.asarray(pc.is_valid(column), dtype=np.bool_)]] = True
    return np.bincount(view.customer, values, view.n).astype(np.float64), known


def _known(view: HarmView, values: Floats, known: Mask, unit: str) -> Weights:
    """Say of how many customers the number is known.

    Raises
    ------
    AnalysisError
        Of none.
    """
    is_customer = np.zeros(view.n, dtype=np.bool_)
    is_customer[view.customer] = True
    count, of = int((known & is_customer).sum()), int(is_customer.sum())
    if not count:
        raise AnalysisError(
            f"{unit} is not known of any customer here",
            fix="load the column, or rank without --weight",
        )
    if (values < 0).any():
        raise AnalysisError(f"{unit} is below zero somewhere", fix="correct the register")
    note = f"{unit} is known of {count:,} of {of:,} customers; the others count nothing"
    return Weights(values, unit, () if count == of else (note,))
