"""A snapshot answers as the store does, is never older than it, and may be missing or damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graphrisk.errors import StoreError
from graphrisk.model import build
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.store import reading
from graphrisk.store.ledger import write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_graph


def _records(count: int, merged: bool = False) -> dict:
    records = [record("Organization", id=f"o{k}", name=f"Org {k}") for k in range(count + 1)]
    records += [
        record("SERVES", id=f"e{k}", from_id=f"o{k}", to_id=f"o{k + 1}", supports=["f"])
        for k in range(count)
    ]
    if merged:
        records.append(record("Merge", id="m", alias="o0", organization="o1"))
    return to_tables(records)


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(reading, "SNAPSHOT_EDGES", 1)
    return f"ladybug:{tmp_path / 'g.lbdb'}"


def _write(address: str, tables: dict) -> None:
    store = open_store(address)
    write_tables(store, tables)
    store.close()


def _read(address: str) -> tuple:
    store = open_store(address, read_only=True)
    graph = read_graph(store)
    store.close()
    ends = graph.source.tolist(), graph.target.tolist()
    return graph.digest, graph.serves.to_pylist(), graph.organizations.to_pylist(), *ends


def _snapshot(address: str) -> Path:
    (folder,) = Path(address.removeprefix("ladybug:") + ".snapshot").iterdir()
    return folder


def _anything_kept(address: str) -> bool:
    return any(Path(address.removeprefix("ladybug:") + ".snapshot").rglob("*"))


def _forget(address: str) -> None:
    shutil.rmtree(address.removeprefix("ladybug:") + ".snapshot")


@pytest.mark.parametrize("merged", [False, True])
def test_snapshot_made_with_the_first_load_is_what_the_store_holds(
    address: str, merged: bool
) -> None:
    _write(address, _records(5, merged))
    kept = _read(address)
    assert _snapshot(address).name.endswith(kept[0][:32])
    _forget(address)
    assert _read(address) == kept


def test_a_first_load_that_fails_leaves_no_snapshot(address: str) -> None:
    store = open_store(address)
    tables = _records(3)
    holds = to_tables([record("HOLDS", id="h", from_id="o0", to_id="nothing")])
    with pytest.raises(StoreError, match="'nothing'"):
        write_tables(store, {**tables, **holds})
    assert not _anything_kept(address)
    dangling = {"SERVES": tables["SERVES"]}
    with pytest.raises(StoreError, match="records that are not there"):
        write_tables(store, dangling)
    assert not _anything_kept(address)
    store.close()


@pytest.mark.parametrize("merged", [False, True])
def test_snapshot_gives_the_same_graph_as_the_store(address: str, merged: bool) -> None:
    _write(address, _records(5, merged))
    _forget(address)
    first = _read(address)
    assert _snapshot(address).is_dir()
    assert _read(address) == first


def test_snapshot_of_an_older_state_is_not_used_and_goes(address: str) -> None:
    _write(address, _records(3))
    old = _read(address)
    _write(address, _records(4))
    new = _read(address)
    assert old[0] != new[0]
    assert len(new[1]) == 4
    assert _snapshot(address).is_dir()


def test_damaged_snapshot_is_left_aside(address: str) -> None:
    _write(address, _records(3))
    first = _read(address)
    for file in _snapshot(address).glob("*.arrow"):
        file.write_bytes(b"not arrow")
    assert _read(address) == first


@pytest.mark.parametrize("said", ["[]", "null", '{"rows": [], "columns": [["SERVES", "id"]]}'])
def test_snapshot_of_which_something_else_is_said_is_written_anew(address: str, said: str) -> None:
    _write(address, _records(3))
    first = _read(address)
    contents = _snapshot(address) / "contents.json"
    right = contents.read_text("utf-8")
    contents.write_text(said, "utf-8")
    assert _read(address) == first
    assert contents.read_text("utf-8") == right


@pytest.mark.parametrize("lost", ["SERVES.id.arrow", "_ends.source.arrow", "contents.json"])
def test_snapshot_that_lacks_a_file_is_written_anew(address: str, lost: str) -> None:
    _write(address, _records(3))
    first = _read(address)
    (_snapshot(address) / lost).unlink()
    assert _read(address) == first
    assert (_snapshot(address) / lost).is_file()


def test_ends_of_links_are_read_from_the_snapshot(address: str, monkeypatch) -> None:
    _write(address, _records(3))
    first = _read(address)
    monkeypatch.setattr(build, "_ends_of", lambda *_: pytest.fail("names were looked up"))
    assert _read(address) == first
