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
from graphrisk.model.ragged import Ragged
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


def criticality_ranks(words: pa.Array, unknown: int) -> Ranks:
    """Return the rank of each word; ``unknown`` for null, "unknown" and foreign words."""
    coded = pc.fill_null(words, "unknown").dictionary_encode()
    table = [
        unknown if word == "unknown" else CRITICALITY_RANK.get(str(word), unknown)
        for word in coded.dictionary.to_pylist()
    ]
    ranks: Ranks = np.array(table or [unknown], dtype=np.int8)[np.asarray(coded.indices)]
    return ranks


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
    keys = customer[grouped].astype(np.int64) * (len(coded.dictionary) + 1) + codes[grouped]
    unique, place = np.unique(keys, return_inverse=True)
    group = np.empty(m, dtype=np.int32)
    group[grouped] = place
    group[~grouped] = len(unique) + np.arange(m - int(grouped.sum()))
    return group


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
    pairs = np.unique(
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
