"""What a run of the benchmark says: about the machine, line by line, and as JSON."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import pkgutil
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import benchmarks.rows
from benchmarks.rows.frame import Measured, Row

BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"
VERSIONS_OF = (
    *("graphrisk", "numba", "numpy", "pyarrow", "networkx", "scipy", "igraph", "rustworkx"),
    *("networkit", "python-graphblas", "scikit-network", "cynetdiff"),
)


def all_rows() -> tuple[Row, ...]:
    """Return the rows of every module of this package that has some."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.rows.__path__))
    modules = [importlib.import_module(f"benchmarks.rows.{name}") for name in names]
    return tuple(row for module in modules for row in getattr(module, "ROWS", ()))


def machine(versions_of: Iterable[str] = VERSIONS_OF) -> dict[str, Any]:
    """Return what the figures depend on: processor, versions, load when it began."""
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "processors": os.cpu_count(),
        "processor": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_at_start": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": {name: _version(name) for name in versions_of},
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


def markdown(found: list[Measured], about: dict[str, Any]) -> str:
    """Return tables for a page: one for each kind of question, times beside ratios."""
    versions = ", ".join(f"{name} {text}" for name, text in about["versions"].items())
    parts = [
        f"Measured on {about['measured_on']}, {about['processors']} x {about['processor']}, Python "
        f"{about['python']}, load {about['load_at_start']} when it began: {versions}.\n"
    ]
    for row in dict.fromkeys(measured.row for measured in found):
        parts.append(f"### {row[:1].upper()}{row[1:]}\n")
        parts.append("| network | question | who | median | best | n | times ours | answers |")
        parts.append("|---|---|---|---|---|---|---|---|")
        for measured in found:
            if measured.row == row and measured.median is not None and measured.best is not None:
                parts.append(_cells(measured, measured.median, measured.best))
        parts.append("")
    return "\n".join(parts)


def _cells(measured: Measured, median: float, best: float) -> str:
    equal = {True: "equal", False: "DIFFER", None: ""}[measured.equal]
    ratio = "" if measured.ratio is None else f"{measured.ratio:,.3g}"
    who = measured.contestant + (f" ({measured.note})" if measured.note else "")
    cells = (
        *(measured.size, measured.cell, who, seconds(median), seconds(best)),
        *(str(measured.rounds), ratio, equal),
    )
    return f"| {' | '.join(cells)} |"


def write_page(page: Path, found: list[Measured]) -> None:
    """Set the tables between the two marks of a page."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = markdown(found, machine())
    page.write_text(f"{before}{BEGIN}\n{tables}{END}{after}", encoding="utf-8")
