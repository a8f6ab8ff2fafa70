"""Two outages compared party by party: who newly stops, who is saved, and why.

The two may be of different graphs (the stored one, and one with a scenario laid over it): parties
are matched by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.exposed import outage_headline
from graphrisk.analysis.exposed_result import Step, Witness
from graphrisk.analysis.outage import (
    DEGRADED,
    FALLEN,
    KEPT_UP,
    NOT_REACHED,
    PARTLY,
    STATE_WORDS,
    STOPS,
    Outage,
)
from graphrisk.analysis.rules import outage_rule
from graphrisk.model.graph import Ints

_WEIGHT = np.array([0, 5, 4, 3, 2, 1], dtype=np.int8)
"""How bad each state is, by its number: not reached, fallen, stops, partly, degraded, kept up."""
_ABSENT = -1
_WORDS = {_ABSENT: "not there", **dict(enumerate(STATE_WORDS))}

CHANGES = (
    "newly stops",
    "newly partly",
    "newly degraded",
    "newly within reach",
    "saved",
    "eased",
    "out of reach",
    "nearer",
    "farther",
)


@dataclass(frozen=True, slots=True)
class ChangedParty:
    """A party that the two outages treat differently.

    ``witness`` is that of the outage in which it is worse off; ``why`` says what keeps it up now
    and what did not before, where it is better off.
    """

    id: str
    name: str
    country: str | None
    sector: str | None
    change: str
    before: str
    after: str
    hop_before: int | None
    hop_after: int | None
    why: str
    witness: Witness
    kept_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Difference:
    """How one outage differs from another; ``counts`` are of all, ``parties`` may be cut short."""

    before: str
    after: str
    counts: dict[str, int]
    parties: tuple[ChangedParty, ...]


def outage_difference(before: Outage, after: Outage, limit: int | None = None) -> Difference:
    """Compare two outages.

    Parameters
    ----------
    before, after
        Outages of the same question; their graphs may differ.
    limit
        Most parties written out with reason and path; None for all.

    Notes
    -----
    O(n log n) beside the two outages.
    """
    codes, rows_after, rows_before = _changes(before, after)
    places = np.flatnonzero(codes >= 0)
    evidence = (Evidence(before.view), Evidence(after.view))
    names = evidence[1].folded_names(rows_after[places]).to_pylist()
    ordered = sorted(range(len(places)), key=lambda at: (codes[places[at]], names[at], places[at]))
    shown = [int(places[at]) for at in ordered[:limit]]
    parties = [
        _party((before, after), evidence, int(rows_before[at]), int(rows_after[at]), int(codes[at]))
        for at in shown
    ]
    found = np.bincount(codes[places], minlength=len(CHANGES))
    return Difference(
        before=_headline(before),
        after=_headline(after),
        counts={word: int(count) for word, count in zip(CHANGES, found, strict=True)},
        parties=tuple(parties),
    )


def _headline(result: Outage) -> str:
    counts = {STATE_WORDS[s]: len(result.rows(s)) for s in (STOPS, PARTLY, DEGRADED, KEPT_UP)}
    return outage_headline(counts)


def _changes(before: Outage, after: Outage) -> tuple[npt.NDArray[Any], Ints, Ints]:
    """Return a change number (-1 for none), the row after and the row before of each party."""
    rows_after = np.arange(after.view.n, dtype=np.int32)
    if before.view.graph.organization_ids is after.view.graph.organization_ids:
        rows_before = rows_after
    else:
        ids = after.view.graph.organization_ids.to_pylist()
        rows_before = before.view.graph.rows_of(ids)
    known = rows_before >= 0
    old = np.where(known, before.state[rows_before], NOT_REACHED)
    new = after.state
    hop = np.where(known, before.hop[rows_before], 0)
    worse, better = _WEIGHT[new] > _WEIGHT[old], _WEIGHT[new] < _WEIGHT[old]
    stopped = np.isin(old, (STOPS, PARTLY))
    codes = np.full(after.view.n, -1, dtype=np.int64)
    for state, word in zip((STOPS, PARTLY, DEGRADED, KEPT_UP), CHANGES[:4], strict=True):
        codes[worse & (new == state)] = CHANGES.index(word)
    codes[better] = CHANGES.index("eased")
    codes[better & (new == NOT_REACHED)] = CHANGES.index("out of reach")
    codes[better & stopped & ~np.isin(new, (STOPS, PARTLY))] = CHANGES.index("saved")
    same = (new == old) & (hop > 0) & (after.hop > 0)
    codes[same & (after.hop < hop)] = CHANGES.index("nearer")
    codes[same & (after.hop > hop)] = CHANGES.index("farther")
    codes[new == FALLEN] = -1  # that it falls was asked, not found
    return codes, rows_after, rows_before


def _party(
    results: tuple[Outage, Outage],
    evidence: tuple[Evidence, Evidence],
    row_before: int,
    row_after: int,
    code: int,
) -> ChangedParty:
    before, after = results
    old = int(before.state[row_before]) if row_before >= 0 else _ABSENT
    new = int(after.state[row_after])
    if CHANGES.index("saved") <= code <= CHANGES.index("out of reach"):
        why, witness = _reason(before, evidence[0], row_before)
        now = _reason(after, evidence[1], row_after)[0]
        why = f"{now}; before: {why}" if now else f"before: {why}"
    else:
        why, witness = _reason(after, evidence[1], row_after)
    keeping = int(after.kept_at[row_after]) if new == KEPT_UP else -1
    group = int(after.keeping[keeping]) if keeping >= 0 else -1
    known = evidence[1].organization(row_after)
    return ChangedParty(
        id=known["id"],
        name=known["name"],
        country=known["country"],
        sector=known["sector"],
        change=CHANGES[code],
        before=_WORDS[old],
        after=_WORDS[new],
        hop_before=_hop(before, row_before),
        hop_after=_hop(after, row_after),
        why=why,
        witness=witness,
        kept_by=evidence[1].names(after.standing(group)) if group >= 0 else (),
    )


def _reason(result: Outage, evidence: Evidence, row: int) -> tuple[str, Witness]:
    """Return the rule that put a party into its state, and the path that shows it."""
    if row < 0 or int(result.state[row]) in (NOT_REACHED, FALLEN):
        return "", Witness((), (), "")
    rule = outage_rule(result, evidence, row)
    edges, branches = result.witness(row) or ([], [])
    return rule, evidence.witness(edges, branches, rule)


def _hop(result: Outage, row: int) -> int | None:
    return int(result.hop[row]) if row >= 0 and result.hop[row] > 0 else None


def path_of(steps: tuple[Step, ...]) -> str:
    """Return the names along a path, joined by arrows."""
    return " → ".join([steps[0].vendor, *(step.customer for step in steps)]) if steps else ""
