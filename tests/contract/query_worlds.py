"""Random worlds for queries: rings, loops, parallel links, expired contracts, nulls, any sign."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from graphrisk.model.records import Record, record
from tests.reference.query_world import World

AS_OF = "2026-06-15"
NAMES = ("a", "b", "Å", "ö'\"", "東京", "🏥", "～", "\\u0041", "$v{}", "z z")
DOCUMENTS = ("a" * 64, "b" * 64)
SOURCES = (
    None,
    "f.csv:row 1",
    "https://x.example/#part",
    f"{DOCUMENTS[0]}#1-2",
    f"{DOCUMENTS[0]}#9-12",
    f"{DOCUMENTS[1]}#1-2",
)
SOURCE_KINDS = (None, "assumed", "register", "notice", "notice")
STATUSES = (None, "confirmed", "suspected", "denied")
KINDS = {
    "organizations": "Organization",
    "links": "SERVES",
    "incidents": "Incident",
    "hits": "HITS",
    "affects": "AFFECTS",
    "holds": "HOLDS",
    "data_classes": "DataClass",
    "documents": "Document",
    "part_of": "PART_OF",
}


def records_of(world: World) -> list[Record]:
    """Return everything in a world as records."""
    return [record(kind, **row) for name, kind in KINDS.items() for row in getattr(world, name)]


def one(*values: Any):
    """One of some values; the first is what a failing example shrinks to."""
    return st.sampled_from(values)


def _links(ids: list[str]):
    ends = one(*ids)
    return st.fixed_dictionaries(
        {
            "from_id": ends,
            "to_id": ends,
            "category": one("cloud", "telecom", None),
            "service": one("mail", "drift", None),
            "criticality": one("critical", "critical", "important", "supporting", "unknown", None),
            "contract": one(None, "K1"),
            "data_classes": one(["health"], ["health", "contact"], [], ["none"]),
            "access": one(["network"], ["data", "software_update"], ["data"], []),
            "starts_on": one(None, None, None, "2020-01-01", AS_OF, "2026-06-16", "2026-06"),
            "ends_on": one(
                *(None, None, None, "2026-06-14", AS_OF, "2026", "2026-05", "2026-06", "2026-07-01")
            ),
            "seen_on": one(None, "2020-01-01", "2026-06-01"),
            "notice_days": one(None, 30),
            "substitutability": one(None, "hard"),
            "source_kind": one(*SOURCE_KINDS),
            "source": one(*SOURCES),
        }
    )


def _organizations():
    return st.fixed_dictionaries(
        {
            "name": one("Same AB", *NAMES),
            "country": one("SE", "US", None),
            "sector": one("health", "energy", None),
            "named": one(None, True, False),
            "source_kind": one("assumed", None, "register"),
            "source": one(*SOURCES),
        }
    )


def _incidents():
    day = one(None, "2024", "2024-05-01")
    return st.fixed_dictionaries(
        {
            "title": one(None, "Å 'x'"),
            "attack_type": one(None, "ransomware"),
            "state": one(None, "closed"),
            "occurred_on": day,
            "discovered_on": day,
            "disclosed_on": day,
        }
    )


def _claims(incidents: list[str], ids: list[str]):
    shared = {
        "from_id": one(*incidents),
        "to_id": one(*ids),
        "source_kind": one(*SOURCE_KINDS),
        "source": one(*SOURCES),
    }
    hits = st.fixed_dictionaries({**shared, "role": one("origin", None)})
    affects = st.fixed_dictionaries(
        {
            **shared,
            "impact": one("data", None),
            "status": one(*STATUSES),
            "subjects": one(None, 0, 12),
        }
    )
    return hits, affects


def _holds(ids: list[str]):
    return st.fixed_dictionaries(
        {
            "from_id": one(*ids[:2]),
            "to_id": one("health", "health", "contact"),
            "subjects": one(5, 7, None),
            "counted_on": one(None, "2024", "2025-01-01"),
            "source_kind": one(*SOURCE_KINDS),
            "source": one(*SOURCES),
        }
    )


@st.composite
def worlds(draw, most_links: int = 22):
    """A world of up to ten organizations; ids are drawn from all kinds of letters."""
    ids = sorted(NAMES[: draw(st.integers(3, len(NAMES)))])
    incidents = [f"i{n}" for n in range(3)]
    hits, affects = _claims(incidents, ids)

    def rows(letter: str, each, most: int, least: int = 0):
        found = draw(st.lists(each, min_size=least, max_size=most))
        return [{"id": f"{letter}{n:02d}", **row} for n, row in enumerate(found)]

    def exactly(keys, each):
        found = draw(st.lists(each, min_size=len(keys), max_size=len(keys)))
        return [{"id": key, **row} for key, row in zip(keys, found, strict=True)]

    parents = [draw(one(None, None, *ids[:n])) for n in range(len(ids))]
    return World(
        organizations=exactly(ids, _organizations()),
        links=rows("e", _links(ids), most_links, least=draw(one(most_links // 2, 0))),
        incidents=exactly(incidents, _incidents()),
        hits=rows("h", hits, 5),
        affects=rows("a", affects, 9),
        holds=rows("d", _holds(ids), 9),
        data_classes=[
            {"id": "health", "name": "health", "category": "special category", "sensitivity": 4},
            {"id": "contact", "name": "contact", "category": "contact", "sensitivity": None},
        ],
        documents=[{"id": DOCUMENTS[0], "title": "A notice", "publisher": "Å"}],
        part_of=[
            {"id": f"p{n}", "from_id": ids[n], "to_id": parent}
            for n, parent in enumerate(parents)
            if parent is not None
        ],
    )


def questions(world: World) -> list[dict[str, Any]]:
    """Return values for the parameters of every query, twice: wide and narrow."""
    ids = [each["id"] for each in world.organizations]
    shared = {"as_of": AS_OF, "country": "SE", "data_class": "health"}
    wide = {
        **shared,
        **dict.fromkeys(("vendor", "first", "organization"), ids[0]),
        **dict.fromkeys(("customer", "second"), ids[1]),
        "limit": 1000,
        "until": "2027-01-01",
        "seen_before": "2026-01-01",
    }
    narrow = {
        **shared,
        **dict.fromkeys(("vendor", "first", "second"), ids[2]),
        **dict.fromkeys(("customer", "organization"), ids[0]),
        "max_hops": 2,
        "tier": 2,
        "limit": 2,
        "leave_out": ["supporting", "important"],
        "categories": ["cloud"],
        "unknown_too": False,
        "only_critical": True,
        "since": "2999-01-01",
        "until": AS_OF,
        "seen_before": "2020-01-01",
    }
    return [wide, narrow]
