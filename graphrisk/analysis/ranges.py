"""How sure an outage's count is: unknown criticality read both ways, strong evidence alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy.typing as npt

from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.spread import spread
from graphrisk.model.harm import HarmView
from graphrisk.model.redundancy import Ranks
from graphrisk.model.vocabulary import CRITICALITY_RANK

AS_STATED = "as stated"
UNKNOWN_IS_CRITICAL = "if unknown criticality is critical"


def range_of(
    view: HarmView, fallen: npt.NDArray[Any], params: ExposedParams, counts: dict[str, int]
) -> dict[str, dict[str, int]]:
    """Return who stops, and partly, at both ends of each range.

    The count on strong evidence reads the links of at least ``params.strong_evidence`` as if there
    were no others, redundancy included; left out where every link is that strong already.

    Notes
    -----
    One or two cascades more.
    """
    found = {
        AS_STATED: _stopped(view, fallen, params, view.groups.rank_as_stated),
        UNKNOWN_IS_CRITICAL: {name: counts[name] for name in ("stops", "partly")},
    }
    level, whole = params.strong_evidence, view.graph.whole
    has_weak = whole.has_weak_evidence if whole else (view.confidence < level - 1e-12).any()
    if params.min_confidence < level and has_weak:
        strong = replace(params, min_confidence=level).view(view.graph)
        found[strong_evidence(level)] = _stopped(strong, fallen, params, strong.groups.rank)
    return found


def strong_evidence(level: float) -> str:
    """Return how the count on strong evidence is called.

    Examples
    --------
    >>> strong_evidence(0.75)
    'on evidence of 75 % or more'
    """
    return f"on evidence of {100 * level:g} % or more"


def _stopped(
    view: HarmView, fallen: npt.NDArray[Any], params: ExposedParams, ranks: Ranks
) -> dict[str, int]:
    found = spread(view, fallen, CRITICALITY_RANK[params.min_criticality], ranks=ranks)
    down, partly = found.down(view), found.partly(view)
    down[fallen] = False
    partly[fallen] = False
    return {"stops": int(down.sum()), "partly": int(partly.sum())}
