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
        Counted(0.60, (2, 2), (11, 13)),
        Counted(0.75, (0, 0), (1, 1)),
        Counted(0.85, (30, 32), (136, 136)),
    ),
    "vendor_hit": (
        Counted(0.45, (8, 9), (11, 12)),
        Counted(0.60, (1, 1), (13, 14)),
        Counted(0.70, (12, 12), (50, 50)),
        Counted(0.80, (9, 9), (35, 35)),
        Counted(0.90, (10, 10), (46, 46)),
    ),
    "serves": (
        Counted(0.45, (40, 43), (120, 121)),
        Counted(0.75, (11, 15), (108, 110)),
        Counted(0.85, (4, 4), (31, 31)),
        Counted(0.90, (6, 6), (37, 37)),
    ),
    "affected": (
        Counted(0.50, (11, 14), (68, 75)),
        Counted(0.65, (44, 48), (230, 233)),
    ),
    "data_class": (
        Counted(0.70, (2, 5), (25, 25)),
        Counted(0.75, (23, 30), (145, 147)),
        Counted(0.80, (47, 53), (360, 367)),
    ),
    "count": (Counted(0.80, (21, 23), (100, 106)),),
    "date": (
        Counted(0.65, (6, 8), (73, 79)),
        Counted(0.80, (40, 46), (170, 176)),
    ),
    "authority": (Counted(0.85, (22, 22), (121, 121)),),
}
"""By kind, from the rule's lowest score to its highest: `benchmarks/extraction.py --reliability`.

Unread are 24 notices written for this count (benchmarks/calibration) and, as sums, the 22 labelled
ones on incidents kept from who writes rules; read are 145 golden notices and 26 labelled ones.
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
    0.98
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
