"""Files of an export that somebody changed before they are read back."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graphrisk.errors import UsageError
from graphrisk.ingest.load import read_registers
from graphrisk.model.record_csv import csv_parts
from graphrisk.model.record_parquet import write_parquet
from graphrisk.model.records import record
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import record_hashes, to_tables, with_hashes
from graphrisk.resolve.directory import Directory, read_directory
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from tests.contract.samples import organization, serves

ROWS = to_tables(
    [
        *(organization(key, country="SE") for key in "ab"),
        serves("e1", "a", "b", annual_cost=5.0, required=2, starts_on="2024-01-01"),
        serves("e2", "b", "a", probability=0.5, source="s.csv"),
    ]
)


@pytest.fixture
def files(tmp_path):
    """The files of an export, changed by ``change(table, old, new)``."""
    paths = {}
    for kind, table in ROWS.items():
        paths[KINDS[kind].table] = path = tmp_path / f"{KINDS[kind].table}.csv"
        path.write_bytes(b"".join(csv_parts(kind, with_hashes(kind, table))))

    def change(table, old, new):
        data = paths[table].read_bytes().decode()
        assert old in data
        paths[table].write_bytes(data.replace(old, new, 1).encode())
        return list(paths.values())

    return change


def problems(paths):
    found = read_registers(paths)
    return found, [problem.text() for problem in found.problems]


def test_changed_values_are_read_as_changed_and_counted(files):
    found, said = problems(files("serves", ",5.0,", ",7.5,"))
    assert said == ["serves.csv: 1 of 2 rows were changed since the export; read as such"]
    assert found.errors == 0
    assert found.tables["SERVES"].column("annual_cost").to_pylist() == [7.5, None]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",5.0,", ",five,", "row 2, column annual_cost, value 'five': not a number"),
        (",2,", ",many,", "row 2, column required, value 'many': not a whole number"),
        (",2,", ",0,", "row 2, column required, value '0': must be at least 1"),
        (",0.5,", ",1.5,", "row 3, column probability, value '1.5': must be at most 1"),
        ("2024-01-01", "soon", "row 2, column starts_on, value 'soon': not a date"),
        ("e2,b,a", "e1,b,a", "row 3, column id, value 'e1': this id stands twice"),
        ("e2,b,a", ",b,a", "row 3, column id: must not be empty"),
        ("e2,b,a", "e2,,a", "row 3, column vendor: must not be empty"),
    ],
)
def test_a_value_that_does_not_fit_is_listed_and_the_file_left_out(old, new, said, files):
    found, texts = problems(files("serves", old, new))
    assert any(text.startswith(f"serves.csv, {said}") for text in texts), texts
    assert set(found.tables) == {"Organization"}
    (counted,) = [file for file in found.files if file.file == "serves.csv"]
    assert (counted.read, counted.refused) == (2, 2)


def test_a_file_that_is_no_table_any_more_is_said(files):
    found, texts = problems(files("serves", "e2,b,a", '"e2,b,a'))
    assert "serves.csv: the file was changed, and is no table now" in texts[0]
    assert found.errors == 1


def test_other_files_beside_an_export_are_refused(files, tmp_path):
    other = tmp_path / "more.csv"
    other.write_text("vendor,customer\na,b\n", encoding="utf-8")
    with pytest.raises(UsageError, match="and other files in one load") as refused:
        read_registers([*files("serves", "e1", "e1"), other])
    assert refused.value.where == "more.csv"


def test_another_parent_takes_the_place_of_the_stored_one(tmp_path):
    store = MemoryStore()
    people = [organization(key) for key in "abc"]
    parent = record("PART_OF", id="old", from_id="a", to_id="b")
    write_tables(store, to_tables([*people, parent]))
    other = to_tables([record("PART_OF", id="new", from_id="a", to_id="c")])
    path = tmp_path / "part_of.csv"
    path.write_bytes(b"".join(csv_parts("PART_OF", with_hashes("PART_OF", other["PART_OF"]))))
    assert read_registers([path], directory=read_directory(store)).withdraw == {"PART_OF": ["old"]}
    assert read_registers([path], directory=Directory()).withdraw == {}


def test_export_of_an_earlier_version_loads_though_columns_came_later(tmp_path, files):
    path = files("serves", "id,", "id,")[1]
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    gone = [lines[0].index(name) for name in ("probability", "notice_days", "rank")]
    kept = [[cell for at, cell in enumerate(line) if at not in gone] for line in lines[:2]]
    path.write_text("".join(",".join(line) + "\r\n" for line in kept), "utf-8")
    found, said = problems([path])
    assert said == []
    assert found.tables["SERVES"].column("annual_cost").to_pylist() == [5.0]
    assert found.tables["SERVES"].column("notice_days").to_pylist() == [None]


def parquet(path, table):
    with path.open("wb") as file:
        write_parquet("SERVES", table, file)
    return path


def test_parquet_of_records_is_read_back_typed(tmp_path):
    rows = with_hashes("SERVES", ROWS["SERVES"])
    found, said = problems([parquet(tmp_path / "serves.parquet", rows)])
    assert said == []
    hashes = record_hashes("SERVES", found.tables["SERVES"])
    assert hashes.to_pylist() == rows.column("record_hash").to_pylist()


def test_parquet_with_values_out_of_range_is_refused_with_its_rows(tmp_path):
    rows = with_hashes("SERVES", ROWS["SERVES"])
    place = rows.column_names.index("confidence")
    rows = rows.set_column(place, "confidence", pa.array([0.5, 7.0]))
    found, said = problems([parquet(tmp_path / "serves.parquet", rows)])
    assert said == [
        "serves.parquet, row 3, column confidence, value '7.0': must be at most 1; correct it"
    ]
    assert not found.batches


@pytest.mark.parametrize("cut", [5, 40, 400])
def test_parquet_that_is_cut_or_foreign_is_refused_in_words(tmp_path, cut):
    whole = parquet(tmp_path / "serves.parquet", with_hashes("SERVES", ROWS["SERVES"]))
    whole.write_bytes(whole.read_bytes()[:-cut])
    found, (said,) = problems([whole])
    assert found.errors == 1
    assert "Parquet" in said
