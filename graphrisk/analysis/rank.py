"""All vendors in order: by what they reach, stop, or share in, weighted by any number.

Orders are in `graphrisk.analysis.rank_orders`, weights in `graphrisk.analysis.weights`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.rank_orders import ORDERS, Asked, Order, Scores
from graphrisk.analysis.reach_of_all import ReachOfAll, reach_of_all, vendors_of
from graphrisk.analysis.result import AnalysisResult, ResultTable
from graphrisk.analysis.together import Together, depends_together, reach_together
from graphrisk.analysis.weights import Weights, weights_of
from graphrisk.errors import UsageError
from graphrisk.model.graph import Floats, Ints, RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.model.vocabulary import CRITICALITY_RANK
from graphrisk.progress import SILENT, Progress


def rank(
    graph: RiskGraph,
    params: ExposedParams,
    *,
    by: str = "reach",
    weight: str | None = None,
    top: int = 3,
    approximate: bool = False,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Rank every vendor.

    Parameters
    ----------
    by
        A name of `ORDERS`: reach, depends, shapley, pagerank, esri, debtrank.
    weight
        What an organization that is reached counts for: people, spend, criticality, or a numeric
        property of organizations or links; None counts organizations.
    top
        Size of the set of vendors that together reach (or, by depends, stop) most; 0 for none.
    approximate
        Estimate reach by sketches in any case; they are used without it only above a stated size.

    Raises
    ------
    UsageError
        There is no such order or weight.
    AnalysisError
        What the order or weight needs is not known of anybody.
    TooLarge
        It would not fit into memory, or take hours; the number is named.

    Notes
    -----
    Reach of every vendor is exact and near linear (see `reach_of_all`); depends is one scenario per
    vendor, links x vendors / 64.
    """
    order = ORDERS.get(by)
    if order is None:
        raise UsageError(f"cannot rank by {by!r}", fix=f"write one of {', '.join(ORDERS)}")
    view = params.view(graph)
    threshold = CRITICALITY_RANK[params.min_criticality]
    weights = weights_of(view, weight)
    reach = reach_of_all(
        view, threshold, weights.values, approximate=approximate, progress=progress
    )
    scores = order.score(Asked(view, threshold, weights, reach, progress))
    rows = _in_order(view, scores.values)
    together = _together(view, threshold, order, weights, reach, scores, top)
    names = _Names(graph)
    return AnalysisResult(
        name="rank",
        headline=_headline(order, weights, reach, scores, rows, together, names),
        tables=(
            _main_table(order, weights, reach, scores, rows, names),
            *_together_table(together, weights, names),
        ),
        parameters={**params.described(graph), "by": by, "weight": weight},
        digest=graph.digest,
        totals={
            "vendors": len(rows),
            "reachable": _reachable(reach, weights),
            "together": None if together is None else list(together.totals),
            "relative_standard_error": reach.error,
            "coverage": coverage_of(view, params.min_criticality),
        },
        notes=(
            *weights.notes,
            *scores.notes,
            *_error_note(reach, asked_for=approximate),
            *_greedy_note(together, order),
        ),
        method=order.method,
    )


class _Names:
    """Ids and names of organizations, read for the rows that are shown."""

    def __init__(self, graph: RiskGraph) -> None:
        self._table = graph.organizations.select(["name", "id"])

    def of(self, rows: Sequence[int] | Ints) -> list[tuple[str, str]]:
        """Return (name, id) of organizations."""
        found = self._table.take(pa.array(np.asarray(rows, dtype=np.int64))).to_pydict()
        return list(zip(found["name"], found["id"], strict=True))


def _in_order(view: HarmView, values: Floats) -> Ints:
    """Return the vendors that have a score, highest first, ties by id."""
    vendors = vendors_of(view)
    vendors = vendors[~np.isnan(values[vendors])]
    return vendors[np.lexsort((vendors, -values[vendors]))]


def _main_table(
    order: Order, weights: Weights, reach: ReachOfAll, scores: Scores, rows: Ints, names: _Names
) -> ResultTable:
    direct, total = reach.direct[rows], np.maximum(reach.total[rows], 0.0)
    pairs = zip(total.tolist(), direct.tolist(), strict=True)
    amplification = [t / d if d > 0 else None for t, d in pairs]
    columns: dict[str, list[Any]] = {
        "direct": _numbers(direct),
        "reach": _numbers(total),
        "hidden": _numbers(np.maximum(total - direct, 0.0)),
        "amplification": amplification,
    }
    if order.column not in columns:
        digits = scores.values[rows]
        columns[order.column] = _numbers(digits) if order.name == "depends" else digits.tolist()
    shown = ("position", "vendor", "id", *columns)
    named = names.of(rows)
    cells = zip(*columns.values(), strict=True)
    lines = zip(named, cells, strict=True)
    found = tuple((k, name, key, *line) for k, ((name, key), line) in enumerate(lines, 1))
    title = "" if weights.unit == "organizations" else f"Counted in {weights.unit}"
    return ResultTable(shown, found, title, wide=frozenset({"id"}))


def _numbers(values: Floats) -> list[Any]:
    """Return whole numbers as such."""
    return [int(v) if v == round(v) else float(v) for v in values.tolist()]


def _together(
    view: HarmView,
    threshold: int,
    order: Order,
    weights: Weights,
    reach: ReachOfAll,
    scores: Scores,
    top: int,
) -> Together | None:
    if top < 1 or reach.error is not None:
        return None
    if order.name == "depends":
        alone = np.nan_to_num(scores.values)
        return depends_together(view, threshold, weights.values, alone, top)
    return reach_together(view, threshold, weights.values, reach.total, top)


def _together_table(
    together: Together | None, weights: Weights, names: _Names
) -> tuple[ResultTable, ...]:
    if together is None or len(together.rows) < 2:
        return ()
    added = np.diff(np.array([0.0, *together.totals]))
    lines = zip(names.of(together.rows), added, together.totals, strict=True)
    rows = tuple(
        (k, name, key, *_numbers(np.array([more, total])))
        for k, ((name, key), more, total) in enumerate(lines, 1)
    )
    columns = ("position", "vendor", "id", "adds", "together")
    return (ResultTable(columns, rows, "Together, each adding most", wide=frozenset({"id"})),)


def _reachable(reach: ReachOfAll, weights: Weights) -> float | None:
    """Return the weight of all that some vendor reaches."""
    if reach.reached_by is None:
        return None
    return float(weights.values[reach.reached_by > 0].sum())


def _headline(
    order: Order,
    weights: Weights,
    reach: ReachOfAll,
    scores: Scores,
    rows: Ints,
    together: Together | None,
    names: _Names,
) -> tuple[str, ...]:
    if not len(rows):
        return ("No organization serves another one here.",)
    first = int(rows[0])
    ((name, _),) = names.of([first])
    reachable = _reachable(reach, weights)
    of = "" if reachable is None else f" of {_amount(reachable)}"
    what = weights.unit
    lines = []
    if order.name in ("reach", "depends"):
        about = "about " if reach.error is not None else ""
        count = _amount(scores.values[first])
        lines.append(f"{name} {order.phrase}: {about}{count}{of} {what}.")
    else:
        lines.append(f"{name} {order.phrase}: {_score(order, scores.values[first], of, what)}.")
    if together is not None and len(together.rows) > 1:
        verb = "stop" if order.name == "depends" else "expose"
        lines.append(
            f"{len(together.rows)} vendors together {verb} {_amount(together.totals[-1])}{of} "
            f"{what}: {', '.join(name for name, _ in names.of(together.rows))}."
        )
    return tuple(lines)


def _score(order: Order, value: float, of: str, what: str) -> str:
    """Return a score that is no count in words.

    Examples
    --------
    >>> _score(ORDERS["esri"], 0.3499, "", ""), _score(ORDERS["shapley"], 4.5, " of 66", "people")
    ('35.0 %', '4.5 of 66 people')
    """
    if order.name == "shapley":
        return f"{_amount(round(value, 1))}{of} {what}"
    return f"{value:.4g}" if order.name == "pagerank" else f"{100 * value:.1f} %"


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _error_note(reach: ReachOfAll, *, asked_for: bool) -> tuple[str, ...]:
    if reach.error is None:
        exact = "reach is exact here: sketches count whole organizations only, without weights"
        return (exact,) if asked_for else ()
    return (
        f"reach beyond small ones is estimated by HyperLogLog sketches, relative standard error "
        f"{reach.error:.1%}",
    )


def _greedy_note(together: Together | None, order: Order) -> tuple[str, ...]:
    if together is None or len(together.rows) < 2:
        return ()
    if together.candidates is None:
        return (
            "the set is chosen greedily: the best of its size reaches at most 1.6 times as much",
        )
    return (
        f"the set is chosen greedily among the {together.candidates:,} vendors that do most alone; "
        "it is not proven to be the best one",
    )
