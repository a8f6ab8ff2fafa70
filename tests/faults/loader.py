"""Write to a store until killed: what test_killed_writers.py starts. Arguments: FILE SEED ROWS."""

from __future__ import annotations

import sys
from pathlib import Path

from graphrisk.model.tables import to_tables
from graphrisk.store.ladybug_store import LadybugStore
from graphrisk.store.ledger import write_tables
from tests.contract.samples import organization, serves


def main(path: str, seed: int, rows: int) -> None:
    """Write one load of new and changed records and say when it begins and when it is done."""
    store = LadybugStore(Path(path))
    tables = to_tables(records(seed, rows))
    sys.stdout.write("writing\n")
    sys.stdout.flush()
    report = write_tables(store, tables, at="2024-01-01T00:00:00.000Z")
    sys.stdout.write(f"{report.digest}\n")
    sys.stdout.flush()
    sys.stdin.read()  # holds the file until killed


def records(seed: int, rows: int) -> list:
    """Return records of which half are those of the seed before, changed."""
    first = seed * rows // 2
    ids = [f"o{n:06d}" for n in range(first, first + rows)]
    made = [organization(i, sector=f"s{seed}") for i in ids]
    return made + [serves(f"e{i}", i, ids[0], rank=seed + 1) for i in ids]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
