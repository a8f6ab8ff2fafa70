"""What-if, as asked: scenario files and vendors named on the command line, laid over the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.analysis.concentration_difference import COMPARED
from graphrisk.analysis.exposed import MODES
from graphrisk.analysis.fallen import DIMENSIONS, vendors_of_a_kind
from graphrisk.analysis.overlay import overlay
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult
from graphrisk.errors import UsageError
from graphrisk.model.graph import RiskGraph
from graphrisk.model.scenario import Fall, Scenario
from graphrisk.workspace.designated import designated_words
from graphrisk.workspace.exposure import no_vendor_has

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


def scenarios_of(
    work: Workspace, graph: RiskGraph, files: Sequence[Path], fail: Sequence[str] = ()
) -> list[Scenario]:
    """Return the scenarios of files and folders; ``fail`` (ids) falls in each of them as well.

    Raises
    ------
    UsageError
        Neither a file nor a vendor is named.
    InputError
        A file, or an entry of one, cannot be used; every such entry is listed.
    """
    from dataclasses import replace

    from graphrisk.ingest.scenario_file import read_scenarios

    more = tuple(Fall("organization", key) for key in fail)
    if not files:
        if not more:
            raise UsageError(
                "nothing is asked", fix="name a scenario file, or --fail a vendor, or both"
            )
        return [Scenario(falls=more)]
    found = read_scenarios(files, graph, lambda name: work.find(graph, [name])[0].id)
    return [replace(each, falls=tuple(dict.fromkeys((*each.falls, *more)))) for each in found]


def whatif_result(
    work: Workspace,
    graph: RiskGraph,
    scenarios: Sequence[Scenario],
    params: ExposedParams,
    *,
    mode: str = "outage",
    concentration: bool = True,
) -> AnalysisResult:
    """Return what one scenario changes, party by party; of several, one line each.

    ``concentration`` compares that too, of one scenario's outage; it is most of the work.

    Raises
    ------
    UsageError
        There is no such mode, it cannot be asked of these scenarios, or the one scenario lets a
        country, sector or category fall that no vendor has. Of several, a line says "nobody".
    """
    if mode not in MODES:
        raise UsageError(f"not a mode: {mode!r}", fix=f"write one of {', '.join(MODES)}")
    if len(scenarios) == 1:
        _refuse_falls_of_nobody(graph, scenarios[0], params)
    if mode != "outage":
        if len(scenarios) > 1:
            raise UsageError(
                f"several scenarios are compared by outage, not by {mode}",
                fix="name one file with one scenario, or leave out --mode",
            )
        from graphrisk.analysis.exposure_difference import whatif_exposed

        return whatif_exposed(graph, scenarios[0], params, mode)
    if len(scenarios) == 1:
        from graphrisk.analysis.whatif import whatif

        by = COMPARED if concentration else ()
        return whatif(graph, scenarios[0], params, by=by, progress=work.progress)
    from graphrisk.analysis.scenario_batch import whatif_each

    return whatif_each(graph, scenarios, params, progress=work.progress)


def _refuse_falls_of_nobody(graph: RiskGraph, scenario: Scenario, params: ExposedParams) -> None:
    """Refuse a kind of vendors that has none, neither as stored nor as the scenario makes it."""
    kinds = [fall for fall in scenario.falls if fall.kind in DIMENSIONS]
    if not kinds:
        return
    view = params.view(graph)
    missing = [fall for fall in kinds if not len(vendors_of_a_kind(view, fall.kind, fall.value))]
    if missing and scenario.changes_the_graph:
        view = params.view(overlay(graph, scenario))
    for fall in missing:
        if not len(vendors_of_a_kind(view, fall.kind, fall.value)):
            raise no_vendor_has(view, fall.kind, fall.value)


def mitigate_result(
    work: Workspace,
    graph: RiskGraph,
    customers: Sequence[str],
    params: ExposedParams,
    *,
    most: int,
    budget: float | None,
    currency: str | None,
    moves: Sequence[str],
    fail: Sequence[str],
) -> AnalysisResult:
    """Return the moves that take most critical reach away; ``customers`` and ``fail`` are ids.

    Raises
    ------
    UsageError
        There is no such kind of move, or a number makes no sense.
    """
    from graphrisk.analysis.mitigation import MitigationParams, mitigate
    from graphrisk.analysis.mitigation_moves import MOVE_KINDS

    for word in moves:
        if word not in MOVE_KINDS:
            raise UsageError(f"not a move: {word!r}", fix=f"write one of {', '.join(MOVE_KINDS)}")
    if most < 1:
        raise UsageError(f"not a number of moves: {most}", fix="write 1 or more")
    if budget is not None and not 0 <= budget < float("inf"):
        raise UsageError(f"not a budget: {budget}", fix="write an amount such as 500000")
    wanted = MitigationParams(
        most=most,
        budget=budget,
        currency=currency.strip().upper() if currency else None,
        kinds=tuple(moves) or MOVE_KINDS,
        fail=tuple(fail),
    )
    return mitigate(graph, customers, params, wanted, progress=work.progress)


def check_contract_result(
    work: Workspace,
    graph: RiskGraph,
    params: ExposedParams,
    link: Mapping[str, Any],
    new_vendor: Mapping[str, Any] | None = None,
    *,
    concentration: bool = True,
) -> AnalysisResult:
    """Return what a proposed link would change for its customer.

    Parameters
    ----------
    link
        ``vendor`` and ``customer`` (names or ids) and properties; those that are None are left out.
    new_vendor
        Properties of a vendor that the register does not have yet; None where it has it.
    concentration
        Compare that too; on a large graph it is most of the work.

    Raises
    ------
    RecordsRefused
        A name or a property cannot be understood.
    UsageError
        The new vendor is in the register already.
    """
    if new_vendor is not None:
        _refuse_known(work, graph, str(link["vendor"]))
    from graphrisk.analysis.precontract import check_contract
    from graphrisk.ingest.scenario_file import scenarios_of as read
    from graphrisk.ingest.scenario_text import RawScenario

    entries = [{name: value for name, value in link.items() if value is not None}]
    if new_vendor is not None:
        stated = {name: value for name, value in new_vendor.items() if value is not None}
        entries.insert(0, {"organization": link["vendor"], **stated})
    raw = RawScenario("proposed contract", "proposed contract", {"add": entries})
    (scenario,) = read([raw], graph, lambda name: work.find(graph, [name])[0].id)
    by = COMPARED if concentration else ()
    return check_contract(
        graph,
        scenario,
        params,
        by=by,
        designated=designated_words(work, graph, scenario.organizations),
        progress=work.progress,
    )


def _refuse_known(work: Workspace, graph: RiskGraph, name: str) -> None:
    """Refuse a new vendor that the register holds: its chain would be left out of the answer."""
    from graphrisk.resolve.find import Match, find_organization

    found = find_organization(work.directory(graph), name)
    if isinstance(found, Match) and not found.reason.startswith("the only name that"):
        raise UsageError(
            f"the register knows {found.name} (id {found.id}, {found.reason})",
            fix="leave out --new, so that its own suppliers count; another company needs another "
            "name",
        )
