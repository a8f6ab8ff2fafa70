"""Random worlds: each edge carries harm or does not, redundancy holds inside each world.

Worlds are bits of 64-bit words, as scenarios are; their coins are hashes (analysis/coins.py). With
few uncertain coins the same rows hold every possible world once, and each is weighed by its
probability. Small jobs run in plain numpy, larger ones in a compiled kernel; answers are equal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graphrisk.analysis import bit_rows
from graphrisk.analysis.chance import Coins
from graphrisk.analysis.coins import CERTAIN, Longs, Words, coin_words, thresholds
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.room import check_room
from graphrisk.analysis.tail import settled
from graphrisk.model.graph import Floats, Ints

PLAIN_WORK = 4_000_000
"""Inputs times words of 64 worlds below which numpy is done before a compiler has started."""
MOST_ENUMERATED = 20
"""Uncertain coins up to which every world is visited: a million of them."""
_PLAIN_WORDS = 32
_NODES_AT_ONCE = 4096


@dataclass(frozen=True)
class Measures:
    """Whole numbers added up per world: entry e adds ``weight[e]`` to ``kind[e]``.

    It does so in every world in which ``node[e]`` is down without having fallen by itself.
    """

    count: int
    node: Ints
    kind: Ints
    weight: Longs


@dataclass(frozen=True)
class Outcome:
    """What happened in all worlds.

    Attributes
    ----------
    worlds
        How many there are.
    sums
        (measures, worlds).
    hits
        Worlds in which each node is down without having fallen by itself; where all worlds are
        visited, the probability of that.
    odds
        Probability of each world; None where worlds are drawn and count alike.
    """

    worlds: int
    sums: Longs
    hits: Floats
    odds: Floats | None = None

    @property
    def is_exact(self) -> bool:
        """True where every possible world was visited."""
        return self.odds is not None

    def chance(self) -> Floats:
        """Return the probability of each node to be down by others."""
        return settled(self.hits) if self.is_exact else self.hits / self.worlds


def organizations_measure(network: Network) -> Measures:
    """Return the measure that counts organizations that stop."""
    rows = np.arange(network.n, dtype=np.int32)
    ones = np.ones(network.n, dtype=np.int64)
    return Measures(1, rows, np.zeros(network.n, dtype=np.int32), ones)


@dataclass(frozen=True)
class Draws:
    """Coins as they are drawn: a threshold below zero is a coin that is enumerated.

    See `graphrisk.analysis.coins.coin_words`.
    """

    key: Words
    threshold: Longs
    own_key: Words
    own_threshold: Longs
    odds: Floats | None = None
    worlds: int = 0
    seed: int = 0


def run_worlds(
    network: Network,
    coins: Coins,
    measures: Measures,
    *,
    worlds: int,
    seed: int,
    threads: int | None = None,
    compiled: bool | None = None,
) -> Outcome:
    """Follow the cascade through worlds; visit all of them where at most 20 coins are uncertain.

    Parameters
    ----------
    network
        Compiled with ``coins=True``.
    worlds, seed
        How many are drawn, and from which seed.
    threads
        Default: as many as there are processors; the answer does not depend on it.
    compiled
        Default: by the size of the job (`PLAIN_WORK`).

    Raises
    ------
    TooLarge
        The rows would not fit into memory.

    Notes
    -----
    What goes down in no world is left out first. O(inputs x worlds / 64 x digits of a coin);
    about log2(worlds of a block) + 1 digits settle a block of coins.
    """
    possible = network.down(np.flatnonzero(coins.own_probability > 0), coins.probability > 0)
    part, nodes, inputs = network.restricted(possible)
    draws = draws_of(part, coins.of(nodes, inputs), worlds, seed)
    kept = _measures_of(measures, nodes, network.n_nodes)
    work = len(part.inputs) * (-(-draws.worlds // 64))
    if work > PLAIN_WORK if compiled is None else compiled:
        from graphrisk.analysis.kernels.worlds import PreparedWorlds

        prepared = PreparedWorlds.of(part, draws.key, draws.threshold, threads)
        found = prepared.run(draws, kept, threads=threads)
    else:
        found = plain_worlds(part, draws, kept)
    hits = np.zeros(network.n_nodes)
    hits[nodes] = found.hits if draws.odds is None else np.minimum(found.hits, 1.0)
    return replace(found, hits=hits)


def _measures_of(measures: Measures, nodes: Longs, n_nodes: int) -> Measures:
    """Return the entries of some nodes, by their new numbers."""
    number = np.full(n_nodes, -1, dtype=np.int32)
    number[nodes] = np.arange(len(nodes), dtype=np.int32)
    inside = number[measures.node] >= 0
    return Measures(
        measures.count,
        number[measures.node[inside]],
        measures.kind[inside],
        measures.weight[inside],
    )


def draws_of(network: Network, coins: Coins, worlds: int, seed: int) -> Draws:
    """Return how the coins of a network are drawn: enumerated where few of them matter.

    A coin matters when its input may be lost and its node is not down in every world anyway.
    """
    certain = network.down(np.flatnonzero(coins.own_probability >= 1), coins.probability >= 1)
    open_ = (coins.probability > 0) & (coins.probability < 1)
    open_ &= ~certain[network.group_node[network.input_group]]
    own = (coins.own_probability > 0) & (coins.own_probability < 1)
    keys = np.concatenate((coins.key[open_], coins.own_key[own]))
    chances = np.concatenate((coins.probability[open_], coins.own_probability[own]))
    distinct, first, place = np.unique(keys, return_index=True, return_inverse=True)
    threshold, own_threshold = thresholds(coins.probability), thresholds(coins.own_probability)
    if len(distinct) > MOST_ENUMERATED:
        return Draws(coins.key, threshold, coins.own_key, own_threshold, None, worlds, seed)
    threshold[coins.probability > 0] = CERTAIN
    threshold[open_] = -1 - place[: int(open_.sum())]
    own_threshold[own] = -1 - place[int(open_.sum()) :]
    odds = odds_of(chances[first])
    return Draws(coins.key, threshold, coins.own_key, own_threshold, odds, len(odds), seed)


def odds_of(chances: Floats) -> Floats:
    """Return the probability of each world: digit k of its number is live with ``chances[k]``.

    Examples
    --------
    >>> import numpy as np
    >>> odds_of(np.array([0.25, 0.5])).tolist()
    [0.375, 0.125, 0.375, 0.125]
    """
    odds = np.ones(1)
    for chance in chances:
        odds = np.concatenate((odds * (1 - chance), odds * chance))
    return odds


def plain_worlds(network: Network, draws: Draws, measures: Measures) -> Outcome:
    """Follow the cascade through all worlds, in plain numpy; see `run_worlds`."""
    check_room(
        (len(network.inputs) + network.n_nodes) * _PLAIN_WORDS * 8 * 4,
        f"{_PLAIN_WORDS * 64:,} worlds on {len(network.inputs):,} inputs",
    )
    hits = np.zeros(network.n_nodes)
    sums = np.zeros((measures.count, draws.worlds), dtype=np.int64)
    fallers = np.flatnonzero(draws.own_threshold != 0)
    for first in range(0, draws.worlds, 64 * _PLAIN_WORDS):
        count = min(64 * _PLAIN_WORDS, draws.worlds - first)
        stretch = (draws.seed, first // 64, -(-count // 64))
        live = coin_words(draws.key, draws.threshold, *stretch)
        own = np.zeros((network.n_nodes, stretch[2]), dtype=np.uint64)
        own[fallers] = coin_words(draws.own_key[fallers], draws.own_threshold[fallers], *stretch)
        rows = bit_rows.settle(network, own.copy(), live) & ~own
        here = slice(first, first + count)
        hits += _hits(rows, count, None if draws.odds is None else draws.odds[here])
        for kind in range(measures.count):
            mine = measures.kind == kind
            nodes, weights = measures.node[mine], measures.weight[mine]
            sums[kind, here] = bit_rows.count_down(rows, nodes, count, weights)
    return Outcome(draws.worlds, sums, hits, draws.odds)


def _hits(rows: Words, count: int, odds: Floats | None) -> Floats:
    """Return worlds in which each node is down, or their probability."""
    found = np.zeros(len(rows))
    for first in range(0, len(rows), _NODES_AT_ONCE):
        bits = bit_rows.bits_of(rows[first : first + _NODES_AT_ONCE], count)
        some = bits.sum(axis=1, dtype=np.int64) if odds is None else bits @ odds
        found[first : first + _NODES_AT_ONCE] = some
    return found
