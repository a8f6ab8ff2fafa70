"""The judge is judged first: oracles of section 5 and small graphs worked out by hand.

Nothing here touches the engine. Each drawing is harm's way: ``A > B`` means that A serves B.
"""

from __future__ import annotations

import itertools

import pytest

from tests.reference.breach import breach, compromise
from tests.reference.concentration import (
    Measured,
    by_category,
    by_data_class,
    by_sector,
    cascaded,
    direct,
    effective_number,
    gini,
    hhi,
    slices,
)
from tests.reference.harm_view import harm_view
from tests.reference.outage import ends_of_the_range, outage
from tests.reference.witness import (
    check_breach_witness,
    check_compromise_witness,
    check_outage_witness,
    expected_paths,
)

TODAY = "2026-06-01"


def serves(text, **values):
    """One row from ``"id: vendor > customer"``; critical unless told otherwise."""
    name, ends = text.split(": ")
    vendor, customer = ends.split(" > ")
    return {"id": name, "vendor": vendor, "customer": customer, "criticality": "critical", **values}


def fall_of(fallen, *rows, threshold="critical", **options):
    """The outage answer for rows written with `serves`."""
    return outage(harm_view(rows, as_of=TODAY, **options), set(fallen.split()), threshold)


# ------------------------------------------------------------------------- section 5: oracles


@pytest.mark.parametrize(
    ("percent", "index"),
    [
        ((30, 30, 20, 20), 2600),
        ((25, 20, 15, 10, 9, 8, 7, 6), 1580),
        ((45, 15, 10, 8, 7, 6, 5, 4), 2540),
    ],
)
def test_hhi_of_the_textbook_shares(percent, index):
    shares = [one / 100 for one in percent]
    assert hhi(shares) == pytest.approx(index)
    assert effective_number(shares) == pytest.approx(10_000 / index)


def test_gini_of_the_textbook_incomes():
    incomes = (541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)
    assert gini(incomes) == pytest.approx(0.46209, abs=5e-6)
    assert gini((7, 7, 7)) == 0
    assert gini((5,)) == 0


WITNESS_ROWS = (
    serves("xa: X > A", group="a"),
    serves("ya: Y > A", group="a"),
    serves("ad: A > D"),
    serves("xb: X > B"),
    serves("bc: B > C"),
    serves("cd: C > D"),
)


def test_witness_goes_through_those_that_stop():
    answer = fall_of("X", *WITNESS_ROWS)
    assert answer.states == {"A": "kept up", "B": "stops", "C": "stops", "D": "stops"}
    assert answer.waves == {"B": 1, "C": 2, "D": 3}
    assert answer.hops == {"A": 1, "B": 1, "C": 2, "D": 2}  # reach is faster: through A
    assert check_outage_witness(answer, "D", ["xb", "bc", "cd"]) == []
    assert {tuple(path) for path in expected_paths(answer, "D")} == {("xb", "bc", "cd")}


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        (["xa", "ad"], "ad is not lost"),
        (["xa", "ad"], "passes through A, which does not stop"),
        (["bc", "cd"], "starts at B, which did not fall"),
        (["xb", "cd"], "xb and cd do not meet"),
        (["xb", "bc"], "ends at C, not at D"),
        (["xb", "bc", "zz"], "no such edge in the harm view: ['zz']"),
        ([], "the path is empty"),
    ],
)
def test_witness_checker_complains_about_a_wrong_path(path, complaint):
    assert complaint in check_outage_witness(fall_of("X", *WITNESS_ROWS), "D", path)


def test_parts_stop_only_the_contract_that_rests_on_them():
    rows = (
        serves("sp: S > P", supports=["K1"]),
        serves("p1: P > C1", contract="K1"),
        serves("p2: P > C2", contract="K2"),
    )
    answer = fall_of("S", *rows)
    assert answer.states == {"P": "partly", "C1": "stops"}
    assert answer.parts == {"P": {"K1"}}
    assert answer.counts == {"stops": 1, "partly": 1, "degraded": 0, "kept up": 0}
    assert check_outage_witness(answer, "C1", ["sp", "p1"]) == []


# ----------------------------------------------------------------------- ten graphs by hand


def test_one_ring_of_mutual_dependence_does_not_fall_by_itself():
    # A > B > C > A, and S > A beside T (one group): S falls, A holds, so the ring holds.
    ring = (serves("ab: A > B"), serves("bc: B > C"), serves("ca: C > A"))
    two = (serves("sa: S > A", group="g"), serves("ta: T > A", group="g"))
    answer = fall_of("S", *ring, *two)
    assert set(answer.states.values()) == {"kept up"}
    assert answer.hops == {"A": 1, "B": 2, "C": 3}
    (kept,) = answer.kept["A"]
    assert (kept.how, kept.at, kept.by) == ("directly", "A", {"T"})
    assert [(kept.how, kept.at, kept.by) for kept in answer.kept["C"]] == [("upstream", "A", {"T"})]
    # Both fall: the ring goes down once around, and stops.
    assert fall_of("S T", *ring, *two).waves == {"A": 1, "B": 2, "C": 3}


def test_two_two_of_three_must_stand():
    rows = [serves(f"e{name}: {name} > A", group="g") for name in "XYZ"]
    rows[1]["required"] = 2
    assert fall_of("X", *rows).states == {"A": "kept up"}
    assert fall_of("X", *rows).kept["A"][0].by == {"Y", "Z"}
    assert fall_of("X Y", *rows).states == {"A": "stops"}
    assert fall_of("X Y", *rows, serves("s: A > B")).waves == {"A": 1, "B": 2}


def test_three_required_above_the_suppliers_is_read_as_their_number():
    rows = (
        serves("x: X > A", group="g", required=7),
        serves("y: Y > A", group="g", required=1),
        serves("z: Z > B", required=3),
    )
    assert fall_of("X", *rows).states == {"A": "stops"}
    assert fall_of("Z", *rows).states == {"B": "stops"}
    (group,) = harm_view(rows, as_of=TODAY).groups_of("B")
    assert (group.id, group.required) == ("z", 1)


def test_four_parallel_contracts_are_one_supplier_lost_only_with_all_of_them():
    # S > P (K1), T > P (K2); P > C by K1 and by K2 in one group: one supplier, two contracts.
    rows = (
        serves("s: S > P", supports=["K1"]),
        serves("t: T > P", supports=["K2"]),
        serves("c1: P > C", group="g", contract="K1"),
        serves("c2: P > C", group="g", contract="K2"),
    )
    assert fall_of("S", *rows).states == {"P": "partly"}
    both = fall_of("S T", *rows)
    assert both.states == {"P": "partly", "C": "stops"}
    assert both.parts["P"] == {"K1", "K2"}  # all known parts down is still partly
    # Without the group each contract stands alone: one is enough.
    alone = [{**row, "group": None} for row in rows]
    assert fall_of("S", *alone).states == {"P": "partly", "C": "stops"}


def test_five_a_self_loop_neither_fells_nor_holds():
    rows = (
        serves("aa: A > A", group="g"),
        serves("xa: X > A", group="g"),
        serves("bb: B > B"),
    )
    assert fall_of("X", *rows).states == {"A": "stops"}
    assert fall_of("B", *rows).states == {}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "state"),
    [
        (None, "2026-05-31", "stops"),  # expired: no supplier, no redundancy
        (None, TODAY, "kept up"),  # the last day counts
        (TODAY, None, "kept up"),  # the first day counts
        ("2026-06-02", None, "stops"),
        (None, None, "kept up"),
        ("2026-06", "2026", "kept up"),  # a cut date: its first day, its last day
        (None, "2026-05", "stops"),
    ],
)
def test_six_an_expired_supplier_is_no_supplier(starts_on, ends_on, state):
    rows = (
        serves("x: X > A", group="g"),
        serves("y: Y > A", group="g", starts_on=starts_on, ends_on=ends_on),
    )
    assert fall_of("X", *rows).states == {"A": state}


def test_seven_an_unknown_contract_falls_with_any_part_and_is_counted():
    rows = (
        serves("s: S > P", supports=["K1"]),
        serves("u: P > U"),
        serves("k: P > K", contract="K9"),
        serves("v: P > V", contract=""),
        serves("l: P > L", criticality="supporting"),
    )
    answer = fall_of("S", *rows)
    assert answer.states == {"P": "partly", "U": "stops", "V": "stops"}
    assert answer.lost_without_contract == ["l", "u", "v"]


def test_eight_important_degrades_and_passes_nothing_on():
    rows = (
        serves("a: X > A", criticality="important"),
        serves("b: A > B"),
        serves("c: X > C", criticality="supporting"),
        serves("d: X > D", criticality=None),
        serves("e: X > E", criticality="vital"),  # no word of the vocabulary: unknown
    )
    answer = fall_of("X", *rows)
    assert answer.states == {"A": "degraded", "D": "stops", "E": "stops"}
    assert "A" not in answer.hops
    assert check_outage_witness(answer, "A", ["a"]) == []
    lower = fall_of("X", *rows, threshold="supporting")
    assert set(lower.states) == set("ABCDE")
    assert set(lower.states.values()) == {"stops"}
    low, high = ends_of_the_range(rows, {"X"}, as_of=TODAY)
    assert (low["stops"], high["stops"]) == (0, 2)
    low, high = ends_of_the_range(rows, {"X"}, "supporting", as_of=TODAY)
    assert low == high == {"stops": 5, "partly": 0, "degraded": 0, "kept up": 0}


def test_nine_a_group_takes_the_highest_criticality_and_the_widest_scope():
    rows = (
        serves("x: X > A", group="g", criticality="supporting", supports=["K1"]),
        serves("y: Y > A", group="g", criticality="critical", supports=["K2"]),
        serves("z: X > B", group="g", criticality="important"),  # another customer, other group
    )
    assert fall_of("X", *rows).states == {"A": "kept up", "B": "degraded"}
    answer = fall_of("X Y", *rows)
    assert answer.parts == {"A": {"K1", "K2"}}
    wide = (*rows, serves("w: Y > A", group="g", supports=[]))
    assert fall_of("X Y", *wide).states["A"] == "stops"


def test_ten_same_category_is_redundancy_only_where_asked_for():
    rows = (
        serves("x: X > A", category="hosting"),
        serves("y: Y > A", category="hosting"),
        serves("z: Z > A", category="hosting", group="own"),
        serves("n: X > B"),
    )
    assert fall_of("X", *rows).states == {"A": "stops", "B": "stops"}
    assumed = fall_of("X", *rows, assume_substitutes=True)
    assert assumed.states == {"A": "kept up", "B": "stops"}
    assert assumed.kept["A"][0].group.id == "category:hosting"
    assert assumed.kept["A"][0].by == {"Y"}
    assert fall_of("Z", *rows, assume_substitutes=True).states == {"A": "stops"}


# ---------------------------------------------------------------- waves, kept up, witnesses


def test_partly_first_and_down_later_keeps_the_first_wave():
    rows = (
        serves("1: S > P", supports=["K1"]),
        serves("2: S > Q"),
        serves("3: Q > P"),
        serves("4: P > C", contract="K2"),
    )
    answer = fall_of("S", *rows)
    assert answer.states == {"P": "stops", "Q": "stops", "C": "stops"}
    assert answer.waves == {"P": 1, "Q": 1, "C": 3}
    # Edge 1 took K1 only: what stops P is edge 3, and C rests on K2.
    assert check_outage_witness(answer, "C", ["2", "3", "4"]) == []
    assert check_outage_witness(answer, "C", ["1", "4"]) == [
        "unsound: 1 is no cause of the loss of 4"
    ]


def test_kept_up_names_the_group_with_fewest_standing_then_the_smaller_id():
    rows = (
        serves("1: X > A", group="wide"),
        serves("2: Y > A", group="wide"),
        serves("3: Z > A", group="wide"),
        serves("4: X > A", group="late"),
        serves("5: Z > A", group="late"),
        serves("6: X > A", group="early"),
        serves("7: Y > A", group="early"),
    )
    (kept,) = fall_of("X", *rows).kept["A"]
    assert (kept.group.id, kept.by) == ("early", {"Y"})
    assert fall_of("X Y", *rows).states == {"A": "stops"}


def test_kept_upstream_names_one_that_stops_only_partly():
    # S fells K1 of P. K2 of P is within reach by T (kept up by U), so C2 is too, through P.
    rows = (
        serves("s: S > P", supports=["K1"]),
        serves("r: S > R", group="g"),
        serves("u: U > R", group="g"),
        serves("p: R > P", supports=["K2"]),
        serves("c: P > C2", contract="K2"),
    )
    answer = fall_of("S", *rows)
    assert answer.states == {"P": "partly", "R": "kept up", "C2": "kept up"}
    assert answer.hops == {"P": 1, "R": 1, "C2": 3}
    (kept,) = answer.kept["C2"]
    assert (kept.how, kept.at, kept.by) == ("upstream", "P", frozenset())
    assert check_outage_witness(answer, "C2", ["r", "p", "c"]) == []
    assert check_outage_witness(answer, "C2", ["s", "c"]) == [
        "unsound: s is no cause of the loss of c"
    ]


def test_witness_ends_in_the_group_lost_first():
    # D rests on C (wave 2) by group z and on Q (wave 3) by group a: z was lost first.
    rows = (
        serves("1: X > B"),
        serves("2: B > C"),
        serves("3: C > D", group="z"),
        serves("4: C > Q"),
        serves("5: Q > D", group="a"),
    )
    answer = fall_of("X", *rows)
    assert answer.waves == {"B": 1, "C": 2, "D": 3, "Q": 3}
    assert check_outage_witness(answer, "D", ["1", "2", "3"]) == []
    assert check_outage_witness(answer, "D", ["1", "2", "4", "5"]) == ["5 is not of the group 'z'"]


def test_witness_of_equal_length_is_the_smaller_list_of_edges():
    rows = (
        serves("1: X > B"),
        serves("2: X > C"),
        serves("3: C > D", group="g"),
        serves("4: B > D", group="g"),
    )
    answer = fall_of("X", *rows)
    assert check_outage_witness(answer, "D", ["1", "4"]) == []
    assert check_outage_witness(answer, "D", ["2", "3"])[0].startswith("tie: ")


def test_witness_never_passes_through_the_one_it_explains():
    # D rests on A alone, and on X or A by g2. A rests on D and on Q: the ring falls by Q.
    rows = (
        serves("1: X > D", group="g2"),
        serves("2: A > D", group="g2"),
        serves("3: A > D"),
        serves("4: D > A"),
        serves("5: X > P"),
        serves("6: P > Q"),
        serves("7: Q > A"),
    )
    answer = fall_of("X", *rows)
    assert answer.waves == {"P": 1, "Q": 2, "A": 3, "D": 4}
    assert check_outage_witness(answer, "D", ["5", "6", "7", "3"]) == []
    assert check_outage_witness(answer, "D", ["1", "4", "3"]) == ["passes through D itself"]


def test_witness_may_lead_from_a_part_to_the_whole():
    rows = (
        serves("1: S > P", supports=["K1"]),
        serves("2: P > Q", contract="K1"),
        serves("3: Q > P"),
    )
    answer = fall_of("S", *rows)
    assert answer.states == {"P": "stops", "Q": "stops"}
    assert answer.waves == {"P": 1, "Q": 2}
    assert check_outage_witness(answer, "P", ["1", "2", "3"]) == []
    # To the letter edge 1 is of the lost group with the smallest wave: that is accepted too.
    assert check_outage_witness(answer, "P", ["1"]) == []


# -------------------------------------------------------------------- breach and compromise


def data_rows(*classes):
    """A chain A > B > C > ... whose edges 1, 2, ... handle the given lists of classes."""
    names = "ABCDEFG"
    return [
        serves(f"{at + 1}: {before} > {after}", data_classes=list(handled))
        for at, ((before, after), handled) in enumerate(
            zip(itertools.pairwise(names), classes, strict=False)
        )
    ]


def breach_of(fallen, rows):
    """The breach answer."""
    return breach(harm_view(rows, as_of=TODAY), set(fallen.split()))


@pytest.mark.parametrize(
    ("handled", "states"),
    [
        ((["health"], ["health"]), ["carried", "carried"]),
        ((["health"], []), ["carried", "possible"]),
        (([], ["health"]), ["unknown", "possible"]),
        (([], []), ["unknown", "unknown"]),
        ((["none"], ["health"]), [None, None]),
        (([], ["none"], ["health"]), ["unknown", None, None]),
        ((["contact"], ["health"]), ["carried", None]),
    ],
)
def test_breach_along_a_chain(handled, states):
    answer = breach_of("A", data_rows(*handled))
    assert [answer.state(name) for name in "BCD"[: len(states)]] == states


def test_breach_walk_continues_only_in_the_contract_that_rests_on_the_edge():
    rows = [
        serves("1: S > P", supports=["K1"], data_classes=["health"]),
        serves("2: P > C", contract="K1", data_classes=["health"]),
        serves("3: P > D", contract="K2", data_classes=["health"]),
        serves("4: P > E", data_classes=["health"]),
    ]
    answer = breach_of("S", rows)
    assert answer.carried == {
        "P": {"health": ("1",)},
        "C": {"health": ("1", "2")},
        "E": {"health": ("1", "4")},
    }
    view = harm_view(rows, as_of=TODAY)
    check = check_breach_witness(view, {"S"}, "D", ["1", "3"], "carried", "health")
    assert check == ["3 does not continue 1"]
    assert check_breach_witness(view, {"S"}, "C", ["1", "2"], "carried", "health") == []


def test_breach_goes_on_by_the_walk_that_conducts_not_the_first_that_arrives():
    # To P by edge 1 (K1 only) at once, by 2 and 3 (everything) later: D rests on K2.
    rows = [
        serves("1: S > P", supports=["K1"], data_classes=["health"]),
        serves("2: S > Q", data_classes=["health"]),
        serves("3: Q > P", data_classes=["health"]),
        serves("4: P > D", contract="K2", data_classes=["health"]),
    ]
    assert breach_of("S", rows).carried["D"] == {"health": ("2", "3", "4")}


def test_breach_never_lists_a_fallen_one_but_walks_through_it():
    rows = data_rows(["health"], ["health"], ["health"])
    answer = breach_of("A C", rows)
    assert set(answer.carried) == {"B", "D"}
    assert answer.carried["D"] == {"health": ("3",)}


def test_breach_classes_are_told_apart():
    rows = data_rows(["health", "contact"], ["contact"], [])
    answer = breach_of("A", rows)
    assert answer.carried["C"] == {"contact": ("1", "2")}
    assert answer.possible["D"] == {"contact": ("1", "2", "3")}
    assert "health" not in answer.possible.get("D", {})


def test_compromise_needs_a_way_in_and_nothing_else():
    rows = [
        serves("1: A > B", access=["network"], criticality="supporting", contract="K"),
        serves("2: B > C", access=["data", "software_update"]),
        serves("3: C > D", access=["data"]),
        serves("4: C > A", access=["network"]),
    ]
    view = harm_view(rows, as_of=TODAY)
    assert compromise(view, {"A"}) == {"B": ("1",), "C": ("1", "2")}
    assert check_compromise_witness(view, {"A"}, "C", ["1", "2"]) == []
    wrong = check_compromise_witness(view, {"A"}, "D", ["1", "2", "3"])
    assert wrong == ["3 gives no way in"]


# ---------------------------------------------------------------------------- concentration


def test_concentration_counts_users_once_and_reach_behind_them():
    # X serves a, b (twice); Y serves c; Z stands behind both vendors.
    rows = [
        serves("1: X > a", category="hosting"),
        serves("2: X > b", category="hosting"),
        serves("3: X > b", category="hosting"),
        serves("4: Y > c", category="hosting"),
        serves("5: Z > X"),
        serves("6: Z > Y", category="power"),
    ]
    view = harm_view(rows, as_of=TODAY)
    parts = slices(view, by_category)
    assert set(parts) == {"hosting", "power", None}
    first = direct(parts["hosting"])
    assert first.shares == {"X": pytest.approx(2 / 3), "Y": pytest.approx(1 / 3)}
    assert first.hhi == pytest.approx(10_000 * 5 / 9)
    assert (first.cr(1), first.cr(2)) == (pytest.approx(2 / 3), 1)
    assert first.gini == pytest.approx(1 / 6)
    behind = cascaded(view, parts["hosting"])
    assert behind.users_of == {"X": {"a", "b"}, "Y": {"c"}, "Z": {"a", "b", "c"}}
    assert behind.cr(1) == 1


def test_concentration_takes_unknown_for_critical_and_leaves_the_rest_out():
    rows = [
        serves("1: X > a", criticality=None, data_classes=["health", "contact"]),
        serves("2: Y > a", criticality="important", data_classes=["health"]),
        serves("3: a > Y", criticality="important"),
    ]
    view = harm_view(rows, as_of=TODAY)
    assert direct(slices(view, by_data_class, "critical")["health"]).users_of == {"X": {"a"}}
    everything = slices(view, by_sector({"a": "health"}))
    assert {value: len(edges) for value, edges in everything.items()} == {"health": 2, None: 1}
    # a and Y serve each other: neither counts as its own user.
    assert cascaded(view, everything[None]).users_of == {"X": {"Y"}, "a": {"Y"}}
    assert Measured({"A": {"u"}, "B": {"v"}}).cr(1) == 0.5
