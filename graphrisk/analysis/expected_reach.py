"""Expected reach of every vendor at once: branches followed where that is short, else samples.

Where few links among vendors are uncertain the expectation is known to the last digit
(`graphrisk.analysis.branches`). All others are found by walking upstream from parties drawn at
random. Each sample draws a party and follows links backwards where their coins are live; every
vendor met would have taken the party down in that world. So the share of samples that meet a
vendor, times the number of parties, is its expected reach (reverse reachable sets: Borgs et al.,
SODA 2014). It costs the same for one vendor as for all. **Neither can carry redundancy**: one live
path is enough, as in reach ("uses"); expected stops with redundancy take
`graphrisk.analysis.worlds`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graphrisk.analysis import bit_rows
from graphrisk.analysis.branches import plain_branches
from graphrisk.analysis.chance import EDGE, EdgeChances
from graphrisk.analysis.coins import STEP, Longs, Words, coin_words, keys_of, mixed, thresholds
from graphrisk.analysis.network import compile_network, network_of_edges
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.worlds import PLAIN_WORK
from graphrisk.model.graph import Floats, Mask, frozen, one_chunk
from graphrisk.model.harm import HarmView

PLAIN_LINKS = 20_000
"""Links up to which no compiler is awaited."""
LEAST_SAMPLES = 10_000
_PLAIN_WORDS = 64


@dataclass(frozen=True)
class ExpectedReach:
    """Parties that the fall of each organization is expected to reach, itself left out.

    Attributes
    ----------
    mean, error
        By organization row; ``error`` is the standard error of ``mean``, 0 where that is exact.
    samples, seed
        What was drawn; no samples where every figure is exact.
    exact
        True for organizations of which every branch was followed.
    """

    mean: Floats
    error: Floats
    samples: int
    seed: int
    exact: Mask


@dataclass(frozen=True)
class ReachCoins:
    """A network in which one lost input is enough, with one coin per input.

    ``bounded`` inputs belong to suppliers whose contracts are lost one by one: read as lost with
    the first of them, so that reach is bounded from above.
    """

    network: Network
    key: Words
    threshold: Longs
    bounded: int = 0


def reach_coins(view: HarmView, threshold: str, chances: EdgeChances) -> ReachCoins:
    """Return the network of reach; parallel edges of one supplier in a group share one coin.

    A supplier is lost when all its edges in the group are, so the coin of all of them is live with
    the product of their probabilities.
    """
    network = compile_network(view, threshold, one_is_enough=True)
    together = np.ones(len(view.supplier_group))
    np.multiply.at(together, view.supplier, chances.probability)
    edge = network.input_edge
    has = edge >= 0
    probability = np.ones(len(edge))
    alone = network.needed_lost[network.input_group] == 1
    probability[has & alone] = together[view.supplier[edge[has & alone]]]
    probability[has & ~alone] = chances.probability[edge[has & ~alone]]
    key = np.zeros(len(edge), dtype=np.uint64)
    ids = one_chunk(view.graph.serves.column("id")).take(view.rows[edge[has]])
    key[has] = keys_of(ids, EDGE)
    return ReachCoins(network, key, thresholds(probability), int((~alone).sum()))


def expected_reach(
    coins: ReachCoins,
    samples: int,
    seed: int,
    *,
    weights: Longs | None = None,
    threads: int | None = None,
    compiled: bool | None = None,
) -> ExpectedReach:
    """Return the expected reach of every organization, exact or with its error.

    Parameters
    ----------
    samples
        Parties drawn, if any vendor is left to samples. The relative error of such a one is about
        sqrt(parties / (reach x samples)).
    weights
        Whole number of each organization (people): reach is then counted in those.
    threads
        Default: as many as there are processors; the answer does not depend on it.
    compiled
        Default: by the size of the network (`PLAIN_LINKS`). Below, all samples walk at once in
        plain numpy, fewer of them where there are many links: ``samples`` of the answer says.

    Raises
    ------
    TooLarge
        It would not fit into memory.

    Notes
    -----
    At most 2^28 links for all branches together, then O(samples x links looked at on the way up),
    whatever the number of vendors. A vendor gets the same kind of figure on every machine.
    """
    links = len(coins.network.inputs)
    if links <= PLAIN_LINKS if compiled is None else not compiled:
        samples = min(samples, max(LEAST_SAMPLES, 64 * PLAIN_WORK // max(links, 1)))
        return _without_compiler(coins, samples, seed, weights)
    from graphrisk.analysis.kernels.branches import PreparedExpected

    prepared = PreparedExpected.of(coins.network, coins.key, coins.threshold, threads)
    return prepared.run(samples, seed, weights=weights, threads=threads)


def _without_compiler(
    coins: ReachCoins, samples: int, seed: int, weights: Longs | None
) -> ExpectedReach:
    network = coins.network
    mean, known = plain_branches(network, coins.threshold, weight_of_nodes(network, weights))
    mean, known = without_own(mean[: network.n], network, weights), frozen(known[: network.n])
    if known.all():
        return ExpectedReach(mean, np.zeros(network.n), 0, seed, known)
    drawn = _walked_in_words(coins, samples, seed, weights)
    return merged(drawn, mean, known)


def weight_of_nodes(network: Network, weights: Longs | None = None) -> Floats:
    """Return what each node counts: an organization is reached as soon as any part of it is."""
    weight = np.zeros(network.n_nodes)
    weight[network.nodes_of_states()[1]] = 1.0 if weights is None else weights
    return frozen(weight)


def without_own(mean: Floats, network: Network, weights: Longs | None = None) -> Floats:
    """Return what each organization's fall takes of others, from what it takes with its parts."""
    own = np.ones(network.n) if weights is None else weights
    return np.where(network.any_part >= 0, mean - own, mean)


def merged(drawn: ExpectedReach, mean: Floats, known: Mask) -> ExpectedReach:
    """Return an estimate with the figures that are known in place of drawn ones."""
    return replace(
        drawn,
        mean=np.where(known, mean, drawn.mean),
        error=np.where(known, 0.0, drawn.error),
        exact=known,
    )


def _walked_in_words(
    coins: ReachCoins, samples: int, seed: int, weights: Longs | None
) -> ExpectedReach:
    """Walk 64 samples at a time, as bits: worlds of the network with every link turned round."""
    network = coins.network
    turned = network_of_edges(
        network.n_nodes, network.group_node[network.input_group], network.inputs
    )
    key, bar = coins.key[turned.input_edge], coins.threshold[turned.input_edge]
    parties = drawn_parties(network.n, samples, seed, weights)
    start = network.nodes_of_states()[1][parties]
    hits = np.zeros(network.n_nodes, dtype=np.int64)
    for first in range(0, samples, 64 * _PLAIN_WORDS):
        count = min(64 * _PLAIN_WORDS, samples - first)
        words = -(-count // 64)
        began = bit_rows.set_bits(
            network.n_nodes, words, start[first : first + count], np.arange(count)
        )
        live = coin_words(key, bar, seed, first // 64, words)
        met = bit_rows.settle(turned, began.copy(), live) & ~began
        hits += bit_rows.bits_of(met, count).sum(axis=1, dtype=np.int64)
    total = network.n if weights is None else int(weights.sum())
    return estimate(met_by_others(hits, network, parties), samples, float(total), seed)


def met_by_others(hits: Longs, network: Network, parties: Longs) -> Longs:
    """Return the samples that meet each organization, but those that start from itself.

    A walk from one with parts begins at these, and so meets the organization for certain.
    """
    own = np.bincount(parties, minlength=network.n)
    return hits[: network.n] - np.where(network.any_part >= 0, own, 0)


def estimate(hits: Longs, samples: int, total: float, seed: int) -> ExpectedReach:
    """Return means and standard errors from the samples that met each vendor."""
    share = hits / max(samples, 1)
    error = total * np.sqrt(share * (1 - share) / max(samples, 1))
    nothing = frozen(np.zeros(len(hits), dtype=np.bool_))
    return ExpectedReach(total * share, error, samples, seed, nothing)


def plain_reverse(
    network: Network,
    key: Words,
    threshold: Longs,
    samples: int,
    seed: int,
    weights: Longs | None = None,
) -> Longs:
    """Return how many samples meet each node, in plain Python: the twin of the kernel."""
    inputs: list[list[int]] = [[] for _ in range(network.n_nodes)]
    for at, group in enumerate(network.input_group.tolist()):
        inputs[network.group_node[group]].append(at)
    hits = np.zeros(network.n_nodes, dtype=np.int64)
    parties = drawn_parties(network.n, samples, seed, weights)
    for at, start in enumerate(network.nodes_of_states()[1][parties]):
        world = sample_keys(samples, seed)[at]
        met, path = {int(start)}, [int(start)]
        while path:
            for k in inputs[path.pop()]:
                source = int(network.inputs[k])
                number = int(mixed(np.array([world ^ key[k]]))[0]) >> 32
                if source not in met and number < threshold[k]:
                    met.add(source)
                    path.append(source)
        hits[list(met - {int(start)})] += 1
    return hits


def sample_keys(samples: int, seed: int) -> Words:
    """Return the key of each sample: coins are hashes of it and of the edge."""
    numbers = np.arange(1, samples + 1, dtype=np.uint64) * np.uint64(STEP)
    return mixed(mixed(np.array([seed % (1 << 64)], dtype=np.uint64)) + numbers)


def drawn_parties(n: int, samples: int, seed: int, weights: Longs | None = None) -> Longs:
    """Return the organization row that each sample starts from: all alike, or by weight."""
    high = (sample_keys(samples, seed) >> np.uint64(32)).astype(np.int64)
    if weights is None:
        return high * n >> 32
    ends = np.cumsum(weights, dtype=np.float64)
    found: Longs = np.searchsorted(ends, high / float(1 << 32) * ends[-1], side="right")
    return found
