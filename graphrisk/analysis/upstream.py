"""What stands behind a few nodes: the part of a network from which harm can come to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.network_form import Network
from graphrisk.model.graph import frozen
from graphrisk.model.ragged import Ragged, distinct


def upstream(network: Network, nodes: npt.NDArray[Any]) -> Network:
    """Return the network without the groups that harm cannot pass on its way to the nodes.

    Nodes keep their numbers; their states are the same as in the whole network, whoever falls, for
    the nodes given and all behind them.

    Notes
    -----
    O(n + inputs behind the nodes).

    Examples
    --------
    >>> from graphrisk.analysis.network_form import network_of_edges
    >>> chain = network_of_edges(4, np.array([0, 1, 2]), np.array([1, 2, 3]))
    >>> upstream(chain, np.array([2])).inputs.tolist()
    [0, 1]
    """
    seen = np.zeros(network.n_nodes, dtype=np.bool_)
    front = np.asarray(nodes, dtype=np.int64)
    seen[front] = True
    groups_of = Ragged(network.group_starts, np.arange(network.n_groups, dtype=np.int32))
    inputs_of = Ragged(network.input_starts, network.inputs)
    while len(front):
        heard = inputs_of.of(groups_of.of(front)[1])[1]
        front = distinct(heard[~seen[heard]]).astype(np.int64)
        seen[front] = True
    kept = np.flatnonzero(seen[network.group_node])
    position, inputs = inputs_of.of(kept)
    edges = Ragged(network.input_starts, network.input_edge).of(kept)[1]
    counts = np.bincount(network.group_node[kept], minlength=network.n_nodes)
    return replace(
        network,
        group_starts=_starts(counts),
        needed_lost=frozen(network.needed_lost[kept]),
        input_starts=_starts(np.bincount(position, minlength=len(kept))),
        inputs=frozen(inputs),
        input_edge=frozen(edges),
        view_group=frozen(network.view_group[kept]),
    )


def _starts(counts: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return frozen(starts)
