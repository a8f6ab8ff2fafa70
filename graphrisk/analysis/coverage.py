"""What the register does not say: coverage, unknowns, alternatives that nobody has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.exposed_result import Alternative
from graphrisk.analysis.functions import contract_coverage
from graphrisk.analysis.outage import DEGRADED, PARTLY, STOPS, Outage
from graphrisk.model.graph import one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.model.redundancy import blank_to_null
from graphrisk.model.vocabulary import CRITICALITY_RANK

if TYPE_CHECKING:
    from graphrisk.analysis.evidence import Evidence

MAX_ALTERNATIVES = 200


def coverage_of(view: HarmView, min_criticality: str) -> dict[str, Any]:
    """Return how much of the chain is known: an absent row is not an absent supplier.

    ``share`` is the share of links of at least ``min_criticality`` (unknown counts as critical)
    whose vendor has a supplier of its own in the view; None without such links. A graph that is
    a part of another one knows the figures of the whole.
    """
    links, serious, known, unknown = link_counts(view, min_criticality)
    share = known / serious if serious else None
    sentence = (
        f"suppliers' suppliers are known for {share:.0%} of {min_criticality} links"
        if share is not None
        else f"there are no {min_criticality} links"
    )
    contracts = contract_coverage(view)
    if contracts is not None:
        sentence += f"; {contracts['sentence']}"
    return {
        "links": links,
        "serious_links": serious,
        "with_known_suppliers": known,
        "share": share,
        "unknown_criticality": unknown,
        "sentence": sentence,
        **({} if contracts is None else {"contracts": contracts}),
    }


def link_counts(view: HarmView, min_criticality: str) -> tuple[int, int, int, int]:
    """Return all links, serious ones, those with known suppliers, those of no known criticality."""
    if (whole := view.graph.whole) is not None:
        known = whole.with_known_suppliers
        return whole.links, whole.serious_links, known, whole.unknown_criticality
    serious = view.rank >= CRITICALITY_RANK[min_criticality]
    supplied = np.zeros(view.n, dtype=np.bool_)
    supplied[view.customer] = True
    with_known = serious & supplied[view.vendor]
    return view.n_edges, int(serious.sum()), int(with_known.sum()), view.unknown_criticality


def possible_alternatives(result: Outage, evidence: Evidence) -> tuple[Alternative, ...]:
    """Return vendors of the same category and customer that stand where one was lost.

    Only links without a redundancy group count: a stated group has been weighed already. At most
    200 are returned, in the order of customer and category.
    """
    view = result.view
    hit = np.isin(result.state, (STOPS, PARTLY, DEGRADED))
    edges = np.flatnonzero(hit[view.customer])
    columns = view.graph.serves.select(["category", "group"]).take(pa.array(view.rows[edges]))
    category, group = (blank_to_null(one_chunk(column)) for column in columns.columns)
    free = np.asarray(pc.and_(pc.is_null(group), pc.is_valid(category)), dtype=np.bool_)
    edges, coded = edges[free], category.filter(pa.array(free)).dictionary_encode()
    width = len(coded.dictionary)
    if not width:
        return ()
    key = view.customer[edges].astype(np.int64) * width + np.asarray(coded.indices)
    order = np.argsort(key, kind="stable")
    edges, key = edges[order], key[order]
    lost = result.depends.edge[edges] >= 0
    both = np.intersect1d(distinct(key[lost]), distinct(key[~lost]), assume_unique=True)
    found = []
    for each in both[:MAX_ALTERNATIVES]:
        same = slice(np.searchsorted(key, each), np.searchsorted(key, each, side="right"))
        customer, vendor, is_lost = int(each // width), view.vendor[edges[same]], lost[same]
        gone = sorted({int(v) for v in vendor[is_lost]})
        left = sorted({int(v) for v in vendor[~is_lost]} - set(gone))
        if not left:
            continue
        (customer_id, name), *_ = evidence.names([customer])
        word = str(coded.dictionary[int(each % width)].as_py())
        found.append(
            Alternative(customer_id, name, word, evidence.names(gone), evidence.names(left))
        )
    return tuple(found)
