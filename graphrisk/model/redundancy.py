"""Redundancy groups of the harm view: which suppliers stand in for each other.

A group belongs to one customer. Its criticality is the highest of its edges, ``required`` the
highest stated (else 1), its scope the union of what its edges support, everything if one is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import Ints, Mask, frozen, one_chunk
from graphrisk.model.ragged import Ragged, dense_codes, distinct, stable_order
from graphrisk.model.vocabulary import CRITICALITY_RANK

Ranks = npt.NDArray[np.int8]
UNKNOWN_RANK = CRITICALITY_RANK["unknown"]
LOWEST_RANK = min(CRITICALITY_RANK.values())


@dataclass(frozen=True)
class Groups:
    """Redundancy groups: one row each; an edge without a group is a group of its own.

    Attributes
    ----------
    customer, n_suppliers, required, rank, rank_as_stated
        Customer row, distinct suppliers, suppliers that must stand, criticality rank with unknown
        read as critical, and with unknown read as the lowest.
    whole
        True where the scope is everything, else ``parts`` lists the part nodes.
    over_required
        True where more suppliers were required than there are (read as their number).
    """

    customer: Ints
    n_suppliers: Ints
    required: Ints
    rank: Ranks
    rank_as_stated: Ranks
    whole: Mask
    parts: Ragged
    over_required: Mask


def criticality_ranks(words: pa.Array, *unknown: int) -> tuple[Ranks, ...]:
    """Return the rank of each word, once for each way to read null, "unknown" and foreign words."""
    coded = pc.fill_null(words, "unknown").dictionary_encode()
    codes = np.asarray(coded.indices)
    found = []
    for read_as in unknown:
        known = {**CRITICALITY_RANK, "unknown": read_as}
        table = [known.get(str(word), read_as) for word in coded.dictionary.to_pylist()]
        found.append(np.array(table or [read_as], dtype=np.int8)[codes])
    return tuple(found)


def blank_to_null(texts: pa.Array) -> pa.Array:
    """Return texts with empty ones as null."""
    if texts.null_count == len(texts):
        return texts
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def group_of_edges(serves: pa.Table, customer: Ints, assume: bool) -> Ints:
    """Return group numbers: shared groups first, then one for each edge that stands alone."""
    m = serves.num_rows
    names = blank_to_null(one_chunk(serves.column("group")))
    if assume:
        category = blank_to_null(one_chunk(serves.column("category")))
        assumed = pc.binary_join_element_wise("c", category, ":")
        names = pc.coalesce(pc.binary_join_element_wise("g", names, ":"), assumed)
    if names.null_count == m:
        return np.arange(m, dtype=np.int32)
    coded = names.dictionary_encode()
    codes = np.asarray(pc.fill_null(coded.indices, -1), dtype=np.int64)
    grouped = codes >= 0
    width = len(coded.dictionary)
    keys = customer[grouped].astype(np.int64) * width + codes[grouped]
    shared, place = dense_codes(keys, (int(customer.max()) + 1) * width)
    group = np.empty(m, dtype=np.int32)
    group[grouped] = place
    group[~grouped] = len(shared) + np.arange(m - int(grouped.sum()))
    return group


def suppliers_of_groups(group: Ints, vendor: Ints) -> tuple[Ints, Ints, Ints]:
    """Number the (group, vendor) pairs, by group and then vendor.

    Returns the pair of each edge, and group and vendor of each pair. O(m): where an edge is a group
    of its own nothing is sorted.
    """
    count = int(group.max()) + 1 if len(group) else 0
    several = np.flatnonzero(np.bincount(group, minlength=count)[group] > 1)
    order = several[stable_order(vendor[several])]
    order = order[stable_order(group[order])]
    in_group, by = group[order], vendor[order]
    new_group = np.ones(len(order), dtype=np.bool_)
    new_group[1:] = in_group[1:] != in_group[:-1]
    new_pair = new_group.copy()
    new_pair[1:] |= by[1:] != by[:-1]
    pairs = np.bincount(in_group[new_pair], minlength=count)
    pairs = np.maximum(pairs, 1).astype(np.int32)
    first = np.cumsum(pairs, dtype=np.int32) - pairs
    number = np.cumsum(new_pair, dtype=np.int32) - 1
    of_group = np.maximum.accumulate(np.where(new_group, number, 0))
    supplier = first[group]
    supplier[order] += number - of_group
    supplier_vendor = np.empty(int(pairs.sum()), dtype=np.int32)
    supplier_vendor[supplier] = vendor
    return supplier, np.repeat(np.arange(count, dtype=np.int32), pairs), supplier_vendor


def build_groups(
    serves: pa.Table,
    customer: Ints,
    group: Ints,
    supplier_group: Ints,
    ranks: tuple[Ranks, Ranks],
    supports: Ragged,
    part_of_support: Ints,
    n: int,
) -> Groups:
    """Return criticality, suppliers needed and scope of each group, read off its edges."""
    count = int(group.max()) + 1 if len(group) else 0
    owner = np.zeros(count, dtype=np.int32)
    owner[group] = customer
    highest = [np.zeros(count, dtype=np.int8) for _ in ranks]
    for best, rank in zip(highest, ranks, strict=True):
        np.maximum.at(best, group, rank)
    n_suppliers = np.bincount(supplier_group, minlength=count).astype(np.int32)
    asked = np.ones(count, dtype=np.int64)
    stated = one_chunk(serves.column("required"))
    if stated.null_count < len(stated):
        np.maximum.at(asked, group, np.asarray(pc.fill_null(stated, 1), dtype=np.int64))
    lengths = supports.lengths()
    whole = np.zeros(count, dtype=np.bool_)
    whole[group[lengths == 0]] = True
    entry_group = np.repeat(group, lengths)
    in_parts = ~whole[entry_group]
    pairs = distinct(
        entry_group[in_parts].astype(np.int64) * (n + len(part_of_support) + 1)
        + n
        + part_of_support[in_parts]
    )
    width = n + len(part_of_support) + 1
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(pairs // width, minlength=count), out=starts[1:])
    return Groups(
        customer=frozen(owner),
        n_suppliers=frozen(n_suppliers),
        required=frozen(np.minimum(asked, n_suppliers).astype(np.int32)),
        rank=frozen(highest[0]),
        rank_as_stated=frozen(highest[1]),
        whole=frozen(whole),
        parts=Ragged(starts, (pairs % width).astype(np.int32)),
        over_required=frozen(asked > n_suppliers),
    )
