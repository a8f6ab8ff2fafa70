"""Every error of graphrisk, with the exit code a command ends with.

::

    GraphRiskError            70  a defect of ours, when nothing more exact fits
    ├── CheckFound             1  a check found something
    ├── UsageError             2  wrong usage: option, argument, setting
    ├── InputError             3  a file, row, name or value that cannot be used
    │   ├── Unreadable            a file that cannot be read at all
    │   ├── RecordsRefused        rows with problems, all of them listed
    │   └── UnknownName           a name that is not in the graph, or fits several
    ├── StoreError             4  the store cannot do it
    │   ├── StoreUnavailable      cannot be reached now; trying again may help
    │   ├── StoreBusy             another process holds it
    │   ├── StoreSchemaMismatch   made by another version of graphrisk, or not by graphrisk
    │   ├── CapabilityMissing     this kind of store has no such ability
    │   ├── QueryFileError        a query file that does not hold what it declares
    │   └── QueryFailed           the engine refused a query
    └── AnalysisError          5  refused by an analysis
        ├── TooLarge              would not fit; carries limit and size
        └── NotConverged          carries iterations and tolerance
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where, what, and what to do.

    Examples
    --------
    >>> Problem("serves.csv", 4, "required", "two", "not a whole number", "write 2").text()
    "serves.csv, row 4, column required, value 'two': not a whole number; write 2"
    """

    file: str | None
    row: int | None
    column: str | None
    value: str | None
    message: str
    fix: str = ""
    severity: Severity = "error"
    rule: str = ""
    """Rule that was broken, where rules have names: those of a register that is checked."""

    def text(self) -> str:
        """Return the problem as one sentence."""
        value = self.value if self.value is None or len(self.value) <= 60 else self.value[:59] + "…"
        place = [
            self.file,
            None if self.row is None else f"row {self.row}",
            None if self.column is None else f"column {self.column}",
            None if value is None else f"value {value!r}",
        ]
        where = ", ".join(part for part in place if part)
        sentence = f"{where}: {self.message}" if where else self.message
        return f"{sentence}; {self.fix}" if self.fix else sentence


class GraphRiskError(Exception):
    """Base of all errors: what happened, where, and what to do.

    Examples
    --------
    >>> str(GraphRiskError("nothing was read", where="a.csv", fix="check the header"))
    'a.csv: nothing was read\\nWhat to do: check the header'
    """

    exit_code = 70
    retryable = False

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(what)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\nWhat to do: {self.fix}" if self.fix else text


class CheckFound(GraphRiskError):
    """A check ran and found something."""

    exit_code = 1


class UsageError(GraphRiskError):
    """An option, argument or setting that cannot be used."""

    exit_code = 2


class InputError(GraphRiskError):
    """A file, row, name or value that cannot be used."""

    exit_code = 3


class Unreadable(InputError):
    """A file that cannot be read at all."""


class RecordsRefused(InputError):
    """Rows with problems; ``problems`` holds every one."""

    def __init__(
        self,
        what: str,
        problems: Sequence[Problem],
        *,
        where: str | None = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(what, where=where, fix=fix)
        self.problems = tuple(problems)


class UnknownName(InputError):
    """A name that is not in the graph, or fits several; ``candidates`` are (id, name, reason)."""

    def __init__(
        self,
        what: str,
        candidates: Sequence[tuple[str, str, str]] = (),
        *,
        fix: str | None = None,
    ) -> None:
        super().__init__(what, fix=fix)
        self.candidates = tuple(candidates)


class StoreError(GraphRiskError):
    """The store cannot do what was asked."""

    exit_code = 4


class StoreUnavailable(StoreError):
    """The store cannot be reached now."""

    retryable = True


class StoreBusy(StoreError):
    """Another process holds the store; ``process_id`` is its number when known."""

    retryable = True

    def __init__(
        self,
        what: str,
        *,
        process_id: int | None = None,
        where: str | None = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(what, where=where, fix=fix)
        self.process_id = process_id


class StoreSchemaMismatch(StoreError):
    """The store was made by another version of graphrisk, or by something else."""


class CapabilityMissing(StoreError):
    """This kind of store has no such ability."""


class QueryFileError(StoreError):
    """A query file does not hold what its header declares."""


class QueryFailed(StoreError):
    """The engine refused a query."""


class AnalysisError(GraphRiskError):
    """An analysis refused to run."""

    exit_code = 5


class TooLarge(AnalysisError):
    """The input is larger than the analysis takes; carries ``limit`` and ``size``."""

    def __init__(self, what: str, *, limit: int, size: int, fix: str | None = None) -> None:
        super().__init__(what, fix=fix)
        self.limit = limit
        self.size = size


class NotConverged(AnalysisError):
    """An iteration did not settle; carries ``iterations`` and ``tolerance``."""

    def __init__(self, what: str, *, iterations: int, tolerance: float) -> None:
        super().__init__(what)
        self.iterations = iterations
        self.tolerance = tolerance
