"""Random cascades: who stops, and how likely, when a link carries a fall only by chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphrisk.analysis.chance import ChanceTable, EdgeChances, edge_chances, falling
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.params import ExposedParams, known_rows
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.tail import mean_of, settled, share_interval, value_at_risk
from graphrisk.analysis.wording import counted
from graphrisk.analysis.worlds import Measures, Outcome, run_worlds
from graphrisk.model.graph import Ints, RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress

METHOD = Method(
    "Live edges: in each world every link carries the fall of its vendor or does not, with its "
    "probability; a supplier is lost to a customer when it is down and the link is live, and then "
    "the rule of the outage decides inside that world, redundancy groups included. Coins are "
    "hashes of seed, link and world, so that the same seed gives the same table on any machine. "
    "Where at most 20 uncertain links matter, every possible world is visited and weighed by its "
    "probability instead: that answer is exact.",
    (
        "links fail independently of each other; what two suppliers have in common comes from "
        "the graph, where one provider stands behind both",
        "suppliers of one redundancy group share no coin",
        "links below the criticality asked for carry nothing",
        "a probability that nobody has stated comes from the table printed with the answer",
    ),
    ("kempe2003", "kashaf2020"),
)
_COLUMNS = ("party", "chance", "chance_low", "chance_high", "chance_partly", "id")
_SPREAD_COLUMNS = ("measure", "expected", "error", "low", "high", "p05", "p50", "p95")
_STOPS, _TOUCHED = 0, 1


def simulate(
    graph: RiskGraph,
    fallen: Sequence[str],
    params: ExposedParams,
    table: ChanceTable | None = None,
    *,
    worlds: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Let organizations fall in many worlds, and count who stops how often.

    Parameters
    ----------
    fallen
        Ids of organizations in the graph; they fall in every world.
    table
        Probabilities that nobody has stated; default: those of `ChanceTable`.
    worlds, seed
        Worlds drawn and their seed; not used where all worlds can be visited.

    Raises
    ------
    KeyError
        An id is not in the graph.
    TooLarge
        It would not fit into memory.

    Notes
    -----
    O(links that the fall can reach x worlds / 64 x digits of a coin). Risk model, section 2.
    """
    table = table or ChanceTable()
    rows = known_rows(graph, fallen)
    view = params.view(graph)
    progress.start("running worlds")
    network = compile_network(view, params.min_criticality, coins=True)
    chances = edge_chances(view, table)
    outcome = run_worlds(
        network,
        falling(view, network, chances, rows),
        _measures(network, rows),
        worlds=worlds,
        seed=seed,
        threads=threads,
    )
    progress.done()
    names = Evidence(view).names(sorted({int(row) for row in rows}))
    parties = _parties(view, network, outcome, rows)
    stops, partly = outcome.sums[_STOPS], outcome.sums[_TOUCHED] - outcome.sums[_STOPS]
    spread = [_spread("organizations that stop", stops, outcome)]
    if partly.any():
        spread.append(_spread("organizations that stop partly", partly, outcome))
    return AnalysisResult(
        "simulate",
        _headline([name for _, name in names], outcome, len(parties)),
        (
            ResultTable(
                _COLUMNS if partly.any() else tuple(c for c in _COLUMNS if c != "chance_partly"),
                tuple(parties if partly.any() else [(*row[:4], row[5]) for row in parties]),
                "How likely each stops",
                frozenset({"id"}),
            ),
            ResultTable(_SPREAD_COLUMNS, tuple(spread), "How many at once"),
        ),
        parameters={
            **params.described(graph),
            "fallen": [name for _, name in names],
            "worlds": outcome.worlds,
            "probability_by_criticality": table.described(),
        },
        digest=graph.digest,
        seed=None if outcome.is_exact else seed,
        totals=_totals(view, params, outcome, chances),
        notes=_notes(view, params, network, chances, outcome),
        method=METHOD,
    )


def _measures(network: Network, rows: Ints) -> Measures:
    """Count who stops, and who stops at least partly; the fallen are nobody's victims."""
    stops, touched, _ = network.nodes_of_states()
    keep = np.ones(network.n, dtype=np.bool_)
    keep[rows] = False
    node = np.concatenate((stops[keep], touched[keep]))
    kind = np.repeat(np.array([_STOPS, _TOUCHED], dtype=np.int32), int(keep.sum()))
    return Measures(2, node, kind, np.ones(len(node), dtype=np.int64))


def _parties(
    view: HarmView, network: Network, outcome: Outcome, rows: Ints
) -> list[tuple[Any, ...]]:
    """Return a row per organization that stops in some world, the likeliest first."""
    chance = outcome.chance()
    stops, touched, _ = network.nodes_of_states()
    whole, any_ = chance[stops], chance[touched]
    any_[rows] = 0.0
    partly = settled(np.maximum(any_ - whole, 0.0))
    listed = np.flatnonzero(any_ > 0)
    low, high = whole, whole
    if not outcome.is_exact:
        low, high = share_interval(whole, outcome.worlds)
    named = Evidence(view).names(listed.tolist())
    found = [
        (
            name,
            float(whole[row]),
            float(low[row]),
            float(high[row]),
            float(partly[row]),
            key,
        )
        for row, (key, name) in zip(listed.tolist(), named, strict=True)
    ]
    return sorted(found, key=lambda row: (-row[1], -row[4], row[0], row[5]))


def _spread(what: str, counts: Any, outcome: Outcome) -> tuple[Any, ...]:
    mean, error = mean_of(counts, outcome.odds)
    quantiles = [value_at_risk(counts, level, outcome.odds) for level in (0.05, 0.5, 0.95)]
    return (what, mean.value, error, mean.low, mean.high, *quantiles)


def _headline(names: list[str], outcome: Outcome, parties: int) -> tuple[str, ...]:
    who = names[0] if len(names) == 1 else f"{len(names)} organizations"
    mean, error = mean_of(outcome.sums[_STOPS], outcome.odds)
    verb = "falls" if len(names) == 1 else "fall together"
    if outcome.is_exact:
        said = _exactly(outcome.worlds)
    else:
        said = (
            f"95 % interval {mean.low:,.2f} to {mean.high:,.2f}, standard error {error:.3g}, "
            f"{counted(outcome.worlds, 'world')}"
        )
    return (
        f"If {who} {verb}, {mean.value:,.2f} organizations are expected to stop ({said}).",
        f"{parties:,} may stop or stop partly in some world.",
    )


def _exactly(worlds: int) -> str:
    return f"exactly, over all {worlds:,} possible worlds" if worlds > 1 else "nothing is uncertain"


def _totals(
    view: HarmView, params: ExposedParams, outcome: Outcome, chances: EdgeChances
) -> dict[str, Any]:
    stops = outcome.sums[_STOPS]
    mean, error = mean_of(stops, outcome.odds)
    odds = np.full(outcome.worlds, 1 / outcome.worlds) if outcome.odds is None else outcome.odds
    spread = float(np.sqrt(max(0.0, float((stops - mean.value) ** 2 @ odds))))
    return {
        "expected_stops": mean.value,
        "standard_error": error,
        "interval_95": [mean.low, mean.high],
        "standard_deviation": spread,
        "chance_that_anybody_stops": float(settled((stops > 0) @ odds)),
        "worlds": outcome.worlds,
        "is_exact": outcome.is_exact,
        "links_with_stated_probability": int(chances.is_stated.sum()),
        "coverage": coverage_of(view, params.min_criticality),
    }


def _notes(
    view: HarmView,
    params: ExposedParams,
    network: Network,
    chances: EdgeChances,
    outcome: Outcome,
) -> tuple[str, ...]:
    used = np.zeros(view.n_edges, dtype=np.bool_)
    used[network.input_edge[network.input_edge >= 0]] = True
    assumed = int((used & ~chances.is_stated).sum())
    notes = []
    if assumed:
        notes.append(
            f"{assumed:,} of {counted(int(used.sum()), 'link')} "
            f"{'states' if assumed == 1 else 'state'} no probability: taken by their criticality "
            "from the table below"
        )
    if left_out := int((~used).sum()):
        notes.append(
            f"{counted(left_out, 'link')} {'carries' if left_out == 1 else 'carry'} nothing, most "
            f"often for being below {params.min_criticality}: "
            "--min-criticality supporting lets all of them count"
        )
    if outcome.is_exact:
        notes.append("no world was drawn: at most 20 uncertain links matter, all were visited")
    return tuple(notes)
