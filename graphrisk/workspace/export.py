"""The records of a store as files for other programs, and what was written, as an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.errors import InputError, StoreError, TooLarge, UsageError
from graphrisk.files import whole_file, whole_folder
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS
from graphrisk.view.answer import Answer, Table
from graphrisk.workspace.workspace import checked_day, today

if TYPE_CHECKING:
    import pyarrow as pa

    from graphrisk.store.base import GraphStore, StoreInfo
    from graphrisk.workspace.workspace import Workspace

ORDER = tuple(kind.name for kind in NODE_KINDS + EDGE_KINDS)
FORMATS = ("cypher", "csv", "graphml", "opengraph", "parquet", "stix", "xlsx")
_NAMES = {
    "cypher": "graphrisk-export.cypher",
    "csv": "graphrisk-export",
    "graphml": "graphrisk-export.graphml",
    "opengraph": "graphrisk-export.json",
    "parquet": "graphrisk-export",
    "stix": "graphrisk-export.stix.json",
    "xlsx": "graphrisk-export.xlsx",
}
_HOW_TO = "HOW-TO.txt"
_OURS = "graphrisk export"
Written = tuple[Mapping[str, int], str]
"""Records by kind, and the digest of all of them."""


def export_answer(
    work: Workspace,
    to: str,
    output: Path | None = None,
    *,
    neo4j_admin: bool = False,
    known_on: str | None = None,
) -> Answer:
    """Write all records in a format and say what was written.

    Parameters
    ----------
    to
        One of `FORMATS`.
    output
        File, for csv and parquet a folder; named after the format in the current folder when left
        out.
    neo4j_admin
        With csv: the files of neo4j-admin database import.
    known_on
        Only what was recorded by that day; not for forms that hold the history itself.

    Raises
    ------
    UsageError
        There is no such format, or it does not take what else is asked for.
    InputError
        It cannot be written there; then nothing was.
    StoreError
        There is nothing to write.
    """
    day = _checked(to, neo4j_admin, known_on)
    path = output or Path(_NAMES[to])
    if to in ("csv", "parquet"):
        _refuse_foreign(path)
    write = {"cypher": _script, "csv": _import_files if neo4j_admin else _folder}
    write |= {"stix": _bundle, "parquet": _folder, "xlsx": _workbook}
    with _said(path):
        counts, digest = write.get(to, _graph_file)(work, path, to, day)
    return _answer(path, to, counts, digest, day, with_history=neo4j_admin or to == "cypher")


def _checked(to: str, neo4j_admin: bool, known_on: str | None) -> str | None:
    if to not in FORMATS:
        raise UsageError(f"not a format to export: {to!r}", fix=f"write {', '.join(FORMATS)}")
    if neo4j_admin and to != "csv":
        raise UsageError(
            f"--neo4j-admin makes CSV files, not {to}",
            fix="write graphrisk export csv --neo4j-admin",
        )
    if known_on is not None and (neo4j_admin or to == "cypher"):
        raise UsageError(
            "this form holds the whole history, not one day of it",
            fix="leave --known-on out here, and ask it of the store that is made",
        )
    return checked_day(known_on, "--known-on")


def _refuse_foreign(path: Path) -> None:
    """Refuse a file, or a folder that holds what no export put there."""
    if path.is_file():
        raise InputError("this is a file", where=str(path), fix="name a folder: this is many files")
    if path.is_dir() and any(path.iterdir()):
        try:
            is_ours = (path / _HOW_TO).read_text("utf-8").startswith(_OURS)
        except (OSError, UnicodeDecodeError):
            is_ours = False
        if not is_ours:
            raise InputError(
                "the folder holds other files", where=str(path), fix="name a new or empty folder"
            )


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say it in words when something cannot be written."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror or error}; nothing was",
            where=str(path),
            fix="name a place in a folder that exists, may be written to and has room",
        ) from None


def _script(work: Workspace, path: Path, to: str, day: str | None) -> Written:
    from graphrisk.store.neo4j_script import script_parts

    with _opened(work) as (store, info):
        _write(path, script_parts(store.snapshot(), work.progress))
    return info.counts, info.digest


def _import_files(work: Workspace, path: Path, to: str, day: str | None) -> Written:
    from graphrisk.store.neo4j_import import import_files

    with _opened(work) as (store, info), whole_folder(path) as folder:
        for name, parts in import_files(store.snapshot(), work.progress):
            _write(folder / name, parts)
        how_to = (folder / _HOW_TO).read_text("utf-8")
        (folder / _HOW_TO).write_text(f"{_OURS} {info.digest}\n\n{how_to}", "utf-8")
    return info.counts, info.digest


def _folder(work: Workspace, path: Path, to: str, day: str | None) -> Written:
    from graphrisk.model.record_csv import csv_parts
    from graphrisk.model.record_parquet import write_parquet
    from graphrisk.model.tables import digest

    keys = {}
    with _opened(work) as (store, info), whole_folder(path) as folder:
        for kind, rows in _by_kind(store, info, day):
            work.progress.start(f"writing {KINDS[kind].table}")
            file = folder / f"{KINDS[kind].table}.{to}"
            if to == "csv":
                _write(file, csv_parts(kind, rows))
            else:
                with whole_file(file) as stream:
                    write_parquet(kind, rows, stream)
            work.progress.done()
            keys[kind] = rows.select(["id", "record_hash"])
        _refuse_nothing(work, {kind: table.num_rows for kind, table in keys.items()})
        found = digest(keys)
        files = " ".join(f"{KINDS[kind].table}.{to}" for kind in keys)
        how_to = f"{_OURS} {found}\n\nTo load it into a store:\n\ngraphrisk load {files}\n"
        (folder / _HOW_TO).write_text(how_to, "utf-8")
    return {kind: table.num_rows for kind, table in keys.items()}, found


def _bundle(work: Workspace, path: Path, to: str, day: str | None) -> Written:
    from graphrisk.model.stix import stix_parts
    from graphrisk.model.tables import digest, empty_table

    with _opened(work) as (store, info):
        records = dict(_by_kind(store, info, day))
    keys = {kind: rows.select(["id", "record_hash"]) for kind, rows in records.items()}
    _refuse_nothing(work, {kind: rows.num_rows for kind, rows in keys.items()})
    work.progress.start(f"writing {path.name}")
    _write(path, stix_parts(lambda kind: records[kind] if kind in records else empty_table(kind)))
    work.progress.done()
    return {kind: rows.num_rows for kind, rows in keys.items()}, digest(keys)


def _workbook(work: Workspace, path: Path, to: str, day: str | None) -> Written:
    """Write a sheet for every kind; read by people, so without the hashes of records."""
    from graphrisk.model.record_csv import HASH, csv_columns
    from graphrisk.model.tables import digest
    from graphrisk.view.answer_workbook import MOST_ROWS, write_sheets

    with _opened(work) as (store, info):
        records = dict(_by_kind(store, info, day))
    _refuse_nothing(work, {kind: rows.num_rows for kind, rows in records.items()})
    for kind, rows in records.items():
        if rows.num_rows > MOST_ROWS:
            raise TooLarge(
                f"a sheet holds {MOST_ROWS:,} rows, not {rows.num_rows:,} {KINDS[kind].table}",
                limit=MOST_ROWS,
                size=rows.num_rows,
                fix="export csv or parquet",
            )
    names = {kind: {n: m for n, m in csv_columns(kind).items() if n != HASH} for kind in records}
    work.progress.start(f"writing {path.name}")
    with whole_file(path) as file:
        write_sheets(
            file,
            (
                (
                    KINDS[kind].table,
                    list(names[kind]),
                    _plain_rows(rows, list(names[kind].values())),
                )
                for kind, rows in records.items()
            ),
        )
    work.progress.done()
    keys = {kind: rows.select(["id", "record_hash"]) for kind, rows in records.items()}
    return {kind: rows.num_rows for kind, rows in keys.items()}, digest(keys)


def _plain_rows(rows: pa.Table, names: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield rows for a sheet: numbers as they are, a list as one text, items parted by ";"."""
    for batch in rows.select(names).to_batches(max_chunksize=10_000):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield tuple(";".join(v) if isinstance(v, list) else v for v in row)


def _by_kind(store: GraphStore, info: StoreInfo, day: str | None) -> Iterator[tuple[str, pa.Table]]:
    """Yield the records of each kind of which there are any, one kind in memory at a time."""
    if day is None:
        seen = store.snapshot()
        yield from ((kind, seen.read(kind)) for kind in ORDER if info.counts.get(kind))
        return
    from graphrisk.store.reading import read_tables

    known = read_tables(store, known_on=day)
    yield from ((kind, known[kind]) for kind in ORDER if known[kind].num_rows)


def _graph_file(work: Workspace, path: Path, to: str, day: str | None) -> Written:
    from graphrisk.model.graphml import graphml_parts
    from graphrisk.model.opengraph import opengraph_parts

    graph = work.graph(known_on=day)
    counts = {kind: graph.table(kind).num_rows for kind in ORDER if kind != "Merge"}
    _refuse_nothing(work, counts)
    work.progress.start(f"writing {path.name}")
    _write(path, (graphml_parts if to == "graphml" else opengraph_parts)(graph.table))
    work.progress.done()
    return counts, graph.digest


@contextmanager
def _opened(work: Workspace) -> Iterator[tuple[GraphStore, StoreInfo]]:
    with work.store() as store:
        info = store.snapshot().info()
        _refuse_nothing(work, info.counts)
        yield store, info


def _refuse_nothing(work: Workspace, counts: Mapping[str, int]) -> None:
    if not any(counts.values()):
        raise StoreError(
            "there are no records to export", where=work.address, fix="load a register first"
        )


def _write(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    with whole_file(path) as file:
        for part in parts:
            file.write(part)


def _answer(
    path: Path,
    to: str,
    counts: Mapping[str, int],
    digest: str,
    day: str | None,
    *,
    with_history: bool,
) -> Answer:
    rows = tuple((KINDS[kind].table, counts[kind]) for kind in ORDER if counts.get(kind))
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    size = sum(file.stat().st_size for file in files)
    total = sum(counts.values())
    history = "with loads and history" if with_history else f"as known on {day or today()}"
    return Answer(
        command="export",
        headline=(f"{total:,} records written to {path} ({_size(size)}), {history}.",),
        tables=(Table(("kind", "records"), rows),),
        footer=(f"Digest {digest[:16]}.",),
        result={
            "to": to,
            "path": str(path),
            "files": [file.name for file in files],
            "bytes": size,
            "records": dict(rows),
            "with_history": with_history,
        },
        parameters={"known_on": day},
        digest=digest,
    )


def _size(count: int) -> str:
    """Return a number of bytes as people say it.

    Examples
    --------
    >>> _size(900), _size(1_234_567)
    ('900 bytes', '1.2 MB')
    """
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} bytes"
