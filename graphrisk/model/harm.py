"""The harm view: SERVES edges in force, in arrays, with redundancy groups and parts compiled in.

Harm runs along SERVES, from vendor to customer; only this module says so. Section 2 of the risk
model is read off these arrays: a *group* of a customer is lost when too few of its suppliers
stand, a *part* is a name that some edge of the customer ``supports``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import Floats, Ints, Mask, RiskGraph, frozen, one_chunk
from graphrisk.model.ragged import Ragged, ragged_by
from graphrisk.model.redundancy import (
    LOWEST_RANK,
    UNKNOWN_RANK,
    Groups,
    Ranks,
    blank_to_null,
    build_groups,
    criticality_ranks,
    group_of_edges,
    suppliers_of_groups,
)


@dataclass(frozen=True)
class HarmView:
    """Edges that can pass harm on; k-th edge is row ``rows[k]`` of ``graph.serves``.

    Attributes
    ----------
    vendor, customer
        Organization rows of the edge.
    unknown_criticality
        Number of edges whose criticality is not known.
    group, supplier
        Group of the edge, and (group, vendor) pair of the edge.
    supplier_group, supplier_vendor
        Group and vendor of each such pair.
    trigger
        Extra node that loses the edge besides its vendor: a part node of the vendor, or its node
        "any part" where the edge's contract is not known; -1 for none.
    supports, supported_parts, contract
        Name codes and part nodes that each edge supports, and the code of its contract (-1).
    part_customer, part_names
        Organization and name of each part node; part p is node ``n + p``, "any part of
        organization o" is node ``n + len(part_names) + o``.
    """

    graph: RiskGraph
    rows: Ints
    vendor: Ints
    customer: Ints
    confidence: Floats
    rank: Ranks
    unknown_criticality: int
    group: Ints
    supplier: Ints
    supplier_group: Ints
    supplier_vendor: Ints
    groups: Groups
    trigger: Ints
    supports: Ragged
    contract: Ints
    supported_parts: Ragged
    part_customer: Ints
    part_names: tuple[str, ...]
    parameters: dict[str, Any]

    @property
    def n(self) -> int:
        """Number of organizations."""
        return self.graph.n_organizations

    @property
    def n_edges(self) -> int:
        """Number of edges in the view."""
        return len(self.rows)

    @property
    def n_nodes(self) -> int:
        """Organizations, their parts, and one "any part" node per organization."""
        return 2 * self.n + len(self.part_customer)

    def any_part(self, organizations: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the "any part" nodes of organizations."""
        return organizations + self.n + len(self.part_customer)

    @cached_property
    def by_vendor(self) -> Ragged:
        """Edges by vendor."""
        return ragged_by(self.vendor, self.n)

    @cached_property
    def by_customer(self) -> Ragged:
        """Edges by customer."""
        return ragged_by(self.customer, self.n)

    @cached_property
    def by_trigger(self) -> Ragged:
        """Edges by extra trigger node."""
        return ragged_by(self.trigger, self.n_nodes)

    @cached_property
    def links_of_supplier(self) -> npt.NDArray[np.int64]:
        """Number of edges of each (group, vendor) pair."""
        return frozen(np.bincount(self.supplier, minlength=len(self.supplier_group)))

    @cached_property
    def by_supplier(self) -> Ragged:
        """Edges by (group, vendor) pair."""
        return ragged_by(self.supplier, len(self.supplier_group))

    @cached_property
    def by_group(self) -> Ragged:
        """(group, vendor) pairs by group; pairs are numbered in that order."""
        starts = np.concatenate(([0], np.cumsum(self.groups.n_suppliers, dtype=np.int64)))
        return Ragged(starts, np.arange(len(self.supplier_group), dtype=np.int32))

    @cached_property
    def first_of_supplier(self) -> Ints:
        """First edge of each (group, vendor) pair."""
        found = np.empty(len(self.supplier_group), dtype=np.int32)
        found[self.supplier[::-1]] = np.arange(self.n_edges - 1, -1, -1, dtype=np.int32)
        return frozen(found)

    def edge_ids(self, edges: npt.NDArray[Any]) -> list[str]:
        """Return the ids of edges of the view."""
        ids = one_chunk(self.graph.serves.column("id"))
        return [str(key) for key in ids.take(pa.array(self.rows[edges])).to_pylist()]

    def group_keys(self, groups: npt.NDArray[Any]) -> list[str]:
        """Return the ids of groups: name, ``category:NAME`` if assumed, else the edge's own id."""
        edges = self.first_of_supplier[self.by_group.starts[groups]]
        columns = self.graph.serves.select(["group", "category", "id"])
        found = columns.take(pa.array(self.rows[edges])).to_pydict()
        assumed = self.parameters["assume_substitutes"]
        return [
            group or (f"category:{category}" if assumed and category else key)
            for group, category, key in zip(*found.values(), strict=True)
        ]


def harm_view(
    graph: RiskGraph,
    *,
    as_of: str,
    min_confidence: float = 0.0,
    assume_substitutes: bool = False,
) -> HarmView:
    """Return the edges that pass harm on: in force, confident enough, no self loops.

    Parameters
    ----------
    as_of
        Day, YYYY-MM-DD; first and last day of a contract are in force, a missing day is open.
    min_confidence
        0..1; edges below are left out.
    assume_substitutes
        Read edges of one customer and category, without a group of their own, as one group.

    Notes
    -----
    O(m log m). Everything, groups included, is read from the edges kept.
    """
    serves = graph.serves
    keep = _in_force(serves, as_of) & (graph.confidence >= min_confidence - 1e-12)
    keep &= graph.source != graph.target
    rows = np.flatnonzero(keep).astype(np.int32)
    serves = serves if len(rows) == graph.n_edges else serves.take(pa.array(rows))
    vendor, customer = graph.source[rows], graph.target[rows]
    names, contract, supports = _contracts_and_supports(serves)
    part_customer, part_name, part_of_support = _parts(customer, supports, len(names))
    trigger = _triggers(
        vendor, contract, part_customer, part_name, len(names), graph.n_organizations
    )
    words = one_chunk(serves.column("criticality"))
    rank, stated = criticality_ranks(words, UNKNOWN_RANK, LOWEST_RANK)
    group = group_of_edges(serves, customer, assume_substitutes)
    supplier, supplier_group, supplier_vendor = suppliers_of_groups(group, vendor)
    return HarmView(
        graph=graph,
        rows=frozen(rows),
        vendor=frozen(vendor),
        customer=frozen(customer),
        confidence=frozen(graph.confidence[rows]),
        rank=frozen(rank),
        unknown_criticality=int((rank != stated).sum()),
        group=frozen(group),
        supplier=frozen(supplier),
        supplier_group=frozen(supplier_group),
        supplier_vendor=frozen(supplier_vendor),
        groups=build_groups(
            serves,
            customer,
            group,
            supplier_group,
            (rank, stated),
            supports,
            part_of_support,
            graph.n_organizations,
        ),
        trigger=frozen(trigger),
        supports=supports,
        contract=frozen(contract),
        supported_parts=Ragged(
            supports.starts, (part_of_support + graph.n_organizations).astype(np.int32)
        ),
        part_customer=frozen(part_customer),
        part_names=tuple(names[code] for code in part_name),
        parameters={
            "as_of": as_of,
            "min_confidence": min_confidence,
            "assume_substitutes": assume_substitutes,
        },
    )


def _in_force(serves: pa.Table, as_of: str) -> Mask:
    keep = np.ones(serves.num_rows, dtype=np.bool_)
    first, last = one_chunk(serves.column("starts_on")), one_chunk(serves.column("ends_on"))
    if first.null_count < len(first):
        begun = pc.less_equal(pc.utf8_slice_codeunits(first, 0, 10), as_of)
        keep &= np.asarray(pc.fill_null(begun, True), dtype=np.bool_)
    if last.null_count < len(last):
        # A date cut to its month or year ends with the last day of it.
        cut = pc.is_in(last, value_set=pa.array([as_of[:4], as_of[:7]]))
        held = pc.or_(cut, pc.greater_equal(pc.utf8_slice_codeunits(last, 0, 10), as_of))
        keep &= np.asarray(pc.fill_null(held, True), dtype=np.bool_)
    return keep


def _contracts_and_supports(serves: pa.Table) -> tuple[list[str], Ints, Ragged]:
    """Return the names in use, the contract code of each edge (-1), the codes it supports."""
    contracts = blank_to_null(one_chunk(serves.column("contract")))
    lists = one_chunk(serves.column("supports"))
    lengths = np.asarray(pc.fill_null(pc.list_value_length(lists), 0), dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    flat = pc.list_flatten(lists)
    coded = pa.concat_arrays([contracts, flat]).dictionary_encode()
    codes = np.asarray(pc.fill_null(coded.indices, -1), dtype=np.int32)
    names = [str(name) for name in coded.dictionary.to_pylist()]
    return names, codes[: len(contracts)], Ragged(starts, codes[len(contracts) :])


def _parts(customer: Ints, supports: Ragged, n_names: int) -> tuple[Ints, Ints, Ints]:
    """Return organization and name code of each part, and the part of each supports entry."""
    owner = np.repeat(customer, supports.lengths()).astype(np.int64)
    keys, part = np.unique(owner * max(n_names, 1) + supports.values, return_inverse=True)
    width = max(n_names, 1)
    return (keys // width).astype(np.int32), (keys % width).astype(np.int32), part.astype(np.int32)


def _triggers(
    vendor: Ints, contract: Ints, part_customer: Ints, part_name: Ints, n_names: int, n: int
) -> Ints:
    """Return the node besides its vendor that loses an edge: a part, "any part", or -1."""
    trigger = np.full(len(vendor), -1, dtype=np.int32)
    if not len(part_customer):
        return trigger
    has_parts = np.zeros(n, dtype=np.bool_)
    has_parts[part_customer] = True
    width = max(n_names, 1)
    keys = part_customer.astype(np.int64) * width + part_name
    wanted = vendor.astype(np.int64) * width + contract
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    is_part = (contract >= 0) & (keys[place] == wanted)
    trigger[is_part] = n + place[is_part]
    any_part = (contract < 0) & has_parts[vendor]
    trigger[any_part] = n + len(part_customer) + vendor[any_part]
    return trigger
