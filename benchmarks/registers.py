"""Pooled registers of information: folders -> records -> embedded store, then questions.

    python benchmarks/registers.py [--entities 300] [--contracts 200] [--chain 4] [--gaps]

Goals for 300 entities, 60,000 contracts and 240,000 rows of chains: loaded in under 60 s, `exposed`
in a new process in under 1.5 s, `gaps` in under 30 s. Processor time stands beside wall time, since
other work on the machine stretches the latter.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from graphrisk.ingest.dora.sample import SampleRegister, invented_lei, sample_register
from graphrisk.ingest.dora.sample_files import write_plain

FALLEN = "Iskhaven Pay Ltd"
_BY_CONTRACT = ("b_02.01", "b_02.02", "b_02.03", "b_03.01", "b_03.02", "b_03.03", "b_04.01")
_COPIED = (*_BY_CONTRACT, "b_05.02", "b_07.01")
_OWN = 40
"""Contracts of the sample register."""


def write_pool(folder: Path, entities: int, contracts: int, chain: int) -> int:
    """Write registers of groups of three entities; return the rows of all their chains.

    Each is the sample register with entities, names and references of its own; providers are the
    same everywhere.
    """
    base = sample_register()
    subs = [row for row in base.rows["b_05.01"] if not row["c0090"]][-12:]
    rows = 0
    for number in range(max(1, entities // 3)):
        made = _register(base, number, max(1, 3 * contracts // _OWN))
        _deepen(made, subs, chain)
        write_plain(made, folder / f"group-{number:04}")
        rows += sum(row["c0050"] != "1" for row in made.rows["b_05.02"])
    return rows


def _register(base: SampleRegister, number: int, copies: int) -> SampleRegister:
    entities = [row["c0010"] for row in base.rows["b_01.02"]]
    own = {lei: invented_lei(10_000 + 3 * number + at) for at, lei in enumerate(entities)}
    made = SampleRegister(own[base.lei])
    for name, lines in base.rows.items():
        made.rows[name] = [
            {code: _renamed(cell, own, number, copy) for code, cell in row.items()}
            for copy in range(copies if name in _COPIED else 1)
            for row in lines
        ]
    return made


def _renamed(cell: str, own: dict[str, str], number: int, copy: int) -> str:
    if cell.startswith("SYN-"):
        return f"{cell}-{number}-{copy}"
    return own.get(cell) or cell.replace("Kvarnvik", f"Kvarnvik {number}")


def _deepen(made: SampleRegister, subs: Sequence[dict[str, str]], chain: int) -> None:
    """Give each contract as many sub-contractors, all of them below its provider."""
    lines = made.rows["b_05.02"]
    there: dict[str, set[str]] = {}
    for row in lines:
        there.setdefault(row["c0010"], set()).add(row["c0030"])
    for at, row in enumerate([row for row in lines if row["c0050"] == "1"]):
        known = there[row["c0010"]]
        for step in range(len(subs)):
            sub = subs[(at + step) % len(subs)]
            if len(known) > chain:
                break
            if sub["c0010"] in known:
                continue
            known.add(sub["c0010"])
            codes = {"c0030": sub["c0010"], "c0040": sub["c0020"], "c0050": "2"}
            lines.append({**row, **codes, "c0060": row["c0030"], "c0070": row["c0040"]})


def run(step: str, *words: str) -> int:
    """Run a command in a new process and print how long it took and what it said first."""
    wall, before = time.perf_counter(), os.times()
    command = [sys.executable, "-m", "graphrisk", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    said = (done.stdout or done.stderr).splitlines()
    print(
        f"{step:10} {time.perf_counter() - wall:6.1f} s wall {spent:6.1f} s processor: "
        f"{said[0] if said else ''}"
    )
    return done.returncode


def main() -> int:
    """Run the benchmark and print one line per step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--entities", type=int, default=300)
    parser.add_argument("--contracts", type=int, default=200, help="of each entity")
    parser.add_argument("--chain", type=int, default=4, help="sub-contractors of each contract")
    parser.add_argument("--gaps", action="store_true", help="ask for gaps as well")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = write_pool(folder / "pool", chosen.entities, chosen.contracts, chosen.chain)
        contracts = chosen.entities * chosen.contracts
        print(f"{chosen.entities} entities, {contracts:,} contracts, {rows:,} rows of chains")
        store = ("--store", f"ladybug:{folder / 'bench.lbdb'}")
        codes = [
            run("load", "load", str(folder / "pool"), "--as", "dora", *store),
            run("exposed", "exposed", FALLEN, "--mode", "outage", "--limit", "20", *store),
            run("again", "exposed", FALLEN, "--mode", "outage", "--limit", "20", *store),
        ]
        if chosen.gaps:
            codes.append(run("gaps", "gaps", *store))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
