"""Columns as JSON: always what the json module writes for the same row."""

from __future__ import annotations

import hashlib
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.model.json_text import json_rows, json_values
from graphrisk.model.row_text import text_of
from graphrisk.model.schema import BOOKKEEPING_NAMES
from graphrisk.model.tables import arrow_schema, canonical_json, record_hashes

TEXTS = st.one_of(
    st.text(), st.sampled_from(["", "plain", 'a"b', "a\\b", "a\x1fb", "a\x7fö", "東京"])
)
FLOATS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**60), 2**60).map(float),
    st.sampled_from([-0.0, 0.0, 1e22, 5e-324, 1e16, 1e15, 1e15 - 1]),
)
COLUMNS = st.one_of(
    st.tuples(st.just(pa.string()), st.lists(st.none() | TEXTS, min_size=1, max_size=6)),
    st.tuples(st.just(pa.float64()), st.lists(st.none() | FLOATS, min_size=1, max_size=6)),
    st.tuples(
        st.just(pa.int64()),
        st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=6),
    ),
    st.tuples(st.just(pa.bool_()), st.lists(st.none() | st.booleans(), min_size=1, max_size=6)),
    st.tuples(
        st.just(pa.list_(pa.string())),
        st.lists(st.none() | st.lists(TEXTS, max_size=3), min_size=1, max_size=6),
    ),
)


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(column=COLUMNS, skipped=st.integers(0, 3))
def test_every_value_is_written_as_the_json_module_writes_it(column, skipped):
    kind, values = column
    array = pa.array(values, kind).slice(skipped)
    expected = [None if value is None else as_json(value) for value in values[skipped:]]
    assert json_values(array).to_pylist() == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_written_as_the_json_module_writes_it(value):
    assert json_values(pa.array([1.5, value, None])).to_pylist() == ["1.5", as_json(value), None]


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": TEXTS,
                "service": TEXTS,
                "annual_cost": FLOATS,
                "required": st.integers(1, 9),
                "supports": st.lists(TEXTS, max_size=2),
                "load_number": st.integers(1, 9),
            },
        ),
        min_size=1,
        max_size=5,
    )
)
def test_hash_of_a_record_is_that_of_its_canonical_json(rows):
    table = pa.Table.from_pylist(rows, arrow_schema("SERVES"))
    expected = []
    for row in rows:
        known = {name: value for name, value in row.items() if name not in BOOKKEEPING_NAMES}
        text = json.dumps(
            {"_kind": "SERVES", **dict(sorted(known.items()))},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        expected.append(text)
    assert canonical_json("SERVES", table) == expected
    hashes = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in expected]
    assert record_hashes("SERVES", table).to_pylist() == hashes


def test_rows_beyond_the_first_part_follow(monkeypatch):
    monkeypatch.setattr("graphrisk.model.json_text._ROWS_AT_A_TIME", 2)
    table = pa.table({"id": ["a", "b", "c", "d", "e"], "n": [1, None, None, None, 5]})
    parts = list(json_rows(table, ["id", "n"], head="{", member=lambda name: f"{name}="))
    assert [len(part) for part in parts] == [2, 2, 1]
    texts = [text for part in parts for text in part.to_pylist()]
    assert texts == ['{id="a"n=1}', '{id="b"}', '{id="c"}', '{id="d"}', '{id="e"n=5}']
    assert bytes(text_of(parts[1])) == b'{id="c"}{id="d"}'


def test_no_rows_have_no_hash():
    assert len(record_hashes("SERVES", arrow_schema("SERVES").empty_table())) == 0
    assert bytes(text_of(pa.array([], pa.string()))) == b""
