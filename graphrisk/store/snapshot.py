"""Arrays of a large embedded store, kept beside it: read once, mapped into memory afterwards.

A snapshot is a folder named after the digest of the records it holds, so it can be old but never
wrong; it may be deleted at any time. Only the newest is kept.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import RecordTables

SUFFIX = ".snapshot"
_ENDING = ".arrow"


def snapshot_folder(store_file: Path, digest: str) -> Path:
    """Return where the snapshot of one state of a store file lies.

    Examples
    --------
    >>> snapshot_folder(Path("g.lbdb"), "ab" * 32).as_posix()
    'g.lbdb.snapshot/1-abababababababababababababababab'
    """
    return Path(f"{store_file}{SUFFIX}") / f"{SCHEMA_VERSION}-{digest[:32]}"


def read_snapshot(folder: Path) -> RecordTables | None:
    """Return the tables of a snapshot without copying them, None when there is none to be used."""
    if not folder.is_dir():
        return None
    try:
        return {path.stem: _mapped(path) for path in sorted(folder.glob(f"*{_ENDING}"))}
    except (OSError, pa.ArrowInvalid):
        return None


def write_snapshot(folder: Path, tables: Mapping[str, pa.Table]) -> bool:
    """Write a snapshot whole and drop older ones; False where that is not possible.

    Nothing depends on it: a full disk or a folder without permission only costs time later.
    """
    fresh: Path | None = None
    try:
        folder.parent.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        for kind, table in tables.items():
            _write(fresh / f"{kind}{_ENDING}", table)
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
