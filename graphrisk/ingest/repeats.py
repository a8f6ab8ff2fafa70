"""Rows that say one record twice: equal ones collapse, the first of different ones holds."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.ingest.columns import Checked
from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS, PROVENANCE_NAMES
from graphrisk.model.tables import arrow_schema

_SEPARATOR = "\x1f"


def collapse_repeats(kind: str, table: pa.Table, origin: Checked) -> pa.Table:
    """Return the rows of one file with one row per id; every further row is reported.

    An edge with an id given before and other ends is no repetition: its row is refused.
    Of a node, a further row fills in what the first leaves open. Of an edge the first row holds.
    """
    firsts, codes = _first_positions(table.column("id"))
    if len(firsts) == table.num_rows:
        return table
    is_first = np.zeros(table.num_rows, dtype=bool)
    is_first[firsts] = True
    further = np.flatnonzero(~is_first)
    first_of = firsts[codes[further]]
    differing = _differing(table, further, first_of)
    origin.repeated += len(further)
    for position, first in zip(further.tolist(), first_of.tolist(), strict=True):
        names = differing.get(position)
        number, before = (origin.rows[place].as_py() for place in (position, first))
        if not names:
            message = f"says the same as row {before}; counted once"
            family = "says the same as an earlier row; counted once"
            origin.log.row(number, None, None, message, "", "warning", family=family)
    kept = table.take(pa.array(firsts))
    if differing:
        kept = _settle(kind, table, kept, firsts, codes, differing, origin)
    return kept


def report_contradictions(kind: str, former: pa.Table, latter: pa.Table, origin: Checked) -> None:
    """Report what a later file states otherwise than an earlier one; the later one holds."""
    where = pc.index_in(latter.column("id"), value_set=former.column("id").combine_chunks())
    both = np.flatnonzero(np.asarray(pc.is_valid(where)))
    if not len(both):
        return
    mine = latter.take(pa.array(both))
    other = former.take(where.take(pa.array(both)))
    for name in _content(kind):
        known = pc.and_(pc.is_valid(mine.column(name)), pc.is_valid(other.column(name)))
        wrong = pc.and_(known, pc.invert(_alike(mine.column(name), other.column(name))))
        for place in np.flatnonzero(np.asarray(wrong)).tolist():
            here, there = mine.column(name)[place].as_py(), other.column(name)[place].as_py()
            message = f"another file of this load says {there!r}; this later one holds"
            number = origin.rows[int(both[place])].as_py()
            origin.log.row(number, name, str(here), message, "correct one of them", "warning")


def _first_positions(ids: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    codes = np.asarray(ids.combine_chunks().dictionary_encode().indices, dtype=np.int64)
    count = int(codes.max()) + 1 if len(codes) else 0
    firsts = np.full(count, len(codes), dtype=np.int64)
    np.minimum.at(firsts, codes, np.arange(len(codes)))
    return firsts, codes


def _content(kind: str) -> list[str]:
    apart = {"id", "source_kind", "confidence", *BOOKKEEPING_NAMES, *PROVENANCE_NAMES}
    return [name for name in arrow_schema(kind).names if name not in apart]


def _differing(table: pa.Table, further: np.ndarray, first_of: np.ndarray) -> dict[int, list[str]]:
    """Return for each further row the columns in which it differs from the first."""
    found: dict[int, list[str]] = {}
    rows, firsts = pa.array(further), pa.array(first_of)
    apart = {"id", *BOOKKEEPING_NAMES, "source"}
    for name in table.column_names:
        column = table.column(name)
        if name in apart or column.null_count == len(column):
            continue
        wrong = pc.invert(_alike(column.take(rows), column.take(firsts)))
        for place in np.flatnonzero(np.asarray(wrong)).tolist():
            found.setdefault(int(further[place]), []).append(name)
    return found


def _alike(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(one.type):
        one, other = (pc.binary_join(column, _SEPARATOR) for column in (one, other))
    both_unknown = pc.and_(pc.is_null(one), pc.is_null(other))
    return pc.or_(pc.fill_null(pc.equal(one, other), False), both_unknown)


def _report_ends(origin: Checked, name: str, position: int, number: int, before: int) -> None:
    kind = origin.kind
    column = (kind.from_column if name == "from_id" else kind.to_column) or name
    message = f"row {before} with the same id has another {column}; this row was left out"
    shown = origin.columns[column][position].as_py()
    origin.log.row(number, column, shown, message, "give the rows two ids")


def _settle(
    kind: str,
    table: pa.Table,
    kept: pa.Table,
    firsts: np.ndarray,
    codes: np.ndarray,
    differing: dict[int, list[str]],
    origin: Checked,
) -> pa.Table:
    is_edge = KINDS[kind].is_edge
    touched: dict[int, dict[str, object]] = {}
    for position, names in differing.items():
        code = int(codes[position])
        if code not in touched:
            touched[code] = kept.slice(code, 1).to_pylist()[0]
        row = touched[code]
        before = origin.rows[int(firsts[code])].as_py()
        number = origin.rows[position].as_py()
        ends = [name for name in names if name in ("from_id", "to_id")]
        if ends:
            for name in ends:
                _report_ends(origin, name, position, number, before)
            origin.refused += 1
            origin.repeated -= 1
            continue
        for name in names:
            value = table.column(name)[position].as_py()
            if value is None:
                continue
            if row[name] is None and not is_edge:
                row[name] = value
                message = f"fills in what row {before} about the same record leaves open"
            else:
                message = f"row {before} about the same record says {row[name]!r}; that one holds"
            shown = ";".join(value) if isinstance(value, list) else str(value)
            fix = "keep one row, or tell two records apart (service, contract, starts_on or id)"
            origin.log.row(number, name, shown, message, "" if not is_edge else fix, "warning")
    rest = np.ones(kept.num_rows, dtype=bool)
    rest[list(touched)] = False
    mended = pa.Table.from_pylist([touched[code] for code in sorted(touched)], kept.schema)
    return pa.concat_tables([kept.filter(pa.array(rest)), mended])
