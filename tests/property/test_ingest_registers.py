"""Laws of reading registers: what is written is read, order means nothing, garbage has a word."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graphrisk.errors import InputError
from graphrisk.ingest.delimited import read_delimited
from graphrisk.ingest.load import Registers, read_registers
from graphrisk.ingest.plain import whole_reader
from graphrisk.ingest.unquoted import read_unquoted
from graphrisk.ingest.values import reader_of
from graphrisk.model.schema import KINDS

_UNSEEN = ("Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Cn", "Co")
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=_UNSEEN),
    min_size=1, max_size=12,
).filter(lambda text: any(map(str.isalnum, text)) and not {"\ufffd", "#"} & set(text))  # fmt: skip
PLAIN_NAMES = st.sampled_from(
    ["Alfa", "ALFA", "Alfa AB", "Alfa Oy", "alfa ab", "Beta", "V001", "v001", "Gamma GmbH", "Gamma"]
)
SERVES = KINDS["SERVES"]


def read_bytes(content: bytes, name: str = "serves.csv") -> Registers:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_registers([path])


def as_csv(rows: list[list[str]], **options: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, **options).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


def edges(found: Registers) -> set[tuple[str, str]]:
    table = found.tables.get("SERVES")
    if table is None:
        return set()
    return set(zip(table["from_id"].to_pylist(), table["to_id"].to_pylist(), strict=True))


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_is_written_is_read(pairs, delimiter):
    header = ["vendor", "customer", "service", "contract"]
    rows = [[f"v{n} x", f"c{n} x", one, two] for n, (one, two) in enumerate(pairs)]
    found = read_bytes(as_csv([header, *rows], delimiter=delimiter))
    table = found.tables["SERVES"]
    read = set(zip(table["service"].to_pylist(), table["contract"].to_pylist(), strict=True))
    assert read == {(one.strip(), two.strip()) for one, two in pairs}
    assert found.errors == 0


@given(st.lists(st.tuples(PLAIN_NAMES, PLAIN_NAMES), min_size=1, max_size=10), st.randoms())
def test_order_of_rows_means_nothing_to_ids(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    header = [["vendor", "customer"]]
    one = read_bytes(as_csv(header + [list(pair) for pair in pairs]))
    other = read_bytes(as_csv(header + [list(pair) for pair in shuffled]))
    assert edges(one) == edges(other)
    names = [
        sorted(zip(t["id"].to_pylist(), t["name"].to_pylist(), strict=True))
        for t in (one.tables["Organization"], other.tables["Organization"])
    ]
    assert names[0] == names[1]


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.jsonl"]))
@example(b"\x00" * 50, "a.csv")
@example(b"PK\x03\x04" + b"\x00" * 50, "a.xlsx")
@example(b'{"vendor": 1e400}', "a.jsonl")
def test_garbage_is_never_a_traceback(content, name):
    try:
        found = read_bytes(content, name)
    except InputError:
        return
    assert found.problems or not found.refused


@settings(max_examples=150)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"vendor,customer,annual_cost,starts_on\n", b'{"vendor": "']),
)
def test_garbage_after_a_sound_start_is_never_a_traceback(content, start):
    try:
        found = read_bytes(start + content)
    except InputError:
        return
    rows = sum(table.num_rows for kind, table in found.tables.items() if kind == "SERVES")
    read = sum(file.read - file.refused - file.repeated for file in found.files)
    assert rows == read


CELLS = st.text(st.sampled_from("ab 1\t|;.é"), max_size=4)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(24, 64),
)
def test_text_without_quotes_is_split_alike_both_ways(rows, end, block):
    lines = ["vendor,customer", *(",".join(row) for row in rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.csv"
        path.write_bytes(end.join(lines).encode())
        fast = read_delimited(path)
        # One quoted cell at the end sends the same file through the row-wise reader.
        path.write_bytes(end.join([*lines, '"last",row']).encode())
        slow = read_delimited(path)
        small = read_unquoted(path, 2, ",", 1, block_size=block)
    assert fast is not None
    assert slow is not None
    assert small is None or len(small.rows) <= len(rows) + 1
    assert fast.rows.to_pylist() == slow.rows.to_pylist()[:-1]
    for one, other in zip(fast.columns, slow.columns, strict=True):
        assert one.to_pylist() == other.to_pylist()[:-1]
    assert [p.text() for p in fast.log.finished()] == [p.text() for p in slow.log.finished()]


NUMBERS = st.one_of(
    st.floats(0, 1e9).map(lambda x: f"{x:.3f}"),
    st.floats(0, 1e9).map(repr),
    st.integers(0, 10**14).map(str),
    st.text(st.sampled_from("0123456789.,- %e"), min_size=1, max_size=8),
)


@given(NUMBERS.map(str.strip).filter(bool), st.sampled_from(["annual_cost", "rank", "confidence"]))
def test_short_cut_for_plain_columns_agrees_with_the_reader(text, name):
    prop = SERVES.property(name)
    reader, whole = reader_of(prop), whole_reader(prop)
    assert whole is not None
    read = whole(pa.array([text]))
    if read is not None:
        assert reader(text) == (read[0].as_py(), ())


@given(st.text(max_size=30).map(str.strip).filter(bool))
def test_short_cut_for_plain_texts_agrees_with_the_reader(text):
    prop = SERVES.property("contract")
    whole = whole_reader(prop)
    assert whole is not None
    try:
        column = pa.array([text])
    except UnicodeEncodeError:
        return
    if whole(column) is not None:
        assert reader_of(prop)(text) == (text, ())
