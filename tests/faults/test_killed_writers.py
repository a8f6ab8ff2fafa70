"""A writer killed at any moment leaves the state before its load or after it, never between."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from graphrisk.errors import StoreBusy, StoreError
from graphrisk.model.tables import digest, to_tables
from graphrisk.store import before_image
from graphrisk.store.ladybug_store import LadybugStore
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_tables
from tests.contract.samples import graph
from tests.faults.loader import records

ROWS = 2_000
KILLS = 6


@pytest.mark.slow
def test_a_killed_load_is_there_whole_or_not_at_all(tmp_path):
    path = tmp_path / "killed.lbdb"
    reference = MemoryStore()
    known = [reference.info().digest]
    for seed in range(KILLS + 1):
        write_tables(reference, to_tables(records(seed, ROWS)))
        known.append(reference.info().digest)
    draw = random.Random(7)
    LadybugStore(path).close()
    with loader(path, 0, ROWS) as process:
        assert process.stdout.readline() == "writing\n"
        start = time.monotonic()
        assert process.stdout.readline() == f"{known[1]}\n"
        whole = time.monotonic() - start
    seed, outcomes = 1, []
    for _ in range(KILLS):
        with loader(path, seed, ROWS) as process:
            assert process.stdout.readline() == "writing\n"
            time.sleep(draw.uniform(0.2, 1.1) * whole)
        with reading(path) as store:
            found, stored = digest(read_tables(store)), store.info()
        assert found == stored.digest
        assert found in (known[seed], known[seed + 1])
        assert stored.last_load.number == known.index(found)
        outcomes.append(known.index(found) - seed)
        seed = known.index(found)
    assert set(outcomes) <= {0, 1}


def test_what_a_dead_writer_changed_is_taken_back(tmp_path):
    """Ladybug would recover removals without the rows copied in: the file before them counts."""
    path = tmp_path / "dead.lbdb"
    store = LadybugStore(path)
    was = write_tables(store, graph("a>b"))
    store.close()
    before_image.keep(path)
    store = LadybugStore(tmp_path / "other.lbdb")
    write_tables(store, graph("x>y y>z"))
    store.close()
    (tmp_path / "other.lbdb").replace(path)
    (tmp_path / "dead.lbdb.wal.checkpoint").write_bytes(b"half")
    with reading(path) as again:
        assert again.info().digest == was.digest == digest(read_tables(again))
    assert sorted(file.name for file in tmp_path.iterdir() if "dead" in file.name) == [
        "dead.lbdb",
        "dead.lbdb.lock",
    ]


def test_a_held_file_is_refused_with_the_number_of_its_holder(tmp_path):
    path = tmp_path / "held.lbdb"
    LadybugStore(path).close()
    with loader(path, 0, 5) as process:
        assert process.stdout.readline() == "writing\n"
        assert len(process.stdout.readline().strip()) == 64
        for read_only in (True, False):
            with pytest.raises(StoreBusy, match=f"process {process.pid}") as caught:
                open_store(f"ladybug:{path}", read_only=read_only)
            assert caught.value.process_id == process.pid
            assert caught.value.retryable
    with reading(path) as store:
        assert store.info().counts["SERVES"] == 5


def test_many_may_read_while_none_may_write(tmp_path):
    path = tmp_path / "read.lbdb"
    first = LadybugStore(path)
    write_tables(first, graph("a>b"))
    first.close()
    with reading(path) as one, reading(path) as two:
        code = f"from tests.faults.test_killed_writers import count; count({str(path)!r})"
        apart = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert apart.stdout == "2"
        assert one.info() == two.info()
        with pytest.raises(StoreBusy):
            LadybugStore(path)
        with pytest.raises(StoreError):
            write_tables(one, graph("x>y"))
    LadybugStore(path).close()


def count(path: str) -> None:
    """Print the number of organizations that a second process reads."""
    with reading(path) as store:
        sys.stdout.write(str(store.info().counts["Organization"]))


@contextmanager
def reading(path):
    """Open a file for reading."""
    store = open_store(f"ladybug:{path}", read_only=True)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def loader(path, seed, rows):
    """Start a writer; it is killed at the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.loader", str(path), str(seed), str(rows)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdin.close()
        process.stdout.close()
