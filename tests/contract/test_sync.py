"""One store made the same as another: every engine in both roles, beside the store in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphrisk.errors import StoreError, UsageError
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import arrow_schema, digest, to_tables
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.reading import read_tables
from graphrisk.store.sync import sync
from tests.contract.samples import HOSTILE, everything, organization, serves

DAYS = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")


def filled(store):
    """Fill a store with a history: new, changed, withdrawn, archived, undone, back again."""
    everyone = to_tables([organization(name) for name in ("a", "b", "c")])
    write_tables(store, everyone, at=f"{DAYS[0]}T08:00:00.000Z", sources=["one.csv"])
    edges = [
        serves("e1", "a", "b", service="mail"),
        serves("e2", "b", "c", service="".join(HOSTILE)),
    ]
    write_tables(store, to_tables(edges), at=f"{DAYS[1]}T08:00:00.000Z")
    changed = [serves("e1", "a", "b", service="web"), organization("a", country="SE")]
    said = to_tables([serves("e3", "a", "c", service="said first")])
    later = f"{DAYS[2]}T08:00:00.000Z"
    write_tables(store, to_tables(changed), at=later, withdraw={"SERVES": ["e2"]}, archive=said)
    undo(store, 3, at=f"{DAYS[3]}T08:00:00.000Z")
    write_tables(store, to_tables([organization("d")]), at=f"{DAYS[3]}T09:00:00.000Z")
    return store


def state(store, known_on=None):
    return {
        kind: sorted(table.to_pylist(), key=str)
        for kind, table in read_tables(store, known_on=known_on).items()
    }


def past(store):
    return sorted(store.history().to_pylist(), key=str)


def assert_same(one, other):
    assert state(one) == state(other)
    assert past(one) == past(other)
    assert one.loads() == other.loads()
    assert one.info().digest == other.info().digest == digest(read_tables(other))


class TestHistoryIsCopied:
    def test_an_empty_target_becomes_the_same_in_every_respect(self, store):
        source = filled(MemoryStore())
        report = sync(source, store)
        assert report.way == "history"
        assert [load.number for load in report.loads] == [1, 2, 3, 4, 5]
        assert report.versions == len(past(source)) > 3
        assert_same(source, store)
        for day in DAYS:
            assert state(source, day) == state(store, day)

    def test_and_back_again(self, store):
        source = filled(store)
        target = MemoryStore()
        assert sync(source, target).way == "history"
        assert_same(source, target)

    def test_every_kind_and_every_hostile_value_arrives(self, store):
        source = MemoryStore()
        write_tables(source, everything())
        report = sync(source, store)
        assert {each.kind: len(each.new) for each in report.differences} == dict.fromkeys(KINDS, 2)
        assert_same(source, store)

    def test_the_second_time_nothing_is_written(self, store):
        source = filled(MemoryStore())
        sync(source, store)
        before = store.loads()
        report = sync(source, store)
        assert report.way == "nothing"
        assert report.loads == ()
        assert store.loads() == before

    def test_only_loads_that_the_target_lacks_are_sent(self, store):
        source = filled(MemoryStore())
        sync(source, store)
        write_tables(source, to_tables([organization("e"), organization("a", country="FI")]))
        undo(source, 6)
        write_tables(source, to_tables([organization("f")]))
        report = sync(source, store)
        assert [load.number for load in report.loads] == [6, 7, 8]
        counted = {each.kind: (len(each.new), each.same) for each in report.differences}
        assert counted["Organization"] == (1, 4)
        assert_same(source, store)

    def test_an_undo_of_the_copy_does_what_an_undo_of_the_source_does(self, store):
        source = filled(MemoryStore())
        sync(source, store)
        undo(source, 5, at="2024-05-01T00:00:00.000Z")
        undo(store, 5, at="2024-05-01T00:00:00.000Z")
        assert_same(source, store)

    def test_a_copy_that_failed_half_way_goes_on_from_there(self, store):
        source = filled(MemoryStore())
        apply, calls = store.apply, []

        def fails_at_the_third(changes, progress):
            calls.append(changes.load.number)
            if len(calls) == 3:
                raise StoreError("the disk is full")
            apply(changes, progress)

        store.apply = fails_at_the_third
        with pytest.raises(StoreError, match="disk is full") as failed:
            sync(source, store)
        assert "2 of 5 loads are copied" in failed.value.fix
        store.apply = apply
        assert store.info().digest == digest(read_tables(store))
        assert [load.number for load in sync(source, store).loads] == [3, 4, 5]
        assert_same(source, store)


class TestTargetWithALifeOfItsOwn:
    def test_records_are_added_as_one_load_and_its_history_stays(self, store):
        source = filled(MemoryStore())
        known = to_tables([organization("a")])
        write_tables(store, known, at="2020-01-01T00:00:00.000Z", sources=["own.csv"])
        report = sync(source, store)
        assert report.way == "state"
        assert (report.loads[0].what, report.loads[0].number) == ("sync", 2)
        assert report.loads[0].sources == ("memory:",)
        assert report.extra_loads == 1
        assert store.info().digest == source.info().digest
        assert {r["id"] for r in state(store, "2020-01-02")["Organization"]} == {"a"}

    def test_what_is_its_own_is_not_superseded_unasked(self, store):
        source = filled(MemoryStore())
        write_tables(store, to_tables([organization("z"), organization("a", country="NO")]))
        before = state(store)
        with pytest.raises(UsageError, match="organizations 2") as refused:
            sync(source, store)
        assert "--replace" in refused.value.fix
        assert state(store) == before
        report = sync(source, store, replace_own=True)
        assert (report.loads[0].changed, report.loads[0].retired) == (1, 1)
        assert store.info().digest == source.info().digest
        undo(store, 2)
        assert {r["id"]: r["country"] for r in state(store)["Organization"]} == {
            "a": "NO",
            "z": None,
        }

    def test_what_came_by_sync_follows_the_source(self, store):
        source = filled(MemoryStore())
        write_tables(store, to_tables([organization("a")]))
        sync(source, store)
        write_tables(source, to_tables([organization("b", country="DK")]))
        write_tables(source, {}, withdraw={"SERVES": ["e1"]})
        report = sync(source, store)
        assert (report.loads[0].changed, report.loads[0].retired) == (1, 1)
        assert store.info().digest == source.info().digest

    def test_a_value_that_became_unknown_becomes_unknown(self, store):
        source = MemoryStore()
        write_tables(source, to_tables([organization("a")]))
        write_tables(store, to_tables([organization("a", country="SE")]))
        sync(source, store, replace_own=True)
        assert state(store)["Organization"][0]["country"] is None

    def test_a_target_that_is_ahead_says_so(self, store):
        source = filled(MemoryStore())
        sync(source, store)
        write_tables(store, to_tables([organization("later")]))
        with pytest.raises(UsageError) as refused:
            sync(source, store)
        assert "the other way round" in refused.value.fix

    def test_the_same_records_by_other_loads_are_nothing_to_write(self, store):
        source = MemoryStore()
        write_tables(source, everything(), at=f"{DAYS[0]}T00:00:00.000Z")
        write_tables(store, everything(), at=f"{DAYS[1]}T00:00:00.000Z")
        report = sync(source, store)
        assert (report.way, report.extra_loads) == ("nothing", 1)


class TestRefusals:
    def test_an_empty_source_is_refused(self, store):
        with pytest.raises(StoreError, match="nothing in it to copy"):
            sync(MemoryStore(), store)

    def test_a_copy_that_is_not_the_same_is_found_out(self, store):
        source = filled(MemoryStore())
        apply = store.apply

        def spoils(changes, progress):
            if "Organization" in changes.insert and changes.load.number == 1:
                table = changes.insert["Organization"]
                place = table.schema.get_field_index("name")
                names = ["other", *table.column("name").to_pylist()[1:]]
                spoilt = table.set_column(place, table.schema.field(place), [names])
                changes = replace(changes, insert={**changes.insert, "Organization": spoilt})
            apply(changes, progress)

        store.apply = spoils
        with pytest.raises(StoreError, match="not the same as its source: digests differ"):
            sync(source, store)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("write"), st.lists(st.sampled_from("abcd"), max_size=3), st.integers(0, 2)
        ),
        st.tuples(st.just("link"), st.sampled_from("abcd"), st.sampled_from("abcd")),
        st.tuples(st.just("withdraw"), st.sampled_from("abcd"), st.sampled_from("abcd")),
        st.tuples(st.just("archive"), st.sampled_from("abcd"), st.integers(0, 2)),
        st.tuples(st.just("undo"), st.integers(1, 6), st.none()),
    ),
    max_size=6,
)


def do(store, steps, start):
    """Do random steps; those that the store refuses are left out."""
    for number, (what, first, second) in enumerate(steps, start=start):
        at = f"2024-01-{number:02d}T00:00:00.000Z"
        try:
            if what == "write":
                rows = [organization(name, country=("SE", "FI", None)[second]) for name in first]
                write_tables(store, to_tables(rows), at=at)
            elif what == "link":
                rows = [organization(name) for name in {first, second}]
                edge = serves(f"{first}{second}", first, second, service=str(number % 2))
                write_tables(store, to_tables([*rows, edge]), at=at)
            elif what == "withdraw":
                there = store.read("SERVES", ids=[f"{first}{second}"]).num_rows
                ids = {"SERVES": [f"{first}{second}"]} if there else {}
                write_tables(store, {}, withdraw=ids, at=at)
            elif what == "archive":
                rows = to_tables([organization(first, country=("SE", "FI", None)[second])])
                write_tables(store, {}, archive=rows, at=at)
            else:
                undo(store, first, at=at)
        except UsageError:
            continue


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, more=STEPS)
def test_any_history_is_the_same_on_both_sides_at_every_day(steps, more):
    source, target = MemoryStore(), MemoryStore()
    do(source, [("write", ["a"], 0), *steps], 1)
    sync(source, target)
    assert_same(source, target)
    do(source, more, 12)
    sync(source, target)
    assert_same(source, target)
    for day in ("2024-01-03", "2024-01-09", "2024-01-15"):
        assert state(source, day) == state(target, day)


def test_a_bulk_of_edges_between_changed_nodes_arrives(store):
    source = MemoryStore()
    rows = to_tables([organization("a"), organization("b"), serves("e", "a", "b")])
    write_tables(source, rows)
    changed = [organization("a", country="SE"), organization("c"), serves("f", "c", "a")]
    write_tables(source, to_tables(changed))
    sync(source, store)
    assert_same(source, store)
    assert store.read("SERVES").schema == arrow_schema("SERVES")
