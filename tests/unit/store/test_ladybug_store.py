from __future__ import annotations

import ladybug
import pyarrow as pa
import pytest

from graphrisk.errors import StoreBusy, StoreError, StoreSchemaMismatch, UsageError
from graphrisk.model.records import record
from graphrisk.model.schema import KINDS, SCHEMA_VERSION
from graphrisk.model.tables import digest, to_tables
from graphrisk.store import before_image, ladybug_bulk, ladybug_text
from graphrisk.store.base import Changes, Load
from graphrisk.store.ladybug_result import hash_values
from graphrisk.store.ladybug_store import LadybugStore
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_tables
from graphrisk.store.versions import batches, with_bookkeeping
from tests.contract.samples import graph, organization, serves


def change(path, *statements):
    database = ladybug.Database(path)
    connection = ladybug.Connection(database)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    database.close()


@pytest.fixture
def path(tmp_path):
    """A store with two organizations and an edge."""
    store = LadybugStore(tmp_path / "some store.lbdb")
    write_tables(store, graph("a>b"))
    store.close()
    return tmp_path / "some store.lbdb"


def version(number):
    return f"MATCH (n:Meta {{key: 'schema_version'}}) SET n.value = '{number}'"


@pytest.mark.parametrize("read_only", [True, False])
def test_an_older_file_gets_the_columns_it_lacks(path, read_only):
    change(path, version(0), "ALTER TABLE `SERVES` DROP `rank`", "DROP TABLE `Merge`")
    store = LadybugStore(path, read_only=read_only)
    assert store.info().schema_version == SCHEMA_VERSION
    assert store.read("SERVES").column("rank").to_pylist() == [None]
    assert store.info().counts["Merge"] == 0
    store.close()


def test_an_older_file_with_another_type_is_refused(path):
    change(
        path,
        version(0),
        "ALTER TABLE `SERVES` DROP `rank`",
        "ALTER TABLE `SERVES` ADD `rank` STRING",
    )
    with pytest.raises(StoreSchemaMismatch, match=r"SERVES\.rank is STRING"):
        LadybugStore(path)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_file_is_refused(path, read_only):
    change(path, version(SCHEMA_VERSION + 1))
    with pytest.raises(StoreSchemaMismatch, match="newer graphrisk"):
        LadybugStore(path, read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_foreign_file_is_refused_and_left_alone(tmp_path, read_only):
    text = tmp_path / "text.lbdb"
    text.write_text("no database\n" * 1000, "utf-8")
    database = tmp_path / "other.lbdb"
    change(database, "CREATE NODE TABLE Person(id STRING PRIMARY KEY)")
    for path in (text, database):
        size = path.stat().st_size
        with pytest.raises(StoreSchemaMismatch):
            LadybugStore(path, read_only=read_only)
        assert path.stat().st_size == size


def test_a_missing_file_or_folder_is_told(tmp_path):
    with pytest.raises(StoreError, match="no store here yet"):
        LadybugStore(tmp_path / "missing.lbdb", read_only=True)
    with pytest.raises(StoreError, match="No such file"):
        LadybugStore(tmp_path / "missing" / "x.lbdb")
    with pytest.raises(StoreError):
        LadybugStore(tmp_path)


def test_a_second_writer_in_one_process_is_refused(path):
    first = LadybugStore(path)
    with pytest.raises(StoreBusy):
        LadybugStore(path)
    first.close()
    LadybugStore(path).close()


def test_a_closed_store_says_so(path):
    store = LadybugStore(path)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.info()
    with pytest.raises(StoreError, match="closed"):
        write_tables(store, graph("a>b"))


def test_a_write_without_room_for_its_copy_writes_nothing(path, monkeypatch):
    store = LadybugStore(path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(before_image.shutil, "copyfile", full)
    with pytest.raises(StoreError, match="No space left"):
        write_tables(store, graph("a>b b>a"))
    monkeypatch.undo()
    store.close()
    again = LadybugStore(path, read_only=True)
    assert again.info().counts["SERVES"] == 1
    again.close()


def test_a_failed_write_can_be_followed_by_a_good_one(path):
    store = LadybugStore(path)
    edges = {"SERVES": graph("a>b b>zz")["SERVES"]}
    with pytest.raises(StoreError, match="'zz'"):
        write_tables(store, edges)
    assert write_tables(store, graph("a>b b>zz")).load.number == 2
    store.close()


def _always(execute, kind, changes):
    return bool(changes.retire.get(kind)) or kind in changes.insert


@pytest.mark.parametrize(
    ("there", "inserted", "retired", "is_bulk"),
    [
        (0, 9, 0, False),
        (0, 10, 0, True),
        (3, 10, 0, False),
        (3, 30, 0, True),
        (3, 6, 4, False),
        (3, 5, 5, True),
    ],
)
def test_a_table_is_made_anew_where_that_is_faster(monkeypatch, there, inserted, retired, is_bulk):
    monkeypatch.setattr(ladybug_bulk, "BULK_ROWS", 10)
    monkeypatch.setattr(ladybug_bulk, "_MANY_MORE", 30)
    rows = to_tables([serves(f"e{n}", "a", "b") for n in range(inserted)])
    changes = Changes(Load(1, "", "load"), rows, {"SERVES": [str(n) for n in range(retired)]})
    counted = pa.table({"count": [there]})
    assert ladybug_bulk.is_worth_it(lambda query: counted, "SERVES", changes) is is_bulk


def by_id(table):
    return sorted(table.to_pylist(), key=lambda row: row["id"])


@pytest.fixture
def bulk(monkeypatch, tmp_path):
    """The path of a store whose relation tables are made anew at every load."""
    monkeypatch.setattr(ladybug_bulk, "is_worth_it", _always)
    monkeypatch.setattr(ladybug_bulk, "batches", lambda table: batches(table, 1))
    return tmp_path / "bulk.lbdb"


class TestBulk:
    def test_a_load_is_whole_or_not_at_all(self, bulk):
        store = LadybugStore(bulk)
        was = store.info()
        rows = graph("a>b b>c c>d d>e e>a")
        lost = to_tables([record("HOLDS", id="h", from_id="a", to_id="no")])
        with pytest.raises(StoreError, match="'no'"):
            write_tables(store, {**rows, **lost})
        assert store.info() == was
        write_tables(store, rows)
        assert store.info().counts["SERVES"] == 5
        assert store.info().digest == digest(read_tables(store))
        store.close()

    def test_what_stays_what_changes_what_goes_and_what_comes(self, bulk):
        store, reference = LadybugStore(bulk), MemoryStore()
        for each in (store, reference):
            write_tables(each, graph("a>b b>c c>a"), at="2024-01-01T00:00:00.000Z")
            rows = [serves("e1", "a", "b", service="web"), serves("e4", "c", "c", contract="K")]
            later = "2024-02-01T00:00:00.000Z"
            write_tables(each, to_tables(rows), withdraw={"SERVES": ["e2"]}, at=later)
            undo(each, 2, at="2024-03-01T00:00:00.000Z")
        store.close()
        store = LadybugStore(bulk, read_only=True)
        for kind in KINDS:
            assert sorted(store.read(kind).to_pylist(), key=str) == sorted(
                reference.read(kind).to_pylist(), key=str
            )
        assert sorted(store.history().to_pylist(), key=str) == sorted(
            reference.history().to_pylist(), key=str
        )
        assert store.info().digest == reference.info().digest
        store.close()

    def test_columns_of_one_value_are_read_and_asked_like_others(self, bulk):
        store = LadybugStore(bulk)
        same = {"currency": "SEK", "required": 2, "service": "it's \\ one", "contract": ""}
        edges = [serves(f"e{n}", "a", "b", **same) for n in range(3)]
        write_tables(store, to_tables([organization("a"), organization("b"), *edges]))
        found = {row["id"]: row for row in store.read("SERVES").to_pylist()}
        assert len(found) == 3
        for row in found.values():
            assert {name: row[name] for name in same} == same
        asked = (
            "MATCH ()-[r:SERVES]->() WHERE r.currency = 'SEK' AND r.required = 2 RETURN count(*)"
        )
        assert store.run(asked).column(0).to_pylist() == [3]
        write_tables(store, to_tables([serves("e9", "a", "b", service="other")]))
        (other,) = store.read("SERVES", ids=["e9"]).to_pylist()
        assert [other[name] for name in ("currency", "required", "contract")] == [None, None, None]
        assert store.info().digest == digest(read_tables(store))
        store.close()

    def test_texts_that_many_rows_share_are_read_like_others(self, bulk):
        store, reference = LadybugStore(bulk), MemoryStore()
        services = ("mail", None, "it's \\ one")
        edges = [
            serves(
                f"e{n}", "ab"[n % 2], "ba"[n % 3 // 2], service=services[n % 3], contract=f"K{n}"
            )
            for n in range(60)
        ]
        for each in (store, reference):
            write_tables(each, to_tables([organization("b"), organization("a"), *edges]), at="x")
        store.close()
        store = LadybugStore(bulk, read_only=True)
        assert by_id(store.read("SERVES")) == by_id(reference.read("SERVES"))
        assert store.info().digest == reference.info().digest
        store.close()

    def test_ids_that_are_there_or_stand_twice_are_refused(self, bulk):
        store = LadybugStore(bulk)
        write_tables(store, graph("a>b"))
        load = Load(2, "2024-01-01T00:00:00.000Z", "load")
        for ids in (["e1"], ["x", "x"]):
            rows = to_tables([serves(key, "a", "b") for key in ids])["SERVES"]
            made = {"SERVES": with_bookkeeping("SERVES", rows, load)}
            with pytest.raises(StoreError, match="there already"):
                store.apply(Changes(load, made))
        with pytest.raises(StoreError, match="not current"):
            store.apply(Changes(load, retire={"SERVES": ["unknown"]}))
        assert store.info().counts["SERVES"] == 1
        store.close()

    def test_a_node_with_edges_that_stay_does_not_go(self, bulk):
        store = LadybugStore(bulk)
        write_tables(store, graph("a>b b>c"))
        load = Load(2, "2024-01-01T00:00:00.000Z", "load")
        with pytest.raises(StoreError, match="not there"):
            store.apply(Changes(load, retire={"SERVES": ["e1"], "Organization": ["b"]}))
        assert store.info().counts["Organization"] == 3
        store.apply(Changes(load, retire={"SERVES": ["e1"], "Organization": ["a"]}))
        assert store.info().counts["Organization"] == 2
        store.close()


def test_a_file_of_before_keeps_its_texts_of_hashes(path, monkeypatch):
    monkeypatch.setattr(
        ladybug_text, "column_types", lambda field: (ladybug_text._TYPES[field.type],)
    )
    store = LadybugStore(path)
    write_tables(store, graph("a>b b>c"))
    store.close()
    monkeypatch.undo()
    store = LadybugStore(path)
    assert store.info().digest == digest(read_tables(store))
    write_tables(store, graph("a>b b>c c>a"))
    store.close()
    store = LadybugStore(path, read_only=True)
    assert store.info().digest == digest(read_tables(store))
    hashes = store.run("MATCH ()-[r:SERVES]->() RETURN r.record_hash AS hash").column("hash")
    assert {len(value) for value in hashes.to_pylist()} == {32}
    store.close()


def test_hashes_become_bytes_and_other_texts_stay():
    hashes = pa.array(["00" * 16, "ff0a" * 8])
    (first, second) = hash_values(hashes).to_pylist()
    assert (first.hex, second.hex) == tuple(hashes.to_pylist())
    for others in (["short"], [None], ["00" * 16, None]):
        assert hash_values(pa.array(others, pa.string())).to_pylist() == others


def test_only_plain_values_become_part_of_a_statement():
    column = pa.field("service", pa.string())
    for value in ("it's", "a\\", "a\nb", "", "é", 'a"b', True, 1.5):
        assert not ladybug_text.is_plain(value)
        with pytest.raises(ValueError):
            ladybug_text.add_column("SERVES", column, value)


def test_values_are_never_part_of_the_text():
    for kind in ladybug_text.KINDS.values():
        assert "$ids" in ladybug_text.read_columns(kind, ["id"], "list")
        assert "LOAD FROM $ids" in ladybug_text.delete(kind)


@pytest.mark.parametrize("address", ["", "sqlite:x", "ladybug:", "x.db", "http://x"])
def test_an_address_of_no_store_is_refused(address):
    with pytest.raises(UsageError, match="not the address of a store"):
        open_store(address)


def test_addresses_of_files_are_understood(tmp_path):
    for address in (f"ladybug:{tmp_path / 'a.db'}", str(tmp_path / "b.lbdb")):
        open_store(address).close()
    assert {"a.db", "b.lbdb"} <= {file.name for file in tmp_path.iterdir()}
