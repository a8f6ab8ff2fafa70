"""Arrays of a large store, kept beside it or on this machine: read once, mapped afterwards.

A snapshot is a folder named after the digest of the records it holds, so it can be old but never
wrong; it may be deleted at any time. Only the newest is kept.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from graphrisk.model.graph import Ints, RiskGraph, one_chunk
from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import RecordTables

SUFFIX = ".snapshot"
_ENDING = ".arrow"
_CONTENTS = "contents.json"
_ENDS = "_ends"
"""Rows of the ends of each SERVES record: looking a million names up takes longer than the rest."""


def snapshot_folder(store_file: Path, digest: str) -> Path:
    """Return where the snapshot of one state of a store lies.

    Examples
    --------
    >>> snapshot_folder(Path("g.lbdb"), "ab" * 32).as_posix()
    'g.lbdb.snapshot/2-abababababababababababababababab'
    """
    return Path(f"{store_file}{SUFFIX}") / f"{SCHEMA_VERSION}-{digest[:32]}"


def read_snapshot(folder: Path) -> RecordTables | None:
    """Return the tables of a snapshot without copying them, None when there is none to be used."""
    if not folder.is_dir():
        return None
    try:
        rows = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
        tables = {kind: _mapped(folder / f"{kind}{_ENDING}") for kind in rows}
    except (OSError, ValueError, pa.ArrowInvalid):
        return None
    is_whole = all(tables[kind].num_rows == count for kind, count in rows.items())
    return tables if is_whole else None


def take_ends(tables: RecordTables) -> tuple[Ints, Ints] | None:
    """Take the rows of vendor and customer of each SERVES record out of the tables of a snapshot.

    None where they were not kept.
    """
    ends = tables.pop(_ENDS, None)
    if ends is None:
        return None
    source, target = (np.asarray(one_chunk(ends.column(name))) for name in ("source", "target"))
    return source, target


def write_snapshot(folder: Path, tables: Mapping[str, pa.Table], graph: RiskGraph) -> bool:
    """Write a snapshot whole and drop older ones; False where that is not possible.

    Nothing depends on it: a full disk or a folder without permission only costs time later. In id
    order records need no sorting next time, and the rows of their ends can be kept; where names
    are merged the graph holds other records than the store.
    """
    if "Merge" not in tables:
        ends = pa.table({"source": graph.source, "target": graph.target})
        ordered = {"Organization": graph.organizations, "SERVES": graph.serves, _ENDS: ends}
        tables = {**tables, **ordered}
    fresh: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        for kind, table in tables.items():
            _write(fresh / f"{kind}{_ENDING}", table)
        rows = {kind: table.num_rows for kind, table in tables.items()}
        (fresh / _CONTENTS).write_text(json.dumps(rows), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
        for other in folder.parent.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    except (OSError, pa.ArrowException):
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        return False
    return True


def _write(path: Path, table: pa.Table) -> None:
    """Write a table; it is on the disk before the folder gets its name."""
    with path.open("wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        file.flush()
        os.fsync(file.fileno())


def _mapped(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
