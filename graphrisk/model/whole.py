"""What a part of a graph cannot tell of the whole."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WholeFigures:
    """Figures of all links in force, for a graph that holds only those downstream of somebody.

    They hold for the day, the confidence and the criticality that they were counted for.

    Attributes
    ----------
    links, serious_links
        Links in force, and those of at least the criticality asked for (unknown counts).
    with_known_suppliers
        Serious links whose vendor has a supplier of its own.
    unknown_criticality
        Links whose criticality is not known.
    over_required
        Redundancy groups that require more suppliers than they have.
    has_times
        Some link states a recovery, or some customer what it can bear.
    has_weak_evidence
        Some link rests on less than strong evidence.
    vendors
        Of the organizations in the part, those that supply somebody, perhaps outside of it.
    """

    links: int
    serious_links: int
    with_known_suppliers: int
    unknown_criticality: int
    over_required: int
    has_times: bool
    has_weak_evidence: bool
    vendors: frozenset[str] = frozenset()
