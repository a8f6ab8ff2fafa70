"""What every store must do, through the protocol and the ledger; no store has a skip list."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphrisk.errors import InputError, StoreBusy, StoreError, UsageError
from graphrisk.model.records import MAX_TEXT, record
from graphrisk.model.schema import EDGE_KINDS, KINDS, MAX_ID_BYTES, NODE_KINDS
from graphrisk.model.tables import arrow_schema, digest, to_records, to_tables
from graphrisk.store.base import EMPTY_DIGEST, Capability, Changes, Load
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.reading import read_graph, read_tables
from graphrisk.store.versions import HISTORY_SCHEMA, with_bookkeeping
from tests.contract.samples import HOSTILE, everything, graph, organization, serves

ALL_KINDS = [kind.name for kind in NODE_KINDS + EDGE_KINDS]


def records_of(store, kind):
    return {r.id: r for r in to_records(kind, store.read(kind))}


def state(store):
    return {
        k: sorted(t.select(["id", "record_hash"]).to_pylist(), key=str)
        for k, t in read_tables(store).items()
    }


class TestReadingAndWriting:
    def test_an_empty_store_holds_nothing(self, store):
        info = store.info()
        assert info.counts == dict.fromkeys(KINDS, 0)
        assert info.digest == EMPTY_DIGEST == digest(read_tables(store))
        assert info.last_load is None
        assert store.loads() == []
        assert store.history().schema == HISTORY_SCHEMA

    def test_every_kind_comes_back_as_written(self, store):
        given = everything()
        write_tables(store, given)
        for kind in ALL_KINDS:
            expected = {r.id: r for r in to_records(kind, given[kind])}
            assert records_of(store, kind) == expected
            assert len(expected) == 2

    def test_ids_may_be_as_long_as_the_schema_says_and_no_longer(self, store):
        longest = "é" * (MAX_ID_BYTES // 2)
        for name in ("one", "another"):  # the second supersedes the first
            named = to_tables([record("Organization", id=longest, name=name)])
            ends = {"id": longest, "from_id": longest, "to_id": longest}
            edges = {"SERVES": pa.Table.from_pylist([ends])}
            write_tables(store, {**named, **edges})
        undo(store, 2)
        assert records_of(store, "Organization")[longest].name == "one"
        before = state(store)
        with pytest.raises(InputError, match="8,001 bytes; ids may have 8,000") as caught:
            write_tables(store, {"Organization": pa.table({"id": ["a", longest + "x"]})})
        assert caught.value.where == "organizations, row 2"
        assert state(store) == before

    def test_columns_and_bookkeeping_are_those_of_the_schema(self, store):
        report = write_tables(store, everything(), at="2024-01-02T03:04:05.678Z")
        for kind in ALL_KINDS:
            table = store.read(kind)
            assert table.schema == arrow_schema(kind)
            assert set(table.column("load_number").to_pylist()) == {1}
            assert set(table.column("recorded_at").to_pylist()) == {"2024-01-02T03:04:05.678Z"}
        assert report.digest == store.info().digest == digest(everything())

    def test_reading_takes_columns_and_ids(self, store):
        write_tables(store, graph("a>b b>c"))
        found = store.read("SERVES", columns=["to_id", "id", "quote"], ids=["e2", "nobody"])
        assert found.to_pylist() == [{"to_id": "c", "id": "e2", "quote": None}]
        assert store.read("SERVES", ids=[]).num_rows == 0
        assert store.read("Organization", columns=["id"], ids=["a", "c"]).num_rows == 2
        assert store.read("Organization", ids=[f"x{n}" for n in range(500)]).num_rows == 0

    def test_hostile_text_stays_text(self, store):
        rows = [organization(text, aliases=(text, "x")) for text in HOSTILE]
        edges = [serves(f"edge {text}", text, HOSTILE[0], quote=text) for text in HOSTILE]
        write_tables(store, to_tables([*rows, *edges]), what=HOSTILE[0], sources=HOSTILE)
        assert records_of(store, "Organization") == {r.id: r for r in rows}
        assert records_of(store, "SERVES") == {r.id: r for r in edges}
        assert store.read("SERVES", ids=[edges[1].id]).num_rows == 1
        assert store.loads()[0].sources == HOSTILE

    def test_text_as_long_as_records_allow_stays_whole(self, store):
        long = "ö" * MAX_TEXT
        rows = [organization("a", name=long, sector=long, aliases=(long,))]
        edge = serves("e", "a", "a", service=long, quote=long)
        write_tables(store, to_tables([*rows, edge]))
        assert records_of(store, "Organization") == {r.id: r for r in rows}
        assert records_of(store, "SERVES") == {"e": edge}

    def test_unknown_empty_and_false_stay_apart(self, store):
        rows = [
            organization("unknown"),
            organization("empty", country="", aliases=(), tolerance_hours=0.0, named=False),
        ]
        write_tables(store, to_tables(rows))
        assert records_of(store, "Organization") == {r.id: r for r in rows}

    def test_parallel_edges_self_loops_and_rings_stay(self, store):
        write_tables(store, graph("a>b a>b a>a b>a"))
        found = store.read("SERVES").select(["id", "from_id", "to_id"]).to_pylist()
        ends = {row["id"]: (row["from_id"], row["to_id"]) for row in found}
        assert ends == {"e1": ("a", "b"), "e2": ("a", "b"), "e3": ("a", "a"), "e4": ("b", "a")}

    def test_more_rows_than_a_batch_come_back(self, store, request):
        # Some hundred transactions of two rows are batches enough, and take seconds.
        count = 201 if "in parts" in request.node.name else 5_001
        rows = [organization(f"o{n:05d}") for n in range(count)]
        edges = [serves(f"e{n:05d}", "o00000", f"o{n:05d}") for n in range(count)]
        write_tables(store, to_tables([*rows, *edges]))
        assert store.info().counts["SERVES"] == count
        changed = [serves(f"e{n:05d}", "o00000", f"o{n:05d}", rank=1) for n in range(count)]
        assert write_tables(store, to_tables(changed)).changed == {"SERVES": count}
        assert store.history("SERVES").num_rows == count

    def test_the_graph_is_read_from_the_store(self, store):
        write_tables(store, graph("a>b b>c"))
        built = read_graph(store)
        assert (built.n_organizations, built.n_edges) == (3, 2)
        assert built.digest == store.info().digest


class TestVersions:
    def test_the_same_input_twice_changes_nothing(self, store):
        first = write_tables(store, everything())
        again = write_tables(store, everything())
        assert again.load is None
        assert again.digest == first.digest
        assert again.unchanged == dict.fromkeys(ALL_KINDS, 2)
        assert len(store.loads()) == 1
        assert store.history().num_rows == 0

    def test_another_source_alone_supersedes_nothing(self, store):
        first = [organization("a"), serves("e", "a", "a", source="x#1", quote="q", seen_on="2024")]
        write_tables(store, to_tables(first))
        second = [organization("a", source_kind="notice"), serves("e", "a", "a", source="y#2")]
        assert write_tables(store, to_tables(second)).load is None
        assert records_of(store, "SERVES")["e"].source == "x#1"

    def test_a_changed_edge_is_superseded_and_its_old_version_kept(self, store):
        write_tables(store, graph("a>b"), at="2024-01-01T00:00:00.000Z")
        edge = serves("e1", "a", "b", criticality="critical")
        report = write_tables(store, to_tables([edge]), at="2024-02-01T00:00:00.000Z")
        assert (report.load.number, report.load.changed, report.load.inserted) == (2, 1, 0)
        assert records_of(store, "SERVES") == {"e1": edge}
        (old,) = store.history().to_pylist()
        assert (old["kind"], old["id"], old["load_number"], old["superseded_by"]) == (
            *("SERVES", "e1"),
            *(1, 2),
        )
        assert old["recorded_at"].startswith("2024-01-01")
        assert old["superseded_at"].startswith("2024-02-01")

    def test_a_changed_node_keeps_its_edges(self, store):
        write_tables(store, graph("a>b b>a a>a"))
        write_tables(store, to_tables([organization("a", country="SE", aliases=("x",))]))
        assert records_of(store, "Organization")["a"].country == "SE"
        assert store.info().counts["SERVES"] == 3

    def test_an_unknown_value_never_erases_a_known_one_of_a_node(self, store):
        write_tables(store, to_tables([organization("a", country="SE", named=False)]))
        write_tables(store, to_tables([organization("a", sector="health")]))
        found = records_of(store, "Organization")["a"]
        assert (found.country, found.sector, found.named) == ("SE", "health", False)

    def test_stated_columns_of_an_edge_replace_and_others_stay(self, store):
        known = serves("e", "a", "a", criticality="critical", rank=2, service="mail")
        write_tables(store, to_tables([organization("a"), known]))
        edge = to_tables([serves("e", "a", "a", service="web")])
        write_tables(store, edge, stated={"SERVES": {"service", "rank"}})
        found = records_of(store, "SERVES")["e"]
        assert (found.service, found.rank, found.criticality) == ("web", None, "critical")
        write_tables(store, edge, stated={"SERVES": None})
        assert records_of(store, "SERVES")["e"].criticality is None

    def test_a_withdrawn_record_moves_to_the_history(self, store):
        write_tables(store, graph("a>b b>a"))
        report = write_tables(store, {}, what="review", withdraw={"SERVES": ["e1"]})
        assert (report.load.retired, report.retired) == (1, {"SERVES": 1})
        assert set(records_of(store, "SERVES")) == {"e2"}
        assert store.history("SERVES", ids=["e1"]).num_rows == 1

    def test_history_is_narrowed_by_what_is_given(self, store):
        write_tables(store, graph("a>b"))
        write_tables(
            store, to_tables([serves("e1", "a", "b", rank=1), organization("a", country="SE")])
        )
        write_tables(store, to_tables([serves("e1", "a", "b", rank=2)]))
        assert store.history().num_rows == 3
        assert store.history("SERVES").num_rows == 2
        assert store.history(superseded_by=3).num_rows == 1
        assert store.history("SERVES", load_number=1, ids=["e1"]).num_rows == 1
        assert store.history(ids=["nobody"]).num_rows == 0

    def test_what_was_known_on_a_day_is_read_as_it_was(self, store):
        days = ("2024-01-10", "2024-02-10", "2024-03-10")
        write_tables(store, graph("a>b"), at=f"{days[0]}T12:00:00.000Z")
        changed = to_tables([serves("e1", "a", "b", rank=1), serves("e9", "b", "a")])
        write_tables(store, changed, at=f"{days[1]}T12:00:00.000Z")
        undo(store, 2, at=f"{days[2]}T12:00:00.000Z")

        def known(day):
            rows = read_tables(store, known_on=day)["SERVES"].to_pylist()
            return {row["id"]: row["rank"] for row in rows}

        assert known("2024-01-09") == {}
        assert known("2024-01-10") == {"e1": None}
        assert known("2024-02-09") == {"e1": None}
        assert known("2024-02-10") == {"e1": 1, "e9": None}
        assert known("2024-03-10") == {"e1": None}
        assert read_graph(store, known_on="2024-02-10").n_edges == 2

    def test_rows_that_say_one_id_twice_collapse_and_contradictions_are_told(self, store):
        rows = [
            organization("a"),
            organization("a", country="SE"),
            organization("a", country="NO"),
            serves("e", "a", "a", rank=1, source="f.csv#2"),
            serves("e", "a", "a", rank=1, source="f.csv#3"),
            serves("e", "a", "a", rank=2, source="f.csv#4"),
        ]
        report = write_tables(store, to_tables(rows))
        assert records_of(store, "Organization")["a"].country == "SE"
        assert records_of(store, "SERVES")["e"].rank == 1
        assert report.collapsed == {"Organization": 2, "SERVES": 2}
        told = [(p.file, p.column, p.value) for p in report.problems]
        assert told == [(None, "country", "NO"), ("f.csv#4", "rank", "2")]

    def test_batches_of_one_load_are_laid_over_each_other_in_order(self, store):
        write_tables(store, to_tables([organization("a"), serves("e", "a", "a", exit_plan="yes")]))

        def batch(*rows, stated):
            return "SERVES", to_tables(rows)["SERVES"], stated

        report = write_tables(
            store,
            [
                batch(serves("e", "a", "a", rank=1, service="x"), stated={"rank", "service"}),
                batch(serves("e", "a", "a"), serves("f", "a", "a"), stated={"service"}),
                ("Organization", to_tables([organization("b")])["Organization"], None),
            ],
        )
        found = records_of(store, "SERVES")["e"]
        assert (found.rank, found.service, found.exit_plan) == (1, None, "yes")
        assert (report.load.inserted, report.load.changed) == (2, 1)

    def test_an_archived_version_is_history_from_the_start(self, store):
        rows = graph("a>b")
        rank = to_tables([serves("e1", "a", "b", rank=1), serves("e1", "a", "b", rank=2)])
        first = write_tables(store, rows, archive=rank)
        assert records_of(store, "SERVES")["e1"].rank is None
        assert store.history("SERVES").num_rows == 2
        assert write_tables(store, rows, archive=rank).load is None
        write_tables(store, {"SERVES": rank["SERVES"].slice(0, 1)})
        assert undo(store, 2).digest == first.digest
        assert undo(store, 1).digest == EMPTY_DIGEST
        assert store.history("SERVES").num_rows == 5
        alone = write_tables(store, {}, archive=to_tables([organization("z")]))
        assert (alone.load.number, alone.load.inserted, alone.digest) == (5, 0, EMPTY_DIGEST)

    def test_not_a_number_is_unknown(self, store):
        table = to_tables([organization("a")])["Organization"]
        place = table.schema.get_field_index("tolerance_hours")
        nan = pa.array([float("nan")], pa.float64())
        write_tables(
            store, {"Organization": table.set_column(place, table.schema.field(place), nan)}
        )
        assert records_of(store, "Organization")["a"].tolerance_hours is None


class TestUndo:
    def test_an_undone_load_leaves_the_state_before_it(self, store):
        before = write_tables(store, graph("a>b b>c"))
        was = state(store)
        rows = [organization("a", country="SE"), organization("d"), serves("e1", "a", "b", rank=3)]
        after = write_tables(store, to_tables([*rows, serves("e9", "d", "a")]))
        report = undo(store, 2)
        assert report.digest == before.digest == store.info().digest
        assert state(store) == was
        assert [load.undone_by for load in store.loads()] == [None, 3, None]
        assert (report.load.inserted, report.load.changed, report.load.retired) == (0, 2, 2)
        assert undo(store, 3).digest == after.digest
        assert [load.undone_by for load in store.loads()] == [None, None, 4, None]

    def test_the_first_load_can_be_undone(self, store):
        write_tables(store, everything())
        assert undo(store, 1).digest == EMPTY_DIGEST
        assert store.info().counts == dict.fromkeys(KINDS, 0)
        assert store.history().num_rows == 2 * len(ALL_KINDS)

    def test_a_withdrawal_can_be_undone(self, store):
        first = write_tables(store, graph("a>b"))
        write_tables(store, {}, withdraw={"SERVES": ["e1"]})
        assert undo(store, 2).digest == first.digest

    def test_a_load_that_a_later_one_changed_is_kept_until_that_is_undone(self, store):
        write_tables(store, graph("a>b"))
        write_tables(store, to_tables([serves("e1", "a", "b", rank=1)]))
        with pytest.raises(UsageError, match="load 2 changed or uses the same records"):
            undo(store, 1)
        undo(store, 2)
        assert undo(store, 1).digest == EMPTY_DIGEST

    def test_a_load_that_a_later_one_builds_on_is_kept(self, store):
        write_tables(store, graph("a>b"))
        write_tables(store, to_tables([organization("c"), serves("e2", "a", "c")]))
        with pytest.raises(UsageError, match="load 2"):
            undo(store, 1)
        assert len(store.loads()) == 2

    def test_a_load_is_undone_once_and_only_if_it_exists(self, store):
        write_tables(store, graph("a>b"))
        undo(store, 1)
        with pytest.raises(UsageError, match="undone already, by load 2"):
            undo(store, 1)
        with pytest.raises(UsageError, match="no load 7"):
            undo(store, 7)


class TestAllOrNothing:
    def test_an_edge_that_ends_nowhere_is_refused_and_nothing_written(self, store):
        write_tables(store, graph("a>b"))
        was = (state(store), store.info())
        rows = [organization("new"), serves("good", "a", "b"), serves("bad", "a", "nobody")]
        with pytest.raises(StoreError, match="'nobody'"):
            write_tables(store, to_tables(rows))
        assert (state(store), store.info()) == was

    def test_a_node_with_edges_is_not_retired(self, store):
        write_tables(store, graph("a>b"))
        was = (state(store), store.info())
        with pytest.raises(StoreError, match="edges would end"):
            write_tables(store, to_tables([organization("z")]), withdraw={"Organization": ["a"]})
        assert (state(store), store.info()) == was

    def test_a_node_goes_with_its_edges(self, store):
        write_tables(store, graph("a>b b>b"))
        write_tables(store, {}, withdraw={"Organization": ["a"], "SERVES": ["e1"]})
        assert set(records_of(store, "Organization")) == {"b"}

    @pytest.mark.parametrize("retired", [{"SERVES": ["nobody"]}, {"Organization": ["nobody"]}])
    def test_an_id_to_retire_must_be_current(self, store, retired):
        write_tables(store, graph("a>b"))
        with pytest.raises(StoreError, match="not current"):
            store.apply(Changes(Load(2, "2024", "load"), retire=retired))
        assert len(store.loads()) == 1

    @pytest.mark.parametrize("kind", ["Organization", "SERVES"])
    def test_an_id_to_insert_must_be_new(self, store, kind):
        write_tables(store, graph("a>b"))
        load = Load(2, "2024", "load")
        insert = {kind: with_bookkeeping(kind, graph("a>b")[kind], load)}
        with pytest.raises(StoreError, match="there already"):
            store.apply(Changes(load, insert))
        assert store.info().counts["SERVES"] == 1
        assert len(store.loads()) == 1

    @pytest.mark.parametrize("number", [1, 3])
    def test_a_load_planned_on_another_state_is_refused(self, store, number):
        write_tables(store, graph("a>b"))
        with pytest.raises(StoreBusy, match="meanwhile") as caught:
            store.apply(Changes(Load(number, "2024", "load")))
        assert caught.value.retryable

    def test_preparing_again_changes_nothing(self, store):
        write_tables(store, graph("a>b"))
        was = store.info()
        store.prepare()
        assert store.info() == was

    def test_closing_twice_is_harmless(self, store):
        store.close()
        store.close()


class TestQueries:
    def test_rows_come_back_with_their_names(self, cypher_store):
        write_tables(cypher_store, graph("a>b a>c"))
        query = (
            "MATCH (v:Organization)-[r:SERVES]->(c:Organization) WHERE v.id = $vendor "
            "RETURN c.id AS customer, r.rank AS rank ORDER BY customer"
        )
        found = cypher_store.run(query, {"vendor": "a"})
        assert found.to_pylist() == [
            {"customer": "b", "rank": None},
            {"customer": "c", "rank": None},
        ]

    def test_no_rows_keep_their_names(self, cypher_store):
        found = cypher_store.run("MATCH (v:Organization) RETURN v.id AS vendor")
        assert (found.num_rows, found.column_names) == (0, ["vendor"])

    @pytest.mark.parametrize(
        "query",
        [
            "CREATE (n:Organization {id: 'x'})",
            "MATCH (n:Organization) SET n.name = 'x'",
            "MATCH (n:Organization) DETACH DELETE n",
        ],
    )
    def test_a_reading_run_writes_nothing(self, cypher_store, query):
        write_tables(cypher_store, graph("a>b"))
        was = state(cypher_store)
        with pytest.raises(StoreError):
            cypher_store.run(query)
        assert state(cypher_store) == was

    @pytest.mark.parametrize(
        "query",
        ["MATCH (n RETURN n", "MATCH (n:Organization) WHERE n.id = $missing RETURN n.id", ""],
    )
    def test_a_query_that_cannot_run_is_a_store_error(self, cypher_store, query):
        with pytest.raises(StoreError):
            cypher_store.run(query)
        assert cypher_store.info().counts["SERVES"] == 0


class TestSameEverywhere:
    def test_the_digest_is_that_of_the_reference(self, store):
        reference = MemoryStore()
        for kept in (reference, store):
            write_tables(kept, everything())
            write_tables(kept, to_tables([organization("organizations-1", country="FI")]))
            undo(kept, 2)
            write_tables(kept, graph("a>b b>a"))
        assert store.info().digest == reference.info().digest
        assert store.info().counts == reference.info().counts
        assert [(n.number, n.what, n.undone_by, n.undoes) for n in store.loads()] == [
            (n.number, n.what, n.undone_by, n.undoes) for n in reference.loads()
        ]

    @settings(
        max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(st.data())
    def test_any_records_come_back(self, store, data):
        """One store keeps what all examples write: ids are numbered on."""
        start = store.info().counts["Organization"]
        names = data.draw(st.lists(_TEXT, min_size=1, max_size=4))
        rows = [
            organization(f"o{start + n}", name=name, aliases=data.draw(st.lists(_TEXT, max_size=3)))
            for n, name in enumerate(names)
        ]
        ends = st.sampled_from([row.id for row in rows])
        edges = [
            record(
                "SERVES",
                id=f"e{start}-{n}",
                from_id=data.draw(ends),
                to_id=data.draw(ends),
                service=data.draw(st.none() | _TEXT),
                annual_cost=data.draw(st.none() | st.floats(0, 1e300)),
                notice_days=data.draw(st.none() | st.integers(0, 2**62)),
                supports=data.draw(st.none() | st.lists(_TEXT, max_size=2)),
            )
            for n in range(data.draw(st.integers(0, 4)))
        ]
        report = write_tables(store, to_tables([*rows, *edges]))
        assert records_of(store, "Organization").items() >= {r.id: r for r in rows}.items()
        assert records_of(store, "SERVES").items() >= {r.id: r for r in edges}.items()
        assert report.digest == digest(read_tables(store)) == store.info().digest


_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20
)


def test_a_store_says_what_it_can_do(store):
    assert store.capabilities <= set(Capability)
    assert (Capability.CYPHER in store.capabilities) == (store.dialect is not None)
