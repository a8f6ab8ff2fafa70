"""A notice that was read, and a review that was written, as answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphrisk.view.answer import Answer, Table

_CLAIM_COLUMNS = ("claim", "status", "confidence", "words", "place", "rule", "id")


def claims_table(rows: Sequence[tuple[Any, ...]], title: str = "What the notice says") -> Table:
    """Return claims: words, status, confidence, exact words, offsets, rule, id."""
    return Table(_CLAIM_COLUMNS, tuple(rows), title, wide=frozenset(("place", "id", "rule")))


def triage_answer(
    *,
    heading: Sequence[str],
    claims: Table | None,
    exposure: Answer | None,
    footer: Sequence[str],
    result: Mapping[str, Any],
) -> Answer:
    """Return what a notice says and, after it, who is exposed."""
    tables = [claims] if claims else []
    lines = list(heading)
    notes: tuple[str, ...] = ()
    data = dict(result)
    if exposure is not None:
        lines += exposure.headline
        tables += [replace(each, title=each.title or "Who is exposed") for each in exposure.tables]
        notes = exposure.footer
        data["exposed"] = exposure.result
    return Answer(
        command="triage",
        headline=tuple(lines),
        tables=tuple(tables),
        footer=(*notes, *footer),
        result=data,
        parameters=exposure.parameters if exposure else {},
        digest=exposure.digest if exposure else None,
    )


def applied_answer(
    *,
    lines: Sequence[str],
    changes: Sequence[tuple[str, str, str, str | None]],
    footer: Sequence[str],
    result: Any,
    digest: str,
) -> Answer:
    """Return what a review changed: (what, kind, words, quote) per record."""
    table = Table(("what", "kind", "says", "quote"), tuple(changes), "Changes to the graph")
    return Answer(
        command="review",
        headline=tuple(lines),
        tables=(table,) if changes else (),
        footer=tuple(footer),
        result=result,
        digest=digest,
    )
