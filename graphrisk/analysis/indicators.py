"""Step-1 sub-criteria of Delegated Regulation (EU) 2024/1502, as far as registers allow them.

1.1 and 1.2 (Article 2): entities of a category that use one provider for critical or important
functions, and their assets. 2.1 and 2.2 (Article 3): systemic entities among them, from a list. 4.1
and 4.2 (Article 5): entities without another provider, or that could hardly migrate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graphrisk.analysis.entity_uses import NOT_STATED, Entities, Uses, entities_of
from graphrisk.analysis.sales import most_stated
from graphrisk.model.graph import Mask
from graphrisk.model.harm import HarmView

LIMIT = 0.10
"""Share at which 1.1 and 1.2 are met: Article 2 of the regulation."""
OF_MARKETS = frozenset(
    ("central securities depository", "central counterparty", "trading venue", "trade repository")
)
"""Categories of DORA, Article 2(1)(g) to (j)."""
O_SII_SCORE = 3_000.0
G_SII, O_SII, OTHER = "G-SII", "O-SII", "other"


@dataclass(frozen=True, slots=True)
class Systemic:
    """What a list says of an entity: G-SII, O-SII or other, and its score as an O-SII."""

    kind: str
    score: float | None = None

    def also(self, other: Systemic) -> Systemic:
        """Return one entry for an entity that stands on two lists: G-SII before O-SII before other.

        Examples
        --------
        >>> Systemic("G-SII").also(Systemic("O-SII", 2_500.0))
        Systemic(kind='G-SII', score=2500.0)
        """
        scores = [each.score for each in (self, other) if each.score is not None]
        kind = min(self.kind, other.kind, key=(G_SII, O_SII, OTHER).index)
        return Systemic(kind, max(scores, default=None))


@dataclass(frozen=True, slots=True)
class Share:
    """One figure: what is counted over what there is, and of how many it is known.

    ``if_unknown`` is the share if links of no known criticality are critical as well; None where
    that makes no difference to what is counted.
    """

    part: float
    whole: float
    unit: str
    known: int
    of: int
    what: str
    if_unknown: float | None = None

    @property
    def value(self) -> float | None:
        """Part over whole; None where nothing is known."""
        return self.part / self.whole if self.whole else None

    @property
    def coverage(self) -> str:
        """Return of how many it is known.

        Examples
        --------
        >>> Share(1, 4, "entities", 3, 4, "entities").coverage
        '3 of 4 entities'
        """
        return f"{self.known:,} of {self.of:,} {self.what}"


@dataclass(frozen=True, slots=True)
class InCategory:
    """The indicators of one provider in one category of entities."""

    category: str
    shares: Mapping[str, Share]

    @property
    def meets_both(self) -> bool:
        """True when 1.1 and 1.2 are at the limit or above."""
        return all(self.meets(name) for name in ("1.1", "1.2"))

    def meets(self, name: str) -> bool:
        """Return True when a share is at the limit of Article 2 or above."""
        value = self.shares[name].value
        return value is not None and value >= LIMIT


@dataclass(frozen=True, slots=True)
class ProviderIndicators:
    """One provider: its categories, most used first; systemic users; where it stands in chains."""

    row: int
    users: int
    categories: tuple[InCategory, ...]
    systemic: Mapping[str, int] = field(default_factory=dict)
    in_chains: int = 0


@dataclass(frozen=True, slots=True)
class ServiceShares:
    """4.1 and 4.2 of one provider, category and type of service."""

    row: int
    category: str
    service: str
    users: int
    shares: Mapping[str, Share]


@dataclass(frozen=True)
class Indicators:
    """All providers that some entity uses for such functions, most widely used first.

    ``only_in_chains`` are those that no entity uses directly, with the entities behind;
    ``only_unsure`` is how many more have links of no known criticality only.
    """

    entities: Entities
    providers: tuple[ProviderIndicators, ...]
    services: tuple[ServiceShares, ...]
    unsure_links: int
    only_in_chains: tuple[tuple[int, int], ...] = ()
    only_unsure: int = 0


def indicators_of(
    view: HarmView,
    *,
    systemic: Mapping[int, Systemic] | None = None,
    only: Sequence[int] = (),
    by_group: bool = False,
) -> Indicators:
    """Return the indicators of every provider, or of some.

    Parameters
    ----------
    systemic
        What a list says of organizations, by row; None without a list.
    only
        Rows of providers; all when empty.
    by_group
        Count the companies of a provider's legal group as one.

    Notes
    -----
    O(links + providers x categories).
    """
    entities = entities_of(view)
    uses = Uses(view, entities, by_group=by_group)
    behind = uses.behind()
    counter = _Counter(uses)
    wanted = {int(uses.company[row]) for row in only}
    found = [
        counter.provider(int(row), systemic, behind.get(int(row), set()))
        for row in np.unique(uses.vendor[uses.sure])
        if not wanted or int(row) in wanted
    ]
    found.sort(key=lambda each: (-_widest(each), -each.users, each.row))
    direct = set(uses.vendor[uses.sure].tolist())
    deeper = [
        (row, len(users))
        for row, users in behind.items()
        if row not in direct and (not wanted or row in wanted)
    ]
    return Indicators(
        entities,
        tuple(found),
        tuple(each for made in found for each in counter.services(made.row)),
        int((~uses.sure).sum()),
        tuple(sorted(deeper, key=lambda each: (-each[1], each[0]))),
        len(np.setdiff1d(uses.vendor[~uses.sure], uses.vendor[uses.sure])),
    )


def _widest(provider: ProviderIndicators) -> float:
    return max((each.shares["1.1"].value or 0.0 for each in provider.categories), default=0.0)


@dataclass(frozen=True, slots=True)
class _Category:
    """All entities of a category: how many, and of how many some contract is known.

    ``summed`` are those whose assets make ``whole``, in the currency that most of them state.
    """

    number: int
    linked: int
    summed: np.ndarray
    unit: str
    whole: float


class _Counter:
    """Counts distinct entities of a provider's links."""

    def __init__(self, uses: Uses) -> None:
        self.uses, self.entities = uses, uses.entities
        self.order = np.argsort(uses.vendor, kind="stable")
        self.sorted = uses.vendor[self.order]
        has_links = self._has_links()
        places = map(self.entities.of, range(len(self.entities.names)))
        self.categories = [self._category(each, has_links) for each in places]
        self.is_summed = np.zeros(len(self.entities.rows), dtype=np.bool_)
        for each in self.categories:
            self.is_summed[each.summed] = True
        category = uses.of_edges("category").fill_null(NOT_STATED).dictionary_encode()
        self.service_names = category.dictionary.to_pylist()
        self.service = np.asarray(category.indices)
        self.views = {"4.1": uses.no_alternative, "4.2": uses.hard_to_move}

    def _has_links(self) -> Mask:
        """Return the entities of which some contract is known; of others it is not."""
        served = np.zeros(self.uses.view.n, dtype=np.bool_)
        served[self.uses.view.customer] = True
        return served[self.entities.rows]

    def _category(self, places: np.ndarray, has_links: Mask) -> _Category:
        assets, currency = self.entities.assets, self.entities.currency
        known = places[np.isfinite(assets[places])]
        unit = most_stated(currency[known]) if len(known) else ""
        summed = known[currency[known] == unit]
        whole = float(assets[summed].sum())
        return _Category(len(places), int(has_links[places].sum()), summed, unit, whole)

    def links(self, row: int) -> np.ndarray:
        first, last = np.searchsorted(self.sorted, [row, row + 1])
        return self.order[first:last]

    def provider(
        self, row: int, systemic: Mapping[int, Systemic] | None, behind: set[int]
    ) -> ProviderIndicators:
        links = self.links(row)
        sure = links[self.uses.sure[links]]
        users = np.unique(self.uses.entity[sure])
        maybe = np.unique(self.uses.entity[links])
        found = [
            InCategory(self.entities.names[place], self._shares(place, users, maybe, sure))
            for place in np.unique(self.entities.category[maybe]).tolist()
        ]
        found.sort(key=lambda each: (-(each.shares["1.1"].value or 0.0), each.category))
        return ProviderIndicators(
            row,
            len(users),
            tuple(found),
            {} if systemic is None else self._systemic(users, systemic),
            len(behind - set(users.tolist())),
        )

    def _shares(
        self, place: int, users: np.ndarray, maybe: np.ndarray, links: np.ndarray
    ) -> dict[str, Share]:
        category = self.categories[place]
        here = users[self.entities.category[users] == place]
        also = maybe[self.entities.category[maybe] == place]
        number = category.number
        return {
            "1.1": Share(
                len(here),
                number,
                "entities",
                category.linked - (len(also) - len(here)),
                number,
                "entities",
                len(also) / number,
            ),
            "1.2": self._assets(category, here, also),
            **self._hard(links, place, number),
        }

    def _assets(self, category: _Category, here: np.ndarray, also: np.ndarray) -> Share:
        """Return 1.2, in the currency that most entities of the category state."""

        def total(places: np.ndarray) -> float:
            return float(self.entities.assets[places[self.is_summed[places]]].sum())

        return Share(
            total(here),
            category.whole,
            f"assets, {category.unit}" if category.unit else "assets",
            len(category.summed),
            category.number,
            "entities",
            total(also) / category.whole if category.whole else None,
        )

    def _hard(self, links: np.ndarray, place: int, number: int) -> dict[str, Share]:
        entity = self.uses.entity[links]
        here = links[self.entities.category[entity] == place]
        users = len(np.unique(self.uses.entity[here]))
        found = {}
        for name, (hard, assessed) in self.views.items():
            stands = np.unique(self.uses.entity[here[hard[here]]])
            known = np.unique(self.uses.entity[here[assessed[here]]])
            found[name] = Share(len(stands), number, "entities", len(known), users, "users")
        return found

    def _systemic(self, users: np.ndarray, systemic: Mapping[int, Systemic]) -> dict[str, int]:
        counted = dict.fromkeys((G_SII, O_SII, "above", "markets", OTHER), 0)
        for place in users.tolist():
            said = systemic.get(int(self.entities.rows[place]))
            if said is None:
                continue
            if said.kind == OTHER:
                category = self.entities.names[int(self.entities.category[place])]
                counted["markets" if category in OF_MARKETS else OTHER] += 1
            else:
                counted[said.kind] += 1
                counted["above"] += said.kind == O_SII and (said.score or 0.0) > O_SII_SCORE
        return counted

    def services(self, row: int) -> list[ServiceShares]:
        """Return 4.1 and 4.2 of a provider by category and type of service."""
        links = self.links(row)
        links = links[self.uses.sure[links]]
        category = self.entities.category[self.uses.entity[links]]
        found = []
        for place, service in sorted(
            set(zip(category.tolist(), self.service[links].tolist(), strict=True))
        ):
            here = links[(category == place) & (self.service[links] == service)]
            found.append(
                ServiceShares(
                    row,
                    self.entities.names[place],
                    self.service_names[service],
                    len(np.unique(self.uses.entity[here])),
                    self._hard(here, place, self.categories[place].number),
                )
            )
        return found
