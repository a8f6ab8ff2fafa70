"""An answer as one HTML page: sentences, tables, method, parameters; no script, opens offline."""

from __future__ import annotations

from graphrisk.model.columns import Column
from graphrisk.references import cited
from graphrisk.view.answer import Answer, Table, shown
from graphrisk.view.seal import asset, code, environment, policy

STYLES = ("tokens.css", "report.css", "answer.css")
_FOR_MACHINES = frozenset(("id", "ids", "edges"))
_MOST_COLUMNS = 10
PRINTED_ROWS = 500
"""Rows of a table on a page for people; files for machines hold all."""


def render_answer_page(answer: Answer, *, program_version: str) -> str:
    """Return an answer as HTML; the same answer gives the same bytes.

    Every text is escaped by the template, and the policy of the page admits no script, no
    address, and only the style that was put in here.
    """
    style = code(asset(*STYLES), "</style")
    method = answer.method
    html = (
        environment()
        .get_template("answer.html.j2")
        .render(
            answer=answer,
            title=answer.headline[0] if answer.headline else answer.command,
            lines=answer.headline[1:],
            tables=[_printed(table) for table in answer.tables],
            sources=[cited(key) for key in method.sources] if method else [],
            version=program_version,
            style=style,
            policy=policy([], [style]),
        )
    )
    return html + "\n"


def _printed(table: Table) -> dict[str, object]:
    """Return the columns that fit a page, with cells as a person reads them."""
    places = [at for at, name in enumerate(table.columns) if name not in _FOR_MACHINES]
    if len(places) > _MOST_COLUMNS:
        places = [at for at in places if table.columns[at] not in table.wide]
    described = table.described()
    columns = [described[at] for at in places]
    rows = [
        [_cell(row[at], column) for at, column in zip(places, columns, strict=True)]
        for row in table.rows[:PRINTED_ROWS]
    ]
    return {
        "title": table.title,
        "columns": [
            {"title": c.title, "meaning": c.meaning, "right": _is_figure(c)} for c in columns
        ],
        "rows": rows,
        "left": len(table.rows) - len(rows),
    }


def _cell(value: object, column: Column) -> dict[str, object]:
    parts = list(value) if isinstance(value, (list, tuple)) else None
    return {
        "parts": None if parts is None else [str(part) for part in parts],
        "text": shown(value, column),
        "right": _is_figure(column),
    }


def _is_figure(column: Column) -> bool:
    return column.type in ("integer", "number", "share")
