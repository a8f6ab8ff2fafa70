"""A question in a new process: from the command to the last line, embedded store included.

What is timed is what a person waits for: interpreter, imports, opening the store, the snapshot of
its arrays, names, harm view, two cascades with redundancy, states, paths, and the evidence of the
rows shown. Beside it stand the shortest programs that answer less: numpy and scipy on bare
integer columns in a file, the set of a vendor, no names, no store.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from benchmarks.rows.frame import Cell, Contestant, Row
from benchmarks.rows.inputs import Network

WORDS = ("supporting", "supporting", "important", "critical")
_SCIPY = """
import sys, numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order
found = np.load(sys.argv[1])
n, vendor, customer = int(found["n"]), found["vendor"], found["customer"]
matrix = csr_array((np.ones(len(vendor)), (vendor, customer)), shape=(n, n))
source = int(np.bincount(vendor).argmax())
print(len(breadth_first_order(matrix, source, return_predecessors=False)) - 1)
"""
_NETWORKX = """
import sys, numpy as np, networkx as nx
found = np.load(sys.argv[1])
vendor, customer = found["vendor"], found["customer"]
graph = nx.DiGraph()
graph.add_nodes_from(range(int(found["n"])))
graph.add_edges_from(zip(vendor.tolist(), customer.tolist()))
print(len(nx.descendants(graph, int(np.bincount(vendor).argmax()))))
"""


def write_register(network: Network, file: Path) -> None:
    """Write a network as a register of links: names, category, criticality, group."""
    names = pa.array([f"Party {number:07d} AB" for number in range(network.n)])
    table = pa.table(
        {
            "vendor": names.take(pa.array(network.vendor)),
            "customer": names.take(pa.array(network.customer)),
            "category": [f"service {code}" for code in network.category.tolist()],
            "criticality": pa.array(WORDS).take(pa.array(network.criticality.astype(np.int64))),
            "group": [f"g{code}" for code in network.category.tolist()],
        }
    )
    csv.write_csv(table, file, csv.WriteOptions(quoting_style="none", quoting_header="none"))


def store_of(network: Network) -> Path:
    """Return an embedded store that holds the network, made once; its arrays are kept beside it."""
    folder = Path(tempfile.gettempdir()) / "graphrisk-benchmark" / f"store-{network.name}"
    store = folder / "graphrisk.lbdb"
    done = folder / "done"
    if not done.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        store.unlink(missing_ok=True)
        write_register(network, folder / "serves.csv")
        _run("load", str(folder / "serves.csv"), "--store", f"ladybug:{store}")
        _run("exposed", largest(network), "--mode", "outage", "--store", f"ladybug:{store}")
        (folder / "serves.csv").unlink()
        done.touch()
    return store


def largest(network: Network) -> str:
    """Return the name of the vendor with most links."""
    return f"Party {int(np.bincount(network.vendor).argmax()):07d} AB"


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "graphrisk", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"graphrisk {' '.join(arguments)}: {done.stderr}"
        raise RuntimeError(message)
    return done.stdout


def _cells(network: Network) -> Iterator[Cell]:
    store = f"ladybug:{store_of(network)}"
    vendor = largest(network)
    columns = Path(tempfile.gettempdir()) / "graphrisk-benchmark" / f"{network.name}-columns.npz"
    np.savez(columns, n=network.n, vendor=network.vendor, customer=network.customer)

    def ours(mode: str) -> Contestant:
        arguments = ("exposed", vendor, "--mode", mode, "--store", store)
        return Contestant(f"graphrisk exposed --mode {mode}", partial(_run, *arguments))

    def other(name: str, program: str) -> Contestant:
        command = [sys.executable, "-c", program, str(columns)]

        def run() -> str:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout

        return Contestant(name, run, note="bare columns, set only, no store, no names, no reasons")

    yield Cell(
        "store to answer, largest vendor",
        [
            ("graphrisk exposed --mode outage", None, partial(ours, "outage")),
            ("graphrisk exposed --mode breach", None, partial(ours, "breach")),
            ("scipy program", "scipy", partial(other, "scipy program", _SCIPY)),
            ("networkx program", "networkx", partial(other, "networkx program", _NETWORKX)),
        ],
        same=None,
        rounds=5,
    )


ROWS = (
    Row(
        "new process",
        _cells,
        target="under 1.5 s at 100k",
        sizes=("1k", "10k", "100k", "1m"),
    ),
)
