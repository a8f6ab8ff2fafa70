"""Memory that there is, and graphs that would not fit into it."""

from __future__ import annotations

import sys

import pytest

from graphrisk.analysis import room
from graphrisk.errors import TooLarge
from graphrisk.settings import Settings
from graphrisk.store.ledger import write_tables
from graphrisk.workspace.workspace import Workspace
from tests.contract.samples import graph

MB = 1 << 20


@pytest.fixture
def little_memory(monkeypatch):
    monkeypatch.setattr(room, "_free_in_system", lambda: 1_000 * MB)


def test_a_graph_that_surely_does_not_fit_is_refused_with_both_numbers(little_memory):
    room.check_reading(4_000_000)
    with pytest.raises(
        TooLarge, match=r"the 5,000,000 links of this graph alone would take 1,192 MB .* 1,000 MB"
    ):
        room.check_reading(5_000_000)


def test_the_setting_goes_before_what_is_free(little_memory):
    for enough in (2_000, float("inf")):
        room.check_reading(5_000_000, most_mb=enough)
    with pytest.raises(TooLarge, match="and 500 MB are free"):
        room.check_reading(2_500_000, most_mb=500)


def test_a_small_graph_is_read_whatever_is_said_to_be_free(monkeypatch):
    monkeypatch.setattr(room, "free_memory", lambda: 0)
    room.check_reading(100_000)


def test_the_limit_of_a_container_is_the_most_there_is(monkeypatch, tmp_path):
    (tmp_path / "new").write_text("max\n")
    (tmp_path / "old").write_text(f"{64 * MB}\n")
    paths = [str(tmp_path / name) for name in ("new", "missing", "old")]
    monkeypatch.setattr(room, "_GROUP_LIMITS", paths[:2])
    assert room._limit_of_group() == sys.maxsize
    monkeypatch.setattr(room, "_GROUP_LIMITS", paths)
    assert room.free_memory() <= 64 * MB


def test_addresses_that_ulimit_leaves_are_the_most_there_is(monkeypatch):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1, 1))
    assert room.free_memory() == 0
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY,) * 2)
    assert room._free_in_process() == sys.maxsize


@pytest.mark.parametrize("known_on", [None, "2999-01-01"])
def test_a_workspace_refuses_before_it_reads(monkeypatch, known_on):
    monkeypatch.setattr(room, "_SMALL", 0)
    given = {"GRAPHRISK_STORE": "memory:", "GRAPHRISK_MEMORY_LIMIT_MB": "0.0001"}
    work = Workspace(Settings.read(given, folder=None))
    with work.store(writing=True) as store:
        write_tables(store, graph("a>b"))
        monkeypatch.setattr(store, "read", None)
        with pytest.raises(TooLarge, match="the 1 links of this graph"):
            work.graph_of(store, known_on=known_on)
