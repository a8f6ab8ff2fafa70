"""What ``exposed`` answers: plain frozen data that a table, a page and a machine can all read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graphrisk.analysis.by_group import GroupLine
from graphrisk.analysis.functions import FunctionLine
from graphrisk.analysis.over_time import OverTime

WEAK_CONFIDENCE = 0.7


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a witness path, with the evidence it rests on."""

    edge_id: str
    vendor_id: str
    vendor: str
    customer_id: str
    customer: str
    service: str | None
    category: str | None
    criticality: str
    contract: str | None
    supports: tuple[str, ...]
    data_classes: tuple[str, ...]
    source_kind: str | None
    source: str | None
    quote: str | None
    seen_on: str | None
    confidence: float
    stated: tuple[str, ...] = ()

    @property
    def weak(self) -> bool:
        """True when the evidence is weak."""
        return self.confidence < WEAK_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Witness:
    """The path that explains a party, from the fallen end; ``branches`` make it a small tree."""

    steps: tuple[Step, ...]
    branches: tuple[tuple[Step, ...], ...]
    rule: str

    @property
    def length(self) -> int:
        """Number of edges of the path."""
        return len(self.steps)

    @property
    def weakest(self) -> float:
        """Smallest confidence of any edge, branches included; 1 for an empty path."""
        every = [*self.steps, *(step for branch in self.branches for step in branch)]
        return min((step.confidence for step in every), default=1.0)


@dataclass(frozen=True, slots=True)
class People:
    """A count of people: of which class, from which source; never summed over classes."""

    data_class: str
    subjects: int
    source: str
    counted_on: str | None


@dataclass(frozen=True, slots=True)
class ExposedParty:
    """One organization that the answer names, its state, and why."""

    id: str
    name: str
    country: str | None
    sector: str | None
    is_vendor: bool
    is_customer: bool
    state: str
    hop: int | None
    wave: int | None
    parts: tuple[str, ...]
    witness: Witness
    rule: str
    kept_by: tuple[tuple[str, str], ...] = ()
    kept_how: str | None = None
    kept_at: tuple[str, str] | None = None
    classes: tuple[tuple[str, str], ...] = ()
    people: tuple[People, ...] = ()

    @property
    def confidence(self) -> float:
        """Weakest confidence of the witness."""
        return self.witness.weakest


@dataclass(frozen=True, slots=True)
class Alternative:
    """A vendor that might replace a lost one: same category of one customer, not confirmed."""

    customer_id: str
    customer: str
    category: str
    lost: tuple[tuple[str, str], ...]
    standing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exposed:
    """The answer to "who is exposed if these fall?" in one mode."""

    mode: str
    fallen: tuple[tuple[str, str], ...]
    headline: str
    counts: dict[str, int]
    parties: tuple[ExposedParty, ...]
    range: dict[str, dict[str, int]] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    coverage: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    not_shown: int = 0
    over_time: OverTime | None = None
    groups: tuple[GroupLine, ...] = ()
    functions: tuple[FunctionLine, ...] = ()
