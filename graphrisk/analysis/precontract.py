"""Before a contract is signed: what it would change for the customer.

The questions are those of Regulation (EU) 2022/2554 (DORA), Article 29. The proposed link is laid
over the graph; the customer's single points of failure, chain, groups of companies and
concentration are compared with those without it. Risk model, section 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphrisk.analysis.concentration_difference import COMPARED, concentration_difference
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.overlay import overlay
from graphrisk.analysis.params import ExposedParams, known_rows
from graphrisk.analysis.precontract_article import Article29
from graphrisk.analysis.precontract_chain import ProposedChain
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.slices import By
from graphrisk.analysis.weak_sets import CustomerSets
from graphrisk.analysis.whatif import listed
from graphrisk.errors import UsageError
from graphrisk.model.graph import RiskGraph, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.scenario import Scenario
from graphrisk.progress import SILENT, Progress

METHOD = Method(
    "The proposed link is laid over a copy of the graph in memory. Minimal sets of one and two "
    "whose fall takes the customer or a function of it down are found without and with it. The "
    "chain behind the vendor is followed over links of at least the criticality asked for; a "
    "sub-contractor is shared when it stands behind (or is) a present supplier of such a link as "
    "well. Closely connected are companies of one legal group (PART_OF).",
    (
        "the proposed link counts as certain",
        "an unknown criticality counts as critical",
        "sub-contractors of the vendor's present contracts stand behind the new one as well",
        "a link that is not recorded is not there: see the coverage",
        "a third country is one outside the European Economic Area; no country is no answer",
        "the answers say what the register implies; whether a risk is acceptable is for people",
    ),
    ("dora2022", "lengauer1979"),
)
NEWLY, NO_LONGER, TOGETHER = "newly suffices", "no longer suffices", "only together now"
TOOK = "took"
"""Start of the word for a set that sufficed before, and takes something else down now."""
_SET_COLUMNS = ("fall_of", "change", "size", "takes", "by_losing", "ids")


def check_contract(
    graph: RiskGraph,
    proposed: Scenario,
    params: ExposedParams,
    *,
    by: Sequence[By] = COMPARED,
    designated: Mapping[str, str] | None = None,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Return what one proposed link changes for its customer.

    Parameters
    ----------
    proposed
        Adds exactly one link, and perhaps its vendor.
    by
        Dimensions of concentration to compare; empty for none.
    designated
        What a list of designated critical providers says of organizations, by id.

    Raises
    ------
    UsageError
        The link would not be in force on the day asked about.

    Notes
    -----
    Twice the work of `graphrisk.analysis.chokepoints.chokepoints_of`, and concentration of both.
    """
    (link,) = proposed.links
    laid = overlay(graph, proposed)
    views = params.view(graph), params.view(laid)
    _require_in_force(laid, views[1], str(link["id"]))
    vendor, customer = known_rows(laid, [link["from_id"], link["to_id"]]).tolist()
    names = [laid.organization(row)["name"] for row in (vendor, customer)]
    sides = _both_sides(views, str(link["to_id"]), params, progress)
    sets = _changed_sets(*sides)
    changes = _changes(sets)
    chain = ProposedChain(views[1], vendor, customer, str(link["id"]), params.min_criticality)
    article = Article29(chain, link)
    flagged = _flagged(chain, designated or {})
    tables: tuple[ResultTable, ...] = (
        _set_table(sets),
        article.table(),
        chain.shared_table(),
        chain.connected_table(),
        chain.group_table(),
        chain.chain_table(),
        chain.evidence_table(),
    )
    if by:
        shares = concentration_difference(graph, laid, params, by, direct=True, progress=progress)
        tables += (shares,)
    return AnalysisResult(
        name="check-contract",
        headline=(
            f"{names[1]} from {names[0]}: whose fall takes {names[1]} or a function of it down? "
            f"{changes[:1].upper()}{changes[1:]}",
            *chain.sentences(),
            *(f"{name} is a {words}." for name, words in flagged),
        ),
        tables=tables,
        parameters={
            "vendor": names[0],
            "customer": names[1],
            **_asked(link),
            **params.described(graph),
        },
        digest=laid.digest,
        totals={
            "stored_digest": graph.digest,
            "changes": changes,
            "newly_suffices_alone": _count(sets, NEWLY, 1),
            "newly_suffices_in_pairs": _count(sets, NEWLY, 2),
            "no_longer_suffices_alone": _count(sets, NO_LONGER, 1),
            "no_longer_suffices_in_pairs": _count(sets, NO_LONGER, 2),
            "suffices_only_together": _count(sets, TOGETHER, 2),
            "takes_something_else": len(_take_else(sets)),
            "suffice_alone": [sum(len(key) == 1 for key in side) for side in sides],
            "suffice_in_pairs": [sum(len(key) == 2 for key in side) for side in sides],
            "triggers": {q.article: q.holds for q in article.questions[:3]},
            "not_known": list(article.not_known()),
            "designated": [list(each) for each in flagged],
            **chain.totals(),
            "coverage": coverage_of(views[1], params.min_criticality),
        },
        notes=(
            "what is stored stays as it is",
            *(f"not known: {each}" for each in article.not_known()),
        ),
        method=METHOD,
    )


def _require_in_force(laid: RiskGraph, view: HarmView, key: str) -> None:
    ids = one_chunk(laid.serves.column("id"))
    if not (view.rows == ids.index(key).as_py()).any():
        raise UsageError(
            f"the proposed contract would not be in force on {view.parameters['as_of']}, or is "
            "less certain than --min-confidence asks for",
            fix="name a day within its term with --as-of",
        )


def _flagged(chain: ProposedChain, designated: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the vendor and those behind it that are designated, with what the list says."""
    named = chain.evidence.names(chain.chain)
    return [(name, designated[key]) for key, name in named if key in designated]


_Sets = dict[tuple[str, ...], tuple[Any, ...]]


def _both_sides(
    views: tuple[HarmView, HarmView], customer: str, params: ExposedParams, progress: Progress
) -> tuple[_Sets, _Sets]:
    """Return the minimal sets that suffice without the link, and with it."""
    sides = []
    for view in views:
        (row,) = known_rows(view.graph, [customer]).tolist()
        sides.append(_sets_by_ids(view, row, params, progress))
    before, after = sides
    return before, after


def _changed_sets(before: _Sets, after: _Sets) -> list[tuple[Any, ...]]:
    """Return minimal sets that suffice with the link and not without it, or the other way round."""
    rows = []
    for ids, (names, takes, losing) in after.items():
        old = before.get(ids)
        if old is None:
            word = TOGETHER if any((key,) in before for key in ids) else NEWLY
        elif old[1] != takes:
            word = f"{TOOK} {', '.join(old[1])} before"
        else:
            continue
        rows.append((names, word, len(ids), takes, losing, ids))
    for ids, (names, takes, losing) in before.items():
        # A pair of which one now suffices alone is said already, by that one.
        if ids not in after and not any((key,) in after for key in ids):
            rows.append((names, NO_LONGER, len(ids), takes, losing, ids))
    order = (NEWLY, NO_LONGER, TOGETHER)
    return sorted(rows, key=lambda r: (r[2], order.index(r[1]) if r[1] in order else 3, r[0]))


def _sets_by_ids(view: HarmView, customer: int, params: ExposedParams, progress: Progress) -> _Sets:
    """Return names, what it takes, and by losing what, of each minimal set by ids."""
    found = CustomerSets(view, customer, params.min_criticality, progress)
    sets = found.sets()
    labels = found.labels(sets)
    evidence = Evidence(view)
    evidence.fetch([], {row for each in sets for row in each.rows})
    return {
        tuple(key for key, _ in evidence.names(each.rows)): (
            tuple(name for _, name in evidence.names(each.rows)),
            each.takes(),
            tuple(dict.fromkeys(labels[group] for group in each.groups)),
        )
        for each in sets
    }


def _count(rows: Sequence[tuple[Any, ...]], word: str, size: int) -> int:
    return sum(row[1] == word and row[2] == size for row in rows)


def _take_else(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    """Return, in words, the sets that sufficed before and take something else down now."""
    return [" with ".join(row[0]) for row in rows if row[1].startswith(f"{TOOK} ")]


def _set_table(rows: Sequence[tuple[Any, ...]]) -> ResultTable:
    title = "Who takes the customer down: what changes"
    return ResultTable(_SET_COLUMNS, tuple(rows), title, frozenset(("ids",)))


def _changes(rows: Sequence[tuple[Any, ...]]) -> str:
    """Return how many single falls and pairs are won and lost for the customer."""
    parts = []
    for word, said in ((NEWLY, "newly"), (NO_LONGER, "no longer")):
        alone = [row[0][0] for row in rows if row[1] == word and row[2] == 1]
        pairs = sum(row[1] == word and row[2] == 2 for row in rows)
        if alone:
            falls, verb = ("fall", "does") if len(alone) == 1 else ("falls", "do")
            parts.append(f"{len(alone):,} {falls} alone {said} {verb} so ({listed(alone, 3)})")
        if pairs:
            noun, verb = ("pair", "does") if pairs == 1 else ("pairs", "do")
            parts.append(f"{pairs:,} {noun} {said} {verb} so")
    if together := sum(row[1] == TOGETHER for row in rows):
        does = "pair does" if together == 1 else "pairs do"
        parts.append(f"{together:,} {does} so only together now")
    if other := _take_else(rows):
        does = "fall takes" if len(other) == 1 else "falls take"
        parts.append(f"{len(other):,} {does} other functions than before ({listed(other, 3)})")
    said = ", ".join(parts) or "nobody's fall does so that did not before, and all others still do"
    return f"{said}."


def _asked(link: Any) -> dict[str, Any]:
    left_out = ("id", "from_id", "to_id")
    return {
        name: list(value) if isinstance(value, (list, tuple)) else value
        for name, value in link.items()
        if name not in left_out and value is not None
    }
