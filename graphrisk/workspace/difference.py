"""Two states of a register, wherever they lie, and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.analysis.register_difference import DiffParams, Side, register_difference
from graphrisk.errors import InputError, StoreError, UsageError
from graphrisk.workspace.concentration import checked_dimension
from graphrisk.workspace.workspace import checked_day, today

if TYPE_CHECKING:
    from graphrisk.analysis.params import ExposedParams
    from graphrisk.analysis.result import AnalysisResult
    from graphrisk.model.graph import RiskGraph
    from graphrisk.workspace.workspace import Workspace

MOST_DAYS = 36_500
_TABLES = (".csv", ".xlsx", ".jsonl")
Days = tuple[str, str] | None


def diff_result(
    work: Workspace,
    places: Sequence[str],
    params: ExposedParams,
    *,
    known_on: Days = None,
    as_of: Days = None,
    within_days: int = 90,
    by: Sequence[str] = ("category", "country"),
    fail: Sequence[str] = (),
    mapping: str | None = None,
) -> AnalysisResult:
    """Compare two states of a register.

    Parameters
    ----------
    places
        Addresses of stores, folders or files of registers; one is compared with the store of the
        workspace, which is then the later side; none: the store at two days.
    known_on, as_of
        Two days: what was recorded by then, and on which contracts must be in force.
    fail
        Names whose fall is shown before and after, beside all single falls.
    mapping
        How to read files whose headers are not ours.

    Raises
    ------
    UsageError
        It is not said what to compare, or both sides are one and the same.
    InputError
        A folder or file cannot be read, or a name is not known.
    StoreError
        A store cannot be opened.
    """
    if not 0 <= within_days <= MOST_DAYS:
        raise UsageError(f"not a number of days: {within_days}", fix="write --within 90")
    dimensions = [checked_dimension(word) for word in by]
    recorded = _checked(known_on, "--known-on") or (None, None)
    days = _checked(as_of, "--as-of") or (params.as_of, params.as_of)
    first, second = _two_places(work, places, has_days=bool(known_on or as_of))
    graphs = [
        _graph(work, place, day, mapping)
        for place, day in zip((first, second), recorded, strict=True)
    ]
    sides = [
        Side(graph, day, _label(place, known, day if as_of else None))
        for graph, place, known, day in zip(graphs, (first, second), recorded, days, strict=True)
    ]
    fallen = [_found(work, graphs, name) for name in fail]
    wanted = DiffParams(within_days=within_days, by=dimensions, fallen=fallen)
    if known_on and days[0] == days[1] and recorded[0] and recorded[0] < days[1]:
        wanted = replace(wanted, since=recorded[0])
    return register_difference((sides[0], sides[1]), params, wanted, progress=work.progress)


def graph_of_files(
    work: Workspace, files: Sequence[Path], where: str, mapping: str | None = None
) -> RiskGraph:
    """Return the graph of register files, read as one load that is kept nowhere.

    Parameters
    ----------
    mapping
        File or name of a mapping, for headers that are not ours.

    Raises
    ------
    InputError
        A file cannot be read, or its rows have errors: they are listed.
    """
    from graphrisk.errors import RecordsRefused
    from graphrisk.ingest.load import read_registers
    from graphrisk.ingest.mapping_file import find_mapping, read_mapping
    from graphrisk.store.ledger import write_tables
    from graphrisk.store.opening import open_store
    from graphrisk.store.reading import read_graph

    chosen = None if mapping is None else read_mapping(find_mapping(mapping))
    registers = read_registers(files, mapping=chosen, progress=work.progress)
    errors = [problem for problem in registers.problems if problem.severity == "error"]
    if errors:
        raise RecordsRefused(
            f"{registers.errors:,} {'problem keeps' if registers.errors == 1 else 'problems keep'} "
            "rows out, so that the difference would not be that of the registers",
            errors,
            where=where,
            fix="mend them, or load the files with --allow-bad-rows and compare the stores",
        )
    store = open_store("memory:")
    write_tables(store, list(registers.batches), withdraw=registers.withdraw)
    return read_graph(store, confidence=work.settings.confidence_defaults())


def _two_places(work: Workspace, places: Sequence[str], *, has_days: bool) -> tuple[str, str]:
    if len(places) > 2:
        fix = "name two, the earlier one first"
        raise UsageError(f"{len(places)} states to compare", fix=fix)
    if len(places) == 2:
        first, second = places
    elif places:
        first, second = places[0], work.address
    else:
        first = second = work.address
    if _same(first, second) and not has_days:
        raise UsageError(
            "both are one and the same state",
            fix="name two stores or folders, or two days: --known-on 2026-06-30 2026-09-30",
        )
    return first, second


def _same(first: str, second: str) -> bool:
    if first == second:
        return True
    from graphrisk.workspace.copies import place_of

    try:
        return place_of(first) == place_of(second)
    except (ValueError, OSError):
        return False


def _graph(work: Workspace, place: str, known_on: str | None, mapping: str | None) -> RiskGraph:
    path = Path(place.removeprefix("ladybug:"))
    if place == work.address:
        return work.graph(known_on=known_on)
    is_store = place != str(path) or path.suffix == ".lbdb" or "://" in place
    if is_store or place in ("memory:", "memory"):
        return _other(work, place).graph(known_on=known_on)
    if not path.exists():
        fix = "name a store (ladybug:PATH, neo4j://...), a folder of register files, or a file"
        raise InputError("there is no such file, folder or store", where=place, fix=fix)
    if known_on is not None:
        fix = "leave --known-on out, or compare stores"
        raise UsageError("files do not know what was recorded when", where=place, fix=fix)
    files = (
        sorted(p for p in path.iterdir() if p.suffix.lower() in _TABLES)
        if path.is_dir()
        else [path]
    )
    if not files:
        fix = f"name a folder that holds files ending in {', '.join(_TABLES)}"
        raise InputError("no register file lies in this folder", where=place, fix=fix)
    return graph_of_files(work, files, place, mapping)


def _other(work: Workspace, address: str) -> Workspace:
    from graphrisk.settings import Settings
    from graphrisk.workspace.workspace import Workspace

    other = Workspace(Settings.read(flags={"store": address}), work.progress)
    if other.is_missing:
        raise StoreError("there is no such store", where=address, fix="check the path")
    return other


def _checked(days: Days, option: str) -> tuple[str, str] | None:
    if days is None:
        return None
    first, second = (checked_day(day, option) or today() for day in days)
    if first > second:
        raise UsageError(
            f"{option} {first} {second}: the first is the later one", fix="write the earlier first"
        )
    return first, second


def _label(place: str, known_on: str | None, as_of: str | None) -> str:
    if known_on is None and as_of is None:
        return place.removeprefix("ladybug:").rsplit("/", 1)[-1]
    if known_on is None or as_of is None or known_on == as_of:
        return str(known_on or as_of)
    return f"{as_of} (known on {known_on})"


def _found(work: Workspace, graphs: Sequence[RiskGraph], name: str) -> str:
    """Return the id of a name, in the later state or else in the earlier one."""
    try:
        return work.find(graphs[1], [name])[0].id
    except InputError:
        return work.find(graphs[0], [name])[0].id
