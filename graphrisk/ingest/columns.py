"""Raw text columns -> typed columns of a kind, checked by rules that the schema gives.

A column is encoded as a dictionary first: each distinct text is read once, so that a million rows
and ten rows go the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.ingest.headers import column_names, fold_header, nearest_column
from graphrisk.ingest.numbers import decimal_sign
from graphrisk.ingest.plain import whole_reader
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import RawTable
from graphrisk.ingest.values import (
    Complaint,
    Reader,
    read_data_class,
    read_key,
    read_party,
    reader_of,
)
from graphrisk.model.schema import BOOKKEEPING_NAMES, Kind, Property
from graphrisk.model.tables import arrow_schema

Mask = npt.NDArray[np.bool_]
_NODE_COLUMNS = frozenset({"id", "incident", "document", "statement"})
_EITHER = r"^[^.,]*\d{1,3}[.,]\d{3}$"
_EXTRA_PARTIES = {
    "EXPOSES": ("holder",),
    "Statement": ("about",),
    "Organization": ("parent_id",),
    "Merge": ("organization",),
}


@dataclass(slots=True, eq=False)
class Checked:
    """A table whose rows all fit their kind; refused rows are gone and listed in ``log``.

    Parameters
    ----------
    columns
        Typed columns by the model's names; references to organizations are cleaned names.
    stated
        Properties that the file has a column for.
    rows
        Row numbers as a person sees them.
    """

    kind: Kind
    file: str
    log: ProblemLog
    rows: pa.Array
    columns: dict[str, pa.Array]
    stated: frozenset[str]
    read: int = 0
    refused: int = 0
    repeated: int = field(default=0)

    def keep(self, mask: Mask) -> None:
        """Keep only the rows of the mask."""
        if not mask.all():
            kept = pa.array(mask)
            self.rows = self.rows.filter(kept)
            self.columns = {name: column.filter(kept) for name, column in self.columns.items()}
            self.refused += int((~mask).sum())

    def sources(self) -> pa.Array:
        """Return file and row of each record as its source."""
        return pc.binary_join_element_wise(
            pa.scalar(f"{self.file}:row "), self.rows.cast(pa.string()), ""
        )


def party_columns(kind: Kind) -> tuple[str, ...]:
    """Return the columns of a kind that name organizations.

    Examples
    --------
    >>> from graphrisk.model.schema import KINDS
    >>> party_columns(KINDS["SERVES"]), party_columns(KINDS["EXPOSES"])
    (('vendor', 'customer'), ('holder',))
    """
    ends = ((kind.from_kind, kind.from_column), (kind.to_kind, kind.to_column))
    own = tuple(column for end, column in ends if end == "Organization" and column)
    return own + _EXTRA_PARTIES.get(kind.name, ())


def check_columns(raw: RawTable, kind: Kind) -> Checked:
    """Read every cell by its property's rule; a row with an error is refused, all errors listed."""
    log = raw.log
    found = _known_columns(raw, kind)
    good: Mask = np.ones(len(raw.rows), dtype=bool)
    decimal = raw.decimal or _decimal_of(kind, found)
    columns: dict[str, pa.Array] = {}
    for name, (shown, column) in found.items():
        prop = _property(kind, name)
        reader = _reader(kind, name, prop, decimal)
        target = arrow_schema(kind.name).field(name).type if prop else pa.string()
        at_once = None if prop is None or name in party_columns(kind) else whole_reader(prop)
        optional = raw.cells_may_fail and name not in _needed(kind)
        place = Place(log, shown, raw.rows, optional=optional)
        columns[name] = read_column(reader, column, target, place, good, at_once)
    _check_needed(kind, columns, raw, good)
    _check_rows(kind, columns, raw, good)
    stated = frozenset(name for name in columns if _property(kind, name) is not None)
    total = len(raw.rows) + raw.lost
    checked = Checked(kind, raw.file, log, raw.rows, columns, stated, total, raw.lost)
    checked.keep(good)
    return checked


@dataclass(frozen=True, slots=True)
class Place:
    """Where complaints about a column go."""

    log: ProblemLog
    column: str
    rows: pa.Array
    optional: bool = False
    """A cell with an error is left out, and its row is not."""


def read_column(
    reader: Reader,
    column: pa.Array,
    target: pa.DataType,
    place: Place,
    good: Mask,
    at_once: Callable[[pa.Array], pa.Array | None] | None = None,
) -> pa.Array:
    """Return the typed column; complaints go to the log, rows with an error are unset in ``good``.

    Parameters
    ----------
    at_once
        Reads a column in which no text needs a second look; None when one does.

    Notes
    -----
    O(rows) in columns, and one call of ``reader`` for each distinct text.
    """
    if column.null_count == len(column):
        return pa.nulls(len(column), target)
    if at_once is not None and (typed := at_once(column)) is not None:
        return typed
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    readings = [reader(text) for text in texts]
    failed = [place.optional and _is_refused(said) for _, said in readings]
    values = [None if lost else value for (value, _), lost in zip(readings, failed, strict=True)]
    complaints = {code: said for code, (_, said) in enumerate(readings) if said}
    for position, text, said in each_complaint(encoded, texts, complaints):
        row = place.rows[position].as_py()
        for item in said:
            if item.severity == "error" and place.optional:
                message = f"{item.message}; the cell was left out"
                place.log.row(row, place.column, text, message, item.fix, "warning")
                continue
            place.log.row(row, place.column, text, item.message, item.fix, item.severity)
            if item.severity == "error":
                good[position] = False
    return pa.array(values, target).take(encoded.indices)


def _is_refused(said: tuple[Complaint, ...]) -> bool:
    return any(item.severity == "error" for item in said)


def each_complaint(
    encoded: pa.DictionaryArray, texts: list[str], complaints: Mapping[int, tuple[Complaint, ...]]
) -> Iterator[tuple[int, str, tuple[Complaint, ...]]]:
    """Yield position, text and complaints of every row whose text has any."""
    if not complaints:
        return
    wrong = np.zeros(len(texts) + 1, dtype=bool)
    wrong[list(complaints)] = True
    codes = np.asarray(pc.fill_null(encoded.indices, len(texts)), dtype=np.int64)
    for position in np.flatnonzero(wrong[codes]).tolist():
        code = int(codes[position])
        yield position, texts[code], complaints[code]


def _known_columns(raw: RawTable, kind: Kind) -> dict[str, tuple[str, pa.Array]]:
    known = column_names(kind.name)
    found: dict[str, tuple[str, pa.Array]] = {}
    for shown, column in zip(raw.names, raw.columns, strict=False):
        name = fold_header(shown)
        if name in known:
            found[name] = (raw.shown.get(name, shown), column)
            continue
        filled = len(column) - column.null_count
        if name in BOOKKEEPING_NAMES:
            message = "the store keeps this itself; the column was left out"
        elif not name:
            if not filled:
                continue
            message = f"a column without a name holds {filled} values; they were left out"
        else:
            lost = "1 value was" if filled == 1 else f"{filled} values were"
            message = f"{kind.table} has no property of this name; {lost} left out"
        near = nearest_column(kind.name, name)
        fix = f"did you mean {near}?" if near and near not in found else ""
        raw.log.row(raw.header_row or None, shown, None, message, fix, "warning")
    return found


def _decimal_of(kind: Kind, found: dict[str, tuple[str, pa.Array]]) -> str | None:
    """Return the decimal sign that all number cells of the file prove, if one is in question."""
    marked: list[pa.Array] = []
    in_question = False
    for name, (_, column) in found.items():
        prop = _property(kind, name)
        if prop is not None and prop.type in ("number", "integer"):
            unclear = pc.match_substring_regex(column, _EITHER)
            in_question = in_question or pc.any(unclear).as_py() is True
            marked.append(column.filter(pc.match_substring_regex(column, "[.,]")))
    if not in_question:
        return None
    return decimal_sign(text for column in marked for text in pc.unique(column).to_pylist())


def _property(kind: Kind, name: str) -> Property | None:
    return next((prop for prop in kind.all_properties() if prop.name == name), None)


def _reader(kind: Kind, name: str, prop: Property | None, decimal: str | None) -> Reader:
    if name in party_columns(kind):
        return read_party
    if name in _NODE_COLUMNS:
        return read_key
    if prop is None:
        return read_data_class
    if kind.name == "DataClass" and name == "name":
        return read_key
    return reader_of(prop, decimal)


def _needed(kind: Kind) -> list[str]:
    """Return the columns without which a row says nothing."""
    needed = [prop.name for prop in kind.properties if prop.required]
    if kind.is_edge:
        needed += [column for column in (kind.from_column, kind.to_column) if column]
    return needed


def _check_needed(kind: Kind, columns: dict[str, pa.Array], raw: RawTable, good: Mask) -> None:
    for name in _needed(kind):
        _refuse(raw, good, pc.is_null(columns[name]), name, "the cell is empty", "fill it in")
    if kind.name in ("Incident", "Document"):
        empty = None
        for name in ("id", "title", "url"):
            if name in columns:
                nothing = pc.is_null(columns[name])
                empty = nothing if empty is None else pc.and_(empty, nothing)
        if empty is not None:
            _refuse(raw, good, empty, "id", "neither an id nor a title", "write one of them")


def _check_rows(kind: Kind, columns: dict[str, pa.Array], raw: RawTable, good: Mask) -> None:
    if kind.name != "SERVES":
        return
    if "starts_on" in columns and "ends_on" in columns:
        early = pc.fill_null(pc.less(columns["ends_on"], columns["starts_on"]), False)
        message, fix = "the contract ends before it starts", "check both days"
        _refuse(raw, good, early, "ends_on", message, fix, columns["ends_on"])
    if "required" in columns:
        alone = pc.is_valid(columns["required"])
        if "group" in columns:
            alone = pc.and_(alone, pc.is_null(columns["group"]))
        for position in np.flatnonzero(np.asarray(alone)).tolist():
            value = str(columns["required"][position].as_py())
            message, fix = "required without a group has no effect", "name the group"
            row = raw.rows[position].as_py()
            raw.log.row(row, "required", value, message, fix, "warning")


def _refuse(
    raw: RawTable,
    good: Mask,
    wrong: pa.Array,
    column: str,
    message: str,
    fix: str,
    values: pa.Array | None = None,
) -> None:
    for position in np.flatnonzero(np.asarray(wrong)).tolist():
        value = None if values is None else values[position].as_py()
        shown = raw.shown.get(column, column)
        raw.log.row(raw.rows[position].as_py(), shown, value, message, fix)
        good[position] = False
