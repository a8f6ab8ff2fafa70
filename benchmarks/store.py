"""Load a register into a store, load it again, read it back, ask it: seconds and peak memory.

    python benchmarks/store.py                             embedded store, 100,000 edges
    python benchmarks/store.py --size 1m                   100,000 organizations, 1,000,000 edges
    python benchmarks/store.py --size 1m --store neo4j --address bolt://127.0.0.1:7687

The input is made once, from a seed, and kept as Arrow files. Every step runs in a process of its
own, so that memory is that of the step; figures are medians over ``--repeat`` rounds, each from an
empty store. "read" uses the arrays that are kept beside the records, "read_engine" the records
alone; the questions are whole commands, the start of Python included. A Neo4j server must be
running, its password in GRAPHRISK_NEO4J_PASSWORD or in the file of the settings; its database is
emptied.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pyarrow as pa

from graphrisk.model.tables import RecordTables
from graphrisk.store.ledger import write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_graph

SIZES = {"1m": 1_000_000, "100k": 100_000, "10k": 10_000}
CATEGORIES = ("cloud", "telecom", "it_operations", "software", "payroll", "medical_devices")
CRITICALITIES = ("critical", "important", "supporting", "unknown", None)
Figures = dict[str, float]
Step = Callable[[Path, str], Figures]


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


def keep(edges: int, folder: Path) -> None:
    """Write the register as Arrow files."""
    for kind, table in register(edges).items():
        path = str(folder / f"{kind}.arrow")
        with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)


def kept(folder: Path) -> RecordTables:
    """Return the register, mapped into memory."""
    files = sorted(folder.glob("*.arrow"))
    return {f.stem: pa.ipc.open_file(pa.memory_map(str(f))).read_all() for f in files}


def load(folder: Path, address: str) -> Figures:
    """Write the register into an empty store."""
    tables = kept(folder)
    edges = tables["SERVES"].num_rows
    with measured() as figures:
        store = open_store(address)
        report = write_tables(store, tables, sources=["synthetic"])
        store.close()
    if report.inserted.get("SERVES") != edges:
        sys.exit("the store was not empty")
    return figures


def again(folder: Path, address: str) -> Figures:
    """Write the same once more: nothing may change."""
    tables = kept(folder)
    with measured() as figures:
        store = open_store(address)
        report = write_tables(store, tables, sources=["synthetic"])
        store.close()
    if report.load is not None:
        sys.exit("the same input changed something")
    return figures


def read(folder: Path, address: str) -> Figures:
    """Read the whole graph, from the arrays that are kept beside the records."""
    return _read(folder, address, with_arrays=True)


def read_engine(folder: Path, address: str) -> Figures:
    """Read it from the records alone."""
    return _read(folder, address, with_arrays=False)


def _read(folder: Path, address: str, *, with_arrays: bool) -> Figures:
    with measured() as figures:
        store = open_store(address, read_only=True)
        if not with_arrays:
            store.arrays = None
        graph = read_graph(store)
        store.close()
    if graph.n_edges != kept(folder)["SERVES"].num_rows:
        sys.exit("edges were lost")
    return figures


def exposed(folder: Path, address: str) -> Figures:
    """Ask who is exposed to the vendor with the fewest links, by a whole command."""
    vendors = kept(folder)["SERVES"].column("from_id").value_counts().to_pylist()
    fewest = min(vendors, key=lambda each: (each["counts"], each["values"]))["values"]
    command = ["exposed", fewest, "--mode", "outage", "--store", address]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    made = subprocess.run(
        [sys.executable, "-m", "graphrisk", *command], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if made.returncode:
        sys.exit(made.stderr)
    return {
        "seconds": time.perf_counter() - begun,
        "processor seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "peak GB": after.ru_maxrss / 2**20,
    }


STEPS: tuple[Step, ...] = (load, again, read, read_engine, exposed)


@contextmanager
def measured() -> Iterator[Figures]:
    """Measure the wall time and processor time of a block."""
    figures: Figures = {}
    wall, processor = time.perf_counter(), time.process_time()
    yield figures
    figures["seconds"] = time.perf_counter() - wall
    figures["processor seconds"] = time.process_time() - processor


def apart(step: Step, folder: Path, address: str) -> Figures:
    """Run a step in a new process; its peak memory is that of the whole process."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_report, args=(theirs, step, folder, address))
    process.start()
    theirs.close()
    try:
        figures: Figures = ours.recv()
    except EOFError:
        sys.exit("a step failed")
    process.join()
    return figures


def _report(pipe: Connection, step: Step, folder: Path, address: str) -> None:
    figures = step(folder, address)
    figures.setdefault("peak GB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
    pipe.send(figures)


def empty(address: str, folder: Path) -> None:
    """Make the store empty, whatever it held."""
    if address.startswith("ladybug:"):
        for path in folder.glob("bench.lbdb*"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        return
    from graphrisk.settings import Settings
    from graphrisk.store.neo4j_store import open_neo4j

    store = open_neo4j(address, Settings.read())
    store.clear()
    store.close()


def in_one_process(folder: Path) -> Iterator[tuple[str, Figures]]:
    """Load and read the store in memory, which ends with its process."""
    store, tables = open_store("memory:"), kept(folder)
    for name in ("load", "again"):
        with measured() as figures:
            write_tables(store, tables, sources=["synthetic"])
        yield name, figures
    with measured() as figures:
        read_graph(store)
    yield "read", figures


def rounds(given: argparse.Namespace, folder: Path) -> dict[str, list[Figures]]:
    """Return the figures of each step, one per round."""
    address = given.address or f"ladybug:{folder / 'bench.lbdb'}"
    found: dict[str, list[Figures]] = {}
    for _ in range(given.repeat):
        if given.store == "memory":
            for name, figures in in_one_process(folder):
                found.setdefault(name, []).append(figures)
            continue
        empty(address, folder)
        for step in STEPS:
            found.setdefault(step.__name__, []).append(apart(step, folder, address))
    return found


def machine() -> str:
    """Return what the figures were measured on."""
    model = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        lines = info.read_text().splitlines()
        model = next((ln.partition(": ")[2] for ln in lines if ln.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} processors, Python {platform.python_version()}"


def main() -> None:
    """Measure loading, loading again, reading."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", choices=("ladybug", "neo4j", "memory"), default="ladybug")
    parser.add_argument("--size", choices=tuple(SIZES), default="100k")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--address", help="of a Neo4j server: bolt://HOST:PORT")
    given = parser.parse_args()
    if (given.store == "neo4j") != bool(given.address):
        parser.error("--address and --store neo4j go together")
    edges = SIZES[given.size]
    print(f"{edges:,} edges into {given.store}, median of {given.repeat}; {machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keep(edges, folder)
        for step, figures in rounds(given, folder).items():
            words = [f"{statistics.median(f[k] for f in figures):8.2f} {k}" for k in figures[0]]
            print(f"{step:16} {'  '.join(words)}", flush=True)


if __name__ == "__main__":
    main()
