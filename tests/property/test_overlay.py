"""Overlays against the long way round: edit the records by hand and build the graph anew."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from graphrisk.analysis.overlay import overlay
from graphrisk.analysis.spread import spread
from graphrisk.model.build import build_graph
from graphrisk.model.harm import harm_view
from graphrisk.model.records import record
from graphrisk.model.scenario import Fall, Scenario
from graphrisk.model.tables import digest, to_tables
from graphrisk.model.vocabulary import CRITICALITY_RANK
from tests.strategies import AS_OF, seeded_case

NEW = "n-new"


def records_of(case):
    """Organizations and links of a case as plain rows."""
    organizations = {name: {"id": name, "name": name} for name in case.organizations}
    links = {}
    for edge in case.edges:
        values = {key: value for key, value in edge.items() if key not in ("vendor", "customer")}
        links[edge["id"]] = {**values, "from_id": edge["vendor"], "to_id": edge["customer"]}
    return organizations, links


def built(organizations, links):
    """The graph of plain rows."""
    records = [record("Organization", **row) for row in organizations.values()]
    records += [record("SERVES", **row) for row in links.values()]
    records.append(record("PART_OF", id="p1", from_id="o00", to_id="o01"))
    return build_graph(to_tables(records))


def random_scenario(chance, organizations, links):
    """Some of everything, without contradictions."""
    names, keys = sorted(organizations), sorted(links)
    chance.shuffle(names)
    chance.shuffle(keys)
    gone = names[: chance.choice([0, 0, 1])] if len(names) > 3 else []
    left = [name for name in names if name not in gone]
    merges = {left[0]: left[1]} if len(left) > 2 and chance.random() < 0.5 else {}
    stay = [name for name in left if name not in merges]
    dropped, changed, moved = keys[:2], keys[2:5], keys[4:7]
    new = [{"id": NEW, "name": "New", "country": "FI"}] if chance.random() < 0.5 else []
    ends = [*stay, *(each["id"] for each in new)]
    added = [
        {"id": f"a{at}", "from_id": chance.choice(ends), "to_id": chance.choice(ends), **more}
        for at, more in enumerate(
            [{"group": "g1", "confidence": 0.4}, {"supports": ["K1"], "criticality": "important"}]
        )
    ]
    return Scenario(
        "random",
        falls=(Fall("organization", stay[0]),),
        organizations=tuple(new),
        links=tuple(added[: chance.randint(0, 2)]),
        removed_organizations=frozenset(gone),
        removed_links=frozenset(dropped[: chance.randint(0, 2)]),
        changed_organizations={stay[0]: {"country": "DE"}} if chance.random() < 0.5 else {},
        changed_links={
            key: {"criticality": "supporting", "group": None, "supports": ["K2"], "confidence": 0.2}
            for key in changed[: chance.randint(0, 3)]
        },
        merges=merges,
        moves={key: chance.choice(ends) for key in moved[: chance.randint(0, 2)]},
    )


def by_hand(scenario, organizations, links):
    """Apply a scenario to plain rows, one sentence of the documentation after the other."""
    organizations = {key: dict(row) for key, row in organizations.items()}
    links = {k: dict(row) for k, row in links.items() if k not in scenario.removed_links}
    for key, row in links.items():
        row |= scenario.changed_links.get(key, {})
        row["from_id"] = scenario.moves.get(key, row["from_id"])
    for key, change in scenario.changed_organizations.items():
        organizations[key] |= change
    for name in scenario.removed_organizations:
        organizations.pop(name)
        links = {k: row for k, row in links.items() if name not in (row["from_id"], row["to_id"])}
    organizations |= {row["id"]: dict(row) for row in scenario.organizations}
    links |= {row["id"]: {"confidence": 1.0, **row} for row in scenario.links}
    for old, new in scenario.merges.items():
        organizations.pop(old)
        for row, end in itertools.product(links.values(), ("from_id", "to_id")):
            row[end] = new if row[end] == old else row[end]
    return organizations, links


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_overlay_is_what_editing_the_records_gives(first):
    for seed in range(first, first + 25):
        organizations, links = records_of(seeded_case(seed, most_edges=20))
        organizations |= {name: {"id": name, "name": name} for name in ("o00", "o01")}
        graph = built(organizations, links)
        before = digest({"Organization": graph.organizations, "SERVES": graph.serves})
        scenario = random_scenario(Random(seed), organizations, links)
        laid = overlay(graph, scenario)
        expected = (
            built(*by_hand(scenario, organizations, links))
            if not ({"o00", "o01"} & (set(scenario.merges) | scenario.removed_organizations))
            else rebuilt(by_hand(scenario, organizations, links))
        )
        compare(laid, expected)
        assert (laid.digest == graph.digest) == (not scenario.changes_the_graph)
        assert digest({"Organization": graph.organizations, "SERVES": graph.serves}) == before


def rebuilt(rows):
    """The graph without its PART_OF, which ends at somebody who is gone."""
    organizations, links = rows
    records = [record("Organization", **row) for row in organizations.values()]
    records += [record("SERVES", **row) for row in links.values()]
    return build_graph(to_tables(records))


def compare(laid, expected):
    """The same rows in the same order, and the same arrays."""
    names = [name for name in expected.organizations.column_names if name != "record_hash"]
    assert laid.organizations.select(names).to_pylist() == (
        expected.organizations.select(names).to_pylist()
    )
    links = [
        name for name in expected.serves.column_names if name not in ("record_hash", "confidence")
    ]
    known = [empty_lists(row) for row in laid.serves.select(links).to_pylist()]
    assert known == [empty_lists(row) for row in expected.serves.select(links).to_pylist()]
    assert (laid.source == expected.source).all()
    assert (laid.target == expected.target).all()
    np.testing.assert_allclose(laid.confidence, expected.confidence)
    assert isinstance(laid.serves.column("id"), pa.ChunkedArray)


def empty_lists(row):
    """An empty list is as good as none."""
    return {key: value or None for key, value in row.items()}


def test_overlay_of_falls_alone_is_the_graph_itself():
    graph = built(*records_of(seeded_case(1)))
    assert overlay(graph, Scenario(falls=(Fall("organization", "o00"),))) is graph


def stopped_by_each(graph):
    """Organization -> who stops, wholly or partly, when it falls alone."""
    view = harm_view(graph, as_of=AS_OF)
    found = {}
    for row, name in enumerate(graph.organization_ids.to_pylist()):
        result = spread(view, np.array([row]), CRITICALITY_RANK["critical"])
        hit = result.down(view) | result.partly(view)
        hit[row] = False
        found[name] = set(graph.ids_of(np.flatnonzero(hit)))
    return found


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_second_source_and_removal_never_stop_anybody_new(first):
    """A supplier more in a group, or a link less that stands alone, makes nobody's fall worse."""
    for seed in range(first, first + 20):
        organizations, links = records_of(seeded_case(seed, most_edges=20))
        organizations |= {name: {"id": name, "name": name} for name in ("o00", "o01", "fresh")}
        graph = built(organizations, links)
        before = stopped_by_each(graph)
        chance = Random(seed)
        link = links[chance.choice(sorted(links))]
        group = link["group"] or "fresh group"
        second = Scenario(
            links=({**link, "id": "second", "from_id": "fresh", "group": group},),
            changed_links={} if link["group"] else {link["id"]: {"group": group}},
        )
        alone = [key for key, row in links.items() if not row["group"]]
        removed = Scenario(removed_links=frozenset(alone[:1]))
        for scenario in (second, removed):
            after = stopped_by_each(overlay(graph, scenario))
            for name in before.keys() - {"fresh"}:
                assert after[name] <= before[name], (seed, scenario)
