"""What an analysis answers: tables of declared columns, with digest, seed, method, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.model.columns import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Method:
    """How a result was computed, what was assumed, and where the method comes from."""

    text: str
    assumptions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultTable:
    """Rows under columns declared in `graphrisk.model.columns`.

    ``wide`` columns are left out on a terminal, ``headings`` shown there as a line above the rows
    that have them in common.

    Raises
    ------
    KeyError
        A column is not declared.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    title: str = ""
    wide: frozenset[str] = frozenset()
    headings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = [name for name in self.columns if name not in COLUMNS]
        if unknown:
            raise KeyError(unknown[0])

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame, column names as declared."""
        import pandas as pd

        return pd.DataFrame.from_records(list(self.rows), columns=list(self.columns))


@dataclass(frozen=True)
class AnalysisResult:
    """One answer of an analysis; no number leaves without the digest of its graph and the seed.

    Attributes
    ----------
    name
        Name of the analysis, as the command is called.
    headline
        The answer in sentences.
    tables
        The first one is the answer, the others go beside it.
    parameters
        What was asked with, as printed.
    totals
        Single numbers by name, for machines.
    notes
        Limits met, unknowns counted, approximations named.
    seed
        Seed of the random draws; None where nothing is drawn.

    Examples
    --------
    >>> table = ResultTable(("vendor", "users"), (("Alfa AB", 3),))
    >>> result = AnalysisResult("rank", ("Alfa AB reaches most.",), (table,), digest="d1")
    >>> result.table.to_pandas()["users"].tolist()
    [3]
    """

    name: str
    headline: tuple[str, ...]
    tables: tuple[ResultTable, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    seed: int | None = None
    totals: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    method: Method = field(default_factory=lambda: Method(""))

    @property
    def table(self) -> ResultTable:
        """The table that is the answer."""
        return self.tables[0]
