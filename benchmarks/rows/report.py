"""What a run of the benchmark says: about the machine, line by line, and as JSON."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import pkgutil
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import benchmarks.rows
from benchmarks.rows.frame import Measured, Row

VERSIONS_OF = (
    *("graphrisk", "numba", "numpy", "pyarrow", "networkx", "scipy", "igraph", "rustworkx"),
    *("networkit", "python-graphblas", "scikit-network", "cynetdiff"),
)


def all_rows() -> tuple[Row, ...]:
    """Return the rows of every module of this package that has some."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.rows.__path__))
    modules = [importlib.import_module(f"benchmarks.rows.{name}") for name in names]
    return tuple(row for module in modules for row in getattr(module, "ROWS", ()))


def machine() -> dict[str, Any]:
    """Return what the figures depend on: processor, versions, load when it began."""
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "processors": os.cpu_count(),
        "processor": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_at_start": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": {name: _version(name) for name in VERSIONS_OF},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for text in info.read_text(encoding="utf-8").splitlines():
            if text.startswith("model name"):
                return text.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def heading(about: dict[str, Any]) -> str:
    """Return what is printed before the rows."""
    versions = ", ".join(f"{name} {found}" for name, found in about["versions"].items())
    return (
        f"{about['processors']} x {about['processor']}, Python {about['python']}, "
        f"load {about['load_at_start']}\n{versions}"
    )


def seconds(value: float) -> str:
    """Return a time as people read it.

    Examples
    --------
    >>> seconds(0.00215), seconds(6.3e-06), seconds(24.2)
    ('2.15 ms', '6.3 us', '24.2 s')
    """
    if value < 1e-3:
        return f"{value * 1e6:.3g} us"
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def line(measured: Measured) -> str:
    """Return one measurement as a line."""
    start = f"  {measured.cell:34.34} {measured.contestant:42.42}"
    if measured.missing:
        return f"{start} left out: {measured.missing}"
    if measured.median is None or measured.best is None:
        return f"{start} not measured"
    equal = {True: "equal", False: "DIFFERS", None: ""}[measured.equal]
    ratio = "" if measured.ratio is None else f"{measured.ratio:8.3g} x"
    note = f"  ({measured.note})" if measured.note else ""
    return (
        f"{start} {seconds(measured.median):>9} best {seconds(measured.best):>9} "
        f"n={measured.rounds:<3} {ratio:>10} {equal}{note}"
    )


def write_json(file: Path, found: list[Measured]) -> None:
    """Write the machine and every measurement; sizes measured before and not now are kept."""
    rows = [asdict(measured) for measured in found]
    for row in rows:
        del row["seconds"]
    text = json.dumps({"machine": machine(), "rows": rows}, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
