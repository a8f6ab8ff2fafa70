"""Random graphs small enough for the plain reference and twisted enough to break an engine.

Names of parts, contracts and groups come from small pools, so that they meet: a contract is often
a part of its vendor, a group often has several suppliers, a supplier several contracts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from random import Random

from hypothesis import strategies as st

AS_OF = "2026-06-15"
PART_NAMES = ("K1", "K2", "K3")
GROUPS = ("g1", "g2")
CATEGORIES = ("hosting", "software")
DATA_CLASSES = ("contact", "health", "salary")
THRESHOLDS = ("critical", "important", "supporting")
STARTS = (None, "2020-01-01", "2026-06-14", AS_OF, "2026-06-16")
ENDS = (None, "2026-06-14", AS_OF, "2026-06-16", "2030-12-31")
CONFIDENCES = (0.3, 0.5, 0.6, 1.0)


def seeds(few: int, thorough: int) -> int:
    """Return how many seeded graphs a hunt takes: few by default, a multiple of four.

    As many as ``GRAPHRISK_TEST_SEEDS`` says where it is set, else ``thorough`` of them under
    ``HYPOTHESIS_PROFILE=thorough``.
    """
    if asked := os.environ.get("GRAPHRISK_TEST_SEEDS"):
        return max(4, int(asked) // 4 * 4)
    return thorough if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else few


@dataclass(frozen=True)
class Case:
    """A graph and a question about it."""

    organizations: tuple[str, ...]
    edges: tuple[dict, ...]
    fallen: frozenset[str]
    threshold: str = "critical"
    min_confidence: float = 0.0
    assume_substitutes: bool = False
    as_of: str = AS_OF

    def with_edges(self, edges):
        """The same question about other edges."""
        return replace(self, edges=tuple(edges))

    def falling(self, more):
        """The same graph where others fall as well."""
        return replace(self, fallen=self.fallen | frozenset(more))


def mostly(value, others, *, weight=3):
    """``value`` most of the time, which is also what a failing example shrinks to."""
    return st.sampled_from([value] * weight + list(others))


def some(names, *, most=2):
    """A short list of names, without doubles, often empty."""
    return st.lists(st.sampled_from(names), max_size=most, unique=True).map(sorted)


@dataclass(frozen=True)
class Mood:
    """What most edges of one graph look like: pure chance rarely makes anything interesting."""

    groups: tuple[str | None, ...]
    """Drawn from for each edge; None is an edge alone."""
    parts: tuple[str, ...]
    """Names of parts and contracts; none of them: whole organizations only."""
    layered: bool
    """Vendors mostly stand before their customers, so that chains are long and cycles few."""


MOODS = st.builds(
    Mood,
    groups=st.sampled_from([(None,), (None, *GROUPS), GROUPS, ("g1", "g1", None), ("g1",)]),
    parts=st.sampled_from([(), ("K1",), PART_NAMES[:2], PART_NAMES]),
    layered=st.booleans(),
)


@st.composite
def ends(draw, organizations, layered):
    """Vendor and customer; they may coincide, and may be those of another edge."""
    vendor = draw(st.integers(0, len(organizations) - 1))
    customer = draw(st.integers(0, len(organizations) - 1))
    if layered and vendor > customer and draw(st.integers(0, 5)):
        vendor, customer = customer, vendor
    return organizations[vendor], organizations[customer]


@st.composite
def edges(draw, number, organizations, mood):
    """One SERVES edge."""
    vendor, customer = draw(ends(organizations, mood.layered))
    names = list(mood.parts)
    return {
        "id": f"e{number:02d}",
        "vendor": vendor,
        "customer": customer,
        "service": draw(st.sampled_from(["operations", "backup"])),
        "category": draw(st.sampled_from([None, *CATEGORIES])),
        "criticality": draw(
            mostly("critical", [None, "important", "supporting", "unknown", "vital"], weight=6)
        ),
        "group": draw(st.sampled_from(mood.groups)),
        "required": draw(mostly(None, [1, 2, 3])),
        "contract": draw(st.sampled_from([None, *names, *names])),
        "supports": draw(st.one_of(st.just([]), some(names))) if names else [],
        "data_classes": draw(
            st.one_of(some(DATA_CLASSES), st.just(["none"]), st.just(["health"]), st.just([]))
        ),
        "access": draw(some(("data", "network", "software_update"))),
        "confidence": draw(mostly(1.0, CONFIDENCES, weight=9)),
        "starts_on": draw(mostly(None, STARTS, weight=18)),
        "ends_on": draw(mostly(None, ENDS, weight=18)),
    }


@st.composite
def cases(draw, *, most_organizations=10, most_edges=18):
    """A random graph of 2-10 organizations and up to 18 edges, and a question about it."""
    count = draw(st.integers(2, most_organizations))
    names = draw(st.permutations([f"o{at}" for at in range(count)]))
    size = draw(st.integers(0, most_edges))
    mood = draw(MOODS)
    return Case(
        organizations=tuple(sorted(names)),
        edges=tuple(draw(edges(number, names, mood)) for number in range(size)),
        fallen=frozenset({names[0]} | set(draw(some(names, most=1)))),
        threshold=draw(mostly("critical", THRESHOLDS[1:])),
        min_confidence=draw(st.sampled_from([0.0, 0.0, 0.5, 0.6])),
        assume_substitutes=draw(st.booleans()),
    )


def plain_dependence(case):
    """The same graph with whole organizations only: no parts, no contracts, all in force."""
    bare = {"contract": None, "supports": [], "starts_on": None, "ends_on": None, "confidence": 1.0}
    return case.with_edges({**edge, **bare} for edge in case.edges)


def seeded_case(seed, *, most_organizations=12, most_edges=40):
    """A case from plain chance, no shrinking, but ten times as fast and larger."""
    chance = Random(seed)
    names = [f"o{at:02d}" for at in range(chance.randint(2, most_organizations))]
    chance.shuffle(names)
    groups = chance.choice([(None,), (None, *GROUPS), GROUPS, ("g1", "g1", None), ("g1",)])
    parts = chance.choice([(), ("K1",), PART_NAMES[:2], PART_NAMES])
    layered = chance.random() < 0.5
    certain = chance.random() < 0.5
    size = chance.randint(1, most_edges)
    numbers = chance.sample(range(size), size)
    return Case(
        organizations=tuple(sorted(names)),
        edges=tuple(
            seeded_edge(chance, number, names, groups, parts, layered=layered, certain=certain)
            for number in numbers
        ),
        fallen=frozenset(chance.sample(names, chance.choice([1, 1, 1, 2]))),
        threshold=chance.choice(["critical", "critical", *THRESHOLDS]),
        min_confidence=chance.choice([0.0, 0.0, 0.5]),
        assume_substitutes=chance.random() < 0.3,
    )


def seeded_edge(chance, number, names, groups, parts, *, layered, certain):
    """One SERVES edge from plain chance."""
    vendor, customer = sorted(chance.choices(range(len(names)), k=2))
    if not layered or chance.random() < 0.1:
        vendor, customer = chance.sample([vendor, customer], 2)
    rare = 0.02 if certain else 0.15

    def rarely(values, usual):
        return chance.choice(values) if chance.random() < rare else usual

    return {
        "id": f"e{number:02d}",
        "vendor": names[vendor],
        "customer": names[customer],
        "service": chance.choice(["operations", "backup"]),
        "category": chance.choice([None, *CATEGORIES]),
        "criticality": rarely([None, "important", "supporting", "unknown", "vital"], "critical"),
        "group": chance.choice(groups),
        "required": rarely([1, 2, 3], None),
        "contract": chance.choice([None, *parts, *parts]),
        "supports": sorted(chance.sample(parts, min(len(parts), chance.randint(0, 2)))),
        "data_classes": chance.choice(
            [[], ["health"], ["health"], ["contact", "health"], ["none"]]
        ),
        "access": chance.choice([[], ["network"], ["data"], ["data", "software_update"]]),
        "confidence": rarely(CONFIDENCES, 1.0),
        "starts_on": rarely(STARTS, None),
        "ends_on": rarely(ENDS, None),
    }
