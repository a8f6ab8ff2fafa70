"""Where data travels ("Breach") and where an intruder gets to ("Compromise")."""

from __future__ import annotations

from dataclasses import dataclass

NO_DATA = "none"
WAYS_IN = {"network", "software_update"}


@dataclass(frozen=True)
class Breach:
    """Who is exposed, and the walk that shows it: edge ids, the fewest; ties: the smaller list."""

    carried: dict[str, dict[str, tuple[str, ...]]]
    """Organization -> class -> a walk on which every edge carries the class."""
    possible: dict[str, dict[str, tuple[str, ...]]]
    """The same where some edges are not known, at least one carries it; never also carried."""
    unknown: dict[str, tuple[str, ...]]
    """Organization -> a walk of edges that all say nothing."""

    def state(self, organization):
        """The strongest that holds for any class; None if not exposed."""
        if self.carried.get(organization):
            return "carried"
        if self.possible.get(organization):
            return "possible"
        return "unknown" if organization in self.unknown else None

    def classes_unknown_only(self):
        """Organizations that only walks of unknown edges reach."""
        return {name for name in self.unknown if self.state(name) == "unknown"}


def continues(earlier, later):
    """Tell whether harm goes on: the contract is among what the edge before supports."""
    if later.vendor != earlier.customer:
        return False
    return later.contract is None or not earlier.supports or later.contract in earlier.supports


def carries(edge, data_class):
    """The edge is stated to handle the class."""
    return data_class in edge.data_classes


def is_unknown(edge):
    """Nothing is stated about what the edge handles (``none`` is a statement)."""
    return not edge.data_classes


def shortest_walks(view, fallen, step):
    """Search (edge, flag) states breadth first.

    ``step(flag, edge)`` gives the flag after the edge, or None where the edge conducts nothing;
    the flag before the first edge is False. Returns {(edge id, flag): edge ids of the walk}.
    """
    here = {}
    for _, edge in sorted(view.edges.items()):
        flag = step(False, edge) if edge.vendor in fallen else None
        if flag is not None:
            here[edge.id, flag] = (edge.id,)
    found = dict(here)
    while here:
        further = {}
        for (name, flag_before), walk in here.items():
            earlier = view.edges[name]
            for edge in view.edges_out_of(earlier.customer):
                if not continues(earlier, edge):
                    continue
                state = (edge.id, step(flag_before, edge))
                if state[1] is None or state in found:
                    continue
                longer = (*walk, edge.id)
                further[state] = min(longer, further.get(state, longer))
        found |= further
        here = further
    return found


def reached(view, fallen, walks, wanted):
    """Organization -> shortest of the walks that end in the wanted flag; the fallen left out."""
    walk_to = {}
    for (edge_id, flag), walk in walks.items():
        customer = view.edges[edge_id].customer
        if flag == wanted and customer not in fallen:
            walk_to[customer] = min(walk, walk_to.get(customer, walk), key=shortest_first)
    return walk_to


def shortest_first(walk):
    """Order walks: the shorter one, then the smaller list of edge ids."""
    return (len(walk), walk)


def data_classes_of(view):
    """Every class that some edge carries."""
    names = {name for edge in view.edges.values() for name in edge.data_classes}
    return sorted(names - {NO_DATA})


def step_carried(data_class):
    """Walks on which every edge carries the class."""
    return lambda _, edge: True if carries(edge, data_class) else None


def step_possible(data_class):
    """Walks on which every edge carries the class or is unknown; flag: one has carried it."""

    def step(has_carried, edge):
        if carries(edge, data_class):
            return True
        return has_carried if is_unknown(edge) else None

    return step


def step_unknown(_, edge):
    """Walks on which every edge is unknown."""
    return True if is_unknown(edge) else None


def breach(view, fallen):
    """Per class: carried, possible; and who is reached only by walks that say nothing."""
    fallen = frozenset(fallen)
    carried, possible = {}, {}
    for name in data_classes_of(view):
        walks = shortest_walks(view, fallen, step_carried(name))
        surely = reached(view, fallen, walks, True)
        for organization, walk in surely.items():
            carried.setdefault(organization, {})[name] = walk
        walks = shortest_walks(view, fallen, step_possible(name))
        for organization, walk in reached(view, fallen, walks, True).items():
            if organization not in surely:
                possible.setdefault(organization, {})[name] = walk
    walks = shortest_walks(view, fallen, step_unknown)
    return Breach(carried, possible, reached(view, fallen, walks, True))


def gives_a_way_in(edge):
    """The vendor has a network connection to the customer, or sends it software."""
    return bool(WAYS_IN & set(edge.access))


def compromise(view, fallen):
    """Organization -> shortest path over edges that give a way in; the fallen left out."""
    path_to = dict.fromkeys(fallen, ())
    here = dict(path_to)
    while here:
        further = {}
        for organization, path in here.items():
            for edge in view.edges_out_of(organization):
                if gives_a_way_in(edge) and edge.customer not in path_to:
                    longer = (*path, edge.id)
                    further[edge.customer] = min(longer, further.get(edge.customer, longer))
        path_to |= further
        here = further
    return {name: path for name, path in path_to.items() if name not in fallen}
