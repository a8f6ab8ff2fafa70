"""The engine against the plain reference, on random graphs, and the laws that the model states.

`exposed` is asked the way everybody asks it; nothing here knows how it is computed. A failing
example prints the graph: `tests/reference` says what the page makes of it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphrisk.analysis.concentration import concentration
from graphrisk.analysis.exposed import exposed
from graphrisk.analysis.params import ExposedParams
from graphrisk.model.build import build_graph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from tests.reference import concentration as plain_concentration
from tests.reference.breach import breach, compromise
from tests.reference.harm_view import harm_view
from tests.reference.outage import (
    STATES,
    ends_of_the_range,
    lost_suppliers,
    outage,
)
from tests.reference.witness import (
    check_breach_witness,
    check_compromise_witness,
    check_outage_witness,
    check_path,
)
from tests.strategies import PART_NAMES, Mood, cases, edges, seeded_case, seeds

SEEDS = seeds(100, 20_000)
"""How many seeded graphs: some seconds' worth, and some minutes' worth where asked for."""
ALONE = Mood(groups=(None,), parts=PART_NAMES, layered=False)


def graph_of(case):
    """Turn a case into the engine's graph, through records, as a register would."""
    records = [record("Organization", id=name, name=name) for name in case.organizations]
    for edge in case.edges:
        values = {key: value for key, value in edge.items() if key not in ("vendor", "customer")}
        ends = {"from_id": edge["vendor"], "to_id": edge["customer"]}
        records.append(record("SERVES", **ends, **values))
    return build_graph(to_tables(records))


def answer_of(case, mode="outage"):
    """Ask the engine."""
    params = ExposedParams(
        as_of=case.as_of,
        min_criticality=case.threshold,
        min_confidence=case.min_confidence,
        assume_substitutes=case.assume_substitutes,
    )
    return exposed(graph_of(case), sorted(case.fallen), params, mode)


def parties_of(case, mode="outage"):
    """Ask the engine; parties by id."""
    return {party.id: party for party in answer_of(case, mode).parties}


def view_options(case):
    """What the reference needs to read the harm view."""
    return {
        "as_of": case.as_of,
        "min_confidence": case.min_confidence,
        "assume_substitutes": case.assume_substitutes,
    }


def reference_view(case):
    """The harm view as the reference reads it."""
    return harm_view(case.edges, **view_options(case))


def reference_outage(case):
    """The outage as the reference sees it."""
    return outage(reference_view(case), case.fallen, case.threshold)


def path_of(party):
    """The edge ids of the witness."""
    return [step.edge_id for step in party.witness.steps]


# --------------------------------------------------------------------------- outage: who, when


def compare_rounds(expected, answer):
    """States, headline counts, hops and waves."""
    parties = {party.id: party for party in answer.parties}
    assert {name: party.state for name, party in parties.items()} == expected.states
    assert answer.counts == expected.counts
    for name, party in parties.items():
        assert party.hop == expected.hops.get(name), name
        assert party.wave == expected.waves.get(name), name


def compare_parts(expected, answer):
    """The parts of those that stop partly."""
    found = {party.id: set(party.parts) for party in answer.parties if party.state == "partly"}
    assert found == expected.parts


def compare_reasons(expected, answer):
    """Who keeps up those that are kept up; of equally near ones upstream any will do."""
    for party in answer.parties:
        if party.state != "kept up":
            assert (party.kept_how, party.kept_at, party.kept_by) == (None, None, ())
            continue
        reasons = {(kept.how, kept.at, kept.by) for kept in expected.kept[party.id]}
        by = frozenset(name for name, _ in party.kept_by)
        assert (party.kept_how, party.kept_at[0], by) in reasons, party.id


def compare_witnesses(expected, answer):
    """Each path is true, the shortest, and shows every contract that had to be lost."""
    for party in answer.parties:
        path = path_of(party)
        assert check_outage_witness(expected, party.id, path) == [], (party.id, path)
        compare_branches(expected, party)


def compare_branches(expected, party):
    """Branches come from the fallen, and with the trunk they end in all edges of the supplier."""
    edges_in_view = expected.view.edges
    ends = [edges_in_view[path_of(party)[-1]]]
    for branch in party.witness.branches:
        path = [step.edge_id for step in branch]
        ends.append(edges_in_view[path[-1]])
        assert check_path(expected.view, expected.fallen, ends[-1].customer, path) == []
    group = expected.view.group_of[ends[0].id]
    state = (expected.reach if party.state == "kept up" else expected.depends).state
    assert ends[0].vendor in lost_suppliers(group, state)
    if ends[0].vendor not in state.down:
        assert {edge.id for edge in group.edges_of(ends[0].vendor)} <= {edge.id for edge in ends}


def compare_breach(case):
    """States, classes and walks of a breach."""
    view = reference_view(case)
    expected = breach(view, case.fallen)
    parties = parties_of(case, "breach")
    states = {edge.customer: expected.state(edge.customer) for edge in view.edges.values()}
    assert {n: p.state for n, p in parties.items()} == {n: s for n, s in states.items() if s}
    for name, party in parties.items():
        classes = {(one, "carried") for one in expected.carried.get(name, {})}
        classes |= {(one, "possible") for one in expected.possible.get(name, {})}
        assert set(party.classes) == classes, name
        assert party.hop == len(path_of(party))
        strongest = [one for one, state in party.classes if state == party.state] or [None]
        complaints = [
            check_breach_witness(view, case.fallen, name, path_of(party), party.state, one)
            for one in strongest
        ]
        assert [] in complaints, (name, path_of(party), complaints)


def compare_compromise(case):
    """Who is reached by a way in, and by which path."""
    view = reference_view(case)
    expected = compromise(view, case.fallen)
    parties = parties_of(case, "compromise")
    assert {name: tuple(path_of(party)) for name, party in parties.items()} == expected
    for name, party in parties.items():
        assert party.hop == len(expected[name])
        assert not check_compromise_witness(view, case.fallen, name, path_of(party))


@given(cases())
def test_outage_states_and_rounds_equal_the_reference(case):
    compare_rounds(reference_outage(case), answer_of(case))


@given(cases())
def test_outage_parts_and_reasons_equal_the_reference(case):
    expected, answer = reference_outage(case), answer_of(case)
    compare_parts(expected, answer)
    compare_reasons(expected, answer)


@given(cases())
def test_outage_witnesses_are_true_and_shortest(case):
    compare_witnesses(reference_outage(case), answer_of(case))


@given(cases())
def test_outage_range_equals_the_reference(case):
    low, high = ends_of_the_range(case.edges, case.fallen, case.threshold, **view_options(case))
    shown = answer_of(case).range
    for name, counts in (("as stated", low), ("if unknown criticality is critical", high)):
        assert shown[name] == {state: counts[state] for state in shown[name]}


@given(cases())
def test_outage_counts_the_links_lost_for_want_of_a_contract(case):
    expected = len(reference_outage(case).lost_without_contract)
    notes = [note for note in answer_of(case).notes if "contract is not known" in note]
    assert [int(note.split()[0]) for note in notes] == ([expected] if expected else [])


@given(cases())
def test_breach_equals_the_reference(case):
    compare_breach(case)


@given(cases())
def test_compromise_equals_the_reference(case):
    compare_compromise(case)


@pytest.mark.parametrize("first", range(0, SEEDS, SEEDS // 4))
def test_every_mode_equals_the_reference_on_larger_seeded_graphs(first):
    for seed in range(first, first + SEEDS // 4):
        case = seeded_case(seed)
        try:
            expected, answer = reference_outage(case), answer_of(case)
            for compare in (compare_rounds, compare_parts, compare_reasons, compare_witnesses):
                compare(expected, answer)
            compare_breach(case)
            compare_compromise(case)
        except AssertionError as error:
            error.add_note(f"seeded_case({seed}) of tests/strategies.py")
            raise


@pytest.mark.parametrize("seed", [2269])
def test_seeds_that_once_failed_hold(seed):
    case = seeded_case(seed)
    compare_witnesses(reference_outage(case), answer_of(case))


# ------------------------------------------------------------------------------ concentration


@given(cases(), st.sampled_from(["category", "data_class"]))
def test_concentration_equals_the_reference(case, by):
    attribute = getattr(plain_concentration, f"by_{by}")
    view = harm_view(case.edges, as_of=case.as_of, min_confidence=case.min_confidence)
    expected = plain_concentration.slices(view, attribute, case.threshold)
    found = concentration(
        graph_of(case),
        by,
        as_of=case.as_of,
        min_criticality=case.threshold,
        min_confidence=case.min_confidence,
    )
    shown = {one.name: one for one in found.slices}
    assert set(shown) == {name or "not stated" for name in expected}
    for name, some_edges in expected.items():
        one = shown[name or "not stated"]
        assert one.users == len({edge.customer for edge in some_edges})
        compare_shares(one.direct, plain_concentration.direct(some_edges))
        compare_shares(one.cascaded, plain_concentration.cascaded(view, some_edges, case.threshold))


def compare_shares(shown, expected):
    """Every number of one side of a slice."""
    assert shown.vendors == len(expected.users_of)
    if not expected.users_of:
        return
    assert shown.hhi == pytest.approx(expected.hhi)
    assert shown.effective_number == pytest.approx(expected.effective_number)
    assert shown.cr1 == pytest.approx(expected.cr(1))
    assert shown.cr3 == pytest.approx(expected.cr(3))
    assert shown.gini == pytest.approx(expected.gini)
    for name, _, users in shown.top:
        assert users == len(expected.users_of[name])


# ----------------------------------------------------------------------- laws, on the engine


def touched(parties):
    """Those within reach."""
    return {name for name, party in parties.items() if party.hop is not None}


def stopped(parties):
    """Those that are down or partly."""
    return {name for name, party in parties.items() if party.wave is not None}


@given(cases())
def test_law_depends_lies_within_reach_and_never_comes_earlier(case):
    parties = parties_of(case)
    assert stopped(parties) <= touched(parties)
    assert all(parties[name].hop <= parties[name].wave for name in stopped(parties))
    assert all(
        (party.state in STATES[:2]) == (party.wave is not None) for party in parties.values()
    )
    assert not case.fallen & set(parties)


@given(st.data())
def test_law_an_edge_without_a_given_group_never_shrinks_reach(data):
    case = replace(data.draw(cases()), assume_substitutes=False)
    more = data.draw(edges(99, case.organizations, ALONE))
    before = parties_of(case)
    after = parties_of(case.with_edges([*case.edges, more]))
    assert touched(before) <= touched(after)
    assert all(after[name].hop <= before[name].hop for name in touched(before))


@given(st.data())
def test_law_more_required_never_shrinks_depends_and_leaves_reach_alone(data):
    case = data.draw(cases())
    assume(case.edges)
    at = data.draw(st.integers(0, len(case.edges) - 1))
    raised = {**case.edges[at], "required": (case.edges[at]["required"] or 1) + 1}
    before = parties_of(case)
    after = parties_of(case.with_edges([*case.edges[:at], raised, *case.edges[at + 1 :]]))
    assert stopped(before) <= stopped(after)
    assert touched(before) == touched(after)
    for name in stopped(before):
        assert after[name].wave <= before[name].wave
        assert STATES.index(after[name].state) <= STATES.index(before[name].state)


@given(st.data())
def test_law_more_fallen_never_save_anybody(data):
    case = data.draw(cases())
    more = case.falling([data.draw(st.sampled_from(case.organizations))])
    for mode in ("outage", "breach", "compromise"):
        before, after = parties_of(case, mode), parties_of(more, mode)
        assert set(before) - more.fallen <= set(after)
        if mode == "outage":
            assert stopped(before) - more.fallen <= stopped(after)
            assert touched(before) - more.fallen <= touched(after)


@given(cases())
def test_law_a_lower_threshold_never_saves_anybody(case):
    before = parties_of(replace(case, threshold="critical"))
    after = parties_of(replace(case, threshold="supporting"))
    assert stopped(before) <= stopped(after)
    assert touched(before) <= touched(after)


@given(cases())
def test_law_felling_those_who_keep_it_up_takes_it_down(case):
    for name, party in parties_of(case).items():
        if party.kept_how != "directly":
            continue
        assert party.kept_by
        after = parties_of(case.falling(one for one, _ in party.kept_by))
        assert after[name].state in ("stops", "partly")


@given(cases(), st.randoms(use_true_random=False))
def test_law_other_names_in_another_order_change_nothing(case, random):
    names = [f"x{at:02d}" for at in range(len(case.organizations))]
    random.shuffle(names)
    called = dict(zip(case.organizations, names, strict=True))
    rows = [
        {**edge, "vendor": called[edge["vendor"]], "customer": called[edge["customer"]]}
        for edge in case.edges
    ]
    random.shuffle(rows)
    other = replace(
        case,
        organizations=tuple(names),
        edges=tuple(rows),
        fallen=frozenset(called[name] for name in case.fallen),
    )
    before, after = parties_of(case), parties_of(other)
    assert {called[name] for name in before} == set(after)
    for name, party in before.items():
        twin = after[called[name]]
        assert (party.state, party.hop, party.wave) == (twin.state, twin.hop, twin.wave)
        assert party.parts == twin.parts
        assert path_of(party) == path_of(twin)


@given(cases())
def test_law_max_hops_filters_what_is_shown_and_changes_no_count(case):
    whole = answer_of(case)
    params = ExposedParams(
        as_of=case.as_of,
        min_criticality=case.threshold,
        min_confidence=case.min_confidence,
        assume_substitutes=case.assume_substitutes,
        max_hops=1,
    )
    near = exposed(graph_of(case), sorted(case.fallen), params)
    assert near.counts == whole.counts
    assert near.not_shown == len(whole.parties) - len(near.parties)
    everybody = {party.id: party for party in whole.parties}
    assert all(everybody[party.id] == party for party in near.parties)
    assert {p.id for p in near.parties} >= {p.id for p in whole.parties if p.hop == 1}
    assert all(party.hop in (None, 1) for party in near.parties)
