"""What a load means does not depend on the short way taken for records that are known already."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.model.tables import to_tables
from graphrisk.store import ledger
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from tests.contract.samples import organization, serves

ORGANIZATIONS = st.builds(
    organization,
    st.sampled_from("abc"),
    country=st.sampled_from([None, "SE", "FI"]),
    source=st.sampled_from([None, "one", "two"]),
)
EDGES = st.builds(
    serves,
    st.sampled_from(["e1", "e2"]),
    st.just("a"),
    st.just("b"),
    service=st.sampled_from([None, "mail", "web"]),
    contract=st.sampled_from([None, "K1"]),
    source=st.sampled_from([None, "one"]),
)
COLUMNS = st.sampled_from([None, frozenset({"service"}), frozenset({"service", "contract"})])
BATCH = st.tuples(st.lists(ORGANIZATIONS, max_size=4), st.lists(EDGES, max_size=3), COLUMNS)
ENDS = [organization("a"), organization("b")]


def batches(loads):
    """Return what write_tables takes: batches of a kind, with the columns that they state."""
    found = []
    for nodes, edges, columns in loads:
        for kind, table in to_tables([*ENDS, *nodes]).items():
            found.append((kind, table, None))
        for kind, table in to_tables(edges).items():
            found.append((kind, table, columns))
    return found


def outcome(loads):
    store, reports = MemoryStore(), []
    for number, load in enumerate(loads):
        report = write_tables(store, batches(load), at=f"2024-01-0{number + 1}")
        reports.append(report)
    return reports, sorted(store.history().to_pylist(), key=str), store.info().digest


@given(loads=st.lists(st.lists(BATCH, min_size=1, max_size=3), min_size=1, max_size=4))
def test_the_short_way_changes_nothing(loads):
    with pytest.MonkeyPatch.context() as patch:
        short = outcome(loads)
        patch.setattr(ledger, "without_known", lambda kind, tables, keys: (list(tables), 0))
        long = outcome(loads)
    assert short == long


def test_what_is_known_word_for_word_is_not_even_read(monkeypatch):
    store = MemoryStore()
    rows = to_tables([*ENDS, serves("e", "a", "b", service="mail", source="f.csv#2")])
    write_tables(store, rows)
    read = store.read
    asked = []

    def watched(kind, *, columns=None, ids=None):
        asked.append((kind, columns))
        return read(kind, columns=columns, ids=ids)

    monkeypatch.setattr(MemoryStore, "read", lambda self, kind, **how: watched(kind, **how))
    report = write_tables(store, rows)
    assert report.load is None
    assert dict(report.unchanged) == {"Organization": 2, "SERVES": 1}
    assert all(columns == ("id", "record_hash") for _, columns in asked)
