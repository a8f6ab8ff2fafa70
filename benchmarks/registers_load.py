"""One million rows of `serves`: file -> checked records -> embedded store; seconds and memory.

    python benchmarks/registers_load.py [--rows 1000000] [--store ladybug|memory|none]

Goals: records in under 25 s and 1.5 GB, everything in under 60 s and 2 GB.
Processor time stands beside wall time, since other work on the machine stretches the latter.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

SEED = 20240501
CATEGORIES = ("saas", "payment", "dns", "backup", "it_operations", "cloud_hosting")
CRITICALITIES = ("critical", "important", "supporting", "unknown", None)


def write_register(path: Path, rows: int, *, quoted: bool) -> None:
    """Write a synthetic register: one organization for each ten rows, a quarter of them vendors."""
    draw = np.random.default_rng(SEED)
    parties = max(8, rows // 10)

    def pick(words: tuple[str | None, ...]) -> pa.Array:
        return pa.array(words, pa.string()).take(pa.array(draw.integers(0, len(words), rows)))

    vendors = [f"Vendor {n} AB" for n in range(parties // 4)]
    customers = [f"Customer {n} GmbH" for n in range(parties - parties // 4)]
    days = tuple(f"20{y:02d}-{m:02d}-01" for y in range(15, 26) for m in range(1, 13))
    table = pa.table(
        {
            "vendor": pick(tuple(vendors)),
            "customer": pick(tuple(customers)),
            "service": pick(tuple(f"service {n}" for n in range(5000))),
            "category": pick(CATEGORIES),
            "criticality": pick(CRITICALITIES),
            "group": pick((None, None, None, "g1", "g2")),
            "contract": pa.array([f"C-{n:07d}" for n in range(rows)]),
            "data_classes": pick((None, "health", "name;contact", "none")),
            "access": pick((None, "data", "data;network")),
            "probability": pick((None, "0.5", "0.05")),
            "annual_cost": pa.array(np.round(draw.uniform(1e3, 1e6, rows), 2)),
            "currency": pick(("EUR", "SEK")),
            "starts_on": pick(days),
        }
    )
    style = "all_valid" if quoted else "none"
    csv.write_csv(table, path, csv.WriteOptions(quoting_style=style, quoting_header=style))


def main() -> int:
    """Run the benchmark and print one line per step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--store", choices=("ladybug", "memory", "none"), default="ladybug")
    parser.add_argument("--quoted", action="store_true", help="every cell in quotes")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "serves.csv"
        write_register(path, chosen.rows, quoted=chosen.quoted)
        print(f"{chosen.rows:,} rows of serves, {path.stat().st_size / 1e6:.0f} MB")
        return measure(path, chosen.store, Path(folder))


def measure(path: Path, store_kind: str, folder: Path) -> int:
    """Read the file, write it to the store, print seconds and memory."""
    from graphrisk.ingest.load import read_registers
    from graphrisk.resolve.directory import read_directory
    from graphrisk.store.ledger import write_tables
    from graphrisk.store.opening import open_store

    clock = Clock()
    found = read_registers([path])
    counts = {kind: table.num_rows for kind, table in found.tables.items()}
    clock.say("file -> records", f"{counts}, {found.errors} errors")
    if store_kind == "none":
        return 0
    address = "memory:" if store_kind == "memory" else f"ladybug:{folder / 'bench.lbdb'}"
    store = open_store(address)
    report = write_tables(store, found.batches, withdraw=found.withdraw)
    clock.say(f"records -> {store_kind}", f"{sum(report.inserted.values()):,} records")
    del found
    again = read_registers([path], directory=read_directory(store))
    report = write_tables(store, again.batches, withdraw=again.withdraw)
    clock.say("the same file again", "nothing changed" if report.load is None else "CHANGED")
    store.close()
    return 0 if report.load is None else 1


class Clock:
    """Seconds since the last step, and the highest memory so far."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def say(self, step: str, what: str) -> None:
        """Print one line."""
        wall, processor = time.perf_counter(), time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak_mb = peak / (1e6 if sys.platform == "darwin" else 1e3)
        print(
            f"{step:22} {wall - self.wall:6.1f} s wall {processor - self.processor:6.1f} s "
            f"processor, peak {peak_mb:,.0f} MB: {what}"
        )
        self.wall, self.processor = wall, processor


if __name__ == "__main__":
    sys.exit(main())
