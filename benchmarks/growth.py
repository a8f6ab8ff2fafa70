"""How the kernels grow with organizations, links, scenarios and worlds: a table and a picture.

    python benchmarks/growth.py [--size 1k 10k 100k 1m] [--json FILE] [--picture FILE.svg]

Our own times only, best of several: what a peer takes is measured by speed.py. The exponent is the
slope of a straight line through the logarithms; 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.rows.generator import draw
from benchmarks.rows.inputs import SIZES, Network, network
from benchmarks.rows.log_picture import Line, log_picture
from benchmarks.rows.report import heading, machine, seconds
from graphrisk.analysis.chance import Coins
from graphrisk.analysis.kernels.dominators import dominators
from graphrisk.analysis.kernels.every_vendor import EveryVendor
from graphrisk.analysis.kernels.one_vendor import OneVendor
from graphrisk.analysis.kernels.order import build_layout
from graphrisk.analysis.kernels.scenarios import PreparedScenarios
from graphrisk.analysis.network_form import network_of_edges
from graphrisk.analysis.worlds import organizations_measure, run_worlds
from graphrisk.model.ragged import Ragged

LINKS, NODES, SCENARIOS, WORLDS = "links", "organizations", "scenarios", "worlds"
NODE_SHARES = (1.0, 2.0, 5.0)
"""Organizations among whom as many links are shared out, times those of the network."""
SCENARIO_COUNTS = (100, 1_000, 10_000, 100_000)
WORLD_COUNTS = (100, 1_000, 10_000)
_SECONDS = 2.0
"""Time spent on one point, and at least three calls."""


def main() -> None:
    """Measure, print, and write what was asked for."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--size", nargs="+", default=["1k", "10k", "100k"], choices=SIZES)
    options.add_argument("--json", type=Path)
    options.add_argument("--picture", type=Path)
    given = options.parse_args()
    print(heading(machine()))
    lines: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for size in given.size:
        for along, name, at, took in points(network(size), size == given.size[-1]):
            lines.setdefault((along, name), []).append((at, took))
            print(f"{size:>5} {name:44} {at:12,.0f} {along:10} {seconds(took):>9}", flush=True)
    found = [
        Line(along, f"{name}{exponent(line)}", tuple(line)) for (along, name), line in lines.items()
    ]
    if given.json is not None:
        text = {"machine": machine(), "lines": [vars(line) for line in found]}
        given.json.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")
    if given.picture is not None:
        given.picture.write_text(log_picture(found), encoding="utf-8")


def points(drawn: Network, is_last: bool) -> Iterator[tuple[str, str, float, float]]:
    """Yield (axis, what, place on the axis, seconds)."""
    layout = drawn.layout
    top = int(np.bincount(drawn.vendor).argmax())
    one, every = OneVendor(layout), EveryVendor(layout)
    prepared = PreparedScenarios.of(network_of_edges(drawn.n, drawn.vendor, drawn.customer))
    grouped = PreparedScenarios.of(
        network_of_edges(drawn.n, drawn.vendor, drawn.customer, drawn.group)
    )
    by_links: dict[str, Callable[[], object]] = {
        "arrays built": lambda: build_layout(drawn.n, drawn.vendor, drawn.customer),
        "one vendor, hops, largest": lambda: one.hops(top),
        "reach of every vendor": every.totals,
        "dominators": lambda: dominators(layout),
        "10,000 scenarios": lambda: prepared.count(falls(drawn, 10_000)),
        "10,000 scenarios with redundancy": lambda: grouped.count(falls(drawn, 10_000)),
    }
    for name, run in by_links.items():
        yield LINKS, name, drawn.m, best(run)
    if is_last:
        yield from points_by_nodes(drawn)
        for count in SCENARIO_COUNTS:
            run = partial(prepared.count, falls(drawn, count))
            yield SCENARIOS, f"scenarios at {drawn.name}", count, best(run)
            run = partial(grouped.count, falls(drawn, count))
            yield SCENARIOS, f"with redundancy at {drawn.name}", count, best(run)
        cascade = worlds_of(drawn, top)
        for count in WORLD_COUNTS:
            yield (
                WORLDS,
                f"worlds of one vendor at {drawn.name}",
                count,
                best(partial(cascade, count)),
            )


def points_by_nodes(given: Network) -> Iterator[tuple[str, str, float, float]]:
    """Yield the same for as many links among more organizations."""
    for share in NODE_SHARES:
        found = vars(draw(int(given.n * share), given.m))
        drawn = Network(name=given.name, n=found.pop("parties"), **found)
        one, every = OneVendor(drawn.layout), EveryVendor(drawn.layout)
        top = int(np.bincount(drawn.vendor).argmax())
        many = PreparedScenarios.of(network_of_edges(drawn.n, drawn.vendor, drawn.customer))
        some: dict[str, Callable[[], object]] = {
            "arrays built": partial(build_layout, drawn.n, drawn.vendor, drawn.customer),
            "one vendor, hops, largest": partial(one.hops, top),
            "reach of every vendor": every.totals,
            "10,000 scenarios": partial(many.count, falls(drawn, 10_000)),
        }
        for name, run in some.items():
            yield NODES, f"{name}, {given.m:,} links", drawn.n, best(run)


def worlds_of(drawn: Network, source: int) -> Callable[[int], object]:
    """Return a function that lets one vendor fall in a number of random worlds."""
    plain = network_of_edges(drawn.n, drawn.vendor, drawn.customer)
    chance = np.random.default_rng(1)
    own = np.zeros(plain.n_nodes)
    own[source] = 1.0
    coins = Coins(
        key=chance.integers(0, 2**63, len(plain.inputs)).astype(np.uint64),
        probability=drawn.probability[plain.input_edge],
        own_key=np.zeros(plain.n_nodes, dtype=np.uint64),
        own_probability=own,
    )
    measures = organizations_measure(plain)
    return lambda count: run_worlds(plain, coins, measures, worlds=count, seed=1)


def falls(drawn: Network, count: int) -> Ragged:
    """Return scenarios that fell one to ten vendors each."""
    chance = np.random.default_rng(count)
    sizes = np.minimum(chance.integers(1, 11, count), len(drawn.vendors))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    first = chance.integers(0, len(drawn.vendors), count)
    step = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes)
    place = (np.repeat(first, sizes) + step * 7) % len(drawn.vendors)
    return Ragged(starts.astype(np.int64), drawn.vendors[place].astype(np.int32))


def best(run: Callable[[], object]) -> float:
    """Return the shortest time of several calls after one."""
    run()
    found: list[float] = []
    while len(found) < 3 or (sum(found) < _SECONDS and len(found) < 25):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return min(found)


def exponent(line: list[tuple[float, float]]) -> str:
    """Return the slope of the logarithms, for the legend."""
    if len(line) < 2:
        return ""
    places, times = np.log(np.array(line)).T
    return f" (exponent {np.polyfit(places, times, 1)[0]:.2f})"


if __name__ == "__main__":
    main()
