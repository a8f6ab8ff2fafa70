"""What a question was asked with: day, thresholds, limits; shared by every analysis of exposure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphrisk.model.graph import Ints, RiskGraph
from graphrisk.model.harm import HarmView, harm_view


@dataclass(frozen=True)
class ExposedParams:
    """What ``exposed`` was asked for.

    ``max_hops`` filters what is shown after the full computation; ``limit`` caps the parties that
    are written out (None: all), counts are always of all. ``strong_evidence`` is the confidence at
    which the count on strong evidence alone is taken; ``hours`` are those after the fall at which
    an outage is looked at (None: 4, 24, 72 where any time is stated); ``by_group`` counts parties
    by legal group as well.
    """

    as_of: str
    min_criticality: str = "critical"
    min_confidence: float = 0.0
    assume_substitutes: bool = False
    max_hops: int | None = None
    limit: int | None = None
    strong_evidence: float = 0.75
    hours: tuple[float, ...] | None = None
    by_group: bool = False

    def view(self, graph: RiskGraph) -> HarmView:
        """Return the harm view that these parameters ask for."""
        return harm_view(
            graph,
            as_of=self.as_of,
            min_confidence=self.min_confidence,
            assume_substitutes=self.assume_substitutes,
        )

    def described(self, graph: RiskGraph) -> dict[str, Any]:
        """Return the parameters as they are printed with an answer."""
        return {
            "as_of": self.as_of,
            "known_on": graph.known_on or "now",
            "min_criticality": self.min_criticality,
            "min_confidence": self.min_confidence,
            "assume_substitutes": "category" if self.assume_substitutes else None,
            "max_hops": self.max_hops,
        }


def known_rows(graph: RiskGraph, ids: Sequence[str]) -> Ints:
    """Return the rows of organizations.

    Raises
    ------
    KeyError
        An id is not in the graph.
    """
    rows = graph.rows_of(ids)
    if (rows < 0).any():
        raise KeyError(ids[int(np.flatnonzero(rows < 0)[0])])
    return rows
