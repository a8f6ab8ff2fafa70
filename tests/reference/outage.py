"""Who stops when somebody falls ("Outage", "States shown")."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.reference.harm_view import EVERYTHING, RANKS, Group, HarmView, harm_view

STATES = ("stops", "partly", "degraded", "kept up")


@dataclass
class State:
    """Who is down altogether, and of whom which parts are."""

    down: set[str]
    parts: dict[str, set[str]] = field(default_factory=dict)
    held: frozenset[str] = frozenset()

    def copy(self):
        """An independent copy: a round reads only the state before it."""
        parts = {name: set(parts) for name, parts in self.parts.items()}
        return State(set(self.down), parts, self.held)

    def is_touched(self, organization):
        """Down, or some part of it down."""
        return organization in self.down or bool(self.parts.get(organization))

    def take_down(self, organization, scope):
        """Take everything or the parts of ``scope`` down."""
        if scope is EVERYTHING:
            self.down.add(organization)
        else:
            self.parts.setdefault(organization, set()).update(scope)


def edge_is_lost(edge, state):
    """Vendor down, or parts of it down and the contract is one of them or not known.

    An edge that is held (it recovers in time, or its customer bears it) is never lost.
    """
    if edge.id in state.held:
        return False
    if edge.vendor in state.down:
        return True
    parts = state.parts.get(edge.vendor, set())
    return bool(parts) and (edge.contract is None or edge.contract in parts)


def supplier_is_lost(group, supplier, state):
    """Tell whether all edges of the supplier in the group are lost."""
    return all(edge_is_lost(edge, state) for edge in group.edges_of(supplier))


def standing_suppliers(group, state):
    """The suppliers of the group that are not lost."""
    return {name for name in group.suppliers if not supplier_is_lost(group, name, state)}


def lost_suppliers(group, state):
    """The suppliers of the group that are lost."""
    return set(group.suppliers) - standing_suppliers(group, state)


def group_is_lost(group, state, *, one_is_enough):
    """Tell whether fewer than required stand; for reach one lost supplier is enough."""
    if one_is_enough:
        return len(lost_suppliers(group, state)) >= 1
    return len(standing_suppliers(group, state)) < group.required


@dataclass
class Fall:
    """The least fixed point: the final state and the rounds in which things first happened."""

    state: State
    round_of: dict[str, int]
    round_of_group: dict[tuple[str, str, str], int]


def held_at(view, tolerance, hour):
    """The edges that are not lost at that hour: borne still, recovered, or recovering in time.

    A time that is not stated is neither: it never recovers, and nothing is borne.
    """
    held = set()
    for edge in view.edges.values():
        bears, recovers = tolerance.get(edge.customer), edge.recovery_hours
        borne = bears is not None and bears >= hour
        recovered = recovers is not None and recovers <= hour
        in_time = bears is not None and recovers is not None and recovers <= bears
        if borne or recovered or in_time:
            held.add(edge.id)
    return frozenset(held)


def fall(view, fallen, threshold, *, one_is_enough, held=frozenset()):
    """Repeat synchronous rounds from the fallen alone until nothing changes."""
    state = State(set(fallen), held=held)
    round_of = dict.fromkeys(fallen, 0)
    round_of_group = {}
    number = 0
    while True:
        number += 1
        after = state.copy()
        for group in view.groups:
            if not group_is_lost(group, state, one_is_enough=one_is_enough):
                continue
            round_of_group.setdefault(group.key, number)
            if group.rank >= RANKS[threshold]:
                after.take_down(group.customer, group.scope)
                round_of.setdefault(group.customer, number)
        if after == state:
            return Fall(state, round_of, round_of_group)
        state = after


@dataclass(frozen=True)
class Kept:
    """Why an organization within reach is kept up."""

    how: str
    at: str
    """The organization whose group holds: itself if directly."""
    group: Group | None
    """Its group that lost a supplier and stands; a partly stopped one may have none."""
    by: frozenset[str]
    """The standing suppliers of that group."""


@dataclass
class Outage:
    """The answer: every organization that has a state, and why."""

    view: HarmView
    fallen: frozenset[str]
    threshold: str
    depends: Fall
    reach: Fall
    states: dict[str, str]
    hops: dict[str, int]
    waves: dict[str, int]
    parts: dict[str, frozenset[str]]
    kept: dict[str, list[Kept]]
    """Kept up organizations; several where equally near ones upstream could be named."""
    counts: dict[str, int]
    lost_without_contract: list[str]
    """Edges taken as lost because the vendor stops partly and the contract is not known."""


def outage(view, fallen, threshold="critical"):
    """Run the outage cascade over a harm view."""
    fallen = frozenset(fallen)
    depends = fall(view, fallen, threshold, one_is_enough=False)
    reach = fall(view, fallen, threshold, one_is_enough=True)
    organizations = {edge.vendor for edge in view.edges.values()}
    organizations |= {edge.customer for edge in view.edges.values()}
    states = {}
    for organization in sorted(organizations - fallen):
        state = state_of(view, organization, threshold, depends, reach)
        if state is not None:
            states[organization] = state
    answer = Outage(
        view=view,
        fallen=fallen,
        threshold=threshold,
        depends=depends,
        reach=reach,
        states=states,
        hops={name: at for name, at in reach.round_of.items() if name not in fallen},
        waves={name: at for name, at in depends.round_of.items() if name not in fallen},
        parts={
            name: frozenset(depends.state.parts[name])
            for name, state in states.items()
            if state == "partly"
        },
        kept={},
        counts={state: list(states.values()).count(state) for state in STATES},
        lost_without_contract=[
            edge.id
            for _, edge in sorted(view.edges.items())
            if edge.contract is None
            and edge.vendor not in depends.state.down
            and depends.state.parts.get(edge.vendor)
        ],
    )
    for organization, state in states.items():
        if state == "kept up":
            answer.kept[organization] = reasons(answer, organization)
    return answer


def state_of(view, organization, threshold, depends, reach):
    """The first that holds: stops, partly, degraded, kept up; None if nothing does."""
    if organization in depends.state.down:
        return "stops"
    if depends.state.parts.get(organization):
        return "partly"
    for group in degrading_groups(view, organization, threshold):
        if group_is_lost(group, depends.state, one_is_enough=False):
            return "degraded"
    if reach.state.is_touched(organization):
        return "kept up"
    return None


def degrading_groups(view, organization, threshold):
    """The groups below the threshold, but important or more."""
    return [
        group
        for group in view.groups_of(organization)
        if RANKS["important"] <= group.rank < RANKS[threshold]
    ]


def holding_group(answer, organization):
    """The group at the threshold that lost a supplier and stands on fewest; ties by id."""
    state = answer.depends.state
    holding = [
        group
        for group in answer.view.groups_of(organization)
        if group.rank >= RANKS[answer.threshold]
        and lost_suppliers(group, state)
        and not group_is_lost(group, state, one_is_enough=False)
    ]
    if not holding:
        return None
    return min(holding, key=lambda group: (len(standing_suppliers(group, state)), group.id))


def kept_at(answer, how, organization):
    """Name the standing suppliers of ``organization``'s holding group."""
    group = holding_group(answer, organization)
    by = frozenset() if group is None else standing_suppliers(group, answer.depends.state)
    return Kept(how, organization, group, frozenset(by))


def reasons(answer, organization):
    """Kept up directly, or by the nearest upstream that is so or that stops only partly."""
    if holding_group(answer, organization) is not None:
        return [kept_at(answer, "directly", organization)]
    seen = {organization}
    here = [organization]
    while here:
        upstream = set()
        for customer in here:
            upstream |= suppliers_that_reach(answer, customer)
        here = sorted(upstream - seen - answer.fallen)
        seen |= upstream
        found = [name for name in here if stops_the_harm(answer, name)]
        if found:
            return [kept_at(answer, "upstream", name) for name in found]
    return []


def stops_the_harm(answer, organization):
    """Tell whether it stops only partly, or stands directly on other suppliers."""
    if organization in answer.depends.state.down:
        return False
    if answer.depends.state.parts.get(organization):
        return True
    return holding_group(answer, organization) is not None


def suppliers_that_reach(answer, customer):
    """The suppliers by whose loss (in reach) the customer comes within reach."""
    found = set()
    for group in answer.view.groups_of(customer):
        if group.rank >= RANKS[answer.threshold]:
            found |= lost_suppliers(group, answer.reach.state)
    return found


def ends_of_the_range(rows, fallen, threshold="critical", **view_options):
    """Headline counts (unknown not taken as critical, unknown taken as critical)."""
    ends = []
    for unknown_is_critical in (False, True):
        view = harm_view(rows, unknown_is_critical=unknown_is_critical, **view_options)
        ends.append(outage(view, fallen, threshold).counts)
    return tuple(ends)
