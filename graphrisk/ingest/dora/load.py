"""Registers of information -> records, by the same way as other registers; or checked only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from graphrisk.errors import InputError, Problem
from graphrisk.ingest.assemble import Assembled, assemble
from graphrisk.ingest.columns import Checked
from graphrisk.ingest.dora.contract_names import Names, Stored, contract_names
from graphrisk.ingest.dora.entity_codes import Coder, code_entities, refuse_uncoded
from graphrisk.ingest.dora.functions import read_functions
from graphrisk.ingest.dora.links import Link, links_of
from graphrisk.ingest.dora.organizations import Parties, Party, gather_parties
from graphrisk.ingest.dora.pool import keep_codes_apart, pooled
from graphrisk.ingest.dora.register import Register, open_registers
from graphrisk.ingest.dora.rules import check_register
from graphrisk.ingest.dora.tables import RegisterTable
from graphrisk.ingest.load import FileCount, Registers
from graphrisk.ingest.problems import ProblemLog
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import arrow_schema
from graphrisk.progress import SILENT, Progress
from graphrisk.resolve.claimed import MergeMade
from graphrisk.resolve.directory import Directory

_PARTY = (
    *("id", "name", "country", "lei", "aliases", "sector", "functions", "parent_id"),
    *("entity_type", "total_assets", "assets_currency"),
)
_LINK = (
    "vendor",
    "customer",
    "service",
    "category",
    "criticality",
    "contract",
    "supports",
    "annual_cost",
    "currency",
    "starts_on",
    "ends_on",
    "rank",
    "substitutability",
    "exit_plan",
    "notice_days",
    "vendor_notice_days",
    "data_location",
    "processing_location",
    "data_sensitivity",
    "reliance",
    "reintegration",
    "alternatives",
    "last_audit_on",
)
_TEXT = pa.string()
_SHOWN = {"parent_id": {"b_05.01": "c0110", "b_01.03": "c0020"}, "name": {"b_05.01": "c0050"}}
_ELSE = {"parent_id": "c0060", "name": "c0020", "vendor": "c0030"}


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """What is wrong with registers, and what they hold."""

    problems: tuple[Problem, ...]
    files: tuple[FileCount, ...]


def read_dora(
    paths: Sequence[Path],
    *,
    directory: Directory | None = None,
    stored: Stored | None = None,
    strict: bool = False,
    pool: bool = False,
    coder: Coder | None = None,
    progress: Progress = SILENT,
) -> Registers:
    """Read registers of information as one load.

    Parameters
    ----------
    paths
        Folders, zips or workbooks, each a register or a folder of registers.
    directory
        What the store knows; nothing when left out.
    stored
        Contracts that the store has (`stored_contracts`), so that other registers' stay apart.
    strict
        Leave out every register that has an error, with all its rows.
    pool
        The registers are of several groups: codes that are unique in a country or a house only are
        kept apart, and it is told what each register adds.
    coder
        Put entities under codes; by name without one.

    Raises
    ------
    InputError
        An entity would stand both by name and under a code.

    Notes
    -----
    O(rows); about 50 microseconds a row, most of it checks.
    """
    registers, failed = _read(paths, progress)
    kept = [each for each in registers if not (strict and each.errors)]
    if pool or coder is not None:
        keep_codes_apart(kept)
    made = _records(kept, directory or Directory(), stored or {}, coder, progress)
    seen = {id(each) for each in kept}
    counts = [count for each in registers for count in _counts(each, is_kept=id(each) in seen)]
    return Registers(
        batches=tuple(made.assembled.batches),
        withdraw=made.assembled.withdraw,
        problems=(*failed, *_problems(registers), *made.problems),
        files=(*(FileCount(p.file or "", None, errors=1) for p in failed), *counts),
        merges=made.merges,
        unclear=dict(made.assembled.parties.identified.unclear) if made.assembled.parties else {},
        pooled=pooled(kept) if pool else (),
    )


def check_dora(paths: Sequence[Path], *, progress: Progress = SILENT) -> RegisterCheck:
    """Check registers of information and make nothing of them."""
    registers, failed = _read(paths, progress)
    _gather(registers, Directory(), {})
    counts = [count for each in registers for count in _counts(each, is_kept=True)]
    files = [*(FileCount(p.file or "", None, errors=1) for p in failed), *counts]
    return RegisterCheck((*failed, *_problems(registers)), tuple(files))


def _read(paths: Sequence[Path], progress: Progress) -> tuple[list[Register], list[Problem]]:
    registers: list[Register] = []
    failed: list[Problem] = []
    for path in paths:
        with ExitStack() as stack:
            try:
                found = stack.enter_context(open_registers(path, progress))
            except InputError as error:
                where = error.where or path.name
                failed.append(
                    Problem(where, None, None, None, error.what, error.fix or "", rule="file")
                )
                continue
            registers += found
    progress.start("checking", len(registers))
    for register in registers:
        check_register(register)
        progress.advance(1)
    progress.done()
    return registers, failed


def _problems(registers: Sequence[Register]) -> list[Problem]:
    return [each for reg in registers for log in reg.all_logs() for each in log.finished()]


def _counts(register: Register, *, is_kept: bool) -> list[FileCount]:
    counts = []
    for name, table in register.tables.items():
        read = len(table) + table.lost
        if not read and name in register.missing:
            continue
        refused = len(table.unused) + table.lost if is_kept else read
        log = table.log
        counts.append(
            FileCount(table.file, name, read, refused, table.repeated, log.errors, log.warnings)
        )
    log = register.log
    if log.problems:
        counts.append(FileCount(register.name, "all", 0, 0, 0, log.errors, log.warnings))
    return counts


@dataclass(frozen=True, slots=True)
class _Made:
    assembled: Assembled
    problems: tuple[Problem, ...]
    merges: tuple[MergeMade, ...]


def _records(
    registers: Sequence[Register],
    directory: Directory,
    stored: Stored,
    coder: Coder | None,
    progress: Progress,
) -> _Made:
    """Make records: all registers together, so that one provider of several is one."""
    progress.start("telling organizations apart")
    if coder is None:
        refuse_uncoded(directory)
    parties, links, names = _gather(registers, directory, stored, always=coder is not None)
    if coder is not None:
        coded = code_entities(registers, parties, links, names, directory, coder)
        parties, links = coded.parties, coded.links
    day = {id(register): register.day for register in registers}
    days = {id(table): day[id(reg)] for reg in registers for table in reg.tables.values()}
    stated = list(parties.by_id.values())
    tables = [
        _organizations(stated, days),
        _serves(links, days),
        _merges(parties),
    ]
    filled = [table for table in tables if len(table.rows)]
    assembled = assemble(filled, directory, _stored_under(parties))
    progress.done()
    places: list[tuple[RegisterTable, int]] = [(p.table, p.position) for p in stated]
    rows = [(link.table, link.positions[0]) for link in links]
    problems = [*_placed(tables[0].log, places), *_placed(tables[1].log, list(rows))]
    found = assembled.parties.identified.merges if assembled.parties else []
    return _Made(assembled, tuple(problems), (*parties.merges, *found))


def _stored_under(parties: Parties) -> dict[str, list[str]]:
    """Return the codes under which an organization may stand in the store from an earlier load."""
    found: dict[str, list[str]] = {}
    for merge in parties.merges:
        found.setdefault(merge.organization, [merge.organization]).append(merge.alias)
    return found


def _gather(
    registers: Sequence[Register], directory: Directory, stored: Stored, *, always: bool = False
) -> tuple[Parties, list[Link], Names]:
    """Return organizations and edges; what cannot be told for sure is listed at its row."""
    functions = {id(register): read_functions(register) for register in registers}
    parties = gather_parties(registers, functions, directory)
    names = contract_names(registers, parties, stored, always=always)
    links: list[Link] = []
    for register in registers:
        links += links_of(register, parties, functions[id(register)], names[id(register)])
    return parties, links, names


def _organizations(parties: Sequence[Party], days: Mapping[int, str | None]) -> Checked:
    columns: dict[str, list[Any]] = {
        "id": [party.id for party in parties],
        "name": [party.name for party in parties],
        "country": [party.country for party in parties],
        "lei": [party.lei for party in parties],
        "aliases": [party.aliases or None for party in parties],
        "sector": [party.sector for party in parties],
        "functions": [sorted(set(party.functions)) or None for party in parties],
        "parent_id": [party.parent for party in parties],
        "entity_type": [party.entity_type for party in parties],
        "total_assets": [party.assets and party.assets[0] for party in parties],
        "assets_currency": [party.assets and party.assets[1] for party in parties],
        "source": [party.source() for party in parties],
        "seen_on": [days.get(id(party.table)) for party in parties],
    }
    return _checked("Organization", columns, _PARTY)


def _serves(links: Sequence[Link], days: Mapping[int, str | None]) -> Checked:
    rows = [link.columns() for link in links]
    columns = {name: [row.get(name) for row in rows] for name in (*_LINK, "source")}
    columns["seen_on"] = [days.get(id(link.table)) for link in links]
    return _checked("SERVES", columns, _LINK)


def _merges(parties: Parties) -> Checked:
    columns: dict[str, list[Any]] = {
        "alias": [merge.alias for merge in parties.merges],
        "organization": [merge.organization for merge in parties.merges],
        "reason": [merge.reason for merge in parties.merges],
    }
    return _checked("Merge", columns, tuple(columns))


def _checked(kind: str, columns: Mapping[str, list[Any]], stated: Sequence[str]) -> Checked:
    """Return a table for the assembly; its rows are numbered, and `_placed` finds them again."""
    schema = arrow_schema(kind)
    arrays = {
        name: pa.array(values, schema.field(name).type if name in schema.names else _TEXT)
        for name, values in columns.items()
    }
    count = len(next(iter(columns.values())))
    rows = pa.array(range(count), pa.int64())
    names = frozenset({*stated, "source", "seen_on"} & set(columns) & set(schema.names))
    return Checked(KINDS[kind], "register", ProblemLog("register"), rows, arrays, names, count)


def _placed(log: ProblemLog, places: Sequence[tuple[RegisterTable | None, int]]) -> list[Problem]:
    """Return what the assembly has to say, at the rows of the register that it is about."""
    found = []
    for problem in log.finished():
        table, position = places[problem.row] if problem.row is not None else (None, 0)
        if table is None:
            found.append(problem)
            continue
        column = problem.column or ""
        shown = _SHOWN.get(column, {}).get(table.template.name) or _ELSE.get(column, column)
        severity = "warning" if column in ("name", "parent_id") else problem.severity
        found.append(
            replace(
                problem,
                file=table.file,
                row=table.rows[position],
                column=shown or None,
                severity=severity,
                rule="name" if column == "name" else "group",
            )
        )
    return found
