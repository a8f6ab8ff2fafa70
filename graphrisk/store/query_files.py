"""The query library: ``queries/*.cypher``, one question per file, checked before it is run."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from graphrisk.errors import CapabilityMissing, QueryFileError, UsageError
from graphrisk.resources import queries_folder
from graphrisk.store.base import NO_BOUNDS, Bounds, Dialect, GraphStore
from graphrisk.store.query_check import check_query
from graphrisk.store.query_header import ARROW_TYPES, Header, bind, check_header

_FENCE = "// +++"
_DIALECTS: tuple[Dialect, ...] = ("ladybug", "neo4j")


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A checked query; ``source`` is the whole file, ``text`` what stands below the header."""

    header: Header
    text: str
    path: Path
    source: str = ""

    @property
    def name(self) -> str:
        """Name, as in ``graphrisk query NAME``."""
        return self.header.name


@dataclass(frozen=True)
class QueryLibrary:
    """The queries of several folders, those of graphrisk first; a file is read when it is wanted.

    Examples
    --------
    >>> "customers_by_tier" in QueryLibrary().names
    True
    """

    own_folders: tuple[Path, ...] = ()

    @cached_property
    def _found(self) -> tuple[dict[str, Path], list[QueryFileError]]:
        """Return the first file of each name, and what is wrong with folders and other files."""
        files: dict[str, Path] = {}
        faults = []
        folders = dict.fromkeys(each.resolve() for each in (queries_folder(), *self.own_folders))
        for folder in folders:
            if not folder.is_dir():
                faults.append(_fault(folder, "there is no such folder", "mend 'queries'"))
            for path in sorted(folder.glob("*.cypher")):
                name = _name_for_one_engine(path)
                if name is not None:
                    if not path.with_name(f"{name}.cypher").is_file():
                        what = f"there is no {name}.cypher beside it"
                        faults.append(_fault(path, what, "write one for all engines"))
                elif files.setdefault(path.stem, path) != path:
                    what = f"there is a query of that name already: {files[path.stem]}"
                    faults.append(_fault(path, what, "call it otherwise"))
        return files, faults

    @property
    def names(self) -> list[str]:
        """Names of all queries, in order."""
        return sorted(self._found[0])

    def load(self, name: str, dialect: Dialect | None = None) -> QueryFile:
        """Return a query, the text for an engine: ``NAME.neo4j.cypher`` before ``NAME.cypher``.

        Raises
        ------
        UsageError
            There is no such query.
        QueryFileError
            The file does not hold what its header says.
        """
        path = self._found[0].get(name)
        if path is None:
            import difflib

            like = difflib.get_close_matches(name, self.names, 3)
            meant = f"do you mean {' or '.join(like)}? " if like else ""
            raise UsageError(
                f"there is no query {name!r}", fix=f"{meant}'graphrisk query' lists them"
            )
        own = path.with_name(f"{name}.{dialect}.cypher")
        return read_query_file(own if dialect and own.is_file() else path)

    def read_all(self) -> tuple[list[QueryFile], list[QueryFileError]]:
        """Return every sound query, and what is wrong with the other files."""
        sound, faults = [], list(self._found[1])
        for name in self.names:
            try:
                general = self.load(name)
                faults += list(self._unlike(general))
                sound.append(general)
            except QueryFileError as error:
                faults.append(error)
        return sound, faults

    def _unlike(self, general: QueryFile) -> Iterator[QueryFileError]:
        """Yield what is wrong with the files of one query for single engines."""
        for dialect in _DIALECTS:
            path = general.path.with_name(f"{general.name}.{dialect}.cypher")
            if path.is_file() and read_query_file(path).header != general.header:
                yield _fault(path, f"not the header of {general.path.name}", "mend one of them")


def _fault(path: Path, what: str, fix: str) -> QueryFileError:
    return QueryFileError(what, where=str(path), fix=fix)


def _name_for_one_engine(path: Path) -> str | None:
    """Return the query that a file holds for one engine; None for a file for all."""
    name, point, dialect = path.stem.rpartition(".")
    return name if point and dialect in _DIALECTS else None


def query_names() -> list[str]:
    """Return the names of the queries of graphrisk itself.

    Examples
    --------
    >>> "customers_by_tier" in query_names()
    True
    """
    return QueryLibrary().names


def load_query(name: str, dialect: Dialect | None = None) -> QueryFile:
    """Return a query of graphrisk itself: see `QueryLibrary.load`."""
    return QueryLibrary().load(name, dialect)


def read_query_file(path: Path) -> QueryFile:
    """Read and check one file.

    Raises
    ------
    QueryFileError
        With every fault found.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(f"cannot be read: {error}", where=str(path)) from None
    head, body = _parts(source, path)
    try:
        header = Header.model_validate(tomllib.loads(head))
    except tomllib.TOMLDecodeError as error:
        raise QueryFileError(
            f"the header is not TOML: {error}", where=str(path), fix="mend the header"
        ) from None
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise QueryFileError("; ".join(faults), where=str(path), fix="mend the header") from None
    faults = check_header(header, path.stem.partition(".")[0])
    faults += check_query(
        body, parameters=header.params, returns=list(header.returns), order=header.order
    )
    if faults:
        raise QueryFileError("; ".join(faults), where=str(path), fix="mend the file")
    return QueryFile(header, body, path, source)


def bind_parameters(
    query: QueryFile, given: Mapping[str, object], *, today: str | None = None
) -> dict[str, Any]:
    """Return a value of the declared type for every parameter of a query.

    Raises
    ------
    UsageError
        A name is unknown, a value is missing or does not fit.

    Examples
    --------
    >>> bind_parameters(load_query("vendors_by_direct_customers"), {"limit": "5"})
    {'categories': [], 'limit': 5}
    """
    return bind(query.header, given, today=today)


def run_query_file(
    store: GraphStore,
    name: str,
    given: Mapping[str, object],
    *,
    library: QueryLibrary | None = None,
    bounds: Bounds = NO_BOUNDS,
) -> pa.Table:
    """Run a query of a library and return its rows with the columns its header declares.

    Raises
    ------
    CapabilityMissing
        The store knows no Cypher.
    QueryFailed
        The engine refuses it, or it takes too long.
    """
    query = (library or QueryLibrary()).load(name, cypher_of(store))
    found = store.run(query.text, bind_parameters(query, given), bounds=bounds)
    return declared_columns(found, query.header)


def cypher_of(store: GraphStore) -> Dialect:
    """Return the Cypher that a store understands.

    Raises
    ------
    CapabilityMissing
        None.
    """
    if store.dialect is None:
        raise CapabilityMissing(
            "the store answers no queries",
            where=store.location,
            fix="use the embedded store (ladybug:PATH) or Neo4j",
        )
    return store.dialect


def declared_columns(found: pa.Table, header: Header) -> pa.Table:
    """Return rows with the columns that a header declares, in its types and order."""
    return pa.table(
        {
            column: found.column(column).cast(ARROW_TYPES[declared.type])
            for column, declared in header.returns.items()
        }
    )


def _parts(source: str, path: Path) -> tuple[str, str]:
    lines = source.split("\n")
    fences = [n for n, line in enumerate(lines) if line.strip() == _FENCE][:2]
    if len(fences) < 2 or any(not line.startswith("//") for line in lines[: fences[1]]):
        raise QueryFileError(
            "has no header", where=str(path), fix="begin with TOML in comments between // +++ lines"
        )
    head = [line.removeprefix("//").removeprefix(" ") for line in lines[fences[0] + 1 : fences[1]]]
    return "\n".join(head), "\n".join(lines[fences[1] + 1 :]).strip()
