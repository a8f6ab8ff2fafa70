"""Load a synthetic register into a store and read it back; prints seconds and peak memory.

    python benchmarks/store.py                                100,000 edges, embedded store
    python benchmarks/store.py --edges 1000000                the promise: under 60 s and 2 GB
    python benchmarks/store.py --store bolt://127.0.0.1:7687  a Neo4j that may be filled

Each step runs in a process of its own, so that memory is that of the step.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa

from graphrisk.model.tables import RecordTables
from graphrisk.store.ledger import write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_graph

CATEGORIES = ("cloud", "telecom", "it_operations", "software", "payroll", "medical_devices")
CRITICALITIES = ("critical", "important", "supporting", "unknown", None)


def register(edges: int, seed: int = 1) -> RecordTables:
    """Return organizations (a tenth of the edges) and edges as a register would give them."""
    draw = np.random.default_rng(seed)
    count = max(2, edges // 10)
    ids = pa.array([f"org-{n:08x}-{n * 2654435761 % 2**32:08x}" for n in range(count)])
    names = pa.array([f"Företag {n} AB" for n in range(count)])
    kind = pa.array(["register"] * edges)
    vendors = (count * draw.power(0.3, edges)).astype(np.int64)  # few vendors serve many
    customers = draw.integers(0, count, edges)

    def words(choices: tuple[str | None, ...]) -> pa.Array:
        return pa.array(choices, pa.string()).take(pa.array(draw.integers(0, len(choices), edges)))

    serves = {
        "id": pa.array([f"edge-{n:08x}{n * 40503 % 2**32:08x}{n:016x}" for n in range(edges)]),
        "from_id": ids.take(pa.array(vendors)),
        "to_id": ids.take(pa.array(customers)),
        "service": words(("mail", "drift av journalsystem", None)),
        "category": words(CATEGORIES),
        "criticality": words(CRITICALITIES),
        "contract": pa.array([f"K-{n}" for n in range(edges)]),
        "annual_cost": pa.array(draw.integers(1, 10_000_000, edges).astype(float)),
        "currency": pa.array(["SEK"] * edges),
        "starts_on": words(("2022-01-01", "2023-07-01", None)),
        "source_kind": kind,
        "source": pa.array([f"serves.csv#{n + 2}" for n in range(edges)]),
    }
    organizations = {
        "id": ids,
        "name": names,
        "country": pa.array(["SE"] * count),
        "source_kind": kind.slice(0, count),
    }
    return {"Organization": pa.table(organizations), "SERVES": pa.table(serves)}


def make(edges: int, address: str) -> None:
    """Only make the register: what the other steps need beside the store."""
    register(edges)


def load(edges: int, address: str) -> None:
    """Write the register into an empty store."""
    tables = register(edges)
    with step("  ledger and store"):
        store = open_store(address)
        report = write_tables(store, tables, sources=["synthetic"])
        store.close()
    if report.inserted.get("SERVES") != edges:
        sys.exit("the store was not empty")


def again(edges: int, address: str) -> None:
    """Write the same once more: nothing may change."""
    store = open_store(address)
    if write_tables(store, register(edges)).load is not None:
        sys.exit("the same input changed something")
    store.close()


def read(edges: int, address: str) -> None:
    """Read the whole graph."""
    with step("  open"):
        store = open_store(address, read_only=True)
    with step("  read"):
        graph = read_graph(store)
    store.close()
    if graph.n_edges != edges:
        sys.exit("edges were lost")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the seconds of a block."""
    start = time.perf_counter()
    yield
    print(f"{name:22} {time.perf_counter() - start:7.1f} s", flush=True)


def apart(work: Callable[[int, str], None], edges: int, address: str) -> None:
    """Run a step in a new process and print its time and peak memory."""
    start = time.perf_counter()
    process = multiprocessing.get_context("spawn").Process(
        target=_measured, args=(work, edges, address)
    )
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{work.__name__} failed")
    print(f"{work.__name__:22} {time.perf_counter() - start:7.1f} s  (with the process's start)")


def _measured(work: Callable[[int, str], None], edges: int, address: str) -> None:
    start = time.process_time()
    work(edges, address)
    print(f"{'  of which processor':22} {time.process_time() - start:7.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{'  peak memory':22} {peak:7.2f} GB")


def main() -> None:
    """Measure making, loading, loading again, reading."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edges", type=int, default=100_000)
    parser.add_argument(
        "--store", help="address of an empty store; a file of its own when left out"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = given.store or f"ladybug:{Path(folder, 'bench.lbdb')}"
        print(f"{given.edges:,} edges into {address.partition(':')[0]}")
        for work in (make, load, again, read):
            apart(work, given.edges, address)
        if not given.store:
            size = Path(folder, "bench.lbdb").stat().st_size
            print(f"{'file':22} {size / 1e6:7.1f} MB")


if __name__ == "__main__":
    main()
