from __future__ import annotations

import ladybug
import pytest

from graphrisk.errors import StoreBusy, StoreError, StoreSchemaMismatch, UsageError
from graphrisk.model.records import record
from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import digest, to_tables
from graphrisk.store import before_image, ladybug_rows, ladybug_text
from graphrisk.store.ladybug_store import LadybugStore
from graphrisk.store.ledger import write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_tables
from graphrisk.store.versions import batches
from tests.contract.samples import graph


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


@pytest.mark.parametrize("bulk", [1, 1000])
def test_a_write_in_several_commits_is_whole_or_not_at_all(path, monkeypatch, bulk):
    monkeypatch.setattr(ladybug_rows, "BULK_ROWS", bulk)
    monkeypatch.setattr(ladybug_rows, "COMMIT_ROWS", 2)
    monkeypatch.setattr(ladybug_rows, "batches", lambda table: batches(table, 1))
    store = LadybugStore(path)
    was = store.info()
    rows = graph("a>b b>c c>d d>e e>a")
    bad = {**rows, "HOLDS": to_tables([record("HOLDS", id="h", from_id="a", to_id="no")])["HOLDS"]}
    with pytest.raises(StoreError, match="'no'"):
        write_tables(store, bad)
    assert store.info() == was
    write_tables(store, rows)
    assert store.info().counts["SERVES"] == 5
    assert store.info().digest == digest(read_tables(store))
    store.close()


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
