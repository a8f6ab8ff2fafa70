"""The networks that are measured: drawn ones of several sizes, and one from the real world.

``imc`` is who serves DNS, CDN and certificates to the 100,000 most popular web sites (Kashaf et
al., IMC 2020), shallow, wide and sparse where the drawn ones are deep and dense: report both.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.rows.generator import CATEGORIES, HARD, USUAL, draw
from graphrisk.analysis.kernels.order import Layout, build_layout

SIZES = {
    "1k": (1_000, 10_000),
    "10k": (10_000, 100_000),
    "30k": (30_000, 300_000),
    "100k": (100_000, 1_000_000),
    "300k": (300_000, 3_000_000),
    "1m": (1_000_000, 10_000_000),
}
NAMES = ("imc", *SIZES, *(f"{size}h" for size in SIZES))
SURE, HALF_SURE = 1.0, 0.3
"""Probability on IMC: what the authors call critical, and all else."""


class MissingInput(Exception):
    """A network cannot be had on this machine."""


@dataclass(frozen=True, eq=False)
class Network:
    """Parties 0..n-1 and links in columns; ``group`` joins links of one customer and category."""

    name: str
    n: int
    vendor: npt.NDArray[np.int32]
    customer: npt.NDArray[np.int32]
    criticality: npt.NDArray[np.int8]
    category: npt.NDArray[np.int8]
    probability: npt.NDArray[np.float64]

    @property
    def m(self) -> int:
        """Number of links."""
        return len(self.vendor)

    @cached_property
    def layout(self) -> Layout:
        """The arrays that the kernels work on."""
        return build_layout(self.n, self.vendor, self.customer)

    @cached_property
    def vendors(self) -> npt.NDArray[np.int64]:
        """Parties that serve somebody."""
        return np.flatnonzero(np.bincount(self.vendor, minlength=self.n))

    @cached_property
    def group(self) -> npt.NDArray[np.int32]:
        """Number of the redundancy group of each link: one customer, one category."""
        key = self.customer.astype(np.int64) * CATEGORIES + self.category
        return np.unique(key, return_inverse=True)[1].astype(np.int32)


def network(name: str) -> Network:
    """Return a network by name; drawn ones are kept in the folder of temporary files.

    Raises
    ------
    MissingInput
        The file of the real one is not there.
    """
    if name == "imc":
        return _imc()
    kept = Path(tempfile.gettempdir()) / "graphrisk-benchmark" / f"{name}-1.npz"
    if not kept.is_file():
        parties, links = SIZES[name.removesuffix("h")]
        drawn = draw(parties, links, HARD if name.endswith("h") else USUAL)
        kept.parent.mkdir(exist_ok=True)
        with kept.with_suffix(f".{os.getpid()}").open("wb") as file:
            np.savez(file, **vars(drawn))
        Path(file.name).rename(kept)
    with np.load(kept) as found:
        columns = {key: found[key] for key in found.files if key != "parties"}
        return Network(name=name, n=int(found["parties"]), **columns)


def _imc() -> Network:
    import pyarrow as pa
    from pyarrow import csv

    beside = Path(__file__).resolve().parents[3] / "shared"
    folder = Path(os.environ.get("GRAPHRISK_SHARED", beside))
    file = folder / "datasets" / "web-dependencies-imc2020" / "serves.csv.gz"
    if not file.is_file():
        message = f"{file} is not there; name the folder above datasets/ in GRAPHRISK_SHARED"
        raise MissingInput(message)
    table = csv.read_csv(file).combine_chunks()
    ends = pa.chunked_array(table["vendor"].chunks + table["customer"].chunks)
    codes = ends.combine_chunks().dictionary_encode()
    row = np.asarray(codes.indices, dtype=np.int32)
    services = table["service"].combine_chunks().dictionary_encode()
    critical = np.asarray(table["critical"], dtype=np.bool_)
    return Network(
        name="imc",
        n=len(codes.dictionary),
        vendor=row[: len(table)],
        customer=row[len(table) :],
        criticality=np.where(critical, 3, 1).astype(np.int8),
        category=np.asarray(services.indices, dtype=np.int8),
        probability=np.where(critical, SURE, HALF_SURE),
    )
