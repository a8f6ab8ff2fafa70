"""What is drawn for an answer: marks, folds, columns, words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graphrisk.view.page_data import hop_cards
from graphrisk.view.scene import build_scene
from tests.unit.view import exposed_builder as build


@pytest.fixture(scope="module")
def scene():
    return build_scene(build.sample())


def _members(picture):
    return sorted(member for mark in picture.marks for member in mark.members)


def test_every_party_is_in_exactly_one_mark_of_each_picture(scene):
    wanted = sorted([*(party.id for party in scene.parties), "o-kappa"])
    assert _members(scene.grouped) == wanted
    assert scene.single is not None
    assert _members(scene.single) == wanted


def test_customers_fold_only_within_one_sector_hop_and_state(scene):
    parties = {party.id: party for party in scene.parties}
    folds = [mark for mark in scene.grouped.marks if mark.fold == "sector"]
    assert folds
    for mark in folds:
        members = [parties[one] for one in mark.members]
        assert len(members) >= 3
        assert len({(one.sector, one.hop, one.state, one.is_vendor) for one in members}) == 1
        assert mark.label.startswith(f"{len(members)} × ")


def test_two_customers_of_a_sector_stay_apart():
    fallen = ("o-kappa", "Kappaledger Ltd")
    two = tuple(
        build.party((f"c{n}", f"Clinic {n}"), (build.step(fallen, (f"c{n}", f"Clinic {n}")),))
        for n in range(2)
    )
    scene = build_scene(build.exposed(two))
    assert not scene.folds
    assert scene.single is None
    assert len(scene.grouped.marks) == 3


def test_a_vendor_on_a_route_is_not_folded(scene):
    carriers = {item.vendor_id for item in scene.evidence}
    folded = {
        one
        for mark in scene.grouped.marks
        if mark.fold in {"sector", "end of route"}
        for one in mark.members
    }
    assert not carriers & folded


def test_columns_go_by_hop_and_sections_by_state(scene):
    xs = [column.x for column in scene.grouped.columns]
    assert xs == sorted(xs)
    assert [column.hop for column in scene.grouped.columns] == [0, 1, 2, 3]
    order = ["stops", "partly", "degraded", "kept up"]
    for hop in (1, 2, 3):
        states = [one.state for one in scene.grouped.sections if one.hop == hop and one.count]
        assert states == [state for state in order if state in states]


def test_no_two_marks_share_a_place(scene):
    for picture in (scene.grouped, scene.single):
        places = [(mark.x, mark.y) for mark in picture.marks]
        assert len(places) == len(set(places))


def test_links_join_marks_and_hold_every_supply_link(scene):
    for picture in (scene.grouped, scene.single):
        ids = {mark.id for mark in picture.marks}
        assert all(link.source in ids and link.target in ids for link in picture.links)
    held = {edge for link in scene.single.links for edge in link.edges}
    assert held == {item.edge_id for item in scene.evidence}


def test_more_than_the_limit_is_folded_further_and_said():
    scene = build_scene(build.sample(1, 300, 1700))
    assert scene.single is None
    assert len(scene.grouped.marks) <= 1500
    assert "2,001 parties are more than the 1,500 marks" in scene.fold_note
    assert _members(scene.grouped) == sorted([*(party.id for party in scene.parties), "o-kappa"])


@pytest.mark.parametrize("limit", [40, 60, 200])
def test_limit_is_kept_by_the_folded_picture(limit):
    scene = build_scene(build.sample(2, 60, 400), max_marks=limit)
    assert scene.single is None
    assert len(scene.grouped.marks) <= limit
    assert f"the {limit} marks" in scene.fold_note


def test_a_very_long_chain_ends_in_one_column():
    orgs = [("o-kappa", "Kappaledger Ltd"), *((f"c{n:03d}", f"Link {n}") for n in range(120))]
    steps = tuple(build.step(above, below) for above, below in pairwise(orgs))
    chain = tuple(
        build.party(org, steps[:hop], is_vendor=True) for hop, org in enumerate(orgs[1:], start=1)
    )
    scene = build_scene(build.exposed(chain))
    assert scene.single is None
    assert scene.grouped.columns[-1].title == "24 hops and more"
    assert _members(scene.grouped) == sorted(org for org, _ in orgs)
    assert [card.title for card in hop_cards(scene)][-1] == "7 hops and more"


def test_parties_left_out_of_the_answer_are_counted():
    scene = build_scene(build.exposed(build.sample().parties, not_shown=12))
    assert scene.left_note == "12 more are counted but not listed."


def test_the_same_answer_gives_the_same_scene_in_any_order():
    answer = build.sample()
    turned = build.exposed(
        tuple(reversed(answer.parties)),
        **{name: getattr(answer, name) for name in ("alternatives", "notes", "range", "headline")},
    )
    assert build_scene(answer) == build_scene(turned)


def test_title_names_who_falls_once():
    scene = build_scene(build.exposed((), headline="nobody is within reach"))
    assert scene.title == "If Kappaledger Ltd falls: nobody is within reach"
    named = build_scene(build.exposed((), headline="Kappaledger Ltd takes nobody along"))
    assert named.title == "Kappaledger Ltd takes nobody along"


def test_nobody_exposed_is_said_with_the_date(scene):
    assert scene.empty_words == ""
    words = build_scene(build.exposed(())).empty_words
    assert words.startswith("Nobody exposed")
    assert "2026-11-15" in words


def test_range_gives_both_ends(scene):
    assert scene.range_line == (
        "As stated: 31 stop, 5 partly, 8 are degraded, 27 kept up. "
        "If unknown criticality is critical: 39 stop, 5 partly, 2 are degraded, 25 kept up."
    )


def test_alternatives_are_unconfirmed_sentences(scene):
    assert scene.alternatives == (
        "Fjord Mutual 3: Xeno AB may stand in for Miraworks Inc (both cloud, no contract says so)",
    )


def test_an_organization_only_on_the_way_is_drawn_as_such():
    fallen, middle, end = ("o-kappa", "Kappaledger Ltd"), ("m", "Middle AB"), ("c", "Clinic")
    steps = (build.step(fallen, middle), build.step(middle, end))
    scene = build_scene(build.exposed((build.party(end, steps),)))
    assert {mark.id: mark.state for mark in scene.grouped.marks}["m"] == "on the way"


def test_hop_unknown_takes_the_length_of_the_route():
    fallen, end = ("o-kappa", "Kappaledger Ltd"), ("c", "Clinic")
    party = build.party(end, (build.step(fallen, end),), hop=None, state="degraded")
    assert build_scene(build.exposed((party,))).parties[0].hop == 1


def test_branches_of_a_route_are_drawn():
    fallen, left, right, end = (("f", "F"), ("l", "L"), ("r", "R"), ("c", "C"))
    main = (build.step(fallen, left), build.step(left, end))
    side = (build.step(fallen, right), build.step(right, end))
    base = build.party(end, main)
    witness = type(base.witness)(main, (side,), "both contracts are lost")
    scene = build_scene(build.exposed((build.party(end, main, witness=witness),), fallen=(fallen,)))
    assert ("r", "c") in {(link.source, link.target) for link in scene.grouped.links}


def test_reported_lines_keep_status_words_and_source():
    groups = {
        one.title: one.lines for one in build_scene(build.sample(), build.reported()).reported
    }
    denied = groups["Data"][0]
    assert (denied.text, denied.status) == ("patient record", "denied")
    assert denied.quote == "Patient records were not affected."
    assert denied.source == "notice.txt#240-274"
    assert denied.asserted_by == "Kappaledger Ltd"


def test_a_handful_opens_one_by_one_and_a_crowd_folded(scene):
    small = build_scene(build.few())
    assert [mark.label for mark in small.grouped.marks if mark.fold] == ["6 × Health"]
    assert not small.opens_grouped
    assert len(small.opening.marks) == 7
    assert scene.opens_grouped
    assert scene.opening is scene.grouped


def test_words_of_a_vocabulary_are_written_plainly():
    fallen, end = ("o-kappa", "Kappaledger Ltd"), ("c", "Clinic")
    party = build.party(end, (build.step(fallen, end),), sector="public_administration")
    assert build_scene(build.exposed((party,))).parties[0].sector == "public administration"
