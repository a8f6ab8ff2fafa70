"""Who falls in a scenario: organizations named, legal groups, whole countries or categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from graphrisk.analysis.fallen import vendors_of_a_kind
from graphrisk.analysis.legal_groups import whole_groups
from graphrisk.model.graph import Ints
from graphrisk.model.harm import HarmView
from graphrisk.model.scenario import Fall


def fallen_rows(
    view: HarmView, falls: Iterable[Fall], merges: Mapping[str, str] | None = None
) -> Ints:
    """Return the rows that fall, sorted.

    An organization that this graph does not have (it is new, or gone) is passed over; one that was
    merged falls as what it became.

    Parameters
    ----------
    merges
        Organization id -> id of what it became.

    Examples
    --------
    >>> from graphrisk.model.build import build_graph
    >>> from graphrisk.model.harm import harm_view
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> records = [record("Organization", id=name, name=name) for name in "ab"]
    >>> view = harm_view(build_graph(to_tables(records)), as_of="2026-01-01")
    >>> fallen_rows(view, [Fall("organization", "b"), Fall("organization", "gone")]).tolist()
    [1]
    """
    merges = merges or {}
    found = [np.zeros(0, dtype=np.int32)]
    for fall in falls:
        if fall.kind in ("organization", "legal_group"):
            rows = view.graph.rows_of([merges.get(fall.value, fall.value)])
            rows = rows[rows >= 0]
            whole = fall.kind == "legal_group" and len(rows)
            found.append(whole_groups(view.graph, rows) if whole else rows)
        else:
            found.append(vendors_of_a_kind(view, fall.kind, fall.value))
    return np.unique(np.concatenate(found)).astype(np.int32)
