"""Taking a load back: what has to go, what comes back, and when that must be refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import UsageError
from graphrisk.model.schema import EDGE_KINDS, KINDS
from graphrisk.model.tables import RecordTables
from graphrisk.store.base import GraphReader, Load
from graphrisk.store.versions import from_history, hashes_in_history, without_archive


@dataclass(slots=True)
class _Touched:
    """One kind's records that a load touched: hash it left behind, and versions from before."""

    left: dict[str, str] = field(default_factory=dict)
    before: pa.Table | None = None

    def before_ids(self) -> list[str]:
        return [] if self.before is None else self.before.column("id").to_pylist()


def plan_undo(
    store: GraphReader, number: int, at: str, own_number: int
) -> tuple[Load, RecordTables, dict[str, list[str]]]:
    """Return the load that undoes another, the versions it brings back and the ids that go.

    Raises
    ------
    UsageError
        There is no such load, it was undone before, or a later load built on it.
    """
    undone = _load(store, number)
    touched = _touched(store, number)
    if blocking := _later_loads(store, touched):
        names = " and ".join(str(later) for later in sorted(blocking))
        raise UsageError(
            f"load {number} cannot be undone: load {names} changed or uses the same records",
            where=store.location,
            fix=f"undo load {max(blocking)} first",
        )
    insert = {kind: t.before for kind, t in touched.items() if t.before is not None}
    retire = {kind: sorted(t.left) for kind, t in touched.items() if t.left}
    both = sum(len(set(t.left) & set(t.before_ids())) for t in touched.values())
    load = Load(
        number=own_number,
        at=at,
        what="undo",
        sources=undone.sources,
        inserted=sum(table.num_rows for table in insert.values()) - both,
        changed=both,
        retired=sum(len(ids) for ids in retire.values()) - both,
        undoes=number,
    )
    return load, insert, retire


def _load(store: GraphReader, number: int) -> Load:
    loads = {load.number: load for load in store.loads()}
    if number not in loads:
        raise UsageError(
            f"there is no load {number}",
            where=store.location,
            fix="'graphrisk loads' lists them",
        )
    if (by := loads[number].undone_by) is not None:
        raise UsageError(
            f"load {number} was undone already, by load {by}",
            where=store.location,
            fix=f"to have it again, undo load {by}",
        )
    return loads[number]


def _touched(store: GraphReader, number: int) -> dict[str, _Touched]:
    touched = {kind: _Touched() for kind in KINDS}
    older = without_archive(store.history(load_number=number))
    replaced = without_archive(store.history(superseded_by=number))
    hashes = hashes_in_history(older)
    for kind, key, value in zip(*_columns(older, "kind", "id"), hashes, strict=True):
        touched[kind].left[key] = value
    for kind, found in touched.items():
        rows = store.read(kind, columns=["id", "load_number", "record_hash"])
        rows = rows.filter(pc.equal(rows.column("load_number"), number))
        found.left |= dict(zip(*_columns(rows, "id", "record_hash"), strict=True))
        before = replaced.filter(pc.equal(replaced.column("kind"), kind))
        if before.num_rows:
            found.before = from_history(kind, before)
    return {kind: t for kind, t in touched.items() if t.left or t.before is not None}


def _later_loads(store: GraphReader, touched: dict[str, _Touched]) -> set[int]:
    """Return the loads that keep the touched records from being as the undone load left them."""
    blocking: set[int] = set()
    for kind, found in touched.items():
        ids = sorted({*found.left, *found.before_ids()})
        rows = store.read(kind, columns=["id", "load_number", "record_hash"], ids=ids)
        current = {
            key: (load, value)
            for key, load, value in zip(
                *_columns(rows, "id", "load_number", "record_hash"), strict=True
            )
        }
        for key in ids:
            load, value = current.get(key, (None, None))
            if value == found.left.get(key):
                continue
            blocking.add(load if load is not None else _last_superseding(store, kind, key))
        if not KINDS[kind].is_edge:
            gone = set(found.left) - set(found.before_ids())
            blocking |= _edges_at(store, kind, gone, touched)
    return blocking


def _edges_at(
    store: GraphReader, kind: str, gone: set[str], touched: dict[str, _Touched]
) -> set[int]:
    """Return the loads of current edges that would end nowhere once these nodes are gone."""
    loads: set[int] = set()
    if not gone:
        return loads
    for edge in EDGE_KINDS:
        ends = [e for e, k in (("from_id", edge.from_kind), ("to_id", edge.to_kind)) if k == kind]
        if not ends:
            continue
        rows = store.read(edge.name, columns=["id", "load_number", *ends])
        going = touched[edge.name].left if edge.name in touched else {}
        stays = pc.invert(_is_in(rows.column("id"), going))
        for end in ends:
            hanging = rows.filter(pc.and_(stays, _is_in(rows.column(end), gone)))
            loads |= set(hanging.column("load_number").to_pylist())
    return loads


def _last_superseding(store: GraphReader, kind: str, key: str) -> int:
    found = without_archive(store.history(kind, ids=[key])).column("superseded_by").to_pylist()
    return int(max(found, default=0))


def _is_in(column: pa.ChunkedArray, values: Iterable[str]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(list(values), pa.string()))


def _columns(table: pa.Table, *names: str) -> list[list[str]]:
    return [table.column(name).to_pylist() for name in names]
