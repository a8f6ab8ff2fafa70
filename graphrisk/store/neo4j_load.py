"""A load into a Neo4j store: its steps in order, in one transaction or in many.

Versions that a load retires are copied to the history before anything in place changes. So what
was current before load N can be read at any moment of it: versions in place of earlier loads, and
those of the history that N superseded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import StoreBusy, StoreError, StoreUnavailable
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS, Kind
from graphrisk.model.tables import arrow_schema, conform
from graphrisk.progress import Progress
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.base import Changes, dangling, not_current
from graphrisk.store.neo4j_lines import fits, joined
from graphrisk.store.neo4j_rollback import roll_back
from graphrisk.store.neo4j_rows import Link, Transaction
from graphrisk.store.neo4j_text import ENDS
from graphrisk.store.neo4j_turn import Limits, Step, Turn
from graphrisk.store.versions import archive_rows, batches, from_history, history_rows

Phase = tuple[str, list[Step]]


def write(link: Link, changes: Changes, limits: Limits, progress: Progress) -> None:
    """Do a load, all or nothing.

    Raises
    ------
    StoreBusy
        Another process is writing, or has written since this load was planned.
    StoreError
        The load does not fit the records; it is taken back.
    """
    turn = Turn(link, limits)
    work = _Work(changes, limits)
    clean_up = partial(roll_back, link, limits, progress)
    is_small = work.is_small()
    turn.begin(changes, _all(work.copies()) if is_small else (), clean_up)
    try:
        if is_small:
            turn.end(changes, _all(work.phases()))
        else:
            _in_parts(turn, [*work.copies(), *work.phases()], progress)
            turn.end(changes)
    except StoreError as error:
        if not isinstance(error, StoreBusy | StoreUnavailable):
            with suppress(StoreError):  # the next writer takes back what stays
                roll_back(link, limits, progress, turn)
        raise


def mend(link: Link, limits: Limits, progress: Progress) -> None:
    """Take back a load whose writer has died, if there is one; one that lives is left alone."""
    with suppress(StoreBusy):
        Turn(link, limits).mend(partial(roll_back, link, limits, progress))


def _all(phases: Sequence[Phase]) -> Iterator[Step]:
    for _, steps in phases:
        yield from steps


def _in_parts(turn: Turn, phases: Sequence[Phase], progress: Progress) -> None:
    """Do the steps of each phase in transactions of their own, several at once."""
    with ThreadPoolExecutor(turn.limits.workers) as pool:
        slots: SimpleQueue[int] = SimpleQueue()
        for slot in range(turn.limits.workers):
            slots.put(slot)

        def do(step: Step) -> int:
            slot = slots.get()
            try:
                turn.do(step, slot)
            finally:
                slots.put(slot)
            return step.rows

        for name, steps in phases:
            progress.start(name, sum(step.rows for step in steps))
            try:
                for done in pool.map(do, steps):
                    progress.advance(done)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
            progress.done()


class _Work:
    """The steps of one load."""

    def __init__(self, changes: Changes, limits: Limits) -> None:
        self._changes = changes
        self._load = changes.load
        self._limits = limits
        self._rows = limits.batch_rows
        self._retire = {kind: rows.as_list(ids) or [] for kind, ids in changes.retire.items()}

    def is_small(self) -> bool:
        """Return True for a load that one transaction can take."""
        tables = (*self._changes.insert.values(), *self._changes.archive.values())
        written = sum(len(table) for table in tables)
        retired = sum(len(ids) for ids in self._retire.values())
        return written <= self._limits.atomic_rows and retired <= self._limits.atomic_retired

    def copies(self) -> list[Phase]:
        """Return the steps that only add to the history."""
        phases: list[Phase] = []
        for kind in EDGE_KINDS + NODE_KINDS:
            ids = self._retire.get(kind.name, [])
            steps = [Step(len(part), partial(self._copy, kind, part)) for part in self._cut(ids)]
            phases.append((f"superseding {kind.table}", steps))
        for name, table in self._changes.archive.items():
            steps = [
                Step(part.num_rows, partial(self._archive, name, part))
                for part in batches(table, self._rows)
            ]
            phases.append((f"archiving {KINDS[name].table}", steps))
        return [phase for phase in phases if phase[1]]

    def phases(self) -> list[Phase]:
        """Return the steps that change what is in place: edges go, nodes, then edges come."""
        phases: list[Phase] = []
        for kind in EDGE_KINDS + NODE_KINDS:
            parts = self._cut(self._gone(kind))
            steps = [Step(len(part), partial(self._remove, kind, part)) for part in parts]
            phases.append((f"removing {kind.table}", steps))
        for kind in NODE_KINDS:
            phases.append((f"writing {kind.table}", self._inserts(kind, self._insert_nodes)))
        for kind in EDGE_KINDS:
            phases.append((f"writing {kind.table}", self._inserts(kind, self._insert_edges)))
        return [phase for phase in (*phases, *self._labels()) if phase[1]]

    def _cut(self, ids: list[str]) -> list[list[str]]:
        return [ids[start : start + self._rows] for start in range(0, len(ids), self._rows)]

    def _gone(self, kind: Kind) -> list[str]:
        """Return the ids that leave their place: a changed node stays, for its edges."""
        ids = self._retire.get(kind.name, [])
        if kind.is_edge or kind.name not in self._changes.insert:
            return ids
        stay = set(self._changes.insert[kind.name].column("id").to_pylist())
        return [key for key in ids if key not in stay]

    def _copy(self, kind: Kind, ids: list[str], transaction: Transaction, again: bool) -> None:
        schema = arrow_schema(kind.name)
        old = rows.read(transaction, kind, schema.names, ids=ids)
        if old.num_rows != len(ids):
            raise not_current(kind.name)
        superseded = history_rows(kind.name, old, self._load).to_pylist()
        rows.send(transaction, text.SET_SUPERSEDED, rows=superseded)

    def _archive(self, name: str, part: pa.Table, transaction: Transaction, again: bool) -> None:
        archived = archive_rows(name, part, self._load).to_pylist()
        rows.send(transaction, text.SET_SUPERSEDED, rows=archived)

    def _remove(self, kind: Kind, ids: list[str], transaction: Transaction, again: bool) -> None:
        rows.send(transaction, text.delete(kind), ids=ids, number=self._load.number)

    def _inserts(self, kind: Kind, work: Any) -> list[Step]:
        if kind.name not in self._changes.insert:
            return []
        new = conform(kind.name, self._changes.insert[kind.name])
        # Lines need a plan of their own for these columns: worth it for many rows.
        fields = None if self.is_small() else _fields_in_use(new)
        parts = batches(new, self._rows)
        return [Step(part.num_rows, partial(work, kind, fields, part)) for part in parts]

    def _insert_nodes(
        self,
        kind: Kind,
        fields: pa.Schema | None,
        part: pa.Table,
        transaction: Transaction,
        again: bool,
    ) -> None:
        retired = pa.array(self._retire.get(kind.name, []), pa.string())
        is_changed = pc.is_in(part.column("id"), value_set=retired)
        changed, fresh = part.filter(is_changed), part.filter(pc.invert(is_changed))
        if changed.num_rows:
            rows.send(transaction, text.replace_nodes(kind.name), rows=rows.maps(changed))
        if again:
            fresh = self._not_there(transaction, kind, fresh)
        if fresh.num_rows:
            fields, sent = _sent(fresh, fields)
            rows.send(transaction, text.insert_nodes(kind.name, fields), **sent)

    def _insert_edges(
        self,
        kind: Kind,
        fields: pa.Schema | None,
        part: pa.Table,
        transaction: Transaction,
        again: bool,
    ) -> None:
        if again:
            part = self._not_there(transaction, kind, part)
        if not part.num_rows:
            return
        fields, sent = _sent(part, fields)
        query = text.insert_edges(kind, fields)
        if rows.values(transaction, query, sent) != [[part.num_rows]]:
            raise dangling(kind.name, _missing_ends(transaction, kind, part))

    def _not_there(self, transaction: Transaction, kind: Kind, part: pa.Table) -> pa.Table:
        """Return the rows that an earlier attempt at this step did not write."""
        parameters = {"ids": part.column("id").to_pylist()}
        found = rows.values(transaction, text.there(kind), parameters)
        mine = [key for key, number in found if number == self._load.number]
        written = pc.is_in(part.column("id"), value_set=pa.array(mine, pa.string()))
        return part.filter(pc.invert(written))

    def _labels(self) -> Iterator[Phase]:
        """Yield the steps that keep :Vendor and :Customer as the edges are."""
        new = self._changes.insert.get("SERVES")
        ends = [[] if new is None else pc.unique(new.column(end)).to_pylist() for end in ENDS]
        for statement, ids in zip(text.LABELS_ON, ends, strict=True):
            steps = [Step(len(p), partial(self._labels_on, statement, p)) for p in self._cut(ids)]
            yield "labels", steps
        retired = self._cut(self._retire.get("SERVES", []))
        kept = [pa.array(ids, pa.string()) for ids in ends]
        yield "labels", [Step(len(p), partial(self._labels_off, p, kept)) for p in retired]

    def _labels_on(
        self, statement: str, ids: list[str], transaction: Transaction, again: bool
    ) -> None:
        rows.send(transaction, statement, ids=ids)

    def _labels_off(
        self, ids: list[str], kept: list[pa.Array], transaction: Transaction, again: bool
    ) -> None:
        """Take labels off the ends of retired edges, which the history names."""
        given = {"kind": "SERVES", "ids": ids, "superseded_in": self._load.number}
        old = from_history("SERVES", rows.history(transaction, **given))
        for statement, end, stay in zip(text.LABELS_OFF, ENDS, kept, strict=True):
            ends = pc.unique(old.column(end))
            gone = ends.filter(pc.invert(pc.is_in(ends, value_set=stay))).to_pylist()
            if gone:
                rows.send(transaction, statement, ids=gone)


def _missing_ends(transaction: Transaction, kind: Kind, part: pa.Table) -> set[str]:
    missing: set[str] = set()
    for end, label in zip(ENDS, (kind.from_kind, kind.to_kind), strict=True):
        ids = pc.unique(part.column(end)).to_pylist()
        found = rows.values(transaction, text.missing_ends(str(label)), {"ids": ids})
        missing |= {key for (key,) in found}
    return missing


def _fields_in_use(table: pa.Table) -> pa.Schema:
    """Return the columns in which something is known."""
    known = (n for n in table.column_names if table.column(n).null_count < table.num_rows)
    return pa.schema([table.schema.field(name) for name in known])


def _sent(part: pa.Table, fields: pa.Schema | None) -> tuple[pa.Schema | None, dict[str, Any]]:
    """Return the parameter that carries rows, and the fields of its lines: None for maps."""
    if fields is not None:
        chosen = part.select(fields.names)
        if fits(chosen):
            return fields, {"lines": joined(chosen)}
    is_edges = ENDS[0] in part.column_names
    return None, {"rows": rows.edge_maps(part) if is_edges else rows.maps(part)}
