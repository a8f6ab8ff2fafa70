"""What patterns say about parties before it is weighed: links and signs, with their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.claims import Evidence
    from graphrisk.extract.page import Page

UNNAMED: Final = "(unnamed)"
SUB_UNNAMED: Final = "(unnamed sub-supplier)"


@dataclass(frozen=True, slots=True)
class Link:
    """Vendor serves customer, by core or placeholder, as one pattern found it."""

    vendor: str
    customer: str
    sentence: int
    first: int
    last: int
    rule: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence that a party was hit, is a supplier, is a customer, was spared."""

    party: str
    sentence: int
    first: int
    last: int
    rule: str


@dataclass(slots=True)
class Relations:
    """Everything the patterns say about parties, before it is weighed."""

    links: list[Link] = field(default_factory=list)
    victims: list[Sign] = field(default_factory=list)
    vendors: list[Sign] = field(default_factory=list)
    customers: list[Sign] = field(default_factory=list)
    spared: list[Sign] = field(default_factory=list)
    services: list[Sign] = field(default_factory=list)
    unnamed: list[Sign] = field(default_factory=list)
    publisher: list[Sign] = field(default_factory=list)
    refuted: list[int] = field(default_factory=list)
    makers: list[tuple[str, str]] = field(default_factory=list)

    def count(self, signs: Iterable[Sign], party: str) -> int:
        """Return how many sentences speak for a party."""
        return len({s.sentence for s in signs if s.party == party})


def quotes(page: Page, places: Iterable[Link | Sign]) -> tuple[Evidence, ...]:
    """Return the sentences of some places as evidence, each once, at most four."""
    numbers = list(dict.fromkeys(p.sentence for p in places))[:4]
    return tuple(page.evidence(n) for n in numbers)
