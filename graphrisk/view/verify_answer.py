"""Published beside computed, as it is printed: figures of one measure under one heading."""

from __future__ import annotations

from dataclasses import replace

from graphrisk.analysis.result import AnalysisResult
from graphrisk.references import cited
from graphrisk.view.answer import Answer
from graphrisk.view.result_answer import result_answer

_HEADINGS = ("measure", "reference", "stands_on")


def verify_answer(result: AnalysisResult, *, explain: bool = False) -> Answer:
    """Return the comparison; its sources are always in the footer."""
    answer = result_answer(result, explain=explain)
    tables = tuple(replace(table, headings=_HEADINGS) for table in answer.tables)
    kinds = ", ".join(f"{count} {kind}" for kind, count in result.totals["by_kind"].items())
    sources = [f"Source: {cited(key)}." for key in result.method.sources]
    return replace(
        answer,
        headline=(answer.headline[0], f"They stand on: {kinds}.", *answer.headline[1:]),
        tables=tables,
        footer=(*sources, *answer.footer),
    )
