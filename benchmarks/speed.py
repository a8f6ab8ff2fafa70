"""Every kind of question beside the libraries that can answer it too, in one run.

    python benchmarks/speed.py [--size 1k|10k|100k|1m|imc|...] [--rows NAME ...] [--json FILE]

Answers are compared first, then timed in interleaved rounds of one process: the ratio survives a
noisy machine, the milliseconds do not. A library that is not installed is said and left out
(``pip install -e .[bench]`` installs them). Ends with 1 when two answers differ.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.rows.frame import Measured, Row, measure
from benchmarks.rows.inputs import NAMES, MissingInput, network
from benchmarks.rows.peers import LIBRARIES
from benchmarks.rows.report import all_rows, heading, line, machine, write_json, write_page


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 when two answers differ, else 0."""
    rows = all_rows()
    given = _options(rows).parse_args(arguments)
    wanted = [row for row in rows if given.rows is None or row.name in given.rows]
    found: list[Measured] = []
    print(heading(machine()))
    for size in given.size:
        try:
            measured_network = network(size)
        except MissingInput as missing:
            print(f"{size}: left out: {missing}")
            continue
        print(f"\n== {size}: {measured_network.n:,} parties, {measured_network.m:,} links")
        for row in wanted:
            if row.sizes is not None and size not in row.sizes:
                continue
            print(f"\n{row.name}" + (f" (to reach: {row.target})" if row.target else ""))
            for measured in measure(row, measured_network, given.budget, given.peers):
                print(line(measured), flush=True)
                found.append(measured)
    if given.json is not None:
        write_json(given.json, found)
    if given.page is not None:
        write_page(given.page, found)
    return int(any(measured.equal is False for measured in found))


def _options(rows: tuple[Row, ...]) -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--size",
        nargs="+",
        default=["10k"],
        choices=NAMES,
        metavar="SIZE",
        help=f"networks to measure: {', '.join(NAMES)}; default 10k",
    )
    options.add_argument(
        "--rows",
        nargs="+",
        choices=[row.name for row in rows],
        metavar="NAME",
        help=f"rows to run: {', '.join(row.name for row in rows)}",
    )
    options.add_argument(
        "--peers",
        nargs="*",
        choices=LIBRARIES,
        metavar="LIBRARY",
        help=f"libraries that take part: {', '.join(LIBRARIES)}; default all",
    )
    options.add_argument("--page", type=Path, help="page to write the tables into")
    options.add_argument("--json", type=Path, help="file to write the results to")
    options.add_argument(
        "--budget",
        type=float,
        default=15.0,
        help="most seconds for one contestant of one cell; default 15",
    )
    return options


if __name__ == "__main__":
    sys.exit(main())
