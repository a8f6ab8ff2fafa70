from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.store.neo4j_lines import (
    FIELD,
    ITEM,
    LINE,
    NONE,
    cut,
    fits,
    from_field,
    joined,
    parsed,
    to_line,
)
from graphrisk.store.neo4j_store import Access, Neo4jStore
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]

SCHEMA = pa.schema(
    [
        ("text", pa.string()),
        ("items", pa.list_(pa.string())),
        ("number", pa.float64()),
        ("whole", pa.int64()),
        ("truth", pa.bool_()),
    ]
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "",
        FIELD,
        NONE,
        ITEM,
        LINE,
        f"a{FIELD}b",
        "\x00",
        "\n",
        "\r\n",
        "\ufeff",
        "null",
        "\U0001f3e5",
    ]
)
PLAIN = ANY_TEXT.filter(lambda text: not {*text} & {FIELD, NONE, ITEM, LINE})


def tables(texts):
    """Tables of any rows, in several chunks, whose first begins in the middle."""
    row = st.fixed_dictionaries(
        {
            "text": st.none() | texts,
            "items": st.none() | st.lists(texts, max_size=3),
            "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "whole": st.none() | st.integers(-(2**63), 2**63 - 1),
            "truth": st.none() | st.booleans(),
        }
    )
    return st.lists(row, min_size=1, max_size=6).map(in_chunks)


def in_chunks(rows):
    table = pa.Table.from_pylist([rows[-1], *rows], SCHEMA)
    return pa.concat_tables([table.slice(1, 2), table.slice(3)])


@given(tables(PLAIN))
def test_plain_rows_are_the_same_after_joining_and_cutting(table):
    assert fits(table)
    assert parsed(joined(table).split(LINE), SCHEMA).equals(table)


@given(tables(ANY_TEXT))
def test_rows_that_do_not_fit_are_told_apart(table):
    values = [v for row in table.to_pylist() for v in (row["text"], *(row["items"] or ()))]
    signs = {FIELD, NONE, ITEM, LINE} & {sign for value in values if value for sign in value}
    assert fits(table) == (not signs)


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_does_not_fit(number):
    assert not fits(pa.table({"number": [1.0, number]}))
    assert fits(pa.table({"number": pa.array([None, 1.0])}))


@pytest.mark.neo4j
def test_a_server_cuts_and_joins_every_text_as_we_do(neo4j_server):
    """Rows of any text to the server as lines, where they fit, and back as lines."""
    store = Neo4jStore(neo4j_server.address, Access(password=neo4j_server.password))
    kinds = {field.name: field.type for field in SCHEMA}
    values = ", ".join(
        f"{name}: {from_field(f'row[{place}]', kind)}"
        for place, (name, kind) in enumerate(kinds.items())
    )
    back = f"WITH {{{values}}} AS p RETURN {to_line({f'p.{n}': k for n, k in kinds.items()})} AS l"
    none = "none of them"

    @given(tables(ANY_TEXT))
    def check(table):
        sent = {"rows": table.to_pylist(), "none": none}
        asked = f"UNWIND $rows AS p RETURN {to_line({f'p.{n}': k for n, k in kinds.items()})} AS l"
        lines = store.run(asked, sent).column("l").to_pylist()
        found = parsed(lines, SCHEMA, none)
        assert found is None or found.equals(table)
        if fits(table):
            assert found is not None
            sent = {"lines": joined(table), "none": none}
            lines = store.run(f"UNWIND {cut('$lines')} AS row {back}", sent).column("l").to_pylist()
            assert parsed(lines, SCHEMA, none).equals(table)

    check()
    store.close()
