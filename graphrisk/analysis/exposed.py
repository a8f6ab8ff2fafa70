"""Who is exposed if these vendors fall: one answer per mode, each party with path and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.breach import CARRIED, POSSIBLE, UNKNOWN, Breach, breach, compromise
from graphrisk.analysis.by_group import GroupLine, fold_by_group
from graphrisk.analysis.coverage import coverage_of, possible_alternatives
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.exposed_result import Exposed, ExposedParty
from graphrisk.analysis.functions import functions_down
from graphrisk.analysis.outage import (
    DEGRADED,
    KEPT_UP,
    PARTLY,
    STATE_WORDS,
    STOPS,
    Outage,
    outage,
)
from graphrisk.analysis.over_time import HOURS, OverTime, over_time
from graphrisk.analysis.params import ExposedParams, known_rows
from graphrisk.analysis.ranges import range_of
from graphrisk.analysis.rules import breach_rule, outage_rule
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView

MODES = ("outage", "breach", "compromise")
COMPROMISED = "compromised"


def exposed(
    graph: RiskGraph,
    fallen: Sequence[str],
    params: ExposedParams,
    mode: str = "outage",
    *,
    view: HarmView | None = None,
) -> Exposed:
    """Answer who is exposed if organizations fall.

    Parameters
    ----------
    fallen
        Ids of organizations in the graph.
    mode
        outage, breach or compromise.
    view
        The harm view of these parameters, where it is at hand already.

    Raises
    ------
    KeyError
        An id is not in the graph, or there is no such mode.

    Notes
    -----
    O(m log m) for m edges in force; breach that per class of data. Risk model, section 2.
    """
    rows = known_rows(graph, fallen)
    view = params.view(graph) if view is None else view
    answer = {"outage": _outage, "breach": _breach, "compromise": _compromise}[mode]
    return answer(view, rows, params)


def _outage(view: HarmView, rows: npt.NDArray[Any], params: ExposedParams) -> Exposed:
    result = outage(view, rows, params.min_criticality)
    evidence = Evidence(view)
    order = [STOPS, PARTLY, DEGRADED, KEPT_UP]
    counts = {STATE_WORDS[state]: len(result.rows(state)) for state in order}
    listed = np.concatenate([result.rows(state) for state in order])
    reached = np.where(result.hop[listed] > 0, result.hop[listed], np.iinfo(np.int32).max)
    shown, hidden = _shown(evidence, listed, result.state[listed], reached, params)
    if params.max_hops is not None:
        # A degraded organization may lie outside reach: its path says how far away it is.
        inside = [row for row in shown if _distance(result, row) <= params.max_hops]
        hidden += len(shown) - len(inside)
        shown = inside
    paths = {row: result.witness(row) or ([], []) for row in shown}
    evidence.fetch(_edges_of(paths.values()), shown)
    times = over_time(view, rows, result.threshold, params.hours or HOURS)
    coverage = coverage_of(view, params.min_criticality)
    return Exposed(
        mode="outage",
        fallen=evidence.names(result.fallen.tolist()),
        headline=outage_headline(counts),
        counts=counts,
        parties=tuple(_outage_party(result, evidence, row, paths[row]) for row in shown),
        range=range_of(view, rows, params, counts),
        alternatives=() if params.assume_substitutes else possible_alternatives(result, evidence),
        coverage=coverage,
        notes=_outage_notes(view, result, times, coverage),
        parameters=params.described(view.graph),
        digest=view.graph.digest,
        not_shown=hidden,
        over_time=times,
        groups=_groups(view, listed, [STATE_WORDS[s] for s in result.state[listed]], params),
        functions=functions_down(result),
    )


def _groups(
    view: HarmView, rows: npt.NDArray[Any], states: Sequence[str], params: ExposedParams
) -> tuple[GroupLine, ...]:
    return fold_by_group(view.graph, rows, states) if params.by_group else ()


def outage_headline(counts: dict[str, int]) -> str:
    """Return the sentence that counts each organization once.

    Examples
    --------
    >>> outage_headline({"stops": 12, "partly": 3, "degraded": 1, "kept up": 9})
    '12 stop, 3 partly, 1 is degraded, 9 more are within reach but kept up'
    """
    if not any(counts.values()):
        return "nobody is within reach"
    stop, degraded, kept = counts["stops"], counts["degraded"], counts["kept up"]
    return (
        f"{stop} {'stops' if stop == 1 else 'stop'}, {counts['partly']} partly, "
        f"{degraded} {'is' if degraded == 1 else 'are'} degraded, "
        f"{kept} more {'is' if kept == 1 else 'are'} within reach but kept up"
    )


def _outage_notes(
    view: HarmView, result: Outage, times: OverTime | None, coverage: dict[str, Any]
) -> tuple[str, ...]:
    notes = [] if times is None else [times.note()]
    if silent := coverage.get("contracts", {}).get("links_without_function"):
        notes.append(
            f"{silent:,} direct {'link names' if silent == 1 else 'links name'} no function: "
            "everything of the customer rests on each"
        )
    if unknown := result.lost_by_unknown_contract():
        notes.append(
            f"{unknown} links count as lost because their contract is not known and their vendor "
            "is partly down"
        )
    whole = view.graph.whole
    if over := int(view.groups.over_required.sum()) if whole is None else whole.over_required:
        notes.append(
            f"{over} redundancy groups require more suppliers than they have; read as all of them"
        )
    return tuple(notes)


def _edges_of(paths: Iterable[tuple[list[int], list[list[int]]]]) -> set[int]:
    return {edge for edges, branches in paths for part in (edges, *branches) for edge in part}


def _outage_party(
    result: Outage, evidence: Evidence, row: int, path: tuple[list[int], list[list[int]]]
) -> ExposedParty:
    state = int(result.state[row])
    edges, branches = path
    rule = outage_rule(result, evidence, row)
    kept_at = int(result.kept_at[row]) if state == KEPT_UP else -1
    keeping = int(result.keeping[kept_at]) if kept_at >= 0 else -1
    standing = result.standing(keeping) if keeping >= 0 else []
    return evidence.party(
        row,
        state=STATE_WORDS[state],
        hop=int(result.hop[row]) if result.hop[row] > 0 else None,
        wave=int(result.wave[row]) if result.wave[row] > 0 else None,
        parts=_parts_down(result, row) if state == PARTLY else (),
        witness=evidence.witness(edges, branches, rule),
        rule=rule,
        kept_by=evidence.names(standing),
        kept_how=None if kept_at < 0 else "directly" if kept_at == row else "upstream",
        kept_at=None if kept_at < 0 else evidence.names([kept_at])[0],
    )


def _distance(result: Outage, row: int) -> int:
    if result.hop[row] > 0:
        return int(result.hop[row])
    edges, _ = result.witness(row) or ([], [])
    return len(edges)


def _parts_down(result: Outage, row: int) -> tuple[str, ...]:
    view = result.view
    first = int(np.searchsorted(view.part_customer, row))
    last = int(np.searchsorted(view.part_customer, row, side="right"))
    down = [p for p in range(first, last) if result.depends.node[view.n + p] >= 0]
    return tuple(sorted(view.part_names[p] for p in down))


def _breach(view: HarmView, rows: npt.NDArray[Any], params: ExposedParams) -> Exposed:
    result = breach(view, rows)
    evidence = Evidence(view)
    found = {int(row): _strongest(result, int(row)) for row in result.organizations()}
    counts = {CARRIED: 0, POSSIBLE: 0, UNKNOWN: 0}
    for state, _, _, _ in found.values():
        counts[state] += 1
    listed = np.array(sorted(found), dtype=np.int32)
    rank = np.array([list(counts).index(found[int(row)][0]) for row in listed], dtype=np.int32)
    hop = np.array([len(found[int(row)][1]) for row in listed], dtype=np.int32)
    shown, hidden = _shown(evidence, listed, rank, hop, params)
    evidence.fetch(_edges_of((found[row][1], []) for row in shown), shown)
    parties = []
    for row in shown:
        state, edges, name, classes = found[row]
        rule = breach_rule(state, name)
        parties.append(
            evidence.party(
                row,
                state=state,
                hop=len(edges),
                witness=evidence.witness(edges, [], rule),
                rule=rule,
                classes=classes,
                people=evidence.people(row, [word for word, _ in classes if word]),
            )
        )
    return Exposed(
        mode="breach",
        fallen=evidence.names(result.fallen.tolist()),
        headline=breach_headline(counts),
        counts=counts,
        parties=tuple(parties),
        coverage=coverage_of(view, params.min_criticality),
        notes=("criticality, redundancy and access play no part in this answer",),
        parameters=params.described(view.graph),
        digest=view.graph.digest,
        not_shown=hidden,
        groups=_groups(view, *_gravest_first(found, counts), params),
    )


def _gravest_first(
    found: dict[int, tuple[str, list[int], str, tuple[tuple[str, str], ...]]],
    states: Iterable[str],
) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Return rows and states of parties, by state."""
    rows = [row for state in states for row in found if found[row][0] == state]
    return np.array(rows, dtype=np.int32), [found[row][0] for row in rows]


def breach_headline(counts: dict[str, int]) -> str:
    """Return the sentence that counts each organization once, by its strongest state."""
    if not any(counts.values()):
        return "no data of anybody is within reach"
    return (
        f"data of {counts[CARRIED]} carried, of {counts[POSSIBLE]} more possible, "
        f"of {counts[UNKNOWN]} more classes unknown"
    )


def _strongest(result: Breach, row: int) -> tuple[str, list[int], str, tuple[tuple[str, str], ...]]:
    """Return state, walk and class of the strongest state, and the states of all classes."""
    order = (CARRIED, POSSIBLE, UNKNOWN)
    states = result.states_of(row)
    name, state, edges = min(states, key=lambda s: (order.index(s[1]), len(s[2]), s[2], s[0]))
    classes = tuple((word, how) for word, how, _ in states if word)
    return state, edges, name, classes


def _compromise(view: HarmView, rows: npt.NDArray[Any], params: ExposedParams) -> Exposed:
    result = compromise(view, rows)
    evidence = Evidence(view)
    listed = result.organizations()
    hop = result.walks.hops[view.n_edges + result.last_edge[listed]]
    shown, hidden = _shown(evidence, listed, np.zeros(len(listed)), hop, params)
    rule = "every link of the path gives access to the network or to software updates"
    parties = []
    for row in shown:
        edges = result.witness(row)
        witness = evidence.witness(edges, [], rule)
        parties.append(
            evidence.party(row, state=COMPROMISED, hop=len(edges), witness=witness, rule=rule)
        )
    count = len(listed)
    verb = "organization is" if count == 1 else "organizations are"
    return Exposed(
        mode="compromise",
        fallen=evidence.names(result.fallen.tolist()),
        headline=f"{count} {verb} within reach over network access or software updates",
        counts={COMPROMISED: count},
        parties=tuple(parties),
        coverage=coverage_of(view, params.min_criticality),
        notes=("criticality, contracts and redundancy play no part in this answer",),
        parameters=params.described(view.graph),
        digest=view.graph.digest,
        not_shown=hidden,
        groups=_groups(view, listed, [COMPROMISED] * count, params),
    )


def _shown(
    evidence: Evidence,
    rows: npt.NDArray[Any],
    rank: npt.NDArray[Any],
    hop: npt.NDArray[Any],
    params: ExposedParams,
) -> tuple[list[int], int]:
    """Return the rows to write out, by state, hop and name, and how many are left out."""
    table = pa.table({"rank": rank, "hop": hop, "name": evidence.folded_names(rows), "row": rows})
    by = [(name, "ascending") for name in ("rank", "hop", "name", "row")]
    order = np.asarray(pc.sort_indices(table, by))
    far = np.iinfo(np.int32).max
    if params.max_hops is not None:
        order = order[(hop[order] == far) | (hop[order] <= params.max_hops)]
    kept = order if params.limit is None else order[: params.limit]
    return [int(rows[k]) for k in kept], len(rows) - len(kept)
