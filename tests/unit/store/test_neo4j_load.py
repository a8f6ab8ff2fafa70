"""A load on a server may die between any two of its transactions; then nothing of it counts."""

from __future__ import annotations

import threading
import time

import pytest

from graphrisk.errors import StoreBusy, StoreError
from graphrisk.model.schema import EDGE_KINDS, NODE_KINDS
from graphrisk.model.tables import digest, to_tables
from graphrisk.store import neo4j_rows as rows
from graphrisk.store.base import EMPTY_DIGEST, Changes, Load
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.neo4j_turn import SLOT_KEYS, Limits, Step, Turn
from graphrisk.store.reading import read_graph, read_tables
from tests.contract.samples import everything, graph, organization, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]
pytestmark = pytest.mark.neo4j

MOMENT = "2024-01-01T00:00:00.000Z"
ALL_KINDS = [kind.name for kind in NODE_KINDS + EDGE_KINDS]
ONE_BY_ONE = Limits(batch_rows=1, atomic_rows=0, atomic_retired=0, workers=1, lease_seconds=0)
IN_ONE = Limits(workers=1, lease_seconds=0)


class Killed(BaseException):
    """Not an error that anybody handles, as a killed process handles nothing."""


class Mortal:
    """A link that dies after so many writing transactions."""

    def __init__(self, link, after):
        self._link, self._left = link, after

    def write(self, work):
        self._left -= 1
        if self._left < 0:
            raise Killed
        return self._link.write(work)

    def __getattr__(self, name):
        return getattr(self._link, name)


@pytest.fixture
def open_one(neo4j_server):
    opened = []

    def open_one(limits=ONE_BY_ONE):
        access = Access(password=neo4j_server.password)
        opened.append(Neo4jStore(neo4j_server.address, access, limits=limits))
        return opened[-1]

    neo4j_server.clear()
    yield open_one
    for store in opened:
        store.close()


def seen_in(store):
    """Return all that a reader can see."""
    seen = store.snapshot()
    tables = {k: sorted(seen.read(k).to_pylist(), key=str) for k in ALL_KINDS}
    past = sorted(seen.history().to_pylist(), key=str)
    info = seen.info()
    return tables, past, seen.loads(), (info.digest, info.counts, info.last_load)


def labels_in(store):
    found = store.run(
        "MATCH (n:Organization) RETURN n.id AS id, n:Vendor AS vendor, n:Customer AS customer "
        "ORDER BY id"
    )
    return found.to_pylist()


def begin_with(store):
    write_tables(store, graph("a>b b>c c>a d>a"), at=MOMENT)


def change(store):
    """New, changed and withdrawn records in one load, and a version that is history at once."""
    rows = [
        organization("a", country="SE"),
        organization("e"),
        serves("e1", "a", "b", rank=1),
        serves("e5", "e", "a"),
    ]
    return write_tables(
        store,
        to_tables(rows),
        withdraw={"SERVES": ["e4"], "Organization": ["d"]},
        archive=to_tables([serves("e5", "e", "a", rank=9)]),
        at=MOMENT,
    )


def expected(work):
    reference = MemoryStore()
    begin_with(reference)
    return work(reference).digest


@pytest.mark.parametrize("limits", [IN_ONE, ONE_BY_ONE], ids=["in one", "one by one"])
def test_a_load_killed_anywhere_is_not_seen_and_run_again_is_whole(open_one, limits):
    store = open_one(limits)
    begin_with(store)
    before, link = seen_in(store), store._link
    deaths = 0
    while True:
        store._link = Mortal(link, deaths)
        try:
            change(store)
            break
        except Killed:
            store._link = link
            assert seen_in(store) == before
            deaths += 1
    assert deaths > (5 if limits is IN_ONE else 20)
    assert digest(read_tables(store)) == expected(change)
    info = store.info()
    assert info.unfinished is None
    assert {kind: store.read(kind).num_rows for kind in ALL_KINDS} == info.counts
    assert store.history().num_rows == 5
    assert labels_in(store) == [
        {"id": "a", "vendor": True, "customer": True},
        {"id": "b", "vendor": True, "customer": True},
        {"id": "c", "vendor": True, "customer": True},
        {"id": "e", "vendor": True, "customer": False},
    ]


def test_any_other_load_takes_back_what_a_dead_one_left(open_one):
    store = open_one()
    begin_with(store)
    link = store._link
    store._link = Mortal(link, 18)
    with pytest.raises(Killed):
        change(store)
    store._link = link
    unfinished = store.info().unfinished
    assert (unfinished.load.number, unfinished.is_alive) == (2, False)
    assert unfinished.load.what == "load"

    def other(kept):
        return write_tables(kept, to_tables([serves("e9", "d", "c")]), at=MOMENT)

    assert other(store).digest == expected(other) == digest(read_tables(store))
    assert store.info().unfinished is None
    assert [load.number for load in store.loads()] == [1, 2]


def test_a_load_that_says_nothing_new_takes_back_what_a_dead_one_left(open_one):
    store = open_one()
    begin_with(store)
    before, link = seen_in(store), store._link
    store._link = Mortal(link, 18)
    with pytest.raises(Killed):
        change(store)
    store._link = link
    assert store.info().unfinished is not None
    assert write_tables(store, graph("a>b b>c c>a d>a"), at=MOMENT).load is None
    assert store.info().unfinished is None
    assert seen_in(store) == before
    assert store.run("MATCH (n:Organization) RETURN n.id AS id").num_rows == 4


def test_a_load_that_does_not_fit_is_taken_back_at_once(open_one):
    store = open_one()
    begin_with(store)
    before = seen_in(store)
    with pytest.raises(StoreError, match="'nobody'"):
        write_tables(store, to_tables([organization("z"), serves("e9", "z", "nobody")]))
    assert seen_in(store) == before
    assert store.info().unfinished is None
    assert "z" not in {row["id"] for row in labels_in(store)}


def test_a_statement_sent_again_writes_nothing_twice(open_one):
    """The driver sends a transaction again when its answer was lost: so is each of them here."""
    store = open_one()
    begin_with(store)

    class Stuttering(Mortal):
        def write(self, work):
            self._link.write(work)
            return self._link.write(lambda tx, again: work(tx, True))

    store._link = Stuttering(store._link, 0)
    assert change(store).digest == expected(change) == digest(read_tables(store))


def test_queries_wait_for_a_load_that_is_half_written(open_one):
    store = open_one()
    begin_with(store)
    link = store._link
    store._link = Mortal(link, 13)
    with pytest.raises(Killed):
        change(store)
    store._link = link
    with pytest.raises(StoreBusy, match="load 2 is half written"):
        store.run("MATCH (n:Organization) RETURN n.id AS id")
    change(store)
    assert store.run("MATCH (n:Organization) RETURN n.id AS id").num_rows == 4


class TestTwoWriters:
    def test_the_second_is_told_that_the_store_is_busy(self, open_one):
        alive = Limits(batch_rows=1, atomic_rows=0, atomic_retired=0, workers=1, lease_seconds=5)
        first, second = open_one(alive), open_one(alive)
        begin_with(first)
        under_way, go_on = threading.Event(), threading.Event()
        link = first._link

        class Slow(Mortal):
            def write(self, work):
                done = self._link.write(work)
                under_way.set()
                if not go_on.is_set():
                    time.sleep(0.2)
                return done

        first._link = Slow(link, 0)
        reports = []
        writer = threading.Thread(target=lambda: reports.append(change(first)))
        writer.start()
        assert under_way.wait(30)
        with pytest.raises(StoreBusy, match="being written") as caught:
            change(second)
        go_on.set()
        writer.join()
        assert caught.value.retryable
        assert reports[0].digest == second.info().digest == expected(change)

    def test_a_batch_shows_life_at_its_end_however_long_it_took(self, open_one):
        """A rival waits for the batch and looks then; a long one must not look like silence."""
        link = open_one()._link
        turn, beats = Turn(link, IN_ONE), []

        def beat(transaction, again):
            query = f"MATCH (n:Meta {{key: '{SLOT_KEYS[0]}'}}) RETURN n.beat"
            beats.append(rows.values(transaction, query, {})[0][0])
            time.sleep(0.05)

        turn.begin(Changes(Load(1, MOMENT, "load")), [], clean_up=pytest.fail)
        turn.do(Step(1, beat))
        link.write(beat)
        assert beats[1] - beats[0] >= 50

    def test_the_later_of_two_plans_is_refused(self, open_one):
        store = open_one(IN_ONE)
        begin_with(store)
        with pytest.raises(StoreBusy, match="written meanwhile"):
            store.apply(Changes(Load(1, MOMENT, "load")))

    def test_one_that_was_silent_for_too_long_is_refused(self, open_one):
        """It would write into the load of another."""
        first, second = open_one(), open_one()
        begin_with(first)
        link, others = first._link, []

        class Asleep(Mortal):
            def write(self, work):
                self._left -= 1
                if self._left == 0:
                    others.append(change(second))
                return self._link.write(work)

        first._link = Asleep(link, 9)
        with pytest.raises(StoreBusy, match="taken this load over"):
            change(first)
        assert others[0].digest == expected(change) == digest(read_tables(second))


def test_readers_see_whole_loads_only_while_one_writes(open_one):
    limits = Limits(batch_rows=3, atomic_rows=8, atomic_retired=8, workers=2)
    writer, reader = open_one(limits), open_one(limits)
    sizes = (3, 12, 5, 20)
    rounds = [
        to_tables(
            [organization(f"o{n}", sector=f"s{turn}") for n in range(size)]
            + [serves(f"e{n}", f"o{n}", "o0", rank=turn + 1) for n in range(size)]
        )
        for turn, size in enumerate(sizes)
    ]
    known, failed, done = [EMPTY_DIGEST], [], threading.Event()

    def write():
        try:
            for tables in rounds:
                known.append(write_tables(writer, tables).digest)
                gone = writer.read("SERVES", columns=["id"]).column("id").to_pylist()[::2]
                known.append(write_tables(writer, {}, withdraw={"SERVES": gone}).digest)
        except BaseException as error:
            failed.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = []
    while not done.is_set():
        seen.append(digest(read_tables(reader)))
        built = read_graph(reader, bookkeeping=True)
        whole = {**built.tables, "Organization": built.organizations, "SERVES": built.serves}
        assert digest(whole) == built.digest
        seen.append(built.digest)
    thread.join()
    assert not failed
    assert set(seen) <= set(known)
    assert len(set(seen)) > 1


def test_everything_is_taken_back_by_removing_it(open_one):
    store = open_one(Limits(batch_rows=5))
    write_tables(store, everything())
    store.clear()
    assert store.info() == open_one().info()
    assert sum(store.info().counts.values()) == 0
