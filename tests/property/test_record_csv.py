"""What is exported as CSV and read back is the same, whatever its values."""

from __future__ import annotations

import csv

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.ingest.exported import exported_kind, read_exported
from graphrisk.ingest.load import read_registers
from graphrisk.model.record_csv import csv_columns, csv_parts, kind_of_header
from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS
from graphrisk.model.tables import arrow_schema, digest, to_tables, with_hashes
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.reading import read_tables
from tests.contract.samples import HOSTILE, everything, organization

TEXTS = st.one_of(
    st.text(max_size=8),
    st.text(alphabet="'=+-@;\\\", \t\r\n\u00a0\ufeff＝a", max_size=6),
    st.sampled_from(HOSTILE),
)
NAMES = TEXTS.filter(bool)
VALUES = {
    "text": TEXTS,
    "list": st.lists(NAMES, max_size=3),
    "number": st.floats(0, 1),
    "integer": st.integers(1, 4),
    "boolean": st.booleans(),
    "date": st.sampled_from(["2024", "2024-02-29", "2024-01-01T10:00", "XXXX-03-23"]),
}


@st.composite
def rows_of(draw, kind):
    """Some records of a kind; whatever they need is there, the rest may be."""
    made = KINDS[kind]
    properties = [p for p in made.all_properties() if p.name not in BOOKKEEPING_NAMES]
    needed = {p.name: NAMES for p in properties if p.required}
    needed |= {"from_id": NAMES, "to_id": NAMES} if made.is_edge else {}
    maybe = {p.name: VALUES[p.type] for p in properties if not p.required}
    ids = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    return [{"id": key, **draw(st.fixed_dictionaries(needed, optional=maybe))} for key in ids]


def written(kind, rows, folder):
    table = with_hashes(kind, pa.Table.from_pylist(rows, arrow_schema(kind)))
    path = folder / f"{KINDS[kind].table}.csv"
    path.write_bytes(b"".join(csv_parts(kind, table)))
    return path, table


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_comes_back_as_it_was(kind, tmp_path_factory):
    folder = tmp_path_factory.mktemp(kind)

    @given(rows=rows_of(kind))
    def law(rows):
        path, table = written(kind, rows, folder)
        assert exported_kind(path) is KINDS[kind]
        records, total, log = read_exported(path, KINDS[kind])
        assert [p.text() for p in log.finished()] == []
        assert total == len(rows)
        kept = [name for name in table.column_names if name not in BOOKKEEPING_NAMES]
        assert records.select(kept).to_pylist() == table.select(kept).to_pylist()
        assert digest({kind: records}) == digest({kind: table})

    law()


def test_every_header_is_that_of_one_kind():
    headers = [",".join(csv_columns(kind)) for kind in KINDS]
    assert [kind_of_header(header).name for header in headers] == list(KINDS)
    assert kind_of_header("vendor,customer") is None


def test_no_cell_is_run_by_a_spreadsheet(tmp_path):
    rows = [{"id": "=1+1", "name": "@SUM(A1)", "aliases": ["+1", "-2"], "country": "\t=x"}]
    path, _ = written("Organization", rows, tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for cell in list(csv.reader(file))[1][:-1] if cell]
    assert cells == ["'=1+1", "'@SUM(A1)", "'+1;-2", "'\t=x"]


def test_a_whole_store_goes_through_files(tmp_path):
    source, target = MemoryStore(), MemoryStore()
    write_tables(source, everything())
    hostile = [organization(f"h{n}", name=name) for n, name in enumerate(HOSTILE)]
    write_tables(source, to_tables(hostile))
    paths = []
    for kind, table in read_tables(source).items():
        path = tmp_path / f"{KINDS[kind].table}.csv"
        path.write_bytes(b"".join(csv_parts(kind, table)))
        paths.append(path)
    found = read_registers(paths)
    assert (found.errors, found.problems) == (0, ())
    report = write_tables(target, list(found.batches))
    assert report.digest == source.info().digest
    assert write_tables(target, list(read_registers(paths).batches)).load is None
