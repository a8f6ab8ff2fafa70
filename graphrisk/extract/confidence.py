"""How sure a claim is: what rules say of themselves, set right by how often they were right.

A rule gives a claim a score of its own. The table says how many claims of that kind and score were
right in labelled notices; what a claim shows is that share, so 0.9 means nine of ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from graphrisk.extract.claims import Claim


@dataclass(frozen=True, slots=True)
class Counted:
    """How many claims with one score of their rule were right, and of how many.

    ``unread`` are notices that nobody had seen who wrote rules, ``read`` those that rules were
    written by.
    """

    score: float
    unread: tuple[int, int]
    read: tuple[int, int]


READ_COUNTS: Final = 0.03
"""What a claim in a notice that rules were written by counts beside one that nobody had read."""
_BEFOREHAND: Final = 8.0
"""How many claims the share of the whole kind stands for beside those with one score."""
_MOST: Final = 0.98
"""Twenty of twenty are not certainty."""

COUNTS: Final[Mapping[str, Sequence[Counted]]] = {
    "incident": (
        Counted(0.60, (22, 22), (11, 12)),
        Counted(0.75, (1, 1), (1, 1)),
        Counted(0.85, (122, 137), (157, 159)),
    ),
    "vendor_hit": (
        Counted(0.45, (1, 4), (8, 8)),
        Counted(0.60, (7, 10), (13, 14)),
        Counted(0.70, (38, 50), (51, 51)),
        Counted(0.80, (17, 20), (38, 38)),
        Counted(0.90, (27, 28), (52, 52)),
    ),
    "serves": (
        Counted(0.45, (57, 83), (127, 129)),
        Counted(0.75, (20, 29), (109, 111)),
        Counted(0.85, (10, 11), (37, 37)),
        Counted(0.90, (10, 10), (41, 41)),
    ),
    "affected": (
        Counted(0.50, (24, 30), (82, 90)),
        Counted(0.65, (64, 85), (238, 240)),
    ),
    "data_class": (
        Counted(0.70, (7, 12), (24, 26)),
        Counted(0.75, (67, 86), (159, 161)),
        Counted(0.80, (217, 270), (390, 404)),
    ),
    "count": (Counted(0.80, (70, 77), (106, 110)),),
    "date": (
        Counted(0.65, (22, 35), (82, 90)),
        Counted(0.80, (133, 159), (186, 194)),
    ),
    "authority": (
        Counted(0.60, (0, 1), (0, 0)),
        Counted(0.85, (91, 98), (142, 142)),
    ),
}
"""By kind, from the rule's lowest score to its highest: `benchmarks/extraction.py --reliability`.

Unread are 24 notices written for this count (benchmarks/calibration) and, as sums, the 22 labelled
ones on incidents kept from who writes rules and 151 pages of the web that none of them opened; read
are 169 golden notices and 26 labelled ones. The labels of 63 of the pages leave parties out: these
are not counted for who is affected.
"""


def calibrated(claim: Claim) -> Claim:
    """Return a claim as sure as claims of its kind and score were right.

    Kinds without labels (consequences, groups of people, scopes) and scores under all that were
    counted keep the rule's own.

    Examples
    --------
    >>> from graphrisk.extract.claims import Evidence, make_claim
    >>> told = make_claim("authority", {"name": "IMY", "role": "notified"},
    ...                   (Evidence("d", 0, 3, "IMY"),), rule="authority.notified", confidence=0.85)
    >>> calibrated(told).confidence
    0.93
    """
    steps = shares(claim.field)
    reached = [share for score, share in steps if score <= claim.confidence + 1e-9]
    return replace(claim, confidence=reached[-1]) if reached else claim


def is_counted(claim: Claim) -> bool:
    """Whether a claim is as sure as the table says; else its confidence is the maker's own.

    Two makers that agree or differ (`language_model.agreement`) leave a confidence of their own.
    """
    return any(claim.confidence == share for _, share in shares(claim.field))


@cache
def shares(kind: str) -> tuple[tuple[float, float], ...]:
    """Return score and share of right claims of a kind, both rising; empty without labels.

    The share of a score is that of its own claims, drawn to the share of the kind (as a beta prior
    of eight claims) and pooled with its neighbour where it would fall (pool adjacent violators).
    """
    counted = COUNTS.get(kind, ())
    if not counted:
        return ()
    everything = [c for some in COUNTS.values() for c in some]
    overall = _share(everything, 0.5)
    prior = _share(counted, overall)
    pools: list[list[Counted]] = []
    for each in counted:
        pools.append([each])
        while len(pools) > 1 and _share(pools[-2], prior) >= _share(pools[-1], prior):
            last = pools.pop()
            pools[-1] += last
    shown = [(pool, min(round(_share(pool, prior), 2), _MOST)) for pool in pools]
    return tuple((each.score, share) for pool, share in shown for each in pool)


def _share(counted: Sequence[Counted], prior: float) -> float:
    right = sum(c.unread[0] + READ_COUNTS * c.read[0] for c in counted)
    of = sum(c.unread[1] + READ_COUNTS * c.read[1] for c in counted)
    return (right + _BEFOREHAND * prior) / (of + _BEFOREHAND)
