"""What the register does not say: coverage, unknowns, alternatives that nobody has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.exposed_result import Alternative
from graphrisk.analysis.outage import DEGRADED, PARTLY, STOPS, Outage
from graphrisk.model.graph import one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.vocabulary import CRITICALITY_RANK

if TYPE_CHECKING:
    from graphrisk.analysis.evidence import Evidence

MAX_ALTERNATIVES = 200


def coverage_of(view: HarmView, min_criticality: str) -> dict[str, Any]:
    """Return how much of the chain is known: an absent row is not an absent supplier.

    ``share`` is the share of links of at least ``min_criticality`` (unknown counts as critical)
    whose vendor has a supplier of its own in the view; None without such links.
    """
    serious = view.rank >= CRITICALITY_RANK[min_criticality]
    supplied = np.zeros(view.n, dtype=np.bool_)
    supplied[view.customer] = True
    links = int(serious.sum())
    known = int((serious & supplied[view.vendor]).sum())
    words = one_chunk(view.graph.serves.column("criticality")).take(pa.array(view.rows))
    is_word = pc.is_in(words, value_set=pa.array(["critical", "important", "supporting"]))
    share = known / links if links else None
    sentence = (
        f"suppliers' suppliers are known for {share:.0%} of {min_criticality} links"
        if share is not None
        else f"there are no {min_criticality} links"
    )
    return {
        "links": view.n_edges,
        "serious_links": links,
        "with_known_suppliers": known,
        "share": share,
        "unknown_criticality": view.n_edges - int(pc.sum(is_word).as_py() or 0),
        "sentence": sentence,
    }


def possible_alternatives(result: Outage, evidence: Evidence) -> tuple[Alternative, ...]:
    """Return vendors of the same category and customer that stand where one was lost.

    Only links without a redundancy group count: a stated group has been weighed already. At most
    200 are returned, in the order of customer and category.
    """
    view = result.view
    serves = view.graph.serves
    category = one_chunk(serves.column("category")).take(pa.array(view.rows))
    group = one_chunk(serves.column("group")).take(pa.array(view.rows))
    coded = category.dictionary_encode()
    if not len(coded.dictionary):
        return ()
    codes = np.asarray(pc.fill_null(coded.indices, -1), dtype=np.int64)
    free = np.asarray(pc.fill_null(pc.equal(group, ""), True), dtype=np.bool_) & (codes >= 0)
    free &= np.isin(result.state[view.customer], (STOPS, PARTLY, DEGRADED))
    key = view.customer.astype(np.int64) * len(coded.dictionary) + codes
    lost = free & (result.depends.edge >= 0)
    stands = free & (result.depends.edge < 0)
    both = np.intersect1d(key[lost], key[stands])[:MAX_ALTERNATIVES]
    found = []
    for each in both:
        customer = int(each // len(coded.dictionary))
        gone = sorted({int(v) for v in view.vendor[lost & (key == each)]})
        left = sorted({int(v) for v in view.vendor[stands & (key == each)]} - set(gone))
        if not left:
            continue
        (customer_id, name), *_ = evidence.names([customer])
        word = str(coded.dictionary[int(each % len(coded.dictionary))].as_py())
        found.append(
            Alternative(customer_id, name, word, evidence.names(gone), evidence.names(left))
        )
    return tuple(found)
