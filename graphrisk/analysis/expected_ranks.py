"""Every vendor by the reach that its fall is expected to have, with the error of each figure."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.chance import ChanceTable, edge_chances
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.expected_reach import ExpectedReach, expected_reach, reach_coins
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.wording import counted
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress

METHOD = Method(
    "Where at most 12 uncertain links among vendors lie behind one, every way in which they may "
    "turn out is followed and the figure is exact (error 0). For the others each sample draws a "
    "party and follows links backwards where their coins are live: every vendor met "
    "would have taken the party down in that world. The share of samples that meet a "
    "vendor, times the number of parties, is its expected reach. The same samples serve all "
    "such vendors; the relative error of one is about sqrt(parties / (reach x samples)).",
    (
        "reach, not stops: one lost supplier of a redundancy group is enough",
        "links fail independently of each other",
        "a probability that nobody has stated comes from the table printed with the answer",
    ),
    ("borgs2014", "kempe2003"),
)
SAMPLES = 1_000_000
_COLUMNS = ("vendor", "expected_reach", "error", "relative_error", "id")


def expected_ranks(
    graph: RiskGraph,
    params: ExposedParams,
    table: ChanceTable | None = None,
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Return the expected reach of every vendor, largest first, exact or estimated.

    Raises
    ------
    TooLarge
        It would not fit into memory.
    """
    table = table or ChanceTable()
    view = params.view(graph)
    progress.start("walking upstream")
    chances = edge_chances(view, table)
    coins = reach_coins(view, params.min_criticality, chances)
    found = expected_reach(coins, samples, seed, threads=threads)
    progress.done()
    vendors = np.flatnonzero(found.mean > 0)
    named = Evidence(view).names(vendors.tolist())
    rows: list[tuple[Any, ...]] = [
        (
            name,
            float(found.mean[row]),
            float(found.error[row]),
            float(found.error[row] / found.mean[row]),
            key,
        )
        for row, (key, name) in zip(vendors.tolist(), named, strict=True)
    ]
    rows.sort(key=lambda row: (-row[1], row[0], row[4]))
    notes = [
        f"of {counted(view.n_edges, 'link')} {int(chances.is_stated.sum()):,} with a stated "
        "probability; the others are taken by their criticality",
        *_how(found, view),
    ]
    if coins.bounded:
        notes.append(
            f"{counted(coins.bounded, 'contract')} of suppliers that are lost contract by "
            "contract, read as lost with the first: reach behind them is bounded from above, not "
            "exact"
        )
    return AnalysisResult(
        "simulate",
        (_headline(rows, coins.bounded),),
        (ResultTable(_COLUMNS, tuple(rows), "Expected reach", frozenset({"id"})),),
        parameters={
            **params.described(graph),
            "samples": found.samples or None,
            "probability_by_criticality": table.described(),
        },
        digest=graph.digest,
        seed=seed if found.samples else None,
        totals={"samples": found.samples, "coverage": coverage_of(view, params.min_criticality)},
        notes=tuple(notes),
        method=METHOD,
    )


def _how(found: ExpectedReach, view: HarmView) -> list[str]:
    """Say how many figures are exact, and what became of the others."""
    serves = np.zeros(view.n, dtype=np.bool_)
    serves[view.vendor] = True
    exact, rest = int((serves & found.exact).sum()), int((serves & ~found.exact).sum())
    if not rest:
        return [
            "all figures are exact: every way in which uncertain links may turn out was followed"
        ]
    return [
        f"{exact:,} of {exact + rest:,} figures are exact (error 0); the others come from "
        f"{found.samples:,} samples; vendors that no sample met are left out: their reach is small"
    ]


def _headline(rows: list[tuple[Any, ...]], bounded: int) -> str:
    if not rows:
        return "No vendor's fall is expected to reach anybody."
    name, mean, error = rows[0][:3]
    surely = "at most, where contracts are lost one by one" if bounded else "exact"
    how = f"standard error {error:.3g}" if error else surely
    return f"{name} is expected to reach most: {mean:,.2f} organizations ({how}) if it falls alone."
