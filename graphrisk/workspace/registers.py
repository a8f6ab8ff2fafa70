"""Register files into the store: one load, problems listed, organizations told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.errors import InputError, Problem, UsageError
from graphrisk.ingest.dora.entity_codes import Coder
from graphrisk.ingest.load import Registers, read_registers
from graphrisk.ingest.mapping import RegisterMapping
from graphrisk.ingest.mapping_file import find_mapping, read_mapping
from graphrisk.ingest.problems import write_problems_csv
from graphrisk.resolve.directory import Directory, read_directory
from graphrisk.store.base import EMPTY_DIGEST
from graphrisk.store.ledger import WriteReport, write_tables
from graphrisk.view.answer import Answer, Table
from graphrisk.workspace.code_keys import code_key
from graphrisk.workspace.register_checks import refuse_format
from graphrisk.workspace.workspace import existing_files

if TYPE_CHECKING:
    from graphrisk.store.base import GraphStore
    from graphrisk.workspace.workspace import Workspace


@dataclass(frozen=True)
class Loaded:
    """What a load did: the files read, the problems, and what changed in the store."""

    registers: Registers
    report: WriteReport
    problems_file: Path | None
    is_empty: bool = False
    key_said: str = ""

    @property
    def errors(self) -> int:
        """Rows, links and files that did not get in."""
        return self.registers.errors


def load_registers(
    work: Workspace,
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    strict: bool = False,
    mapping: str | None = None,
    read_as: str | None = None,
    problems_file: Path | None = None,
    pool: bool = False,
    codes: bool = False,
    key_file: Path | None = None,
) -> Loaded:
    """Read register files and write their good rows as one load.

    Parameters
    ----------
    mapping
        File of a mapping, or the name of one that ships with graphrisk.
    read_as
        ``dora`` for registers of information: folders, zips or workbooks.
    pool
        Registers of information of several groups: tell what each of them adds.
    codes
        Put their entities under codes, made with the key of a file, or with a new one.

    Raises
    ------
    UsageError
        There is no such format, or it goes with no kind and no mapping.
    InputError
        A file is missing, or the list of problems cannot be written.
    StoreError
        The store cannot be written; then nothing was.
    """
    if key_file is not None and not codes:
        raise UsageError("--key goes with --codes", fix="add --codes, or leave --key out")
    if pool or codes:
        read_as = read_as or "dora"
    if read_as is not None:
        refuse_format(read_as, kind or mapping)
    if kind is not None and mapping is not None:
        raise UsageError(
            "a mapping says of each table what it is", fix="leave --kind out, or --mapping"
        )
    files = existing_files(paths) if read_as is None else list(paths)
    chosen = None if mapping is None else read_mapping(find_mapping(mapping))
    key = code_key(key_file) if codes else None
    dora = _DoraAsked(pool, Coder(key.key) if key else None) if read_as is not None else None
    registers: Registers | None = None
    if work.is_missing:
        # Nothing is known yet, and files that cannot be read shall not leave an empty store behind.
        registers = _read(work, files, None, kind, strict, chosen, dora)
        if not registers.batches:
            return _noted(Loaded(registers, WriteReport(None, EMPTY_DIGEST), problems_file, True))
    with work.store(writing=True) as store:
        if registers is None:
            known = read_directory(store)
            stored = _contracts(store) if dora is not None else None
            registers = _read(work, files, known, kind, strict, chosen, dora, stored)
        batches = list(registers.batches)
        is_empty = not batches
        registers = replace(registers, batches=())
        report = write_tables(
            store,
            batches,
            what="load",
            sources=_sources(files, is_coded=codes),
            withdraw=registers.withdraw,
            progress=work.progress,
        )
    said = key.said if key else ""
    return _noted(Loaded(registers, report, problems_file, is_empty, said))


def _sources(files: Sequence[Path], *, is_coded: bool) -> tuple[str, ...]:
    """Return what the list of loads names; names of files may be those of entities."""
    if is_coded:
        return ("registers of information, entities under codes",)
    return tuple(path.name or path.resolve().name for path in files)


@dataclass(frozen=True, slots=True)
class _DoraAsked:
    pool: bool
    coder: Coder | None


def _read(
    work: Workspace,
    files: Sequence[Path],
    directory: Directory | None,
    kind: str | None,
    strict: bool,
    mapping: RegisterMapping | None,
    dora: _DoraAsked | None,
    stored: Mapping[str, frozenset[str]] | None = None,
) -> Registers:
    if dora is not None:
        from graphrisk.ingest.dora.load import read_dora

        return read_dora(
            files,
            directory=directory,
            stored=stored,
            strict=strict,
            pool=dora.pool,
            coder=dora.coder,
            progress=work.progress,
        )
    return read_registers(
        files,
        kind=kind,
        directory=directory,
        strict=strict,
        mapping=mapping,
        hide=_hide,
        progress=work.progress,
    )


def _contracts(store: GraphStore) -> Mapping[str, frozenset[str]]:
    from graphrisk.ingest.dora.contract_names import stored_contracts

    return stored_contracts(store)


def _hide(text: str) -> str:
    """Return free text of a feed with personal data hidden."""
    from graphrisk.extract.review.masking import mask_personal

    return mask_personal(text, "en")


def _noted(loaded: Loaded) -> Loaded:
    """Write the list of problems, if one was asked for."""
    registers, report, problems_file = loaded.registers, loaded.report, loaded.problems_file
    if problems_file is not None:
        try:
            write_problems_csv([*registers.problems, *report.problems], problems_file)
        except OSError as error:
            raise InputError(
                f"the list of problems cannot be written: {error.strerror or error}",
                where=str(problems_file),
                fix="the rows are loaded; name another file and load again, nothing doubles",
            ) from None
    return loaded


def load_answer(loaded: Loaded) -> Answer:
    """Return what was loaded, what was left out, and which names became one organization."""
    report, registers = loaded.report, loaded.registers
    problems = [*registers.problems, *report.problems]
    errors = [each for each in problems if each.severity == "error"]
    warnings = [each for each in problems if each.severity != "error"]
    tables = [_pool_table(registers)] if registers.pooled else []
    tables.append(_files_table(registers))
    if problems and loaded.problems_file is None:
        tables.append(_problems_table([*errors, *warnings]))
    if registers.merges:
        tables.append(_merges_table(registers))
    lines = [
        _headline(loaded),
        f"{_count(len(errors), 'error')}, {_count(len(warnings), 'warning')}.",
    ]
    if registers.refused:
        verb = "was" if registers.refused == 1 else "were"
        lines.append(
            f"{_count(registers.refused, 'row')} {verb} left out; mend and load the file again: "
            "rows that are in already stay as they are."
        )
    if loaded.problems_file is not None and problems:
        lines.append(f"Every problem is listed in {loaded.problems_file}.")
    return Answer(
        command="load",
        headline=tuple(lines),
        tables=tuple(tables),
        footer=(f"Digest {report.digest[:16]}.",),
        result={
            "load": report.load,
            "files": registers.files,
            "inserted": report.inserted,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "retired": report.retired,
            "problems": problems,
            "merges": registers.merges,
            "unclear": registers.unclear,
            "pooled": registers.pooled,
        },
        digest=report.digest,
    )


def _headline(loaded: Loaded) -> str:
    report = loaded.report
    if loaded.is_empty:
        return "Nothing was read, nothing is loaded."
    if report.load is None:
        return "Nothing changed: the store holds all of it already."
    new, changed = sum(report.inserted.values()), sum(report.changed.values())
    same = sum(report.unchanged.values())
    return (
        f"Load {report.load.number}: {new:,} new records, {changed:,} changed, {same:,} unchanged. "
        f"graphrisk undo {report.load.number} takes it back."
    )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _pool_table(registers: Registers) -> Table:
    columns = ("register", "keeper", "entities", "stated_functions", "contracts", "chain_rows")
    rows = tuple(
        (p.name, p.keeper, p.entities, p.functions, p.contracts, p.chain, p.apart, p.alike)
        for p in registers.pooled
    )
    return Table((*columns, "told_apart", "told_alike"), rows, "Registers in the pool")


def _files_table(registers: Registers) -> Table:
    rows = tuple(
        (
            each.file,
            each.table or "not read",
            each.read,
            each.refused,
            each.repeated,
            each.errors,
            each.warnings,
        )
        for each in registers.files
    )
    columns = ("file", "kind", "rows_read", "rows_refused", "rows_repeated", "errors", "warnings")
    return Table(columns, rows, "Files")


def _problems_table(problems: Sequence[Problem]) -> Table:
    columns = ["file", "row", "column", "value", "message", "fix", "severity"]
    columns += ["rule"] if any(problem.rule for problem in problems) else []
    rows: tuple[tuple[Any, ...], ...] = tuple(
        tuple(getattr(problem, name) for name in columns) for problem in problems
    )
    return Table(tuple(columns), rows, "Problems")


def _merges_table(registers: Registers) -> Table:
    rows = tuple((each.alias, each.organization, each.reason) for each in registers.merges)
    return Table(("alias", "id", "why"), rows, "Names taken for one organization")
