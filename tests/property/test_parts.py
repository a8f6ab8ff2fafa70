"""`exposed` from a part of the graph and from the whole: byte for byte the same answer."""

from __future__ import annotations

import os
from dataclasses import replace

import pyarrow as pa
import pytest

from graphrisk.errors import UsageError
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.store import reading
from graphrisk.store.array_files import ArrayFiles
from graphrisk.store.arrays import content_columns
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.workspace import parts
from graphrisk.workspace.part_reading import Question
from graphrisk.workspace.parts import PATHS, read_for
from tests.part_worlds import answer_by, filled, random_question, workspace_of
from tests.plain_parts import PlainParts, PlainReader

SEEDS = 5_000 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 15


def test_part_gives_the_answer_of_the_whole():
    smaller = 0
    for seed in range(SEEDS):
        store = PlainParts()
        case = filled(store, seed)
        work = workspace_of(store)
        names, question = random_question(seed, work, case)
        *by_query, how = answer_by("query", work, names, question)
        *by_arrays, _ = answer_by("arrays", work, names, question)
        assert by_query == by_arrays, seed
        smaller += how is not None and how.path == "query" and how.links < how.of
    assert smaller > SEEDS / 2, "parts are parts"


@pytest.fixture
def chain():
    """A store with a chain of three and a link beside it, and a workspace over it."""
    store = PlainParts()
    ends = [("a", "b"), ("b", "c"), ("x", "y")]
    records = [record("Organization", id=key, name=key, country="SE") for key in "abcxy"]
    records += [record("SERVES", id=f"e{n}", from_id=v, to_id=c) for n, (v, c) in enumerate(ends)]
    write_tables(store, to_tables(records))
    return store, workspace_of(store)


def path_taken(work, names, path=None, **asked):
    """Return how the graph was read for a question."""
    question = Question(work.params(as_of="2026-06-15"), **asked)
    read = read_for(work, names, question, find=lambda _, found: list(found), path=path)
    return read.how


def test_query_reads_only_what_lies_downstream(chain):
    _, work = chain
    how = path_taken(work, ["a"], "query")
    assert (how.path, how.links, how.of) == ("query", 2, 3)


def test_small_store_is_read_whole_unless_asked_otherwise(chain):
    _, work = chain
    assert path_taken(work, ["a"]).reason == "the store is small"


def test_much_downstream_is_read_whole(chain, monkeypatch):
    _, work = chain
    monkeypatch.setattr(parts, "LEAST_LINKS", 1)
    monkeypatch.setattr(parts, "MOST_SHARE", 0.5)
    assert path_taken(work, ["a"]).line() == (
        "Read: all 3 links, into arrays (more than 1 of them lie downstream)."
    )
    monkeypatch.setattr(parts, "MOST_SHARE", 1.5)
    assert path_taken(work, ["a"]).path == "query"


def test_arrays_that_are_kept_are_read_sooner_than_any_part(chain, monkeypatch, tmp_path):
    store, work = chain
    store.arrays = ArrayFiles(tmp_path / "store")
    monkeypatch.setattr(reading, "SNAPSHOT_EDGES", 1)
    monkeypatch.setattr(parts, "LEAST_LINKS", 1)
    monkeypatch.setattr(parts, "MOST_SHARE", 2.0)
    assert path_taken(work, ["a"]).path == "query"
    assert path_taken(work, ["a"], "arrays").reason == "as asked"
    assert path_taken(work, ["a"]).reason == "the arrays of this state are kept beside the store"
    assert path_taken(work, ["a"], "query").path == "query"


def test_little_is_read_by_query_beside_kept_arrays_where_nothing_is_to_be_counted(
    chain, monkeypatch, tmp_path
):
    store, work = chain
    store.arrays = ArrayFiles(tmp_path / "store")
    monkeypatch.setattr(reading, "SNAPSHOT_EDGES", 1)
    monkeypatch.setattr(parts, "LEAST_LINKS", 1)
    monkeypatch.setattr(PlainReader, "counted", True)
    path_taken(work, ["a"], "arrays")
    monkeypatch.setattr(parts, "MOST_SHARE_BESIDE_ARRAYS", 1.5)
    assert path_taken(work, ["a"]).path == "query"
    monkeypatch.setattr(parts, "MOST_SHARE_BESIDE_ARRAYS", 0.5)
    assert path_taken(work, ["a"]).reason == "more than 1 of them lie downstream"


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"known_on": "2026-06-01"}, "earlier state"),
        ({"kinds": {"country": "SE"}}, "read off all links"),
    ],
)
def test_question_about_everything_is_read_whole_and_cannot_be_forced(chain, asked, reason):
    _, work = chain
    if "known_on" not in asked:
        assert reason in path_taken(work, ["a"], **asked).reason
    with pytest.raises(UsageError, match=reason):
        path_taken(work, ["a"], "query", **asked)


def test_functions_are_answered_from_the_whole(chain):
    store, work = chain
    bank = record("Organization", id="c", name="c", functions=["F1 Payments: critical"])
    write_tables(store, to_tables([bank]))
    with pytest.raises(UsageError, match="functions"):
        path_taken(work, ["a"], "query")


def test_links_of_merged_organizations_count_as_merged(chain):
    store, work = chain
    write_tables(store, to_tables([record("Merge", id="m", alias="x", organization="a")]))
    assert path_taken(work, ["a"], "query").links == 3
    question = Question(work.params(as_of="2026-06-15"), mode="outage")
    by_query, by_arrays = (answer_by(path, work, ["a"], question)[:2] for path in PATHS[1:])
    assert by_query == by_arrays
    assert "3 stop" in by_query[0]


def test_many_links_of_merged_organizations_are_read_whole(chain, monkeypatch):
    store, work = chain
    write_tables(store, to_tables([record("Merge", id="m", alias="b", organization="a")]))
    monkeypatch.setattr(parts, "LEAST_LINKS", 1)
    monkeypatch.setattr(parts, "MOST_SHARE", 0.5)
    assert path_taken(work, ["a"]).reason == "many links are those of merged organizations"


def test_store_that_moved_meanwhile_is_read_whole(chain, monkeypatch):
    store, work = chain
    monkeypatch.setattr(parts, "LEAST_LINKS", 1)
    monkeypatch.setattr(parts, "MOST_SHARE", 2.0)
    monkeypatch.setattr(PlainReader, "moved", True)
    assert path_taken(work, ["a"]).reason == "the store was written to meanwhile"
    ends_nowhere = store.read("SERVES").select(content_columns("SERVES")).slice(0, 1)
    at = ends_nowhere.schema.get_field_index("to_id")
    ends_nowhere = ends_nowhere.set_column(at, "to_id", pa.array(["new"]))
    monkeypatch.setattr(PlainReader, "links_at", lambda *_: ends_nowhere)
    assert path_taken(work, ["a"]).reason == "the store was written to meanwhile"


def test_setting_chooses_the_path_and_the_option_wins(chain):
    store, _ = chain
    work = workspace_of(store, {"GRAPHRISK_READ_PATH": "query"})
    assert path_taken(work, ["a"]).path == "query"
    assert path_taken(work, ["a"], "arrays").reason == "as asked"
    with pytest.raises(UsageError, match="is no path"):
        path_taken(work, ["a"], "fast")


def test_other_stores_are_read_whole_and_say_nothing_of_it():
    store = MemoryStore()
    write_tables(store, to_tables([record("Organization", id="a", name="a")]))
    work = workspace_of(store)
    assert path_taken(work, ["a"]) is None
    with pytest.raises(UsageError, match="only a Neo4j store"):
        path_taken(work, ["a"], "query")


def test_answer_names_the_path_in_its_footer_and_in_its_data(chain):
    _, work = chain
    question = Question(work.params(as_of="2026-06-15"))
    *_, how = answer_by("query", work, ["a"], replace(question, mode="outage"))
    assert how.line() == "Read: 2 of 3 links, by query."
