"""Which missing or doubtful cell of a register would change most answers, were it otherwise.

A cell weighs what hangs on it: the organizations, and functions, that stop by one reading of it
and not by the other. An empty cell on which nothing hangs comes last, however empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.exposed_result import Step
from graphrisk.analysis.gap_weights import Weigher, Weight
from graphrisk.analysis.overlay import overlay
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.single_falls import falls_alone
from graphrisk.model.graph import Mask, RiskGraph, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.model.scenario import Scenario
from graphrisk.model.vocabulary import CRITICALITY_RANK
from graphrisk.progress import SILENT, Progress

WEAK_EVIDENCE = 0.5
MOST_ENDED = 5_000
COLUMNS = (
    "position",
    "cell",
    "where",
    "hangs",
    "functions",
    "why",
    "answer",
    "ask",
    "source",
    "ids",
)
METHOD = Method(
    "Each doubtful cell of a link is read both ways: the link passes the fall of its vendor on, or "
    "it does not. Its weight is who stops by the first reading and not by the second when that "
    "vendor falls alone, with redundancy counted. A vendor whose own suppliers are not known "
    "weighs what stops with it: an unknown supplier of it could take all of that down. A contract "
    "that has ended weighs what would stop were it in force after all.",
    (
        "one cell at a time, one fall at a time: two doubtful cells that only matter together are "
        "not seen",
        "an unknown criticality counts as critical in every other answer; here it is in question",
    ),
)
_CELLS = {
    "name": ("the supplier is not named", "procurement"),
    "criticality": ("not stated, read as critical", "service owner"),
    "confidence": ("weak evidence", "keeper of the register"),
    "supports": ("no function named, read as all of them", "owners of the functions"),
    "ends_on": ("has ended, read as no supply", "contract management"),
    "suppliers": ("its suppliers are not known", "the vendor"),
}

_TEMPLATE_OF_LINKS = re.compile(r"\bb_0(?:2\.02|5\.02)", re.IGNORECASE)
_WHICH_ANSWER = (
    "The answer that hangs on a cell: who stops when its vendor falls, graphrisk exposed VENDOR."
)


@dataclass(frozen=True)
class _Gap:
    """A doubtful cell: of a link of a view (``edge``), or of an organization (``row``)."""

    cells: tuple[str, ...]
    weight: Weight
    vendor: int
    edge: int | None = None
    view: HarmView | None = None


def gaps(graph: RiskGraph, params: ExposedParams, *, progress: Progress = SILENT) -> AnalysisResult:
    """Return the missing and doubtful cells, those on which most hangs first.

    Notes
    -----
    One spread for each vendor of a doubtful link, and one more for each such link whose customer
    supplies others; of both at most `Weigher.most`, and a note says what is left out.

    Examples
    --------
    >>> from graphrisk.model.build import build_graph
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> records = [record("Organization", id=name, name=name) for name in "abc"]
    >>> records.append(record("SERVES", id="e", from_id="a", to_id="b", source_kind="contract"))
    >>> records.append(record("SERVES", id="f", from_id="b", to_id="c", confidence=0.9))
    >>> found = gaps(build_graph(to_tables(records)), ExposedParams(as_of="2026-01-01"))
    >>> [(row[1], row[2], row[3]) for row in found.table.rows]
    [(('criticality',), 'a -> b', 2), (('suppliers',), 'a', 2), (('criticality',), 'b -> c', 1)]
    """
    view = params.view(graph)
    weigher = Weigher(view, CRITICALITY_RANK[params.min_criticality], progress)
    found = list(_of_links(view, _doubts(view), weigher))
    found += _of_ended(graph, params, progress)
    found += _of_vendors(view, params)
    found = [gap for gap in found if gap.weight.parties or gap.weight.functions]
    evidence: dict[int, Evidence] = {id(view): Evidence(view)}
    found.sort(key=lambda gap: (-gap.weight.parties - gap.weight.functions, _key(gap, view)))
    rows = tuple(_row(place, gap, view, evidence) for place, gap in enumerate(found, 1))
    notes = [_WHICH_ANSWER] if rows else []
    notes += [weigher.left_out] if weigher.left_out else []
    return AnalysisResult(
        name="gaps",
        headline=_headline(found, rows),
        tables=(ResultTable(COLUMNS, rows, wide=frozenset({"answer", "ids"})),),
        parameters=params.described(graph),
        totals={"gaps": len(rows), "coverage": coverage_of(view, params.min_criticality)},
        notes=tuple(notes),
        digest=graph.digest,
        method=METHOD,
    )


def _doubts(view: HarmView) -> dict[str, Mask]:
    """Return for each cell which links of the view leave it in doubt."""
    serves = view.graph.serves.take(pa.array(view.rows))
    words = pc.fill_null(one_chunk(serves.column("criticality")), "")
    known = pc.is_in(words, value_set=pa.array(["critical", "important", "supporting"]))
    named = one_chunk(view.graph.organizations.column("named"))
    unnamed = np.asarray(pc.fill_null(pc.invert(named), False), dtype=np.bool_)
    has_parts = np.zeros(view.n, dtype=np.bool_)
    has_parts[view.part_customer] = True
    lengths = pc.fill_null(pc.list_value_length(one_chunk(serves.column("supports"))), 0)
    says_nothing = np.asarray(lengths) == 0
    return {
        "name": unnamed[view.vendor],
        "criticality": ~np.asarray(known, dtype=np.bool_),
        "confidence": view.confidence < WEAK_EVIDENCE,
        "supports": says_nothing & has_parts[view.customer],
    }


def _of_links(view: HarmView, doubts: Mapping[str, Mask], weigher: Weigher) -> Iterator[_Gap]:
    every = np.zeros(view.n_edges, dtype=np.bool_)
    for mask in doubts.values():
        every |= mask
    for edge, weight in weigher.of_links(np.flatnonzero(every)):
        cells = tuple(name for name, mask in doubts.items() if mask[edge])
        yield _Gap(cells, weight, int(view.vendor[edge]), edge, view)


def _of_ended(graph: RiskGraph, params: ExposedParams, progress: Progress) -> list[_Gap]:
    """Return contracts that have ended, weighed as if they, one by one, were in force."""
    ends = one_chunk(graph.serves.column("ends_on"))
    over = np.asarray(pc.fill_null(pc.less(ends, params.as_of), False), dtype=np.bool_)
    rows = np.flatnonzero(over & (graph.source != graph.target))[:MOST_ENDED]
    if not len(rows):
        return []
    ids = graph.serves.column("id").take(pa.array(rows)).to_pylist()
    revived = overlay(graph, Scenario(changed_links={key: {"ends_on": None} for key in ids}))
    view = params.view(revived)
    names = one_chunk(revived.serves.column("id")).take(pa.array(view.rows))
    edges = np.flatnonzero(np.asarray(pc.is_in(names, value_set=pa.array(ids, pa.string()))))
    held = np.zeros(view.n_edges, dtype=np.bool_)
    held[edges] = True
    weigher = Weigher(view, CRITICALITY_RANK[params.min_criticality], progress, held)
    return [
        _Gap(("ends_on",), weight, int(view.vendor[edge]), edge, view)
        for edge, weight in weigher.of_links(edges)
    ]


def _of_vendors(view: HarmView, params: ExposedParams) -> list[_Gap]:
    """Return vendors whose suppliers are not known, with what stops when they fall."""
    supplied = np.zeros(view.n, dtype=np.bool_)
    supplied[view.customer] = True
    vendors = distinct(view.vendor)
    vendors = vendors[~supplied[vendors]]
    stopped = falls_alone(view, params.min_criticality)
    return [
        _Gap(("suppliers",), Weight(int(stopped[row]), 0), row)
        for row in vendors[stopped[vendors] > 0].tolist()
    ]


def _key(gap: _Gap, view: HarmView) -> tuple[str, ...]:
    graph = (gap.view or view).graph
    vendor = graph.ids_of(np.array([gap.vendor]))[0]
    return (vendor, *gap.cells)


def _row(place: int, gap: _Gap, view: HarmView, evidence: dict[int, Evidence]) -> tuple[Any, ...]:
    known = evidence.setdefault(id(gap.view or view), Evidence(gap.view or view))
    vendor = known.organization(gap.vendor)
    where, source, key = vendor["name"], None, vendor["id"]
    if gap.edge is not None:
        step = known.step(gap.edge)
        service = f" ({step.service})" if step.service else ""
        where, source = f"{step.vendor} -> {step.customer}{service}", _source(gap, step)
        key = step.edge_id
    return (
        place,
        gap.cells,
        where,
        gap.weight.parties,
        gap.weight.functions or None,
        "; ".join(_CELLS[cell][0] for cell in gap.cells),
        f"who stops when {vendor['name']} falls",
        "; ".join(dict.fromkeys(_CELLS[cell][1] for cell in gap.cells)),
        source,
        (key,),
    )


def _source(gap: _Gap, step: Step) -> str | None:
    """Return what states a link; of a criticality that another template states, that one too.

    In a register of information the rows of a link (b_02.02, b_05.02) have no criticality: it is
    the assessment of the functions that its contract supports.
    """
    source = step.source
    elsewhere = source is not None and _TEMPLATE_OF_LINKS.search(source) is not None
    if "criticality" not in gap.cells or not elsewhere or "supports" in gap.cells:
        return source
    of = f" {step.contract}" if step.contract else ""
    return f"{source}; criticality: b_06.01, c0050, of the functions that contract{of} supports"


def _headline(found: list[_Gap], rows: tuple[tuple[Any, ...], ...]) -> tuple[str, ...]:
    if not found:
        return ("No doubtful cell changes who stops.",)
    count = (
        "1 doubtful cell changes" if len(found) == 1 else f"{len(found):,} doubtful cells change"
    )
    first, weight = rows[0], found[0].weight
    return (
        f"{count} who stops.",
        f"Most hangs on {' and '.join(first[1])} of {first[2]}: {weight.words()}.",
    )
