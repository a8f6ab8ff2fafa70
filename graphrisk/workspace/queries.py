"""The query library: listed, shown as a person pastes it, explained by the engine, run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import graphrisk.workspace.workspace as calendar
from graphrisk.errors import QueryFileError
from graphrisk.model.columns import COLUMNS, Column, ColumnType
from graphrisk.resolve.directory import Directory
from graphrisk.resolve.find import find_exactly, require_organization
from graphrisk.store.base import Bounds, GraphStore, Plan
from graphrisk.store.console_text import console_text
from graphrisk.store.query_files import (
    QueryFile,
    QueryLibrary,
    bind_parameters,
    cypher_of,
    declared_columns,
)
from graphrisk.store.query_header import Header
from graphrisk.view.answer import Answer, Table
from graphrisk.view.methods import PLAN, query_method

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


_COLUMN_TYPES: dict[str, ColumnType] = {"integer": "integer", "number": "number", "list": "list"}
_DECIMALS = 3


def library_of(work: Workspace) -> QueryLibrary:
    """Return the queries of graphrisk and of the folders that the settings name."""
    return QueryLibrary(work.settings.folders("queries"))


def query_answer(
    work: Workspace, name: str | None, given: Mapping[str, str], *, explain: bool = False
) -> Answer:
    """Return the list of queries, the rows of one, or how the engine would answer it.

    Raises
    ------
    UsageError
        There is no such query, or a parameter does not fit.
    QueryFileError
        The file does not hold what its header says.
    """
    library = library_of(work)
    if name is None:
        return _listed(*library.read_all())
    with work.store() as store:
        query = library.load(name, cypher_of(store))
        values = bind_parameters(query, _with_ids(store, query, given), today=calendar.today())
        digest = store.info().digest
        if explain:
            return plan_answer("query", query.name, store.explain(query.text, values), digest)
        found = store.run(query.text, values, bounds=_bounds(work))
    return _rows_answer(query, declared_columns(found, query.header).to_pylist(), values, digest)


def query_text(work: Workspace, name: str, given: Mapping[str, object]) -> str:
    """Return a query with its values as a person pastes it into a Neo4j console.

    Raises
    ------
    UsageError
        There is no such query, or a parameter does not fit.
    """
    query = library_of(work).load(name, "neo4j")
    values = dict(given)
    if any(name in values for name in query.header.organizations()):
        with work.store() as store:
            values = _with_ids(store, query, values)
    return console_text(query, _bound_as_far_as_given(query, values))


def _bound_as_far_as_given(query: QueryFile, given: Mapping[str, object]) -> dict[str, Any]:
    missing = query.header.missing(given)
    known = {n: p for n, p in query.header.params.items() if n not in missing}
    header = query.header.model_copy(update={"params": known})
    return bind_parameters(QueryFile(header, "", query.path), given, today=calendar.today())


def _bounds(work: Workspace) -> Bounds:
    return Bounds(seconds=work.settings.number("query_timeout_seconds") or None)


def _with_ids(
    store: GraphStore, query: QueryFile, given: Mapping[str, object]
) -> dict[str, object]:
    """Return parameters in which names of organizations have become ids."""
    named = [name for name in query.header.organizations() if given.get(name) is not None]
    return {**given, **{name: organization_id(store, str(given[name])) for name in named}}


def organization_id(store: GraphStore, text: str) -> str:
    """Return the id of the organization that a text means: id, LEI, name or another name.

    Raises
    ------
    UnknownName
        None fits, or several do.
    """
    merges = store.read("Merge")
    tables = {"Organization": store.read("Organization"), "Merge": merges}
    match = find_exactly(tables["Organization"], merges, text)
    if match is None:
        match = require_organization(Directory.from_tables(tables), text)
    return match.id


def plan_answer(command: str, what: str, plan: Plan, digest: str) -> Answer:
    """Return how the engine would answer a query, as it says itself."""
    own = {
        "step": Column("step", "Step", "text", "operator of the engine, its inputs below it"),
        "on": Column("on", "Works on", "text", "what the operator works on"),
    }
    rows = tuple(_plan_row(line) for line in plan.text.splitlines())
    return Answer(
        command=command,
        headline=(f"How the engine would answer {what}; nothing was run.",),
        tables=(Table(("step", "on"), rows, own=own),),
        result={"plan": plan.text},
        digest=digest,
        method=PLAN,
        explained=True,
    )


def _plan_row(line: str) -> tuple[str, str]:
    step, _, on = line.lstrip().partition("  ")
    depth = (len(line) - len(line.lstrip())) // 2
    return "· " * depth + step, on


def _rows_answer(
    query: QueryFile, records: list[dict[str, Any]], values: dict[str, Any], digest: str
) -> Answer:
    header = query.header
    count = f"{len(records):,} {'row' if len(records) == 1 else 'rows'}"
    cut = len(records) == values.get("limit")
    said = f"the first {count} (--param limit={len(records)})" if cut else count
    return Answer(
        command="query",
        headline=(f"{header.title}: {said}.",),
        tables=(_table(header, records),),
        footer=(header.question, f"Digest {digest[:16]}."),
        result=records,
        parameters={"query": query.name, **values},
        digest=digest,
        method=query_method(query.name, header.question),
    )


def _listed(queries: list[QueryFile], faults: list[QueryFileError]) -> Answer:
    headers = [query.header for query in queries]
    own = {"params": Column("params", "Parameters", "list", "what it takes")}
    rows = tuple(
        (h.name, h.title, h.question, [_parameter_words(h, n) for n in h.params]) for h in headers
    )
    shown = Table(("name", "title", "question", "params"), rows, wide=frozenset({"title"}), own=own)
    tables = [shown]
    if faults:
        left_out = {
            "file": Column("file", "File", "text", "file that is left out"),
            "fault": Column("fault", "What is wrong", "text", "why it is left out"),
        }
        wrong = tuple((error.where, error.what) for error in faults)
        tables.append(Table(("file", "fault"), wrong, title="Left out", own=left_out))
    return Answer(
        command="query",
        headline=(f"{len(rows)} queries; graphrisk query NAME --param NAME=VALUE runs one.",),
        tables=tuple(tables),
        footer=("--show prints one for a Neo4j console, --explain shows the engine's plan.",),
        result=[
            *(
                {**header.model_dump(), "file": str(q.path)}
                for q, header in zip(queries, headers, strict=True)
            ),
            *({"file": error.where, "fault": error.what} for error in faults),
        ],
    )


def _parameter_words(header: Header, name: str) -> str:
    default = header.params[name].default
    if default is None:
        return f"{name} (needed)"
    return f"{name}={';'.join(default) if isinstance(default, list) else default}"


def _table(header: Header, records: list[dict[str, Any]]) -> Table:
    """Return rows under the columns that the query's header declares; ids are wide."""
    own = {
        name: Column(
            name,
            COLUMNS[name].title if name in COLUMNS else name.replace("_", " ").capitalize(),
            _COLUMN_TYPES.get(column.type, "text"),
            column.help,
            column.unit,
            _DECIMALS if column.type == "number" else 0,
        )
        for name, column in header.returns.items()
    }
    rows = tuple(tuple(_cell(record[name]) for name in own) for record in records)
    ids = frozenset(name for name in own if name.endswith("_id"))
    return Table(tuple(own), rows, wide=ids, own=own)


def _cell(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
