"""Loads into a Neo4j in many small transactions, so that a kill falls between or into them.

Run as a script it is the client that test_neo4j_killed.py kills. Arguments: ADDRESS ROUND; the
password comes from the environment.
"""

from __future__ import annotations

import os
import sys
import time

from graphrisk.model.schema import KINDS
from graphrisk.model.tables import RecordTables, to_tables
from graphrisk.progress import SILENT, Progress
from graphrisk.store.base import GraphStore
from graphrisk.store.ledger import WriteReport, write_tables
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.neo4j_turn import Limits
from tests.contract.samples import organization, serves

MOMENT = "2024-01-01T00:00:00.000Z"
ROWS = 120
LEASE_SECONDS = 1.0
LIMITS = Limits(batch_rows=15, atomic_rows=0, atomic_retired=0, lease_seconds=LEASE_SECONDS)
PASSWORD = "GRAPHRISK_NEO4J_PASSWORD"


def opened(address: str, password: str, timeout_seconds: float = 4.0) -> Neo4jStore:
    """Open a store that writes in small transactions."""
    access = Access(password=password, timeout_seconds=timeout_seconds)
    return Neo4jStore(address, access, limits=LIMITS)


def write_round(store: GraphStore, number: int, progress: Progress = SILENT) -> WriteReport:
    """Write the load of a round: half of its records are new, half are those before, changed."""
    source = f"round-{number}.csv"
    return write_tables(store, records(number), at=MOMENT, sources=[source], progress=progress)


def records(number: int) -> RecordTables:
    """Return organizations and an edge of each."""
    first = number * ROWS // 2
    ids = [f"o{n:06d}" for n in range(first, first + ROWS)]
    made = [organization(i, sector=f"s{number}") for i in ids]
    return to_tables(made + [serves(f"e{i}", i, ids[0], rank=number + 1) for i in ids])


def kept(store: GraphStore) -> dict[str, object]:
    """Return all that a store keeps, in one order."""
    seen = store.snapshot()
    tables = {k: sorted(seen.read(k).to_pylist(), key=lambda row: row["id"]) for k in KINDS}
    past = sorted(seen.history().to_pylist(), key=lambda row: row["key"])
    return {"records": tables, "past": past, "loads": seen.loads(), "digest": seen.info().digest}


class Slow:
    """Waits at each step of a load, so that there is time to kill it."""

    def start(self, what: str, total: int | None = None) -> None:
        """Wait."""
        self.advance()

    def advance(self, count: int = 1) -> None:
        """Wait."""
        time.sleep(0.05)

    def done(self) -> None:
        """Do nothing."""


if __name__ == "__main__":
    write_round(opened(sys.argv[1], os.environ[PASSWORD]), int(sys.argv[2]), Slow())
