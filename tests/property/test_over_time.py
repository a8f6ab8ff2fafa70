"""Who stops after some hours, against the plain reference on random graphs."""

from __future__ import annotations

from random import Random

import pytest

from graphrisk.analysis.over_time import over_time
from graphrisk.model.build import build_graph
from graphrisk.model.harm import harm_view
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.model.vocabulary import CRITICALITY_RANK
from tests.reference.harm_view import harm_view as plain_view
from tests.reference.outage import fall, held_at
from tests.strategies import seeded_case

TIMES = (None, None, 1.0, 4.0, 8.0, 24.0, 100.0)
HOURS = (4.0, 24.0, 72.0)


def timed(seed):
    """A seeded case whose links recover and whose customers bear something, or do not say."""
    case, chance = seeded_case(seed), Random(seed)
    edges = [{**edge, "recovery_hours": chance.choice(TIMES)} for edge in case.edges]
    tolerance = {name: chance.choice(TIMES) for name in case.organizations}
    return case.with_edges(edges), tolerance


def engine_graph(case, tolerance):
    records = [
        record("Organization", id=name, name=name, tolerance_hours=hours)
        for name, hours in tolerance.items()
    ]
    for edge in case.edges:
        values = {key: value for key, value in edge.items() if key not in ("vendor", "customer")}
        ends = {"from_id": edge["vendor"], "to_id": edge["customer"]}
        records.append(record("SERVES", **ends, **values))
    return build_graph(to_tables(records))


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_moments_equal_the_reference(first):
    differing = 0
    for seed in range(first, first + 50):
        case, tolerance = timed(seed)
        options = {
            "as_of": case.as_of,
            "min_confidence": case.min_confidence,
            "assume_substitutes": case.assume_substitutes,
        }
        graph, plain = engine_graph(case, tolerance), plain_view(case.edges, **options)
        rows = graph.rows_of(sorted(case.fallen))
        rank = CRITICALITY_RANK[case.threshold]
        found = over_time(harm_view(graph, **options), rows, rank, HOURS)
        if found is None:
            continue
        sizes = set()
        for moment in found.moments:
            held = held_at(plain, tolerance, moment.hours)
            state = fall(plain, case.fallen, case.threshold, one_is_enough=False, held=held).state
            assert set(moment.ids) == state.down - case.fallen, (seed, moment.hours)
            partly = {name for name, parts in state.parts.items() if parts}
            assert moment.partly == len(partly - state.down - case.fallen), (seed, moment.hours)
            sizes.add(moment.stops)
        differing += len(sizes) > 1
    assert differing > 3, "the hours make no difference in these graphs: the test shows nothing"


def test_recovery_within_the_tolerance_is_never_lost():
    case, _ = timed(1)
    edge = {**case.edges[0], "vendor": "x", "customer": "y", "criticality": "critical"}
    edge |= {"starts_on": None, "ends_on": None, "supports": [], "contract": None, "group": None}
    case = case.with_edges([{**edge, "recovery_hours": 30.0, "confidence": 1.0}])
    stops = {}
    for bears in (24.0, 30.0):
        graph = engine_graph(case, {"x": None, "y": bears})
        view = harm_view(graph, as_of=case.as_of)
        found = over_time(view, graph.rows_of(["x"]), 3, (4.0, 25.0, 30.0, 31.0))
        assert found is not None
        stops[bears] = [moment.stops for moment in found.moments]
    assert stops == {24.0: [0, 1, 0, 0], 30.0: [0, 0, 0, 0]}


def test_no_time_stated_gives_no_answer():
    case = seeded_case(3)
    graph = engine_graph(case, dict.fromkeys(case.organizations))
    view = harm_view(graph, as_of=case.as_of)
    assert over_time(view, graph.rows_of(sorted(case.fallen)), 3) is None
