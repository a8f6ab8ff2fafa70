"""Functions of organizations: which of them stop, and for which contracts the chain is declared.

Only organizations that state their functions are looked at: those of a register of information, or
of a register with a column ``functions``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.outage import PARTLY, STOPS, Outage
from graphrisk.model.graph import RiskGraph, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.vocabulary import CRITICALITY_RANK

_UNKNOWN = "unknown"
_GRAVEST = ("critical", _UNKNOWN, "important", "supporting")
DIRECT = 1
"""Rank of a direct provider; a chain counts as declared from the next one on."""


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """A function that stops, and where: the same at two organizations is two functions."""

    name: str
    criticality: str
    stops_at: tuple[tuple[str, str], ...]

    def sentence(self) -> str:
        """Return the answer in a sentence.

        Examples
        --------
        >>> FunctionLine("F12 Payments", "critical", (("a", "Alfa"), ("b", "Beta"))).sentence()
        'F12 Payments (critical) stops at 2 entities: Alfa and Beta.'
        """
        names = [name for _, name in self.stops_at]
        start = f"{self.name} ({self.criticality}) stops at"
        if len(names) == 1:
            return f"{start} 1 entity: {names[0]}."
        shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3:,} more"]
        return f"{start} {len(names):,} entities: {', '.join(shown[:-1])} and {shown[-1]}."


def states_functions(graph: RiskGraph) -> bool:
    """Return True when some organization states its functions."""
    functions = graph.organizations.column("functions")
    return int(functions.null_count) < len(functions)


def stated_functions(graph: RiskGraph, row: int) -> dict[str, str]:
    """Return the functions that an organization states, with what hangs on each.

    Examples
    --------
    >>> from graphrisk.model.build import build_graph
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> bank = record("Organization", id="b", name="B", functions=["F1 Pay: now: critical", "F2"])
    >>> stated_functions(build_graph(to_tables([bank])), 0)
    {'F1 Pay: now': 'critical', 'F2': 'unknown'}
    """
    found = {}
    for text in graph.organizations.column("functions")[row].as_py() or ():
        name, colon, word = text.rpartition(": ")
        known = bool(colon) and word in CRITICALITY_RANK
        found[name if known else text] = word if known else _UNKNOWN
    return found


def functions_down(result: Outage) -> tuple[FunctionLine, ...]:
    """Return the functions that stop, the gravest and most widespread first.

    An organization that stops takes all its functions along. One that stops partly takes those
    among its parts that are no contracts of its own.
    """
    graph = result.view.graph
    if not states_functions(graph):
        return ()
    stopped, partly = (result.rows(state).tolist() for state in (STOPS, PARTLY))
    parts = {row: set(_parts_down(result, row)) for row in [*stopped, *partly]}
    contracts = _contracts(graph, set().union(*parts.values()))
    ids, names = graph.organization_ids, one_chunk(graph.organizations.column("name"))
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row, down in parts.items():
        known = stated_functions(graph, row)
        whole = known.keys() if result.state[row] == STOPS else ()
        for name in (down - contracts).union(whole):
            key = (name, known.get(name, _UNKNOWN))
            found[key].append((ids[row].as_py(), names[row].as_py()))
    lines = [FunctionLine(*key, tuple(sorted(at))) for key, at in found.items()]
    return tuple(sorted(lines, key=_gravity))


def _gravity(line: FunctionLine) -> tuple[int, int, int, str]:
    rank = CRITICALITY_RANK.get(line.criticality, 0)
    return (-rank, line.criticality == _UNKNOWN, -len(line.stops_at), line.name)


def _parts_down(result: Outage, row: int) -> Iterable[str]:
    view = result.view
    first = int(np.searchsorted(view.part_customer, row))
    last = int(np.searchsorted(view.part_customer, row, side="right"))
    return (
        view.part_names[part]
        for part in range(first, last)
        if result.depends.node[view.n + part] >= 0
    )


def _contracts(graph: RiskGraph, names: Iterable[str]) -> set[str]:
    """Return those names that are contracts of some link."""
    asked = pa.array(sorted(names), pa.string())
    contracts = one_chunk(graph.serves.column("contract"))
    return set(asked.filter(pc.is_in(asked, value_set=contracts)).to_pylist())


def contract_coverage(view: HarmView) -> dict[str, Any] | None:
    """Return for how many contracts of each criticality the chain is declared.

    A contract is as critical as its gravest direct link; its chain is declared when a link of
    rank 2 or more bears its reference. None where nobody states functions, and for a part.
    """
    if view.graph.whole is not None or not states_functions(view.graph):
        return None
    columns = ["contract", "rank", "criticality", "supports"]
    links = view.graph.serves.select(columns).take(pa.array(view.rows, pa.int64()))
    contract, rank = one_chunk(links.column("contract")), one_chunk(links.column("rank"))
    word = pc.fill_null(one_chunk(links.column("criticality")), _UNKNOWN)
    is_direct = pc.equal(pc.fill_null(rank, DIRECT), DIRECT)
    order = pc.fill_null(pc.index_in(word, value_set=pa.array(_GRAVEST)), len(_GRAVEST))
    named = pa.table({"contract": contract, "order": order})
    named = named.filter(pc.and_(is_direct, pc.is_valid(contract)))
    gravest = named.group_by("contract").aggregate([("order", "min")])
    deeper = pc.unique(contract.filter(pc.invert(is_direct)))
    declared = pc.is_in(gravest.column("contract"), value_set=deeper)
    by_word: dict[str, tuple[int, ...]] = {}
    for place, kind in enumerate(_GRAVEST[:2]):
        is_kind = pc.equal(gravest.column("order_min"), place)
        counted = (is_kind, pc.and_(is_kind, declared))
        by_word[kind] = tuple(int(pc.sum(each).as_py() or 0) for each in counted)
    return {
        "critical_contracts": by_word["critical"][0],
        "critical_declared": by_word["critical"][1],
        "unknown_contracts": by_word[_UNKNOWN][0],
        "unknown_declared": by_word[_UNKNOWN][1],
        "links_without_function": _without_function(view, links),
        "sentence": _sentence(by_word),
    }


def _sentence(by_word: dict[str, tuple[int, ...]]) -> str:
    (critical, declared), (unknown, of_them) = by_word["critical"], by_word[_UNKNOWN]
    if critical:
        of_all = f"{declared:,} of {critical:,} critical contracts ({declared / critical:.0%})"
        text = f"the chain is declared for {of_all}"
    else:
        text = "there are no critical contracts"
    return f"{text}, and for {of_them:,} of {unknown:,} of unknown criticality" if unknown else text


def _without_function(view: HarmView, links: pa.Table) -> int:
    """Return how many direct links name nothing that rests on them, so that everything does.

    Links without a rank count where their customer states functions.
    """
    functions = one_chunk(view.graph.organizations.column("functions"))
    states = np.asarray(pc.is_valid(functions), dtype=np.bool_)[view.customer]
    lengths = pc.fill_null(pc.list_value_length(one_chunk(links.column("supports"))), 0)
    silent = np.asarray(pc.equal(lengths, 0), dtype=np.bool_)
    rank = np.asarray(pc.fill_null(one_chunk(links.column("rank")), 0))
    return int((silent & ((rank == DIRECT) | ((rank == 0) & states))).sum())
