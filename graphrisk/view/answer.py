"""An answer: sentences, tables, footer and the same as data; formats that are plain text."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.analysis.result import Method
from graphrisk.cells import defused
from graphrisk.model.columns import COLUMNS, Column
from graphrisk.references import cited
from graphrisk.view.text import flattened

if TYPE_CHECKING:
    from graphrisk.view.memo import Memo

ENVELOPE_VERSION = 1


@dataclass(frozen=True)
class Table:
    """Rows under declared columns; ``wide`` columns are left out on a terminal.

    ``own`` declares columns that only this table has, such as those of a query file. ``headings``
    are columns that a terminal shows as a line above the rows that have them in common.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    title: str = ""
    wide: frozenset[str] = frozenset()
    own: Mapping[str, Column] = field(default_factory=dict)
    headings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = [name for name in self.columns if name not in COLUMNS and name not in self.own]
        if unknown:
            raise KeyError(unknown[0])

    def described(self) -> tuple[Column, ...]:
        """Return the declared columns."""
        return tuple(self.own.get(name) or COLUMNS[name] for name in self.columns)


@dataclass(frozen=True)
class Answer:
    """What a command answers, ready for a terminal, a file or a machine.

    ``explained``: a person asked how it was computed, so that is printed too. ``memo`` is what a
    file for people holds in place of the whole answer, where there is such a thing.
    """

    command: str
    headline: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    footer: tuple[str, ...] = ()
    result: Any = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    digest: str | None = None
    seed: int | None = None
    method: Method | None = None
    explained: bool = False
    memo: Memo | None = None


def explanation(answer: Answer) -> str:
    """Return method, assumptions and sources in a paragraph; empty when none are declared.

    Examples
    --------
    >>> explanation(Answer("rank", method=Method("Counts", ("no shares",), ("lorenz1905",))))
    'How: Counts. Assumed: no shares. Sources: Lorenz (1905), Methods of Measuring ...'
    """
    if answer.method is None:
        return ""
    parts = [
        ("How", answer.method.text),
        ("Assumed", "; ".join(answer.method.assumptions)),
        ("Sources", "; ".join(cited(key) for key in answer.method.sources)),
    ]
    return " ".join(f"{word}: {text.rstrip('.')}." for word, text in parts if text)


def shown(value: object, column: Column) -> str:
    """Return a value as a person reads it.

    Examples
    --------
    >>> shown(0.384, COLUMNS["weakest"]), shown(None, COLUMNS["hop"]), shown(1580.0, COLUMNS["hhi"])
    ('38 %', '', '1,580')
    """
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value)
    if column.type == "share":
        return f"{float(str(value)):.0%}".replace("%", " %")
    if column.type in ("integer", "number") and isinstance(value, (int, float)):
        return f"{value:,.{column.decimals}f}"
    return flattened(value)


def to_csv(answer: Answer) -> str:
    """Return the first table as CSV, with the rows of all others that have the same columns.

    A cell that a spreadsheet would run as a formula is defused. Numbers are plain (no thousands
    marks), shares 0..1, lists joined by ``;``. The last columns say on every row which graph it was
    computed on and with which seed: a comment line would break readers, a second file gets lost,
    and a row that is copied elsewhere keeps its origin.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    table = main_table(answer)
    marks = [("graph_digest", answer.digest), ("seed", answer.seed)]
    marks = [(name, value) for name, value in marks if value is not None]
    writer.writerow([*table.columns, *(name for name, _ in marks)])
    last = [value for _, value in marks]
    writer.writerows([*(defused(plain(value)) for value in row), *last] for row in table.rows)
    return out.getvalue()


def main_table(answer: Answer) -> Table:
    """Return the first table with the rows of all others that have the same columns.

    An answer without tables is one of its sentences.
    """
    if not answer.tables:
        return Table(("answer",), tuple((line,) for line in answer.headline))
    first = answer.tables[0]
    same = [table for table in answer.tables if table.columns == first.columns]
    return dataclasses.replace(first, rows=tuple(row for table in same for row in table.rows))


def plain(value: object) -> str:
    """Return a value as it stands in a file: unknown is empty, a list is joined."""
    if value is None or value != value:
        return ""
    if isinstance(value, (list, tuple)):
        return ";".join(str(item) for item in value)
    return str(value)


def to_markdown(answer: Answer) -> str:
    """Return the answer as Markdown; text from outside is escaped."""
    parts = ["**" + markdown_text(line) + "**" for line in answer.headline[:1]]
    parts += [markdown_text(line) for line in answer.headline[1:]]
    for table in answer.tables:
        lines = [f"### {markdown_text(table.title)}", ""] if table.title else []
        columns = table.described()
        lines.append("| " + " | ".join(column.title for column in columns) + " |")
        lines.append("|" + "---|" * len(columns))
        for row in table.rows:
            cells = (markdown_text(shown(v, c)) for v, c in zip(row, columns, strict=True))
            lines.append("| " + " | ".join(cells) + " |")
        parts.append("\n".join(lines))
    if answer.explained:
        parts.append(markdown_text(explanation(answer)))
    parts += ["_" + markdown_text(line) + "_" for line in answer.footer]
    return "\n\n".join(parts) + "\n"


def markdown_text(text: str) -> str:
    """Return text in which Markdown and HTML signs mean themselves.

    Examples
    --------
    >>> markdown_text("<b>|a_b")
    '&lt;b&gt;\\\\|a\\\\_b'
    """
    safe = flattened(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + c if c in "\\`*_[]|#~" else c for c in safe)


def to_json(answer: Answer, *, program_version: str) -> str:
    """Return the answer in the versioned envelope, with digest and parameters."""
    return (
        json.dumps(
            {**about(answer, program_version), "result": plain_data(answer.result)},
            ensure_ascii=False,
            indent=2,
            allow_nan=False,
        )
        + "\n"
    )


def about(answer: Answer, program_version: str) -> dict[str, Any]:
    """Return what goes with the rows of an answer: question, graph, seed, method, sources."""
    method = answer.method or Method("")
    return {
        "format": "graphrisk-answer",
        "version": ENVELOPE_VERSION,
        "graphrisk": program_version,
        "command": answer.command,
        "headline": list(answer.headline),
        "parameters": plain_data(answer.parameters),
        "digest": answer.digest,
        "seed": answer.seed,
        "footer": list(answer.footer),
        "method": {
            "text": method.text,
            "assumptions": list(method.assumptions),
            "sources": [{"key": key, "text": cited(key)} for key in method.sources],
        },
    }


def plain_data(value: Any) -> Any:
    """Return dataclasses, their properties, tuples and mappings as what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in dataclasses.fields(value)]
        names += [n for n, v in vars(type(value)).items() if isinstance(v, property)]
        return {name: plain_data(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items: Sequence[Any] = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [plain_data(item) for item in items]
    if isinstance(value, float) and value != value:
        return None
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        return value.item()
    return value
