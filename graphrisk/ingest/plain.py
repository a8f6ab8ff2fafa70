"""Whole columns in which every cell has one plain reading; any other column is read by its texts.

These are short cuts of `values.reader_of` and agree with it on every text they take; a test holds
them to it. They matter where a column has a million distinct texts: references and amounts.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.records import MAX_TEXT
from graphrisk.model.schema import Property

WholeReader = Callable[[pa.Array], "pa.Array | None"]
_PLAIN_NUMBER = r"^([0-9]{1,15}|[0-9]{1,15}\.[0-9]{1,2}|[0-9]{4,15}\.[0-9]{3,12}|0\.[0-9]{3,12})$"
_PLAIN_INTEGER = r"^[0-9]{1,15}$"


def whole_reader(prop: Property) -> WholeReader | None:
    """Return what reads a whole column of a property at once, if anything does.

    Examples
    --------
    >>> from graphrisk.model.schema import KINDS
    >>> read = whole_reader(KINDS["SERVES"].property("annual_cost"))
    >>> read(pa.array(["12.50", None])).to_pylist(), read(pa.array(["12,50"]))
    ([12.5, None], None)
    """
    if prop.type == "number":
        return lambda column: _numbers(column, prop, _PLAIN_NUMBER, pa.float64())
    if prop.type == "integer":
        return lambda column: _numbers(column, prop, _PLAIN_INTEGER, pa.int64())
    if prop.type == "text" and not prop.vocabulary and prop.name not in ("name", "alias", "lei"):
        return _texts
    return None


def _numbers(
    column: pa.Array, prop: Property, pattern: str, target: pa.DataType
) -> pa.Array | None:
    if pc.all(pc.match_substring_regex(column, pattern)).as_py() is False:
        return None
    numbers = column.cast(target)
    ends = pc.min_max(numbers).as_py()
    low, high = prop.minimum, prop.maximum
    if ends["min"] is None or (low is not None and ends["min"] < low):
        return None
    return None if high is not None and ends["max"] > high else numbers


def _texts(column: pa.Array) -> pa.Array | None:
    short = pc.less_equal(pc.utf8_length(column), MAX_TEXT)
    whole = pc.invert(pc.match_substring(column, "\ufffd"))
    error = pc.invert(pc.starts_with(column, "#"))
    fine = pc.and_(pc.and_(pc.utf8_is_printable(column), short), pc.and_(whole, error))
    return None if pc.all(fine).as_py() is False else column
