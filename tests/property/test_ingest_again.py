"""Laws of loading again: what was loaded once changes nothing when it comes again, in any order."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from graphrisk.ingest.load import read_registers
from graphrisk.resolve.directory import read_directory
from graphrisk.store.base import GraphStore
from graphrisk.store.ledger import write_tables
from graphrisk.store.opening import open_store

ROW = "id,name,country,aliases"
NAMES = ["Theta AB", "Theta AS", "Sigma AB", "Omega"]
WRITINGS = [*NAMES, "Theta", "THETA AB", "sigma", "Om", "OM", "our supplier", "V1"]
ALIASES = st.sampled_from(["", "", "Om", "Th", "Om;Th"])
BY_NAME = st.lists(
    st.tuples(st.just(""), st.sampled_from(NAMES), st.sampled_from(["SE", "NO", ""])),
    min_size=1,
    max_size=4,
)
BY_ID = st.lists(
    st.tuples(st.sampled_from(["V1", "V2", "V3"]), st.sampled_from(NAMES), st.just("")),
    min_size=1,
    max_size=3,
    unique_by=lambda row: row[0],
)
SERVES = st.lists(
    st.tuples(st.sampled_from(WRITINGS), st.sampled_from(["Kund Ett", "Theta", "Sigma AB", "Om"])),
    min_size=1,
    max_size=4,
)
File = tuple[str, list[tuple[str, ...]]]


@st.composite
def registers(draw: st.DrawFn) -> list[File]:
    """Organizations, one row a file so that those of one name come at different times; links."""
    names = draw(st.one_of(BY_NAME, BY_ID))
    # Rows about one body say the same: of two that differ the later holds, each time anew.
    aliases = {name: draw(ALIASES) for name in NAMES}
    files: list[File] = [(ROW, [(*row, aliases[row[1]])]) for row in dict.fromkeys(names)]
    files += [("vendor,customer", list(rows)) for rows in draw(st.lists(SERVES, max_size=2))]
    return draw(st.permutations(files))


def load(store: GraphStore, paths: list[Path]) -> bool:
    found = read_registers(paths, directory=read_directory(store))
    report = write_tables(store, found.batches, withdraw=found.withdraw)
    return report.load is not None


def written(folder: str, files: list[File]) -> list[Path]:
    paths = []
    for number, (header, rows) in enumerate(files):
        path = Path(folder) / f"{number}.csv"
        path.write_text("\n".join([header, *(",".join(row) for row in rows)]), encoding="utf-8")
        paths.append(path)
    return paths


THETAS: list[File] = [
    ("vendor,customer", [("Theta AB", "Kund Ett")]),
    (ROW, [("", "Theta AB", "SE", "")]),
    (ROW, [("", "Theta AB", "NO", "")]),
]
GIVEN: list[File] = [
    (ROW, [("V1", "Theta AB", "", "")]),
    ("vendor,customer", [("Theta AS", "Kund Ett")]),
    ("vendor,customer", [("Theta AB", "Theta")]),
]
FORMS: list[File] = [
    ("vendor,customer", [("Theta", "Kund Ett")]),
    ("vendor,customer", [("Theta AB", "Kund Ett"), ("Theta AS", "Theta")]),
]

ALIAS: list[File] = [
    (ROW, [("", "Theta AS", "SE", "Om")]),
    ("vendor,customer", [("Theta AB", "Om")]),
    (ROW, [("", "Omega", "SE", "Om")]),
    ("vendor,customer", [("Theta AS", "Om")]),
]


@settings(max_examples=100, deadline=None)
@given(registers())
@example(THETAS)
@example([*THETAS[1:], THETAS[0]])
@example([THETAS[1], THETAS[0], THETAS[2]])
@example(FORMS)
@example(ALIAS)
def test_same_command_twice_changes_nothing(files):
    with tempfile.TemporaryDirectory() as folder:
        paths = written(folder, files)
        store = open_store("memory:")
        load(store, paths)
        before = store.info().digest
        assert not load(store, paths)
        assert store.info().digest == before


@settings(max_examples=100, deadline=None)
@given(registers())
@example(THETAS)
@example([*THETAS[1:], THETAS[0]])
@example([THETAS[1], THETAS[0], THETAS[2]])
@example(FORMS)
@example(ALIAS)
@example(GIVEN)
def test_same_files_one_by_one_twice_change_nothing(files):
    with tempfile.TemporaryDirectory() as folder:
        paths = written(folder, files)
        store = open_store("memory:")
        for path in paths:
            load(store, [path])
        before = store.info().digest
        assert [path.name for path in paths if load(store, [path])] == []
        assert store.info().digest == before
