"""The query library: listed, shown, run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graphrisk.errors import UsageError
from graphrisk.model.columns import Column, ColumnType
from graphrisk.store.query_files import Header, load_query, query_names, run_query_file
from graphrisk.view.answer import Answer, Table
from graphrisk.view.methods import query_method

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


_COLUMN_TYPES: dict[str, ColumnType] = {"integer": "integer", "number": "number", "list": "list"}


def query_answer(work: Workspace, name: str | None, given: Mapping[str, str]) -> Answer:
    """Return the list of queries, or the rows of one.

    Raises
    ------
    UsageError
        There is no such query, or a parameter does not fit.
    """
    if name is None:
        return _listed()
    if name not in query_names():
        raise UsageError(f"there is no query {name!r}", fix="graphrisk query lists them")
    header = load_query(name).header
    ids = _ids_for_names(work, header, given)
    with work.store() as store:
        rows = run_query_file(store, name, ids)
        digest = store.info().digest
    records = rows.to_pylist()
    return Answer(
        command="query",
        headline=(f"{header.title}: {len(records):,} {'row' if len(records) == 1 else 'rows'}.",),
        tables=(_table(header, records),) if records else (),
        footer=(header.question, f"Digest {digest[:16]}."),
        result=records,
        parameters={"query": name, **ids},
        digest=digest,
        method=query_method(name, header.question),
    )


def _ids_for_names(work: Workspace, header: Header, given: Mapping[str, str]) -> dict[str, str]:
    """Return parameters in which names of organizations have become ids."""
    named = [name for name in given if _is_organization(header, name)]
    if not named:
        return dict(given)
    graph = work.graph()
    found = {name: work.find(graph, [given[name]])[0].id for name in named}
    return {**given, **found}


def _is_organization(header: Header, name: str) -> bool:
    parameter = header.params.get(name)
    return parameter is not None and parameter.means == "organization"


def query_text(name: str) -> str:
    """Return the text of a query file.

    Raises
    ------
    UsageError
        There is no such query.
    """
    if name not in query_names():
        raise UsageError(f"there is no query {name!r}", fix="graphrisk query lists them")
    return load_query(name).text


def _listed() -> Answer:
    headers = [load_query(name).header for name in query_names()]
    rows = tuple((h.name, h.question, [_parameter_words(h, n) for n in h.params]) for h in headers)
    own = {"params": Column("params", "Parameters", "list", "what it takes")}
    return Answer(
        command="query",
        headline=(f"{len(rows)} queries; graphrisk query NAME --param NAME=VALUE runs one.",),
        tables=(Table(("name", "question", "params"), rows, own=own),),
        result=[header.model_dump() for header in headers],
    )


def _parameter_words(header: Header, name: str) -> str:
    default = header.params[name].default
    return f"{name} (needed)" if default is None else f"{name}={default}"


def _table(header: Header, records: list[dict[str, Any]]) -> Table:
    """Return rows under the columns that the query's header declares."""
    own = {
        name: Column(name, name, _COLUMN_TYPES.get(column.type, "text"), column.help, column.unit)
        for name, column in header.returns.items()
    }
    names = tuple(own)
    rows = tuple(tuple(record[name] for name in names) for record in records)
    return Table(names, rows, own=own)
