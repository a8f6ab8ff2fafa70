"""Every query of the library on every engine: it is accepted, and answers like plain Python."""

from __future__ import annotations

import random

import pytest

from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.store.ledger import write_tables
from graphrisk.store.query_files import bind_parameters, load_query, query_names, run_query_file
from tests.contract.samples import organization, serves

GIVEN = {"vendor": "o01", "customer": "o02"}


@pytest.mark.parametrize("name", query_names())
def test_the_engine_explains_the_query(cypher_store, name):
    query = load_query(name, cypher_store.dialect)
    cypher_store.run(f"EXPLAIN {query.text}", bound(query))


@pytest.mark.parametrize("name", query_names())
def test_a_store_without_records_answers_with_the_declared_columns(cypher_store, name):
    query = load_query(name, cypher_store.dialect)
    found = run_query_file(cypher_store, name, own(query, GIVEN))
    assert found.num_rows == 0
    assert found.column_names == list(query.header.returns)


@pytest.mark.parametrize("seed", range(3))
def test_answers_are_those_of_plain_python(cypher_store, seed):
    world = World(seed)
    write_tables(cypher_store, to_tables(world.records))
    for name in query_names():
        for given in world.questions():
            query = load_query(name, cypher_store.dialect)
            found = run_query_file(cypher_store, name, own(query, given)).to_pylist()
            assert found == getattr(world, name)(**bound(query, given)), (name, given)
            keys = [
                tuple(row[c.removesuffix(" desc")] for c in query.header.order) for row in found
            ]
            assert len(keys) == len(set(keys)), f"{name}: the order is not total"


def own(query, given):
    return {name: value for name, value in given.items() if name in query.header.params}


def bound(query, given=GIVEN):
    return bind_parameters(query, own(query, given))


class World:
    """A small random graph with rings, loops and parallel links, and the answers to each query."""

    def __init__(self, seed):
        draw = random.Random(seed)
        self.ids = [f"o{n:02d}" for n in range(12)]
        self.organizations = [
            organization(i, country=draw.choice(["SE", None]), sector=draw.choice(["health", None]))
            for i in self.ids
        ]
        self.edges = [
            serves(
                f"e{n:02d}",
                draw.choice(self.ids),
                draw.choice(self.ids),
                category=draw.choice(["cloud", "telecom", None]),
                criticality=draw.choice(["critical", "unknown", "", None]),
                service=draw.choice(["mail", None]),
                source=f"f.csv#{n}",
            )
            for n in range(16 + 4 * seed)
        ]
        self.incidents = [
            record("Incident", id=f"i{n}", title=f"t{n}", disclosed_on=draw.choice(["2024", None]))
            for n in range(4)
        ]
        self.hits = [
            record(
                "HITS",
                id=f"h{n}",
                from_id=f"i{n % 4}",
                to_id=draw.choice(self.ids[:3]),
                role=draw.choice(["origin", None]),
            )
            for n in range(7)
        ]
        self.affects = [
            record(
                "AFFECTS",
                id=f"a{n}",
                from_id=f"i{n % 3}",
                to_id=draw.choice(self.ids),
                status=draw.choice(["denied", "suspected", None]),
            )
            for n in range(9)
        ]
        edges = [*self.edges, *self.hits, *self.affects]
        self.records = [*self.organizations, *self.incidents, *edges]
        self.by_id = {each.id: each for each in self.organizations}

    def questions(self):
        yield {"vendor": "o00", "customer": "o00", "max_hops": 1, "limit": 2}
        yield {"vendor": "o01", "customer": "o05", "categories": ["cloud"], "limit": 1000}
        yield {"vendor": "o02", "customer": "o11", "max_hops": 10}
        yield {"vendor": "nobody'", "customer": '"nobody'}

    def customers_by_tier(self, vendor, max_hops):
        hops, front = {vendor: 0}, [vendor]
        for hop in range(1, max_hops + 1):
            front = [e.to_id for e in self.edges if e.from_id in front and e.to_id not in hops]
            hops |= dict.fromkeys(front, hop)
        rows = sorted((hop, i) for i, hop in hops.items() if hop)
        return [
            {
                "customer_id": i,
                "customer": i,
                "country": self.by_id[i].country,
                "sector": self.by_id[i].sector,
                "hops": hop,
            }
            for hop, i in rows
        ]

    def vendors_of_customer(self, customer):
        links = [e for e in self.edges if e.to_id == customer]
        return [
            {
                "vendor_id": e.from_id,
                "vendor": e.from_id,
                "service": e.service,
                "category": e.category,
                "criticality": "unknown" if e.criticality is None else e.criticality,
                "contract": None,
                "starts_on": None,
                "ends_on": None,
                "source": e.source,
                "edge_id": e.id,
            }
            for e in sorted(links, key=lambda e: (e.from_id, e.id))
        ]

    def vendors_by_direct_customers(self, categories, limit):
        links = [
            e
            for e in self.edges
            if e.from_id != e.to_id and (not categories or e.category in categories)
        ]
        rows = [
            {
                "vendor_id": v,
                "vendor": v,
                "customers": len({e.to_id for e in links if e.from_id == v}),
                "links": sum(e.from_id == v for e in links),
            }
            for v in {e.from_id for e in links}
        ]
        return sorted(rows, key=lambda r: (-r["customers"], r["vendor_id"]))[:limit]

    def incidents_of_vendor(self, vendor):
        rows = []
        for incident, role in {(h.from_id, h.role or "") for h in self.hits if h.to_id == vendor}:
            one = next(i for i in self.incidents if i.id == incident)
            reached = {
                a.to_id
                for a in self.affects
                if a.from_id == incident and a.status != "denied" and a.to_id != vendor
            }
            rows.append(
                {
                    "incident_id": incident,
                    "title": one.title,
                    "known_on": one.disclosed_on or "",
                    "attack_type": None,
                    "state": None,
                    "role": role,
                    "customers": len(reached),
                }
            )
        rows.sort(key=lambda r: (r["incident_id"], r["role"]))
        return sorted(rows, key=lambda r: r["known_on"], reverse=True)

    def edges_without_criticality(self, limit):
        rows = [
            {
                "customer_id": e.to_id,
                "customer": e.to_id,
                "vendor_id": e.from_id,
                "vendor": e.from_id,
                "service": e.service,
                "source": e.source,
                "edge_id": e.id,
            }
            for e in self.edges
            if e.criticality in (None, "", "unknown")
        ]
        return sorted(rows, key=lambda r: (r["customer_id"], r["edge_id"]))[:limit]
