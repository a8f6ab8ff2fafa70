"""How likely a fall passes over an edge, and how likely a vendor falls within a year.

What is not stated comes from a table by criticality, which is printed with every answer.
Source: docs, risk model, section 2 ("Probability").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from graphrisk.analysis.coins import Longs, Words, keys_of
from graphrisk.analysis.network_form import Network
from graphrisk.model.graph import Floats, RiskGraph, one_chunk
from graphrisk.model.harm import HarmView

EDGE, ORGANIZATION = 1, 2
"""Salts of the keys of coins."""


@dataclass(frozen=True)
class ChanceTable:
    """What is taken for a probability that nobody has stated.

    Attributes
    ----------
    critical, important, supporting, unknown
        Chance that the fall of a vendor passes over an edge of that criticality.
    vendor_failure
        Chance that a vendor falls within a year.
    """

    critical: float = 0.5
    important: float = 0.2
    supporting: float = 0.05
    unknown: float = 0.5
    vendor_failure: float = 0.05

    def of(self, criticality: str | None) -> float:
        """Return the chance for a word; foreign words are unknown."""
        known = {
            "critical": self.critical,
            "important": self.important,
            "supporting": self.supporting,
        }
        return known.get(criticality or "", self.unknown)

    def described(self) -> str:
        """Return the table in one line.

        Examples
        --------
        >>> ChanceTable().described()
        'critical 0.5, important 0.2, supporting 0.05, unknown 0.5'
        """
        names = ("critical", "important", "supporting", "unknown")
        return ", ".join(f"{name} {getattr(self, name):g}" for name in names)


@dataclass(frozen=True)
class EdgeChances:
    """Probability of each edge of a view, and for how many of them nobody has stated one."""

    probability: Floats
    is_stated: npt.NDArray[np.bool_]


def edge_chances(view: HarmView, table: ChanceTable) -> EdgeChances:
    """Return the probability of each edge of a view: stated, else by its own criticality."""
    serves = view.graph.serves.take(view.rows)
    stated = one_chunk(serves.column("probability"))
    words = pc.fill_null(one_chunk(serves.column("criticality")), "unknown").dictionary_encode()
    assumed = np.array([table.of(word) for word in words.dictionary.to_pylist()] or [0.0])
    known = np.asarray(pc.is_valid(stated), dtype=np.bool_)
    given = np.asarray(pc.fill_null(stated, 0.0), dtype=np.float64)
    return EdgeChances(np.where(known, given, assumed[np.asarray(words.indices)]), known)


def failure_chances(graph: RiskGraph, table: ChanceTable) -> EdgeChances:
    """Return the chance of each organization to fall within a year, and where it is stated."""
    stated = one_chunk(graph.organizations.column("failure_probability_per_year"))
    known = np.asarray(pc.is_valid(stated), dtype=np.bool_)
    given = np.asarray(pc.fill_null(stated, 0.0), dtype=np.float64)
    return EdgeChances(np.where(known, given, table.vendor_failure), known)


@dataclass(frozen=True)
class Coins:
    """The coins of a network: key and probability per input, and per node for its own fall.

    ``own_probability`` 0: never falls by itself; 1: falls in every world.
    """

    key: Words
    probability: Floats
    own_key: Words
    own_probability: Floats

    def of(self, nodes: Longs, inputs: Longs) -> Coins:
        """Return the coins of some nodes and inputs."""
        return Coins(
            self.key[inputs],
            self.probability[inputs],
            self.own_key[nodes],
            self.own_probability[nodes],
        )


def input_coins(view: HarmView, network: Network, chances: EdgeChances) -> tuple[Words, Floats]:
    """Return key and probability of each input of a network; one without an edge is certain."""
    edge = network.input_edge
    key = np.zeros(len(edge), dtype=np.uint64)
    probability = np.ones(len(edge))
    has = edge >= 0
    probability[has] = chances.probability[edge[has]]
    drawn = np.flatnonzero(has & (probability > 0) & (probability < 1))
    ids = view.graph.serves.column("id").take(view.rows[edge[drawn]])
    key[drawn] = keys_of(ids, EDGE)
    return key, probability


def falling(
    view: HarmView, network: Network, chances: EdgeChances, fallen: npt.NDArray[np.int32]
) -> Coins:
    """Return the coins of a network in which organizations fall in every world."""
    own = np.zeros(network.n_nodes)
    own[fallen] = 1.0
    key, probability = input_coins(view, network, chances)
    return Coins(key, probability, np.zeros(network.n_nodes, dtype=np.uint64), own)
