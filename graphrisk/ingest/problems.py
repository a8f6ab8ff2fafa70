"""Gathering problems: every one counted, and listed as far as a person or a sheet can use."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphrisk.cells import defused
from graphrisk.errors import Problem, Severity

MOST_ERRORS = 100_000
"""Errors listed one by one per file; a file with more is wrong as a whole."""
MOST_WARNINGS = 1_000
"""Rows listed one by one per column and sentence; the rest is one line with its number."""
MOST_VALUES = 10_000
"""Different values of a column that are listed at least once, beyond that number of rows."""


@dataclass(slots=True)
class ProblemLog:
    """Problems of one file, in the order found.

    Examples
    --------
    >>> log = ProblemLog("a.csv")
    >>> log.row(3, "required", "x", "not a number", "write digits")
    >>> log.errors, log.finished()[0].text()
    (1, "a.csv, row 3, column required, value 'x': not a number; write digits")
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0
    _alike: Counter[tuple[str | None, str, Severity]] = field(default_factory=Counter)
    _values: set[tuple[str | None, str]] = field(default_factory=set)

    def row(
        self,
        row: int | None,
        column: str | None,
        value: str | None,
        message: str,
        fix: str = "",
        severity: Severity = "error",
        *,
        family: str | None = None,
        rule: str = "",
    ) -> None:
        """Add one problem; ``family`` is the sentence without what differs from row to row."""
        key = (column, family or message, severity)
        self._alike[key] += 1
        if severity == "error":
            self.errors += 1
            listed = self.errors <= MOST_ERRORS
        else:
            self.warnings += 1
            listed = self._alike[key] <= MOST_WARNINGS or self._is_new(column, value)
        if listed:
            if value is not None and len(self._values) < MOST_VALUES:
                self._values.add((column, value))
            shown = value if value is None or len(value) <= 200 else value[:200] + "…"
            found = Problem(self.file, row, column, shown, message, fix, severity, rule)
            self.problems.append(found)

    def _is_new(self, column: str | None, value: str | None) -> bool:
        known = value is None or (column, value) in self._values
        return not known and len(self._values) < MOST_VALUES

    def take_back(self, former: ProblemLog) -> None:
        """Forget everything since a copy of this log was made."""
        self.problems, self._alike = former.problems, former._alike
        self.errors, self.warnings = former.errors, former.warnings
        self._values = former._values

    def finished(self) -> list[Problem]:
        """Return all problems by row, then one line for each kind that was cut short."""
        ordered = sorted(self.problems, key=lambda p: (p.row is not None, p.row or 0))
        if self.errors > MOST_ERRORS:
            message = f"{self.errors - MOST_ERRORS:,} more errors, not listed one by one"
            ordered.append(Problem(self.file, None, None, None, message, "mend the first ones"))
        for (column, said, severity), count in self._alike.items():
            if severity == "warning" and count > MOST_WARNINGS:
                message = f"{said} ({count:,} rows, not all of them listed one by one)"
                ordered.append(Problem(self.file, None, column, None, message, "", severity))
        return ordered


def write_problems_csv(problems: Iterable[Problem], path: Path) -> int:
    """Write problems as CSV, cells that a spreadsheet would run defused; return their number.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    listed = list(problems)
    columns = ["file", "row", "column", "value", "severity", "message", "fix"]
    columns += ["rule"] if any(problem.rule for problem in listed) else []
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        for problem in listed:
            cells = [getattr(problem, column) for column in columns]
            writer.writerow([defused(cell) for cell in cells])
    return len(listed)


def count_rows(problems: Sequence[Problem]) -> int:
    """Return how many distinct rows have an error."""
    return len({(p.file, p.row) for p in problems if p.severity == "error" and p.row is not None})
