"""What patterns say about parties before it is weighed: links and signs, with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.extract.claims import Evidence
    from graphrisk.extract.page import Page

UNNAMED: Final = "(unnamed)"
SUB_UNNAMED: Final = "(unnamed sub-supplier)"
_TOO: Final = ("(ebenfalls|", "(also|", "(också|")  # as the patterns of the lexicons begin it


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

    @property
    def calls_supplier(self) -> bool:
        """Whether the pattern holds a noun for a supplier: "the supplier X", not "X hosts it"."""
        return "@vendor_noun" in self.rule

    @property
    def uses_too(self) -> bool:
        """Whether the pattern says that a party uses it as well: "also a customer"."""
        return any(word in self.rule for word in _TOO)


class Signs(list[Sign]):
    """Signs in the order they were found, also by party and by sentence.

    A text may tell of a thousand victims, and each is asked about. The list only grows.
    """

    def __init__(self, signs: Iterable[Sign] = ()) -> None:
        super().__init__(signs)
        self._sorted = 0
        self._by_party: dict[str, list[Sign]] = {}
        self._by_sentence: dict[int, list[Sign]] = {}

    def of(self, party: str) -> Sequence[Sign]:
        """Return the signs of a party."""
        self._sort()
        return self._by_party.get(party, ())

    def at(self, sentence: int) -> Sequence[Sign]:
        """Return the signs that stand in a sentence."""
        self._sort()
        return self._by_sentence.get(sentence, ())

    def _sort(self) -> None:
        for sign in self[self._sorted :] if self._sorted < len(self) else ():
            self._by_party.setdefault(sign.party, []).append(sign)
            self._by_sentence.setdefault(sign.sentence, []).append(sign)
        self._sorted = len(self)


@dataclass(slots=True)
class Relations:
    """Everything the patterns say about parties, before it is weighed."""

    links: list[Link] = field(default_factory=list)
    victims: Signs = field(default_factory=Signs)
    vendors: Signs = field(default_factory=Signs)
    customers: Signs = field(default_factory=Signs)
    spared: Signs = field(default_factory=Signs)
    services: Signs = field(default_factory=Signs)
    unnamed: Signs = field(default_factory=Signs)
    publisher: Signs = field(default_factory=Signs)
    refuted: list[int] = field(default_factory=list)
    makers: list[tuple[str, str]] = field(default_factory=list)

    def count(self, signs: Signs, party: str) -> int:
        """Return how many sentences speak for a party."""
        return len({s.sentence for s in signs.of(party)})


def quotes(page: Page, places: Iterable[Link | Sign]) -> tuple[Evidence, ...]:
    """Return the sentences of some places as evidence, each once, at most four."""
    numbers = list(dict.fromkeys(p.sentence for p in places))[:4]
    return tuple(page.evidence(n) for n in numbers)
