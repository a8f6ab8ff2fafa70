"""One store made the same as another: its loads one after the other, or its records as one load.

A target that stands where the source once stood gets the loads it lacks, each as it was: so the
history is the same on both sides, and a copy that is cut off goes on where it stopped. A target
with loads of its own keeps its history and gets the records of now as one load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import StoreError, UsageError
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import RecordTables, digest, record_hashes
from graphrisk.progress import SILENT, Progress
from graphrisk.store.base import Changes, GraphReader, GraphStore, Load, StoreInfo
from graphrisk.store.ledger import now
from graphrisk.store.past import Past
from graphrisk.store.plan import clean
from graphrisk.store.states import KEY, ORDER, keys_after, keys_of, next_number
from graphrisk.store.versions import with_bookkeeping

WHAT = "sync"
"""What a load is called that brings the records of another store."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind compared: ids that only the source has, that differ, that only the target has."""

    kind: str
    records: int
    new: pa.Array
    changed: pa.Array
    gone: pa.Array

    @property
    def same(self) -> int:
        """Records that both hold in the same words."""
        return self.records - len(self.new) - len(self.changed)

    def is_none(self) -> bool:
        """Return True when the two hold the same."""
        return not (len(self.new) or len(self.changed) or len(self.gone))


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a copy did.

    Parameters
    ----------
    way
        "history": the loads that the target lacked, as they were. "state": the records of now, as
        one load of the target's own history. "nothing": the target held all of it.
    differences
        The target before, compared with the source.
    loads
        Loads written to the target.
    versions
        Superseded versions that came with them.
    extra_loads
        Loads of the target that are not the source's.
    digest
        Of both, after.
    """

    way: Literal["history", "state", "nothing"]
    differences: tuple[Difference, ...]
    digest: str
    loads: tuple[Load, ...] = ()
    versions: int = 0
    extra_loads: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


def sync(
    source: GraphStore,
    target: GraphStore,
    *,
    replace_own: bool = False,
    at: str | None = None,
    progress: Progress = SILENT,
) -> SyncReport:
    """Make the target hold the current records of the source, and its history where that fits.

    Parameters
    ----------
    replace_own
        Supersede records of the target that were loaded there and are not the source's.
    at
        Moment of the load that a target with a history of its own gets; now when left out.

    Raises
    ------
    UsageError
        The target holds records of its own that would go, and ``replace_own`` is not set.
    StoreError
        The source is empty, a store fails, or the copy is not the same in the end.

    Notes
    -----
    Holds the source's records and history in memory: from one file into another, 1,000,000 edges
    take 3.2 GB at most, with what the two engines need.

    Examples
    --------
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> from graphrisk.store.ledger import write_tables
    >>> from graphrisk.store.opening import open_store
    >>> one, other = open_store("memory:"), open_store("memory:")
    >>> _ = write_tables(one, to_tables([record("Organization", id="o1", name="Alfa AB")]))
    >>> sync(one, other).way, sync(one, other).way
    ('history', 'nothing')
    """
    seen, there = source.snapshot(), target.snapshot()
    wanted, before = seen.info(), there.info()
    if wanted.last_load is None:
        raise StoreError(
            "there is nothing in it to copy",
            where=source.location,
            fix="name the store that holds the records first, the one to fill second",
        )
    progress.start("comparing")
    target_keys = keys_of(there, before)
    differences = compare(keys_of(seen, wanted), target_keys)
    loads, present = seen.loads(), there.loads()
    shared = shared_loads(loads, present)
    lacking = loads[shared:]
    report = SyncReport(
        "nothing",
        differences,
        wanted.digest,
        extra_loads=len(present) - shared,
        counts=wanted.counts,
    )
    past = Past(seen, loads) if shared == len(present) and lacking else None
    progress.done()
    if past is not None and digest(past.keys_at(shared)) == digest(target_keys):
        versions = _replay(past, lacking, target, target_keys, progress)
        report = replace(report, way="history", loads=tuple(lacking), versions=versions)
    elif not all(each.is_none() for each in differences):
        _refuse_losses(source, there, report, shared == len(loads), replace_own)
        load = _copy_state(seen, target, there, report, at or now(), progress)
        report = replace(report, way="state", loads=(load,))
    elif before.unfinished is not None:
        target.mend(progress)
    _check(target, wanted, report, progress)
    return report


def compare(source: RecordTables, target: RecordTables) -> tuple[Difference, ...]:
    """Compare keys kind by kind."""
    found = []
    for kind in ORDER:
        ids, hashes = (source[kind].column(name).combine_chunks() for name in KEY)
        there, known = (target[kind].column(name).combine_chunks() for name in KEY)
        places = pc.index_in(ids, value_set=there)
        is_new = pc.is_null(places)
        is_other = pc.fill_null(pc.not_equal(hashes, known.take(places)), False)
        gone = there.filter(pc.invert(pc.is_in(there, value_set=ids)))
        found.append(Difference(kind, len(ids), ids.filter(is_new), ids.filter(is_other), gone))
    return tuple(found)


def shared_loads(one: list[Load], other: list[Load]) -> int:
    """Return how many loads two stores have in common, from the first on.

    Examples
    --------
    >>> first, second = Load(1, "2026-01-01T00:00:00.000Z", "load"), Load(2, "", "load")
    >>> shared_loads([first, second], [first])
    1
    """
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if replace(mine, undone_by=None) != replace(theirs, undone_by=None):
            break
        shared += 1
    return shared


def _replay(
    past: Past, lacking: list[Load], target: GraphStore, keys: RecordTables, progress: Progress
) -> int:
    """Write loads as they were, one after the other; return how many versions they superseded."""
    versions = 0
    for done, load in enumerate(lacking):
        progress.start(f"copying load {done + 1:,} of {len(lacking):,}")
        changes = past.changes_of(load)
        keys = keys_after(keys, changes.insert, changes.retire)
        versions += sum(len(ids) for ids in changes.retire.values())
        versions += sum(table.num_rows for table in changes.archive.values())
        try:
            target.apply(replace(changes, digest=digest(keys)), progress)
        except StoreError as error:
            if done:
                error.fix = f"{error.fix + '; ' if error.fix else ''}{done:,} of {len(lacking):,} "
                error.fix += "loads are copied, the same command goes on from there"
            raise
    return versions


def _refuse_losses(
    source: GraphStore,
    target: GraphReader,
    report: SyncReport,
    is_ahead: bool,
    replace_own: bool,
) -> None:
    """Refuse to supersede what was loaded into the target, and not brought there by a sync."""
    if replace_own:
        return
    own = _own_records(target, report)
    if not own:
        return
    listed = ", ".join(f"{KINDS[kind].table} {count:,}" for kind, count in own.items())
    what = f"records were loaded here that {source.location} has not, or has otherwise: {listed}"
    turn = "the source is an older state of this store: sync the other way round; or "
    raise UsageError(
        f"{what}; nothing was written",
        where=target.location,
        fix=f"{turn if is_ahead else ''}add --replace: they are superseded then, stay in the "
        "history, and graphrisk undo brings them back",
    )


def _own_records(target: GraphReader, report: SyncReport) -> dict[str, int]:
    """Count records of the target that would be superseded though no sync brought them."""
    brought = pa.array([load.number for load in target.loads() if load.what == WHAT], pa.int64())
    counts = {}
    for each in report.differences:
        ids = pa.concat_arrays([each.changed, each.gone])
        if len(ids):
            found = target.read(each.kind, columns=["id", "load_number"], ids=ids)
            by_sync = pc.is_in(found.column("load_number"), value_set=brought)
            if own := len(ids) - int(pc.sum(by_sync).as_py() or 0):
                counts[each.kind] = own
    return counts


def _copy_state(
    seen: GraphReader,
    target: GraphStore,
    there: GraphReader,
    report: SyncReport,
    at: str,
    progress: Progress,
) -> Load:
    """Write what differs as one load."""
    insert, retire = {}, {}
    for each in report.differences:
        if len(each.gone) or len(each.changed):
            retire[each.kind] = [*each.gone.to_pylist(), *each.changed.to_pylist()]
        if wanted := len(each.new) + len(each.changed):
            ids = pa.concat_arrays([each.new, each.changed])
            insert[each.kind] = seen.read(each.kind, ids=None if wanted == each.records else ids)
    load = Load(
        number=next_number(there.info()),
        at=at,
        what=WHAT,
        sources=(seen.location,),
        inserted=sum(len(each.new) for each in report.differences),
        changed=sum(len(each.changed) for each in report.differences),
        retired=sum(len(each.gone) for each in report.differences),
    )
    made = {kind: with_bookkeeping(kind, table, load) for kind, table in insert.items()}
    target.apply(Changes(load, made, retire, report.digest), progress)
    return load


def _check(target: GraphStore, wanted: StoreInfo, report: SyncReport, progress: Progress) -> None:
    """Read the target again: counts, digest of its keys, and the content of what was copied.

    Raises
    ------
    StoreError
        It does not hold what the source holds.
    """
    progress.start("checking the copy")
    there = target.snapshot()
    info = there.info()
    keys = keys_of(there, info)
    if report.way != "nothing":
        for each in report.differences:
            if len(each.new) or len(each.changed):
                content = clean(each.kind, there.read(each.kind))
                hashes = record_hashes(each.kind, content)
                keys[each.kind] = pa.table({"id": content.column("id"), "record_hash": hashes})
    found = digest(keys)
    progress.done()
    if found == info.digest == wanted.digest and info.counts == wanted.counts:
        return
    wrong = [kind for kind in ORDER if info.counts.get(kind, 0) != wanted.counts.get(kind, 0)]
    kinds = ", ".join(KINDS[kind].table for kind in wrong)
    what = f"the number of {kinds} differs" if wrong else "digests differ"
    raise StoreError(
        f"the copy is not the same as its source: {what}",
        where=target.location,
        fix="if either store was written meanwhile, run the command again; else report this",
    )
