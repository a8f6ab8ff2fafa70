"""Which edges count, and which of them stand in for each other ("Harm view", "Group")."""

from __future__ import annotations

from dataclasses import dataclass, field

RANKS = {"supporting": 1, "important": 2, "critical": 3}
EVERYTHING = None
"""The scope of a group on which the whole customer rests (a set of names otherwise)."""


@dataclass(frozen=True)
class Edge:
    """One SERVES edge, with every property that a cascade reads."""

    id: str
    vendor: str
    customer: str
    service: str = ""
    category: str | None = None
    criticality: str | None = None
    group: str | None = None
    required: int | None = None
    contract: str | None = None
    supports: tuple[str, ...] = ()
    data_classes: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    confidence: float = 1.0
    starts_on: str | None = None
    ends_on: str | None = None
    recovery_hours: float | None = None


@dataclass(frozen=True)
class Group:
    """Edges of one customer that stand in for each other."""

    id: str
    kind: str
    """How it came about: given, assumed, alone. Equal texts of two kinds are two groups."""
    customer: str
    edges: tuple[Edge, ...]
    rank: int
    required: int
    suppliers: frozenset[str]
    scope: frozenset[str] | None

    @property
    def key(self):
        """What tells it from every other group."""
        return (self.customer, self.kind, self.id)

    def edges_of(self, supplier):
        """The edges over which ``supplier`` takes part in the group."""
        return [edge for edge in self.edges if edge.vendor == supplier]


@dataclass
class HarmView:
    """The edges that count, by id, their groups, and the group of each edge."""

    edges: dict[str, Edge]
    groups: list[Group]
    group_of: dict[str, Group] = field(default_factory=dict)

    def __post_init__(self):
        for group in self.groups:
            for edge in group.edges:
                self.group_of[edge.id] = group

    def groups_of(self, customer):
        """All groups that ``customer`` rests on."""
        return [group for group in self.groups if group.customer == customer]

    def edges_out_of(self, vendor):
        """All edges that ``vendor`` serves others by, by id."""
        return [edge for _, edge in sorted(self.edges.items()) if edge.vendor == vendor]


def edge_from(row):
    """Turn a row (lists in it, keys may be missing) into an edge; empty text is not known."""
    values = {key: value for key, value in row.items() if value not in (None, "")}
    for name in ("supports", "data_classes", "access"):
        values[name] = tuple(values.get(name, ()))
    return Edge(**values)


def in_force(edge, as_of):
    """Tell whether the contract runs on the day; first and last day included, missing is open.

    Of a date that is cut (2026, 2026-06) the first day starts and the last day ends.
    """
    started = edge.starts_on is None or edge.starts_on <= as_of
    not_ended = edge.ends_on is None or as_of[: len(edge.ends_on)] <= edge.ends_on
    return started and not_ended


def rank_of(criticality, *, unknown_is_critical=True):
    """3, 2, 1 for critical, important, supporting; no word or a strange word is unknown.

    The low end of the range takes unknown as less than all that is stated; supporting is the
    lowest word there is, so it is that.
    """
    unknown = RANKS["critical"] if unknown_is_critical else RANKS["supporting"]
    return RANKS.get(criticality, unknown)


def harm_view(
    rows, *, as_of, min_confidence=0.0, assume_substitutes=False, unknown_is_critical=True
):
    """Read the harm view off all rows."""
    edges = {}
    for row in rows:
        edge = edge_from(row)
        if edge.vendor == edge.customer:
            continue
        if in_force(edge, as_of) and edge.confidence >= min_confidence:
            edges[edge.id] = edge
    return HarmView(edges, build_groups(edges, assume_substitutes, unknown_is_critical))


def group_key(edge, assume_substitutes):
    """Name the group of an edge: (customer, how it came about, id of the group)."""
    if edge.group is not None:
        return (edge.customer, "given", edge.group)
    if assume_substitutes and edge.category is not None:
        return (edge.customer, "assumed", f"category:{edge.category}")
    return (edge.customer, "alone", edge.id)


def build_groups(edges, assume_substitutes, unknown_is_critical):
    """Gather the edges of each group and read off what holds for the group."""
    members = {}
    for _, edge in sorted(edges.items()):
        members.setdefault(group_key(edge, assume_substitutes), []).append(edge)
    groups = []
    for (customer, kind, name), group_edges in sorted(members.items()):
        suppliers = frozenset(edge.vendor for edge in group_edges)
        stated = [edge.required for edge in group_edges if edge.required is not None]
        required = max(stated) if stated else 1
        groups.append(
            Group(
                id=name,
                kind=kind,
                customer=customer,
                edges=tuple(group_edges),
                rank=max(
                    rank_of(edge.criticality, unknown_is_critical=unknown_is_critical)
                    for edge in group_edges
                ),
                required=min(required, len(suppliers)),
                suppliers=suppliers,
                scope=scope_of(group_edges),
            )
        )
    return groups


def scope_of(group_edges):
    """Everything if one edge says nothing, else the union of what the edges support."""
    if any(not edge.supports for edge in group_edges):
        return EVERYTHING
    return frozenset(name for edge in group_edges for name in edge.supports)
