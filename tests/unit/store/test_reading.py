"""Arrays beside a store save time; a load or an answer does not depend on them."""

from __future__ import annotations

import pytest

from graphrisk.errors import StoreError
from graphrisk.store import reading
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.reading import read_graph
from tests.contract.samples import graph


class Failing:
    """Arrays that cannot be made ready."""

    def __init__(self, error, *, may_keep=True):
        self.error, self.may, self.tries = error, may_keep, 0

    def read(self, digest):
        return None

    def holds(self, digest):
        return False

    def may_keep(self):
        return self.may

    def prepare(self, digest, tables):
        self.tries += 1
        raise self.error


@pytest.fixture
def store(monkeypatch):
    monkeypatch.setattr(reading, "SNAPSHOT_EDGES", 1)
    return MemoryStore()


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "full"), StoreError("gone")])
def test_a_load_and_an_answer_are_whole_where_arrays_cannot_be_kept(store, error):
    store.arrays = Failing(error)
    assert write_tables(store, graph("a>b b>c")).load is not None
    assert read_graph(store).n_edges == 2
    assert store.arrays.tries == 2


def test_arrays_are_not_made_ready_for_who_may_only_read(store):
    write_tables(store, graph("a>b b>c"))
    store.arrays = Failing(AssertionError("made ready"), may_keep=False)
    assert read_graph(store).n_edges == 2
