"""The query library: ``queries/*.cypher``, one question per file, checked before it is run."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphrisk.errors import CapabilityMissing, QueryFileError, UsageError
from graphrisk.model.records import is_date
from graphrisk.resources import queries_folder
from graphrisk.store.base import Dialect, GraphStore
from graphrisk.store.query_check import check_query

ValueType = Literal["text", "list", "integer", "number", "boolean", "date"]
_FENCE = "// +++"
_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "date": pa.string(),
    "list": pa.list_(pa.string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Parameter(_Strict):
    """One parameter: without a default it must be given.

    ``means`` says what a text stands for ("organization": an id, for which a name may be asked).
    """

    type: ValueType
    help: str = Field(min_length=1)
    default: str | bool | int | float | list[str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    means: Literal["organization"] | None = None


class Column(_Strict):
    """One column of the answer."""

    type: ValueType
    unit: str | None = None
    help: str = ""


class Header(_Strict):
    """What stands between the ``// +++`` lines."""

    name: str
    title: str
    question: str
    kind: Literal["read"]
    params: dict[str, Parameter] = Field(default_factory=dict)
    returns: dict[str, Column]
    order: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A checked query."""

    header: Header
    text: str
    path: Path

    @property
    def name(self) -> str:
        """Name, as in ``graphrisk query NAME``."""
        return self.header.name


def query_names(folder: Path | None = None) -> list[str]:
    """Return the names of all queries.

    Examples
    --------
    >>> "customers_by_tier" in query_names()
    True
    """
    files = (folder or queries_folder()).glob("*.cypher")
    return sorted(path.stem for path in files if "." not in path.stem)


def load_query(name: str, dialect: Dialect | None = None, folder: Path | None = None) -> QueryFile:
    """Return a query of the library, the text for an engine.

    Parameters
    ----------
    dialect
        ``NAME.neo4j.cypher`` is preferred on Neo4j where it exists.

    Raises
    ------
    UsageError
        There is no such query.
    QueryFileError
        The file does not hold what its header says.
    """
    among = folder or queries_folder()
    names = query_names(among)
    if name not in names:
        raise UsageError(f"there is no query {name!r}", fix=f"one of: {', '.join(names)}")
    path = among / f"{name}.cypher"
    own = among / f"{name}.{dialect}.cypher"
    return read_query_file(own if own.is_file() else path)


def read_query_file(path: Path) -> QueryFile:
    """Read and check one file.

    Raises
    ------
    QueryFileError
        With every fault found.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(f"cannot be read: {error}", where=str(path)) from None
    head, body = _parts(text, path)
    try:
        header = Header.model_validate(tomllib.loads(head))
    except tomllib.TOMLDecodeError as error:
        raise QueryFileError(f"the header is not TOML: {error}", where=str(path)) from None
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise QueryFileError("; ".join(faults), where=str(path), fix="mend the header") from None
    faults = _check_header(header, path)
    faults += check_query(
        body, parameters=header.params, returns=list(header.returns), order=header.order
    )
    if faults:
        raise QueryFileError("; ".join(faults), where=str(path), fix="mend the file")
    return QueryFile(header, body, path)


def bind_parameters(query: QueryFile, given: Mapping[str, object]) -> dict[str, Any]:
    """Return a value of the declared type for every parameter; texts are converted, none is null.

    Raises
    ------
    UsageError
        A name is unknown, a value is missing or does not fit.

    Examples
    --------
    >>> bind_parameters(load_query("vendors_by_direct_customers"), {"limit": "5"})
    {'categories': [], 'limit': 5}
    """
    params = query.header.params
    if unknown := sorted(set(given) - set(params)):
        raise UsageError(
            f"query {query.name} has no parameter {unknown[0]!r}",
            fix=f"it has: {', '.join(params) or 'none'}",
        )
    bound = {}
    for name, parameter in params.items():
        value = given.get(name)
        value = parameter.default if value is None else value
        if value is None:
            raise UsageError(
                f"query {query.name} needs a value for {name}: {parameter.help}",
                fix=f"write {name}=VALUE",
            )
        bound[name] = _converted(name, parameter, value)
    return bound


def run_query_file(store: GraphStore, name: str, given: Mapping[str, object]) -> pa.Table:
    """Run a query of the library and return its rows with the columns its header declares.

    Raises
    ------
    CapabilityMissing
        The store knows no Cypher.
    QueryFailed
        The engine refuses it.
    """
    if store.dialect is None:
        raise CapabilityMissing(
            "the store answers no queries",
            where=store.location,
            fix="use the embedded store (ladybug:PATH) or Neo4j",
        )
    query = load_query(name, store.dialect)
    found = store.run(query.text, bind_parameters(query, given))
    columns = {
        column: found.column(column).cast(_ARROW[declared.type])
        for column, declared in query.header.returns.items()
    }
    return pa.table(columns)


def _parts(text: str, path: Path) -> tuple[str, str]:
    lines = text.splitlines()
    fences = [n for n, line in enumerate(lines) if line.strip() == _FENCE][:2]
    if len(fences) < 2 or any(not line.startswith("//") for line in lines[: fences[1]]):
        raise QueryFileError(
            "has no header", where=str(path), fix="begin with TOML in comments between // +++ lines"
        )
    head = [line.removeprefix("//").removeprefix(" ") for line in lines[fences[0] + 1 : fences[1]]]
    return "\n".join(head), "\n".join(lines[fences[1] + 1 :]).strip()


def _check_header(header: Header, path: Path) -> list[str]:
    faults = []
    if header.name != path.stem.partition(".")[0]:
        faults.append(f"the file is called {path.stem}, the header says {header.name}")
    columns = [column.removesuffix(" desc") for column in header.order]
    faults += [f"ordered by {c}, which is not returned" for c in columns if c not in header.returns]
    for name, parameter in header.params.items():
        if parameter.default is not None:
            try:
                _converted(name, parameter, parameter.default)
            except UsageError as error:
                faults.append(error.what)
    return faults


def _converted(name: str, parameter: Parameter, value: object) -> Any:
    try:
        made = _as_type(parameter.type, value)
    except (TypeError, ValueError):
        raise UsageError(
            f"{name} is not of type {parameter.type}: {value!r}", fix=parameter.help
        ) from None
    if parameter.type in ("integer", "number"):
        low, high = parameter.minimum, parameter.maximum
        if (low is not None and made < low) or (high is not None and made > high):
            raise UsageError(f"{name} is not within {low} and {high}: {made}", fix=parameter.help)
    return made


def _as_type(wanted: ValueType, value: object) -> Any:
    if wanted == "list":
        parts = value.split(";") if isinstance(value, str) else value
        return [part.strip() for part in parts if part.strip()]  # type: ignore[attr-defined]
    text = str(value).strip()
    if wanted == "integer":
        return int(text)
    if wanted == "number":
        return float(text)
    if wanted == "boolean":
        if text.lower() not in _TRUE + _FALSE:
            raise ValueError
        return text.lower() in _TRUE
    if wanted == "date" and text and not is_date(text):
        raise ValueError
    return str(value)
