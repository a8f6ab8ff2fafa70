"""The rule for names with one core."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graphrisk.resolve.clusters import Known, Variant, new_id, place
from graphrisk.resolve.directory import Entry

variants = st.builds(
    Variant, st.sampled_from([None, "ab", "oy", "as"]), st.sampled_from([None, "SE", "NO"])
)


def conflict(one: Variant, other: Variant) -> bool:
    return any(
        a is not None and b is not None and a != b
        for a, b in ((one.form, other.form), (one.country, other.country))
    )


@given(st.sets(variants, min_size=1), st.randoms())
def test_placement_does_not_depend_on_order_and_never_joins_conflicting(found, random):
    ordered = sorted(found, key=Variant.key)
    shuffled = list(ordered)
    random.shuffle(shuffled)
    placed = place(ordered, [])
    assert placed == place(shuffled, [])
    ids = {variant: new_id("alfa", {"Alfa"}, placed[variant], ()) for variant in ordered}
    for one in ordered:
        for other in ordered:
            if conflict(one, other):
                assert ids[one] != ids[other] or placed[one].unclear


@given(st.sets(variants, min_size=1, max_size=1), variants)
def test_known_organization_takes_only_what_does_not_conflict(found, own):
    entry = Entry("x", "Alfa", own.country)
    item = Known(entry, frozenset([own.form] if own.form else []))
    for variant, placement in place(found, [item]).items():
        assert (placement.known is entry) is (not conflict(variant, own))
