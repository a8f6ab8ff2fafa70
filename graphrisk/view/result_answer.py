"""The answer of any analysis: sentences, tables, notes, parameters, digest, seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graphrisk.analysis.result import AnalysisResult, ResultTable
from graphrisk.view.answer import Answer, Table
from graphrisk.view.tables import parameter_lines

if TYPE_CHECKING:
    from graphrisk.view.memo import Memo

_SAID_ALREADY = (
    "as_of",
    "known_on",
    "min_criticality",
    "min_confidence",
    "assume_substitutes",
)


def result_answer(result: AnalysisResult, *, explain: bool = False) -> Answer:
    """Return what is printed of a result.

    Notes come first in the footer, then the analysis' own parameters, then dates, thresholds,
    digest and seed.

    Parameters
    ----------
    explain
        Print method, assumptions and sources too; a JSON answer always has them.

    Examples
    --------
    >>> table = ResultTable(("vendor", "users"), (("Alfa AB", 3),))
    >>> result = AnalysisResult("rank", ("Alfa AB reaches most.",), (table,), digest="d1", seed=7)
    >>> result_answer(result).footer
    ('Digest d1, seed 7.',)
    """
    return Answer(
        command=result.name,
        headline=result.headline,
        tables=tuple(_table(table) for table in result.tables if table.rows),
        footer=(
            *_coverage(result.totals),
            *(_sentence(note) for note in result.notes),
            *_own_parameters(result.parameters),
            *parameter_lines(result.parameters, result.digest, result.seed),
        ),
        result=_data(result),
        parameters=result.parameters,
        digest=result.digest or None,
        seed=result.seed,
        method=result.method,
        explained=explain,
        memo=_memo(result),
    )


def _memo(result: AnalysisResult) -> Memo | None:
    """Return what a file for people holds of an answer that has a form of its own on paper."""
    if result.name != "check-contract":
        return None
    from graphrisk.view.memo import memo_of

    return memo_of(result)


def _table(table: ResultTable) -> Table:
    return Table(table.columns, table.rows, table.title, table.wide, headings=table.headings)


def _data(result: AnalysisResult) -> dict[str, Any]:
    """Return tables as records, with totals and notes, for machines."""
    return {
        "tables": [
            {
                "title": table.title,
                "columns": list(table.columns),
                "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
            }
            for table in result.tables
        ],
        "totals": result.totals,
        "notes": list(result.notes),
    }


def _coverage(totals: Mapping[str, Any]) -> list[str]:
    """Return the sentence about how much of the chain is known, where an analysis counted it."""
    coverage = totals.get("coverage")
    if isinstance(coverage, Mapping) and "sentence" in coverage:
        return [f"Coverage: {coverage['sentence']}."]
    return []


def _sentence(text: str) -> str:
    """Return a note with a capital and a full stop."""
    ended = text if text.endswith((".", "!", "?", ":")) else text + "."
    return ended[:1].upper() + ended[1:]


def _own_parameters(parameters: Mapping[str, Any]) -> list[str]:
    """Return what only this analysis was asked with, in one line."""
    said = [
        f"{name.replace('_', ' ')} {_words(value)}"
        for name, value in parameters.items()
        if name not in _SAID_ALREADY and value is not None and value is not False and value != ""
    ]
    return [_sentence("asked with " + ", ".join(said))] if said else []


def _words(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, bool):
        return "yes"
    return f"{value:,}" if isinstance(value, int) else str(value)
