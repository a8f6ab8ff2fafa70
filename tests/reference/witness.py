"""Is a path that an answer prints a true one, and the one it should be ("Witness")?

Every edge of the path must be a cause of the stop of its customer (an edge of a lost supplier of
a lost group at the threshold), the edge before a cause of the loss of the edge after it (where an
organization stops only partly, one contract of it does not explain the loss of another), and the
last edge must belong to the group that the page names. Of such paths the shortest is to be shown,
ties by the smaller list of edge ids. The page leaves open what counts as one path in two corners;
a path that fits one of these readings is accepted:

* by causes: as written above, nothing else asked;
* in time: besides, each group on the way was lost before the next, so that no reason is circular;
* by suppliers: the edge before is a cause of the loss of every edge of that supplier in the group;
* elsewhere: not through the organization itself, though one part of it may well be the reason
  why all of it stops;
* any of these together.

A supplier that is lost only because several of its contracts are makes the witness a tree. Whether
its height or its trunk is the length, the page does not say: there the length is not checked.
"""

from __future__ import annotations

import itertools

from tests.reference.breach import (
    breach,
    carries,
    compromise,
    continues,
    gives_a_way_in,
    is_unknown,
)
from tests.reference.harm_view import EVERYTHING, RANKS
from tests.reference.outage import (
    degrading_groups,
    edge_is_lost,
    group_is_lost,
    lost_suppliers,
)


def check_path(view, fallen, organization, path):
    """Complain about a path that is none: unknown edges, gaps, a wrong start or end."""
    if not path:
        return ["the path is empty"]
    missing = [name for name in path if name not in view.edges]
    if missing:
        return [f"no such edge in the harm view: {missing}"]
    edges = [view.edges[name] for name in path]
    complaints = []
    if edges[0].vendor not in fallen:
        complaints.append(f"starts at {edges[0].vendor}, which did not fall")
    if edges[-1].customer != organization:
        complaints.append(f"ends at {edges[-1].customer}, not at {organization}")
    complaints += [
        f"{before.id} and {after.id} do not meet"
        for before, after in itertools.pairwise(edges)
        if before.customer != after.vendor
    ]
    return complaints


def final_groups(answer, organization):
    """The groups one of which the path must end in, or None where any will do.

    For one that stops: the lost group with the smallest (wave, group id) among those that
    take all of it down; read to the letter, among all lost ones: both are accepted.
    """
    state = answer.states[organization]
    depends = answer.depends
    if state == "kept up":
        return None
    if state == "degraded":
        candidates = [degrading_groups(answer.view, organization, answer.threshold)]
    else:
        taking = [
            group
            for group in answer.view.groups_of(organization)
            if group.rank >= RANKS[answer.threshold]
        ]
        candidates = [taking]
        if state == "stops":
            candidates.insert(0, [group for group in taking if group.scope is EVERYTHING])
    smallest = []
    for groups in candidates:
        lost = [g for g in groups if group_is_lost(g, depends.state, one_is_enough=False)]
        smallest.append(min(lost, key=lambda g: (depends.round_of_group[g.key], g.id)))
    return smallest


def causing_edges(answer, *, of_reach):
    """The edges by which harm went: of a lost supplier of a group that took its scope down."""
    state = (answer.reach if of_reach else answer.depends).state
    found = []
    for group in answer.view.groups:
        if group.rank < RANKS[answer.threshold]:
            continue
        if group_is_lost(group, state, one_is_enough=of_reach):
            found += last_edges(group, state)
    return found


def last_edges(group, state):
    """The edges of the lost suppliers of a group."""
    return [edge for edge in group.edges if edge.vendor in lost_suppliers(group, state)]


def passes_on(answer, before, after):
    """Tell whether the loss of the edge before is a cause of the loss of the edge after."""
    if before.customer != after.vendor:
        return False
    scope = answer.view.group_of[before.id].scope
    return scope is EVERYTHING or after.contract is None or after.contract in scope


def is_in_time(answer, before, after, rounds):
    """The group of the edge before was lost before that of the edge after."""
    groups = answer.view.group_of
    return rounds[groups[before.id].key] < rounds[groups[after.id].key]


def explains_supplier(answer, before, after):
    """The edge before is a cause of the loss of all edges of the supplier in that group."""
    group = answer.view.group_of[after.id]
    return all(passes_on(answer, before, edge) for edge in group.edges_of(after.vendor))


def may_pass(answer, organization, edge):
    """Nobody is the reason of its own stop; but a part of it may be that of the rest of it."""
    if edge.customer != organization:
        return True
    scope = answer.view.group_of[edge.id].scope
    return answer.states[organization] == "stops" and scope is not EVERYTHING


def shortest_path(fallen, middle, last, follows):
    """The shortest path over ``middle`` edges to one of ``last``; ties: smaller list of ids."""
    last_ids = {edge.id for edge in last}
    edges = {edge.id: edge for edge in [*middle, *last]}
    inner = {edge.id for edge in middle}
    best = {name: [name] for name, edge in edges.items() if edge.vendor in fallen}
    here = dict(best)
    while here:
        arrived = [path for name, path in here.items() if name in last_ids]
        if arrived:
            return min(arrived)
        further = {}
        for name, path in here.items():
            if name not in inner:
                continue
            for after in edges.values():
                if after.id in best or not follows(edges[name], after):
                    continue
                longer = [*path, after.id]
                further[after.id] = min(longer, further.get(after.id, longer))
        best |= further
        here = further
    return None


READINGS = [  # what is asked besides: in time, by suppliers, elsewhere
    set(itertools.compress(("in time", "by suppliers", "elsewhere"), asked))
    for asked in itertools.product((False, True), repeat=3)
]


def expected_path(answer, organization, last, reading):
    """The path of one reading that ends in one of the edges ``last``; None if it has none."""
    of_reach = answer.states[organization] == "kept up"
    way = answer.reach if of_reach else answer.depends

    def follows(before, after):
        return (
            passes_on(answer, before, after)
            and ("in time" not in reading or is_in_time(answer, before, after, way.round_of_group))
            and ("by suppliers" not in reading or explains_supplier(answer, before, after))
        )

    middle = causing_edges(answer, of_reach=of_reach)
    middle = [edge for edge in middle if may_pass(answer, organization, edge)]
    if "elsewhere" in reading:
        middle = [edge for edge in middle if edge.customer != organization]
    return shortest_path(answer.fallen, middle, last, follows)


def expected_paths(answer, organization):
    """All paths that one of the readings shows."""
    groups = final_groups(answer, organization)
    if groups is None:
        causing = causing_edges(answer, of_reach=True)
        ends = [[edge for edge in causing if edge.customer == organization]]
    else:
        ends = [last_edges(group, answer.depends.state) for group in groups]
    found = [
        expected_path(answer, organization, last, reading) for last in ends for reading in READINGS
    ]
    if answer.states[organization] == "degraded":
        found += extended_paths(answer, ends[0])
    return [path for path in found if path is not None]


def extended_paths(answer, last):
    """For a degraded one: a shortest of its lost suppliers' witnesses plus the edge."""
    found = []
    for edge in last:
        before = [[]] if edge.vendor in answer.fallen else expected_paths(answer, edge.vendor)
        found += [[*path, edge.id] for path in before]
    fewest = min(len(path) for path in found)
    return [path for path in found if len(path) == fewest]


def check_outage_witness(answer, organization, path):
    """Complain about a printed path of an outage; an empty list means that it is a true one."""
    complaints = check_path(answer.view, answer.fallen, organization, path)
    if complaints:
        return complaints
    of_reach = answer.states[organization] == "kept up"
    edges = [answer.view.edges[name] for name in path]
    complaints += complain_about_edges(answer, edges, of_reach)
    complaints += complain_about_middle(answer, edges[:-1], of_reach)
    complaints += [
        f"passes through {organization} itself"
        for edge in edges[:-1]
        if not may_pass(answer, organization, edge)
    ]
    complaints += complain_about_end(answer, organization, edges[-1])
    complaints += [
        f"unsound: {before.id} is no cause of the loss of {after.id}"
        for before, after in itertools.pairwise(edges)
        if not passes_on(answer, before, after)
    ]
    if not complaints:
        complaints += complain_about_length(answer, organization, path)
    return complaints


def complain_about_edges(answer, edges, of_reach):
    """Every edge is lost in the final state."""
    state = (answer.reach if of_reach else answer.depends).state
    return [f"{edge.id} is not lost" for edge in edges if not edge_is_lost(edge, state)]


def complain_about_middle(answer, edges, of_reach):
    """Everybody on the way is down or partly, and by the edge shown."""
    state = (answer.reach if of_reach else answer.depends).state
    causing = {edge.id for edge in causing_edges(answer, of_reach=of_reach)}
    complaints = [
        f"passes through {edge.customer}, which does not stop"
        for edge in edges
        if not state.is_touched(edge.customer)
    ]
    complaints += [
        f"passes through {edge.customer}, which has fallen"
        for edge in edges
        if edge.customer in answer.fallen
    ]
    complaints += [
        f"{edge.id} is not why {edge.customer} stops" for edge in edges if edge.id not in causing
    ]
    return complaints


def complain_about_end(answer, organization, last):
    """The last edge comes from a lost supplier of the group that explains the state."""
    groups = final_groups(answer, organization)
    if groups is None:
        if last in causing_edges(answer, of_reach=True):
            return []
        return [f"{last.id} does not bring {organization} within reach"]
    if answer.view.group_of[last.id] not in groups:
        names = " or ".join(sorted({repr(group.id) for group in groups}))
        return [f"{last.id} is not of the group {names}"]
    if last not in last_edges(answer.view.group_of[last.id], answer.depends.state):
        return [f"{last.vendor}, where it ends, is not a lost supplier of the group"]
    return []


def complain_about_length(answer, organization, path):
    """Compare with the paths that brute force finds, ties included; trees left out."""
    edges = [answer.view.edges[name] for name in path]
    if not all(explains_supplier(answer, *pair) for pair in itertools.pairwise(edges)):
        return []
    expected = expected_paths(answer, organization)
    if list(path) in expected:
        return []
    if len(path) in {len(one) for one in expected}:
        return [f"tie: {list(path)} where the smaller list of edge ids is one of {expected}"]
    return [f"length: {list(path)} where the shortest is one of {expected}"]


def check_breach_witness(view, fallen, organization, path, state, data_class=None):
    """Complain about a printed walk of a breach (for ``unknown`` no class is needed)."""
    complaints = check_path(view, fallen, organization, path)
    if complaints:
        return complaints
    edges = [view.edges[name] for name in path]
    complaints += [
        f"{after.id} does not continue {before.id}"
        for before, after in itertools.pairwise(edges)
        if not continues(before, after)
    ]
    complaints += complain_about_classes(edges, state, data_class)
    if not complaints:
        expected = expected_walk(view, fallen, organization, state, data_class)
        complaints += complain_about_choice(path, expected)
    return complaints


def complain_about_choice(path, expected):
    """Compare a true path with the one to show."""
    if tuple(path) == expected:
        return []
    word = "tie" if len(path) == len(expected) else "length"
    return [f"{word}: {list(path)} where {list(expected)} is to be shown"]


def complain_about_classes(edges, state, data_class):
    """Each edge conducts what the state says."""
    unknown = [edge for edge in edges if is_unknown(edge)]
    carrying = [edge for edge in edges if carries(edge, data_class)]
    allowed = {
        "carried": carrying,
        "possible": carrying + unknown,
        "unknown": unknown,
    }[state]
    complaints = [f"{edge.id} does not conduct it" for edge in edges if edge not in allowed]
    if state == "possible" and not carrying:
        complaints.append(f"no edge carries {data_class}")
    return complaints


def expected_walk(view, fallen, organization, state, data_class):
    """The shortest walk of that state, ties: the smaller list; empty if there is none."""
    answer = breach(view, fallen)
    if state == "unknown":
        return answer.unknown.get(organization, ())
    side = answer.carried if state == "carried" else answer.possible
    return side.get(organization, {}).get(data_class, ())


def check_compromise_witness(view, fallen, organization, path):
    """Complain about a printed path of a compromise."""
    complaints = check_path(view, fallen, organization, path)
    if complaints:
        return complaints
    complaints += [
        f"{name} gives no way in" for name in path if not gives_a_way_in(view.edges[name])
    ]
    if not complaints:
        complaints += complain_about_choice(path, compromise(view, fallen)[organization])
    return complaints
