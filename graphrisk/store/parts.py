"""Parts of a graph, for stores whose engine finds them sooner than the whole can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

import pyarrow as pa

from graphrisk.store.base import GraphReader

LINK_COLUMNS = (
    "id",
    "to_id",
    "criticality",
    "group",
    "category",
    "contract",
    "supports",
    "data_classes",
    "access",
)
"""What decides where harm goes on from a link."""

End = Literal["from_id", "to_id"]


@dataclass(frozen=True, slots=True)
class InForce:
    """Which links count: between two parties, in force on a day, and sure enough.

    ``confidence`` is that of a link which states none, by source kind; ``least`` of one without
    a source kind that is known.
    """

    as_of: str
    min_confidence: float
    confidence: Mapping[str, float]
    least: float


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """All links in force; those of at least the criticality asked for, and of these the ones whose
    vendor has a supplier; those whose criticality is not known. Merges are not applied.
    """

    links: int
    serious: int
    supplied: int
    unknown: int


@dataclass(frozen=True, slots=True)
class OutageFigures:
    """What an answer about an outage says of all links in force. Merges are not applied.

    Attributes
    ----------
    over_required
        Redundancy groups that require more suppliers than they have.
    several
        Customers of links that require more than one.
    has_weak_evidence, has_times
        Some link is less than strong; states a recovery, or its customer what it can bear. Links
        of organizations that were named as merged are left out.
    """

    over_required: int = 0
    several: tuple[str, ...] = ()
    has_weak_evidence: bool = False
    has_times: bool = False


class PartReader(GraphReader, Protocol):
    """Reads parts of one state of a store; every method raises `StoreError` or one of its kinds."""

    def has_moved(self) -> bool:
        """Return True when the store holds, or may hold, another state by now."""

    def in_use(self, kind: str) -> list[str]:
        """Return the columns, bookkeeping left out, that some version of a record has."""

    def named(self, text: str) -> list[str]:
        """Return the organizations with this very id or name."""

    def degree(self, ids: Sequence[str], end: End) -> int:
        """Return how many links begin (``from_id``) or end at organizations, in force or not."""

    def links_out(self, ids: Sequence[str], which: InForce) -> dict[str, list[list[Any]]]:
        """Return the links in force out of organizations: values of `LINK_COLUMNS`."""

    def links_at(self, ids: Sequence[str], which: InForce, end: End) -> pa.Table:
        """Return the links in force that begin or end at organizations, without bookkeeping."""

    def links_stated_in(self, sources: Sequence[str]) -> pa.Table:
        """Return all links whose source is one of these, or a place in one of these."""

    def edges_at(self, kind: str, ids: Sequence[str], end: End) -> pa.Table:
        """Return the edges of a kind that begin or end at nodes, without bookkeeping."""

    def vendors_among(self, ids: Sequence[str], which: InForce) -> frozenset[str]:
        """Return the organizations that have a link in force to somebody."""

    def has_figures(self, which: InForce, min_criticality: str) -> bool:
        """Return True where figures of all links need no counting, as somebody counted them."""

    def link_figures(self, which: InForce, min_criticality: str) -> LinkFigures:
        """Return figures of all links in force."""

    def outage_figures(
        self, which: InForce, *, strong_evidence: float, assume: bool, merged: Sequence[str] = ()
    ) -> OutageFigures:
        """Return what an answer about an outage says of all links in force.

        Parameters
        ----------
        assume
            Suppliers of one category are taken as standing in for each other.
        merged
            Organizations whose links do not count as evidence or for times.
        """


@runtime_checkable
class HasParts(Protocol):
    """A store that is read in parts; all others hand out the whole as quickly."""

    def parts(self) -> PartReader:
        """Return a reader of parts of the state as it is now."""
