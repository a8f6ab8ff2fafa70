"""Ids for programs in which all nodes share one space of ids, as ours do not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import one_chunk
from graphrisk.model.schema import EDGE_KINDS, NODE_KINDS, Kind

NODES = tuple(kind for kind in NODE_KINDS if kind.name != "Merge")
"""Kinds that become nodes: a merge is applied before, it is no thing of the world."""
EDGES = EDGE_KINDS
_CONTROL = r"[\x00-\x1F\x{FFFE}\x{FFFF}]"


def node_ids(kind: str, ids: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return ids that no two nodes share, of whatever kind.

    An organization keeps its own, others get their kind in front; an id with control characters,
    which most formats cannot hold, becomes its hash.

    Examples
    --------
    >>> node_ids("Organization", pa.array(["o1", "Incident:i1"])).to_pylist()
    ['o1', 'Organization:Incident:i1']
    >>> node_ids("Incident", pa.array(["i1"])).to_pylist()
    ['Incident:i1']
    """
    return _distinct(kind, one_chunk(ids), "Organization", NODE_KINDS)


def edge_ids(kind: str, ids: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return ids that no two edges share: those of SERVES stay, others get their kind in front."""
    return _distinct(kind, one_chunk(ids), "SERVES", EDGE_KINDS)


def edge_ends(kind: Kind, rows: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Return the node ids at which edges begin and end."""
    return (
        node_ids(str(kind.from_kind), rows.column("from_id")),
        node_ids(str(kind.to_kind), rows.column("to_id")),
    )


def _distinct(kind: str, ids: pa.Array, plain_kind: str, kinds: Sequence[Kind]) -> pa.Array:
    with_kind = pc.binary_join_element_wise(kind, ids, ":")
    if kind == plain_kind:
        taken = pc.match_substring_regex(ids, f"^(?:{'|'.join(each.name for each in kinds)}):")
        with_kind = pc.if_else(taken, with_kind, ids)
    wild = pc.match_substring_regex(ids, _CONTROL)
    if not pc.any(wild).as_py():
        return with_kind
    hashes = [
        f"{kind}:sha256:{hashlib.sha256(key.encode()).hexdigest()}" if is_wild else None
        for key, is_wild in zip(ids.to_pylist(), wild.to_pylist(), strict=True)
    ]
    return pc.coalesce(pa.array(hashes, pa.string()), with_kind)
