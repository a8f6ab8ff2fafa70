"""Register files -> records with their problems: the one entry of this floor."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from graphrisk.errors import InputError, Problem, Unreadable, UsageError
from graphrisk.ingest.assemble import Assembled, Batch, assemble
from graphrisk.ingest.columns import Checked, check_columns
from graphrisk.ingest.exported import exported_kind, former_parents, read_exported
from graphrisk.ingest.feeds.own_bundle import is_own_bundle, read_own_bundle
from graphrisk.ingest.headers import fold_header, kinds_of, lacking, named_kind
from graphrisk.ingest.mapping import RegisterMapping
from graphrisk.ingest.mapping_read import read_mapped
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import RawTable
from graphrisk.ingest.table import read_tables
from graphrisk.model.schema import KINDS, Kind
from graphrisk.model.tables import RecordTables
from graphrisk.progress import SILENT, Progress
from graphrisk.resolve.claimed import MergeMade
from graphrisk.resolve.directory import Directory
from graphrisk.resolve.identify import Candidate


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of one table of one file.

    Parameters
    ----------
    file
        File name, with the sheet where there are several.
    table
        Table it was read as; None when it could not be read.
    read
        Rows with something in them, below the header.
    refused
        Rows with an error, not among the records.
    repeated
        Rows that say a record again.
    """

    file: str
    table: str | None
    read: int = 0
    refused: int = 0
    repeated: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class PooledRegister:
    """What one of several registers holds, and how many of its contract references it shares.

    ``apart`` are references that another register uses for another contract, ``alike`` those under
    which both mean the same one.
    """

    name: str
    keeper: str
    entities: int
    functions: int
    contracts: int
    chain: int
    apart: int
    alike: int


@dataclass(frozen=True, slots=True)
class Registers:
    """Records of register files, and everything there is to say about the files.

    Parameters
    ----------
    batches
        (kind, rows, columns that the file has), in the order they are laid over each other; what
        `write_tables` takes.
    withdraw
        Ids by kind of stored records that these files replace (a former parent).
    problems
        All problems of all files, errors and warnings.
    files
        Counts per table of a file.
    merges
        Writings and ids that were taken for a known organization; also among the records.
    unclear
        Names that fit several organizations and were given to none.
    pooled
        What each of several registers adds, where that was asked for.
    """

    batches: tuple[Batch, ...] = ()
    withdraw: dict[str, list[str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    files: tuple[FileCount, ...] = ()
    merges: tuple[MergeMade, ...] = ()
    unclear: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    pooled: tuple[PooledRegister, ...] = ()

    @property
    def tables(self) -> RecordTables:
        """Return all records by kind; an id may stand in several rows if several files have it."""
        found: dict[str, list[pa.Table]] = {}
        for kind, table, _ in self.batches:
            found.setdefault(kind, []).append(table)
        return {kind: pa.concat_tables(parts) for kind, parts in found.items()}

    @property
    def errors(self) -> int:
        """Return how many errors there are; more than are listed when a file is full of them."""
        return sum(file.errors for file in self.files)

    @property
    def refused(self) -> int:
        """Return how many rows are not among the records."""
        return sum(file.refused for file in self.files)


def read_registers(
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    directory: Directory | None = None,
    strict: bool = False,
    mapping: RegisterMapping | None = None,
    hide: Callable[[str], str] = str,
    progress: Progress = SILENT,
) -> Registers:
    """Read register files as one load; the order of files and rows makes no difference to ids.

    Parameters
    ----------
    paths
        CSV, XLSX or JSON Lines files.
    kind
        Table that all files hold; taken from each header when left out.
    directory
        What the store knows (`read_directory`); nothing when left out.
    strict
        Leave out every file that has an error, with all its rows.
    mapping
        How to read files whose columns are not ours; all files are read by it.
    hide
        Hides personal data in the free text of incident feeds.

    Raises
    ------
    Unreadable
        A file is missing or cannot be opened. A file that opens but makes no sense is a problem
        in the result instead, so that the others are still checked.
    UsageError
        There is no such kind.

    Notes
    -----
    O(rows), in columns; 1,000,000 rows of ``serves`` with 100,000 names take about 20 s and 1.2 GB.
    """
    wanted = named_kind(kind) if kind else None
    directory = directory or Directory()
    _check_openable(paths)
    own = [path for path in paths if exported_kind(path) is not None or is_own_bundle(path)]
    if own and mapping is None:
        return _read_back(paths, own, directory, progress)
    logs: list[ProblemLog] = []
    counts: list[FileCount] = []
    checked: list[Checked] = []
    for path in paths:
        try:
            if mapping is not None:
                raws = read_mapped(path, mapping, progress=progress)
            else:
                raws = read_tables(path, kind=wanted, hide=hide, progress=progress)
        except Unreadable as error:
            logs.append(_failed(path.name, error))
            counts.append(FileCount(path.name, None, errors=1))
            continue
        for raw in raws:
            logs.append(raw.log)
            found = None if raw.foreign else _kind_of(raw, wanted)
            if found is None:
                log = raw.log
                counts.append(FileCount(raw.file, None, 0, 0, 0, log.errors, log.warnings))
            else:
                progress.start(f"checking {raw.file}", len(raw.rows))
                checked.append(check_columns(raw, found))
                progress.advance(len(raw.rows))
                progress.done()
        del raws
    progress.start("telling organizations apart")
    kept, assembled = _assemble(checked, directory, strict)
    progress.done()
    for table in checked:
        log = table.log
        rows = (table.read, table.refused if table in kept else table.read, table.repeated)
        counts.append(FileCount(table.file, table.kind.table, *rows, log.errors, log.warnings))
    parties = assembled.parties
    return Registers(
        batches=tuple(assembled.batches),
        withdraw=assembled.withdraw,
        problems=tuple(problem for log in logs for problem in log.finished()),
        files=tuple(counts),
        merges=tuple(parties.identified.merges) if parties else (),
        unclear=dict(parties.identified.unclear) if parties else {},
    )


def _read_back(
    paths: Sequence[Path], own: Sequence[Path], directory: Directory, progress: Progress
) -> Registers:
    """Read the files of an export; where one has an error, it is left out whole."""
    if others := [path.name for path in paths if path not in own]:
        raise UsageError(
            "files of 'graphrisk export' and other files in one load",
            where=others[0],
            fix="load the export by itself first, so that the other files find its names",
        )
    batches: list[Batch] = []
    logs, counts, withdraw = [], [], []
    for path in own:
        progress.start(f"reading {path.name}")
        kind = exported_kind(path)
        parts = [(kind, *read_exported(path, kind))] if kind else read_own_bundle(path)
        progress.done()
        for kind, records, total, log in parts:
            said = (log.errors, log.warnings)
            logs.append(log)
            counts.append(FileCount(path.name, kind.table, total, total - len(records), 0, *said))
            batches += [(kind.name, records, None)] if records.num_rows else []
            withdraw += former_parents(records, directory.parents) if kind.name == "PART_OF" else []
    return Registers(
        batches=tuple(batches),
        withdraw={"PART_OF": withdraw} if withdraw else {},
        problems=tuple(problem for log in logs for problem in log.finished()),
        files=tuple(counts),
    )


def _assemble(
    checked: list[Checked], directory: Directory, strict: bool
) -> tuple[list[Checked], Assembled]:
    """Assemble; when strict, again without the files that turned out to have errors."""
    kept = [table for table in checked if not (strict and table.log.errors)]
    while True:
        before = [(table, copy.deepcopy(table.log), table.repeated) for table in kept]
        assembled = assemble(kept, directory) if kept else Assembled()
        sound = [table for table in kept if not (strict and table.log.errors)]
        if len(sound) == len(kept):
            return kept, assembled
        for table, log, repeated in before:
            if table in sound:
                table.log.take_back(log)
                table.repeated = repeated
        kept = sound


def _kind_of(raw: RawTable, wanted: Kind | None) -> Kind | None:
    if raw.kind is not None:
        return KINDS[raw.kind]
    header = [fold_header(name) for name in raw.names]
    if wanted is not None:
        missing = lacking(wanted, header)
        if not missing:
            return wanted
        message = f"the table {wanted.table} needs a column {' and '.join(missing)}"
        raw.log.row(raw.header_row or None, None, None, message, "add it to the header")
        return None
    found = kinds_of(header, raw.hint)
    if len(found) == 1:
        if not len(raw.rows) and not raw.lost:
            raw.log.row(None, None, None, "no rows below the header", "", "warning")
        return found[0]
    names = " or ".join(kind.table for kind in found)
    message = f"the header fits several tables: {names}" if found else "no known table"
    fix = f"name the file so ({found[0].table}.csv) or use --kind" if found else "use --kind"
    raw.log.row(raw.header_row or None, None, ", ".join(raw.names)[:200], message, fix)
    return None


def _failed(name: str, error: InputError) -> ProblemLog:
    log = ProblemLog(name)
    log.row(None, None, None, error.what, error.fix or "")
    return log


def _check_openable(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise Unreadable("there is no such file", where=str(path))
        if path.is_dir():
            raise Unreadable("this is a folder", where=str(path), fix="give the files in it")
