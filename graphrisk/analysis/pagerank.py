"""PageRank against the arrows of harm: a vendor counts by those who rest on it, and theirs.

Brin and Page (1998), damping 0.85, on links of the threshold or more; parallel contracts of a pair
are one link. Each organization passes its score on to its suppliers evenly; one without suppliers
passes it to everybody.
"""

from __future__ import annotations

import numpy as np

from graphrisk.analysis.result import Method
from graphrisk.errors import NotConverged
from graphrisk.model.graph import Floats
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct

DAMPING = 0.85
TOLERANCE = 1e-12
MOST_ROUNDS = 1_000
METHOD = Method(
    "PageRank: every organization passes its score on to its suppliers evenly, so that a vendor "
    "counts by those who rest on it; the scores of all organizations add up to 1",
    ("damping 0.85", "redundancy, contracts and parts play no part"),
    ("brin1998",),
)


def pagerank(view: HarmView, threshold: int, weight: Floats) -> Floats:
    """Return the PageRank of each organization, in the order of rows.

    Parameters
    ----------
    threshold
        Criticality rank of the groups whose links count.
    weight
        Where scores start and come back to, in proportion; ones for the usual form.

    Raises
    ------
    NotConverged
        It does not settle.

    Notes
    -----
    O(m) a round, some 150 rounds.
    """
    n = view.n
    kept = np.flatnonzero(view.groups.rank[view.group] >= threshold)
    pairs = distinct(view.customer[kept].astype(np.int64) * max(n, 1) + view.vendor[kept])
    customer, vendor = pairs // max(n, 1), pairs % max(n, 1)
    suppliers = np.bincount(customer, minlength=n)
    total = weight.sum()
    base = weight / total if total > 0 else np.full(n, 1 / max(n, 1))
    score = base.copy()
    share = np.zeros(n)
    for _ in range(MOST_ROUNDS):
        np.divide(score, suppliers, out=share, where=suppliers > 0)
        passed = np.bincount(vendor, share[customer], minlength=n)
        idle = score[suppliers == 0].sum()
        after = DAMPING * (passed + idle * base) + (1 - DAMPING) * base
        if np.abs(after - score).sum() < TOLERANCE * n or not n:
            found: Floats = after
            return found
        score = after
    raise NotConverged("PageRank does not settle", iterations=MOST_ROUNDS, tolerance=TOLERANCE)
