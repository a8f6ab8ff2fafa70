"""How much rests on how few ("Concentration")."""

from __future__ import annotations

from dataclasses import dataclass

from tests.reference.breach import NO_DATA
from tests.reference.harm_view import RANKS, HarmView, rank_of
from tests.reference.outage import fall

NOT_STATED = None


def hhi(shares):
    """Herfindahl-Hirschman index of shares that sum to 1: 0..10,000."""
    return 10_000 * sum(share * share for share in shares)


def effective_number(shares):
    """How many equal vendors would give the same index."""
    return 10_000 / hhi(shares)


def gini(amounts):
    """0 where all are equal: mean absolute difference over all pairs / (2 * mean)."""
    count = len(amounts)
    total = sum(abs(one - other) for one in amounts for other in amounts)
    return total / (2 * count * sum(amounts))


def largest_together(users_of, count):
    """CR_k: users reached by the k largest together / all users; ties by id."""
    order = sorted(users_of, key=lambda vendor: (-len(users_of[vendor]), vendor))
    together, everybody = set(), set()
    for vendor in order[:count]:
        together |= users_of[vendor]
    for users in users_of.values():
        everybody |= users
    return len(together) / len(everybody)


@dataclass
class Measured:
    """One side (direct or cascaded) of one slice."""

    users_of: dict[str, set[str]]

    @property
    def shares(self):
        """Vendor -> distinct users / sum over vendors of distinct users."""
        total = sum(len(users) for users in self.users_of.values())
        return {name: len(users) / total for name, users in self.users_of.items()}

    @property
    def hhi(self):
        """See `hhi`."""
        return hhi(self.shares.values())

    @property
    def effective_number(self):
        """See `effective_number`."""
        return effective_number(self.shares.values())

    @property
    def gini(self):
        """See `gini`; over vendors with at least one user."""
        return gini([len(users) for users in self.users_of.values()])

    def cr(self, count):
        """See `largest_together`."""
        return largest_together(self.users_of, count)


def edges_at(view: HarmView, min_criticality):
    """The edges of at least the criticality; unknown counts as critical."""
    return [
        edge
        for _, edge in sorted(view.edges.items())
        if rank_of(edge.criticality) >= RANKS[min_criticality]
    ]


def slices(view, attribute, min_criticality="supporting"):
    """Value -> edges. ``attribute(edge)`` gives the values of an edge, or ``[NOT_STATED]``."""
    found = {}
    for edge in edges_at(view, min_criticality):
        for value in attribute(edge):
            found.setdefault(value, []).append(edge)
    return found


def by_category(edge):
    """The category of the edge."""
    return [edge.category or NOT_STATED]


def by_data_class(edge):
    """The classes on the edge: an edge with two counts in both slices.

    ``none`` is stated, so it is not "not stated"; but it is no class either.
    """
    if not edge.data_classes:
        return [NOT_STATED]
    return sorted(set(edge.data_classes) - {NO_DATA})


def by_sector(sectors):
    """The sector of the customer, looked up by its id."""
    return lambda edge: [sectors.get(edge.customer) or NOT_STATED]


def by_country(countries):
    """The country of the vendor, looked up by its id."""
    return lambda edge: [countries.get(edge.vendor) or NOT_STATED]


def direct(edges):
    """Vendor -> its users; parallel contracts of one pair are one link."""
    users_of = {}
    for edge in edges:
        users_of.setdefault(edge.vendor, set()).add(edge.customer)
    return Measured(users_of)


def cascaded(view, edges, min_criticality="supporting"):
    """Organization -> the users within reach of its fall, itself left out."""
    users = {edge.customer for edge in edges}
    organizations = {edge.vendor for edge in view.edges.values()}
    organizations |= {edge.customer for edge in view.edges.values()}
    users_of = {}
    for organization in sorted(organizations):
        reach = fall(view, {organization}, min_criticality, one_is_enough=True)
        touched = {name for name in users if reach.state.is_touched(name)} - {organization}
        if touched:
            users_of[organization] = touched
    return Measured(users_of)


# ------------------------------------------------------------------------- other units than users


@dataclass
class Weighted:
    """One side of one slice in any unit: what each vendor has, and what each item weighs."""

    items_of: dict[str, set]
    weights: dict

    @property
    def amounts(self):
        """Vendor -> weight of its items, those without any left out."""
        sums = {name: self.weigh(items) for name, items in self.items_of.items()}
        return {name: amount for name, amount in sums.items() if amount > 0}

    def weigh(self, items):
        """Weight of items together."""
        return sum(self.weights[item] for item in items)

    @property
    def shares(self):
        """Vendor -> its part of the sum of all amounts."""
        total = sum(self.amounts.values())
        return {name: amount / total for name, amount in self.amounts.items()}

    def cr(self, count):
        """What the largest have together, each item once, over everything in the slice."""
        order = sorted(self.amounts, key=lambda vendor: (-self.amounts[vendor], vendor))
        together = set().union(*(self.items_of[vendor] for vendor in order[:count]))
        return self.weigh(together) / self.weigh(self.weights)


EVERYTHING_OF = None


def items_of_edge(edge, unit):
    """What an edge lets its vendor have, by name: a customer, a function, a link, its cost."""
    if unit == "functions":
        names = sorted(edge.supports) if edge.supports else [EVERYTHING_OF]
        return [(edge.customer, name) for name in names]
    if unit in ("links", "spend"):
        return [(edge.customer, edge.vendor)]
    return [(edge.customer,)]


def weighted_sides(view, edges, unit, weight, min_criticality="supporting"):
    """Both sides of a slice: ``weight(item, edges)`` says what an item weighs."""
    direct_items, of_item = {}, {}
    for edge in edges:
        for item in items_of_edge(edge, unit):
            direct_items.setdefault(edge.vendor, set()).add(item)
            of_item.setdefault(item, []).append(edge)
    weights = {item: weight(item, own) for item, own in of_item.items()}
    organizations = {end for edge in view.edges.values() for end in (edge.vendor, edge.customer)}
    behind = {}
    for organization in sorted(organizations):
        state = fall(view, {organization}, min_criticality, one_is_enough=True).state
        touched = {item for item in weights if item_is_touched(item, unit, state)}
        behind[organization] = {item for item in touched if item[0] != organization}
    return Weighted(direct_items, weights), Weighted(behind, weights)


def item_is_touched(item, unit, state):
    """A function is lost with it or with all of its customer, anything else with any part."""
    if unit != "functions":
        return state.is_touched(item[0])
    customer, name = item
    return customer in state.down or name in state.parts.get(customer, set())


def tiers(view, min_criticality="supporting"):
    """Tier -> vendor -> customers at that many rounds from the vendor's fall."""
    found = {}
    for vendor in sorted({edge.vendor for edge in view.edges.values()}):
        rounds = fall(view, {vendor}, min_criticality, one_is_enough=True).round_of
        for customer, number in rounds.items():
            if number > 0:
                found.setdefault(number, {}).setdefault(vendor, set()).add((customer,))
    return found


def folded(items_of, company):
    """The same by company: what its vendors have, each item once."""
    found = {}
    for vendor, items in items_of.items():
        found.setdefault(company(vendor), set()).update(items)
    return found


def levels(confidences):
    """(level of evidence, its step) from the lowest; the steps add up to the highest level."""
    ordered = sorted({confidence for confidence in confidences if confidence > 0})
    return [(high, high - low) for low, high in zip([0.0, *ordered], ordered, strict=False)]
