"""Who falls in a scenario: organizations named, legal groups, whole countries or categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from graphrisk.analysis.fallen import vendors_of_a_kind
from graphrisk.analysis.legal_groups import whole_groups
from graphrisk.model.graph import Ints
from graphrisk.model.harm import HarmView
from graphrisk.model.scenario import Fall


def fallen_rows(
    view: HarmView, falls: Iterable[Fall], merges: Mapping[str, str] | None = None
) -> Ints:
    """Return the rows that fall, sorted; see :func:`fallen_rows_of_each`.

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
    return fallen_rows_of_each(view, [tuple(falls)], merges)[0]


def fallen_rows_of_each(
    view: HarmView, asked: Sequence[Sequence[Fall]], merges: Mapping[str, str] | None = None
) -> list[Ints]:
    """Return the rows that fall in each of several scenarios, sorted; names are looked up once.

    An organization that this graph does not have (it is new, or gone) is passed over; one that was
    merged falls as what it became.

    Parameters
    ----------
    merges
        Organization id -> id of what it became.
    """
    merges = merges or {}
    different = list(dict.fromkeys(fall for falls in asked for fall in falls))
    named = [fall for fall in different if fall.kind in ("organization", "legal_group")]
    rows = view.graph.rows_of([merges.get(fall.value, fall.value) for fall in named])
    found = {fall: rows[at : at + 1] for at, fall in enumerate(named)}
    for fall in different:
        if fall.kind not in ("organization", "legal_group"):
            found[fall] = vendors_of_a_kind(view, fall.kind, fall.value)
        elif fall.kind == "legal_group" and found[fall][0] >= 0:
            found[fall] = whole_groups(view.graph, found[fall])
    nobody = np.zeros(0, dtype=np.int32)
    each = [np.unique(np.concatenate([nobody, *(found[f] for f in falls)])) for falls in asked]
    return [rows[rows >= 0].astype(np.int32) for rows in each]
