"""A server or a client that dies in the middle of a load: run again, it is as if nothing was."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import threading
import time
from functools import cache

import pytest

from graphrisk.errors import StoreError, StoreUnavailable
from graphrisk.store.memory_store import MemoryStore
from tests.cli.runner import run
from tests.faults.neo4j_loads import PASSWORD, kept, opened, write_round

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

STEPS = 30
"""Fewer than the steps of any load below."""
KILLS = 5


class After:
    """Does something once, at so many steps of a load or a moment later."""

    def __init__(self, steps, action, seconds=0.0):
        self._left, self._action, self._seconds = steps, action, seconds

    def start(self, what, total=None):
        self.advance()

    def advance(self, count=1):
        self._left -= 1
        if self._left == 0 and self._seconds:
            threading.Timer(self._seconds, self._action).start()
        elif self._left == 0:
            self._action()

    def done(self):
        pass


@cache
def undisturbed(rounds):
    """Return what a store keeps after so many loads that nothing disturbed."""
    store = MemoryStore()
    for number in range(rounds):
        write_round(store, number)
    return kept(store)


def check_repaired(store, number):
    """Run the load of a round again: the store is as after an undisturbed one."""
    write_round(store, number)
    assert store.info().unfinished is None
    assert kept(store) == undisturbed(number + 1)
    doubled = "MATCH (n:Organization) WITH n.id AS id, count(*) AS k WHERE k > 1 RETURN id, k"
    assert store.run(doubled).num_rows == 0


@pytest.mark.parametrize("seed", range(2))
def test_a_server_killed_at_random_points_of_a_load_loses_and_doubles_nothing(own_server, seed):
    """Killed in mid-load, killed again in mid-repair, and then run to the end: six kills in all.

    The load changes half of the records of the one before.
    """
    draw = random.Random(seed)
    store = opened(own_server.address, own_server.password)
    store.clear()
    write_round(store, 0)
    seen_unfinished = 0
    for _ in range(KILLS):
        seconds = draw.choice([0.0, draw.uniform(0.001, 0.03)])
        kill = After(draw.randint(1, STEPS), own_server.process.kill, seconds)
        with pytest.raises(StoreUnavailable) as caught:
            write_round(store, 1, kill)
        assert caught.value.fix
        store.close()
        own_server.kill()
        own_server.start()
        store = opened(own_server.address, own_server.password)
        found = store.info().unfinished
        assert found is None or (found.load.number, found.is_alive) == (2, False)
        seen_unfinished += found is not None
        assert store.info().digest == undisturbed(1)["digest"]
    assert seen_unfinished, "the kills missed the load"
    check_repaired(store, 1)
    store.close()


def test_a_server_started_again_between_two_calls_goes_unnoticed_or_is_told(own_server):
    store = opened(own_server.address, own_server.password, timeout_seconds=20.0)
    store.clear()
    write_round(store, 0)
    was = store.info().digest
    own_server.kill()
    with pytest.raises(StoreUnavailable, match="does not answer"):
        opened(own_server.address, own_server.password, timeout_seconds=1.0)
    own_server.start()
    told = attempt(lambda: store.run("RETURN 1 AS one"))  # free queries are tried once
    assert told is None or "does not answer" in told
    assert store.info().digest == was
    assert write_round(store, 1).digest == undisturbed(2)["digest"]
    store.close()


def attempt(call):
    """Return None, or what the error says that may be tried again."""
    try:
        call()
    except StoreUnavailable as error:
        return str(error)
    return None


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux")
def test_a_server_whose_disk_takes_no_more_says_so_and_is_repaired(own_server):
    """From a moment of the load on, every write of the server beyond the files' sizes fails."""
    store = opened(own_server.address, own_server.password)
    store.clear()
    write_round(store, 0)
    process = own_server.process

    def fill_the_disk():
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

    with pytest.raises(StoreError) as caught:
        write_round(store, 1, After(5, fill_the_disk))
    assert caught.value.fix
    assert "Traceback" not in str(caught.value)
    store.close()
    own_server.kill()
    own_server.start()
    store = opened(own_server.address, own_server.password)
    assert store.info().digest == undisturbed(1)["digest"]
    check_repaired(store, 1)
    store.close()


@pytest.mark.parametrize("seed", [0, 2])
def test_a_client_killed_in_mid_load_leaves_a_marker_and_the_next_run_repairs(
    neo4j_server, seed, monkeypatch, tmp_path
):
    monkeypatch.setenv(PASSWORD, neo4j_server.password)
    monkeypatch.chdir(tmp_path)
    neo4j_server.clear()
    store = opened(neo4j_server.address, neo4j_server.password)
    for number in range(seed):
        write_round(store, number)
    command = [sys.executable, "-m", "tests.faults.neo4j_loads", neo4j_server.address, str(seed)]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=here) as client:
        while store.info().unfinished is None:
            assert client.poll() is None, "the load was over before it was seen"
        time.sleep(random.Random(seed).uniform(0.0, 0.3))  # a random point, not a synchronisation
        client.kill()
    assert kept(store) == undisturbed(seed), "half a load is to be seen"
    died = time.monotonic()
    said = status_of(neo4j_server)
    assert f"Load {seed + 1} (load of round-{seed}.csv) is " in said
    while seed and "is being written now" in said:  # for as long as a writer may be silent: once
        assert time.monotonic() < died + 60
        said = status_of(neo4j_server)
    assert not seed or ("is unfinished" in said and "run it again" in said)
    check_repaired(store, seed)
    assert "unfinished" not in status_of(neo4j_server)
    store.close()


def status_of(server):
    """Return what `graphrisk status` says, in one line."""
    status = run("status", "--store", server.address)
    assert status.code == 0, status.both
    return " ".join(status.out.split())
