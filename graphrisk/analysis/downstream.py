"""What must be known to tell who is exposed: found in rounds, without the rest of the graph.

Follows links from the fallen with less care than the analyses do: a lost supplier is enough, a
redundancy group passes everything on. So what is found is never too little, and what it holds too
much changes no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from graphrisk.analysis.breach import CONDUCTING_ACCESS
from graphrisk.analysis.params import ExposedParams
from graphrisk.model.vocabulary import CRITICALITY_RANK, NO_DATA

_UNKNOWN = CRITICALITY_RANK["unknown"]
_IMPORTANT = CRITICALITY_RANK["important"]


class Link(NamedTuple):
    """One link in force: what decides where harm goes on from it."""

    id: str
    customer: str
    criticality: str | None = None
    group: str | None = None
    category: str | None = None
    contract: str | None = None
    supports: Sequence[str] | None = None
    data_classes: Sequence[str] | None = None
    access: Sequence[str] | None = None


class Downstream:
    """Everything downstream of fallen organizations that an answer can rest on.

    Ask `wanted` for organizations, hand what they supply to `take`, until nobody is wanted.

    Parameters
    ----------
    fallen
        Ids of the fallen.
    modes
        Some of outage, breach and compromise.

    Notes
    -----
    O(links out of what is reached), once for each mode and part of a customer.

    Examples
    --------
    >>> search = Downstream(["v"], ExposedParams(as_of="2026-01-01"), ["outage"])
    >>> while wanted := search.wanted():
    ...     search.take({"v": [Link("e1", "c")]} if wanted == ["v"] else {})
    >>> sorted(search.customers), sorted(search.links)
    (['c'], ['e1'])
    """

    def __init__(self, fallen: Iterable[str], params: ExposedParams, modes: Iterable[str]) -> None:
        self.fallen = frozenset(fallen)
        self.supplied: dict[str, Sequence[Link]] = {}
        outage = _Outage(params)
        ways = {"outage": outage.of, "breach": _breach, "compromise": _compromise}
        self._spreads = [_Spread(self.fallen, ways[mode]) for mode in modes]

    def wanted(self) -> list[str]:
        """Return the organizations whose links have to be known next, none when all is found."""
        found = dict.fromkeys(key for spread in self._spreads for key in spread.waiting)
        return [key for key in found if key not in self.supplied]

    def take(self, supplied: Mapping[str, Sequence[Link]]) -> None:
        """Take in the links of all organizations that were wanted; who supplies nobody has none."""
        self.supplied.update({key: supplied.get(key, ()) for key in self.wanted()})
        for spread in self._spreads:
            spread.follow(self.supplied)

    @property
    def links(self) -> frozenset[str]:
        """Ids of the links that harm may go along."""
        return frozenset(key for spread in self._spreads for key in spread.links)

    @property
    def customers(self) -> frozenset[str]:
        """Customers whose other suppliers matter: what can stop or degrade them."""
        return frozenset(key for spread in self._spreads for key in spread.hit)

    @property
    def reached(self) -> frozenset[str]:
        """All ends of those links but the fallen ones."""
        ends = frozenset(key for spread in self._spreads for key in spread.ends)
        return ends - self.fallen


class _Way(NamedTuple):
    """What a link does to its customer: opens all of it, or parts of it, or only touches it."""

    opens: Collection[str] | None
    needs_suppliers: bool = False


_WHOLE: None = None
_NOTHING: Collection[str] = ()


class _Spread:
    """One mode: which parts of whom are open so far; None is all of them."""

    def __init__(self, fallen: Iterable[str], way: Callable[[Link], _Way | None]) -> None:
        self.links: set[str] = set()
        self.ends: set[str] = set()
        self.hit: set[str] = set()
        self.waiting = set(fallen)
        self._way = way
        self._open: dict[str, set[str] | None] = dict.fromkeys(self.waiting, _WHOLE)

    def follow(self, supplied: Mapping[str, Sequence[Link]]) -> None:
        """Go on as far as links are known."""
        while ready := [key for key in self.waiting if key in supplied]:
            self.waiting.difference_update(ready)
            for key in ready:
                for link in supplied[key]:
                    self._along(link, self._open[key])

    def _along(self, link: Link, parts: set[str] | None) -> None:
        is_open = parts is None or not link.contract or link.contract in parts
        if not is_open or link.id in self.links:
            return
        way = self._way(link)
        if way is None:
            return
        self.links.add(link.id)
        self.ends.add(link.customer)
        if way.needs_suppliers:
            self.hit.add(link.customer)
        self._widen(link.customer, way.opens)

    def _widen(self, key: str, parts: Collection[str] | None) -> None:
        known = self._open.get(key, set())
        if known is None or (parts is not None and known.issuperset(parts)):
            return
        self._open[key] = None if parts is None else known.union(parts)
        self.waiting.add(key)


class _Outage:
    """A link that may take its customer down passes on; a lesser one may still degrade it."""

    def __init__(self, params: ExposedParams) -> None:
        self._least = CRITICALITY_RANK[params.min_criticality]
        self._assume = params.assume_substitutes

    def of(self, link: Link) -> _Way:
        shared = bool(link.group or (self._assume and link.category))
        rank = CRITICALITY_RANK.get(link.criticality or "unknown", _UNKNOWN)
        if shared or rank >= self._least:
            return _Way(_WHOLE if shared or not link.supports else link.supports, True)
        return _Way(_NOTHING, rank >= _IMPORTANT)


def _breach(link: Link) -> _Way | None:
    """Go along a link of known data, and of unknown; contracts bind."""
    if link.data_classes and all(word == NO_DATA for word in link.data_classes):
        return None
    return _Way(link.supports or _WHOLE)


def _compromise(link: Link) -> _Way | None:
    """Go along every link that gives a way in."""
    is_way_in = any(word.lower() in CONDUCTING_ACCESS for word in link.access or ())
    return _Way(_WHOLE) if is_way_in else None
