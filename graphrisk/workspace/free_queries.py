"""Free Cypher that only reads: refused by words and plan, bounded in rows and seconds, shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.errors import UsageError
from graphrisk.model.columns import Column, ColumnType
from graphrisk.store.base import Bounds
from graphrisk.store.cypher_words import parameters
from graphrisk.store.free_query import check_free_query, check_plan
from graphrisk.store.query_files import cypher_of
from graphrisk.view.answer import Answer, Table
from graphrisk.view.methods import FREE_QUERY
from graphrisk.workspace.queries import plan_answer

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace

_DECIMALS = 6


def cypher_answer(
    work: Workspace,
    query: str,
    given: Mapping[str, Any],
    *,
    limit: int | None = None,
    seconds: float | None = None,
    explain: bool = False,
) -> Answer:
    """Return the rows of a free query, ``limit`` at most, or how the engine would answer it.

    Parameters
    ----------
    limit, seconds
        Most rows and longest time; those of the settings when left out.

    Raises
    ------
    UsageError
        The query does more than read, or a parameter has no value.
    QueryFailed
        The engine refuses it, or it takes too long.
    """
    most = round(work.settings.number("cypher_rows")) if limit is None else limit
    longest = work.settings.number("query_timeout_seconds") if seconds is None else seconds
    with work.store() as store:
        dialect = cypher_of(store)
        _refuse(check_free_query(query, dialect))
        for name in sorted(parameters(query) - set(given)):
            raise UsageError(f"${name} has no value", fix=f"write --param {name}=VALUE")
        query = query.strip().rstrip(";")
        plan = store.explain(query, given)
        _refuse(check_plan(plan, dialect))
        digest = store.info().digest
        if explain:
            return plan_answer("cypher", "the query", plan, digest)
        bounds = Bounds(rows=most + 1, seconds=longest or None)
        found = store.run(query, given, bounds=bounds)
    shown = found.slice(0, most)
    cut = found.num_rows > most
    return Answer(
        command="cypher",
        headline=(_headline(shown.num_rows, cut),),
        tables=(_table(shown),) if shown.num_columns else (),
        footer=(f"Digest {digest[:16]}.",),
        result={"rows": shown.to_pylist(), "cut": cut},
        parameters={"cypher": query, **given},
        digest=digest,
        method=FREE_QUERY,
    )


def _refuse(faults: list[str]) -> None:
    if faults:
        raise UsageError(
            f"only reading queries are run: {'; '.join(faults)}",
            fix="write what only reads; to change records use load, review and undo",
        )


def _headline(rows: int, cut: bool) -> str:
    count = f"{rows:,} {'row' if rows == 1 else 'rows'}"
    return f"The first {count}; there are more (--limit)." if cut else f"{count.capitalize()}."


def parameter_value(text: str) -> Any:
    """Return the value of ``--param NAME=VALUE``: JSON where it is JSON, else the text itself.

    Raises
    ------
    UsageError
        A whole number that no engine can hold.

    Examples
    --------
    >>> [parameter_value(text) for text in ("5", '"5"', '["a"]', "true", "Dimholm AB")]
    [5, '5', ['a'], True, 'Dimholm AB']
    """
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise UsageError(f"too large a number: {text}", fix='write it as text: NAME="..."')
    return value


def _no_constant(word: str) -> Any:
    raise ValueError(word)  # NaN and Infinity are no JSON: they stay texts


def _table(found: pa.Table) -> Table:
    own = {
        field.name: Column(
            field.name,
            field.name,
            _column_type(field.type),
            "as the query names it",
            decimals=_DECIMALS if pa.types.is_floating(field.type) else 0,
        )
        for field in found.schema
    }
    rows = tuple(tuple(row[name] for name in own) for row in found.to_pylist())
    return Table(tuple(own), rows, own=own)


def _column_type(kind: pa.DataType) -> ColumnType:
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    return "list" if pa.types.is_list(kind) else "text"
