"""The tables of the web-dependency data of Kashaf et al. (IMC 2020), computed.

The graph: category = service, criticality critical where the authors judged so, else supporting, no
group. "Reached" is reach from supporting on, "reached, critical" depends at critical, sites only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.concentration import concentration
from graphrisk.analysis.figures import Value
from graphrisk.analysis.spread import spread
from graphrisk.model.build import build_graph
from graphrisk.model.graph import Mask, RiskGraph, one_chunk
from graphrisk.model.harm import harm_view
from graphrisk.model.ragged import distinct
from graphrisk.model.vocabulary import CRITICALITY_RANK

_DAY = "2020-06-01"
_SITE = "site-"
_SUPPORTING, _CRITICAL = CRITICALITY_RANK["supporting"], CRITICALITY_RANK["critical"]


def _first_tier(graph: RiskGraph, given: Mapping[str, Any]) -> dict[str, Value]:
    """Return concentration per service over the links from vendors to sites."""
    sites = _sites(graph)
    tables = {
        "Organization": graph.organizations,
        "SERVES": graph.serves.filter(sites[graph.target]),
    }
    tier = build_graph(tables, digest_of_tables="first tier")
    view = harm_view(tier, as_of=_DAY)
    category = np.array(one_chunk(tier.serves.column("category")).to_pylist())[view.rows]
    found: dict[str, Value] = {}
    for each in concentration(tier, "category", as_of=_DAY).slices:
        serious = (category == each.name) & (view.rank >= _CRITICAL)
        top_id, top_name, top_users = each.direct.top[0]
        by_top = serious & (view.vendor == tier.rows_of([top_id])[0])
        of_slice: dict[str, Value] = {
            "users": each.users,
            "critical": _distinct(view.customer[serious]),
            "largest": top_name,
            "uses": top_users,
            "critical uses": _distinct(view.customer[by_top]),
            "cr3": each.direct.cr3,
            "hhi": each.direct.hhi,
        }
        found |= {f"{each.name}.{name}": value for name, value in of_slice.items()}
    return found


def _overall(graph: RiskGraph, given: Mapping[str, Any]) -> dict[str, Value]:
    """Return sites that stop with some third party, and how a fall grows behind direct users."""
    view = harm_view(graph, as_of=_DAY)
    sites = _sites(graph)
    stopping = _distinct(view.customer[(view.rank >= _CRITICAL) & sites[view.customer]])
    found: dict[str, Value] = {"critical sites": stopping, "critical share": stopping / 100_000}
    reached = _cascades(graph, given)
    for vendor in given["vendors"]:
        if direct := float(reached.get(f"{vendor}.direct", 0)):
            found[f"{vendor}.times"] = float(reached[f"{vendor}.reached"]) / direct
    return found


def _cascades(graph: RiskGraph, given: Mapping[str, Any]) -> dict[str, Value]:
    """Return the sites that the fall of each vendor reaches, and those it stops."""
    view = harm_view(graph, as_of=_DAY)
    sites = _sites(graph)
    found: dict[str, Value] = {}
    for vendor in given["vendors"]:
        fallen = graph.rows_of([vendor])
        if fallen[0] < 0:
            continue
        for word, least, any_ in (("", _SUPPORTING, True), (", critical", _CRITICAL, False)):
            rounds = spread(view, fallen, least, one_is_enough=any_).first_round(view)[sites]
            found[f"{vendor}.direct{word}"] = int((rounds == 1).sum())
            found[f"{vendor}.reached{word}"] = int((rounds > 0).sum())
    return found


def _sites(graph: RiskGraph) -> Mask:
    keys = graph.organization_ids.to_pylist()
    return np.array([key.startswith(_SITE) for key in keys], dtype=np.bool_)


def _distinct(rows: npt.NDArray[np.int32]) -> int:
    return len(distinct(rows))


Computation = Callable[[RiskGraph, Mapping[str, Any]], Mapping[str, Value]]
COMPUTATIONS: Mapping[str, Computation] = {
    "first_tier": _first_tier,
    "overall": _overall,
    "cascades": _cascades,
}
"""By name: each takes the graph and, where it needs them, ``vendors`` whose fall is looked at."""
